// The part of a map that is in view: zoom and pan within what the page showed at first.

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface View {
  /** How many times larger than at first. */
  zoom: () => number;
  /** The point of the map, in its own units, under a point of the window. */
  pointAt: (clientX: number, clientY: number) => [x: number, y: number];
  /** Zooms so that what is under the point stays under it; without one, what is in the middle. */
  zoomBy: (factor: number, clientX?: number, clientY?: number) => void;
  /** Moves by pixels. */
  panBy: (dx: number, dy: number) => void;
  /** Moves, if need be, so that a box of the map is in view. */
  show: (box: Box) => void;
  reset: () => void;
}

const MOST = 16;
/** Beyond this the finer coasts are fetched. */
const FINE_FROM = 4;
const STEP_MS = 160;

export function viewOf(svg: SVGSVGElement, changed: () => void): View {
  const { x, y, width, height } = svg.viewBox.baseVal;
  const home: Box = { x, y, width, height };
  const levels = (svg.dataset.levels ?? '').split(' ').map(Number);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let view = { ...home };
  let shown = { ...home };
  let step = 0;

  const scale = (box: Box) => Math.min(svg.clientWidth / box.width, svg.clientHeight / box.height) || 1;

  function draw(box: Box): void {
    shown = box;
    svg.setAttribute('viewBox', [box.x, box.y, box.width, box.height].map((n) => n.toFixed(1)).join(' '));
    const pixels = scale(box);
    svg.style.setProperty('--unit', String(1 / pixels));
    svg.dataset.level = String(Math.max(0, levels.filter((level) => level <= pixels).length - 1));
  }

  function go(to: Box, moves = false): void {
    const w = Math.min(Math.max(to.width, home.width / MOST), home.width);
    const h = (w * home.height) / home.width;
    const inside = (at: number, from: number, room: number) => Math.min(Math.max(at, from), from + room);
    view = { x: inside(to.x, home.x, home.width - w), y: inside(to.y, home.y, home.height - h), width: w, height: h };
    if (home.width / w > FINE_FROM) refine(svg);
    cancelAnimationFrame(step);
    if (moves && !calm.matches) glide(shown, performance.now());
    else draw(view);
    changed();
  }

  function glide(from: Box, start: number): void {
    step = requestAnimationFrame((now) => {
      const part = Math.min(Math.max((now - start) / STEP_MS, 0), 1);
      const eased = 1 - (1 - part) ** 3;
      const between = (key: keyof Box) => from[key] + (view[key] - from[key]) * eased;
      draw({ x: between('x'), y: between('y'), width: between('width'), height: between('height') });
      if (part < 1) glide(from, start);
    });
  }

  function pointAt(clientX: number, clientY: number): [number, number] {
    const point = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()?.inverse());
    return [point.x, point.y];
  }

  new ResizeObserver(() => draw(shown)).observe(svg);
  return {
    zoom: () => home.width / view.width,
    pointAt,
    zoomBy: (factor, clientX, clientY) => {
      const [px, py] =
        clientX === undefined || clientY === undefined ? [view.x + view.width / 2, view.y + view.height / 2] : pointAt(clientX, clientY);
      const w = Math.min(Math.max(view.width / factor, home.width / MOST), home.width);
      const kept = w / view.width;
      go({ x: px - (px - view.x) * kept, y: py - (py - view.y) * kept, width: w, height: 0 }, clientX === undefined);
    },
    panBy: (dx, dy) => go({ ...view, x: view.x - dx / scale(view), y: view.y - dy / scale(view) }),
    show: (box) => {
      const [x1, y1] = [box.x + box.width, box.y + box.height];
      if (box.x >= view.x && box.y >= view.y && x1 <= view.x + view.width && y1 <= view.y + view.height) return;
      const w = Math.max(view.width, box.width * 1.2, (box.height * 1.2 * home.width) / home.height);
      const h = (w * home.height) / home.width;
      go({ x: box.x + box.width / 2 - w / 2, y: box.y + box.height / 2 - h / 2, width: w, height: h }, true);
    },
    reset: () => go(home, true),
  };
}

/** Puts the finer coasts in the place of the coarse ones, once they are here. */
function refine(svg: SVGSVGElement): void {
  const file = svg.dataset.fine;
  if (file === undefined) return;
  delete svg.dataset.fine;
  fetch(file).then(
    (response) => {
      if (!response.ok) return;
      for (const use of svg.querySelectorAll('.map-base use')) {
        use.setAttribute('href', `${file}#${use.getAttribute('href')?.split('#')[1]}`);
      }
    },
    // The coarse ones stay.
    () => {},
  );
}
