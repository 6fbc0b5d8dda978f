// Maps: zoom, pan, the keyboard, and the words of the line that is pointed at.
import { light } from './pairs.ts';
import { type View, viewOf } from './view.ts';

const STEP = 1.6;

for (const figure of document.querySelectorAll<HTMLElement>('figure.map')) enliven(figure);

function enliven(figure: HTMLElement): void {
  const frame = figure.querySelector<HTMLElement>('.map-frame');
  const svg = frame?.querySelector<SVGSVGElement>(':scope > svg');
  const reading = figure.querySelector<HTMLElement>('.map-reading');
  const tools = figure.querySelector<HTMLElement>('.map-tools');
  if (!frame || !svg || !reading || !tools) return;
  const view = viewOf(svg, () => {
    frame.classList.toggle('zoomed', view.zoom() > 1.01);
    for (const button of tools.querySelectorAll<HTMLButtonElement>('[data-zoom]')) {
      const spent = button.dataset.zoom === 'in' ? view.zoom() > 15.9 : view.zoom() < 1.01;
      button.setAttribute('aria-disabled', String(spent));
    }
  });
  tools.hidden = false;
  reading.hidden = false;
  tools.addEventListener('click', (event) => {
    const kind = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-zoom]')?.dataset.zoom : undefined;
    if (kind !== undefined) zoomTo(view, kind);
  });
  view.reset();
  const arcs = widened(svg);
  const read = (arc: Element | undefined) => {
    reading.textContent = arc?.querySelector('title')?.textContent ?? '';
  };
  const current = keyboard(frame, { view, arcs, read });
  svg.addEventListener('pointerover', (event) =>
    read(event.target instanceof Element ? (event.target.closest('a') ?? current()) : undefined),
  );
  svg.addEventListener('pointerleave', () => read(current()));
  mouse(svg, view);
  fingers(svg, view);
}

function zoomTo(view: View, kind: string): void {
  if (kind === 'in') view.zoomBy(STEP);
  else if (kind === 'out') view.zoomBy(1 / STEP);
  else view.reset();
}

/** Gives each arc a wide, unseen line that is easy to hit, and takes them in order from west to east. */
function widened(svg: SVGSVGElement): SVGAElement[] {
  const arcs = [...svg.querySelectorAll<SVGAElement>('.arcs a')];
  for (const arc of arcs) {
    const hit = arc.querySelector('path')?.cloneNode() as SVGPathElement | undefined;
    if (hit === undefined) continue;
    hit.removeAttribute('stroke-width');
    hit.classList.add('hit');
    arc.append(hit);
  }
  const middles = new Map(
    arcs.map((arc) => {
      const { x, width } = arc.getBBox();
      return [arc, x + width / 2];
    }),
  );
  return arcs.sort((a, b) => middles.get(a)! - middles.get(b)!);
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const ZOOMS: Readonly<Record<string, string>> = { '+': 'in', '=': 'in', '-': 'out', '0': 'all' };

/** One stop for the tab key; arrows walk along the lines, Enter follows the one that is lit. Answers with the line that is lit. */
function keyboard(
  frame: HTMLElement,
  on: { view: View; arcs: readonly SVGAElement[]; read: (arc: Element | undefined) => void },
): () => SVGAElement | undefined {
  const { view, arcs, read } = on;
  let at = -1;
  frame.tabIndex = 0;
  frame.setAttribute('role', 'application');
  frame.setAttribute(
    'aria-label',
    'Map. Arrow keys go from line to line, Enter opens it, plus, minus and 0 zoom. The table below holds the same.',
  );
  const goTo = (index: number) => {
    at = index;
    const arc = arcs[index];
    if (arc === undefined) return;
    light(arc.dataset.pair);
    view.show(arc.getBBox());
    read(arc);
  };
  const nextOf = (key: string): number | undefined => {
    const step = STEPS[key];
    if (key === 'Home' || (at === -1 && step === 1)) return 0;
    if (key === 'End' || (at === -1 && step === -1)) return arcs.length - 1;
    return step === undefined ? undefined : (at + step + arcs.length) % arcs.length;
  };
  frame.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = nextOf(event.key);
    const zoom = ZOOMS[event.key];
    if (next !== undefined && arcs.length > 0) goTo(next);
    else if (zoom !== undefined) zoomTo(view, zoom);
    else if (event.key === 'Enter') arcs[at]?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    else return;
    event.preventDefault();
  });
  frame.addEventListener('blur', () => {
    at = -1;
    read(undefined);
  });
  return () => arcs[at];
}

/** Drags when zoomed in; the wheel zooms with Ctrl or ⌘ (a pinch on a trackpad says Ctrl), else the page scrolls. */
function mouse(svg: SVGSVGElement, view: View): void {
  let from: { x: number; y: number } | undefined;
  let dragged = false;
  svg.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      view.zoomBy(Math.exp(-event.deltaY / (event.deltaMode === 0 ? 200 : 6)), event.clientX, event.clientY);
    },
    { passive: false },
  );
  svg.addEventListener('pointerdown', (event) => {
    dragged = false;
    if (event.pointerType === 'mouse' && event.button === 0 && view.zoom() > 1) from = { x: event.clientX, y: event.clientY };
  });
  svg.addEventListener('pointermove', (event) => {
    if (from === undefined) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!dragged && Math.hypot(dx, dy) < 4) return;
    if (!dragged) svg.setPointerCapture(event.pointerId);
    dragged = true;
    from = { x: event.clientX, y: event.clientY };
    view.panBy(dx, dy);
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    svg.addEventListener(end, () => {
      from = undefined;
    });
  }
  // An arc is a link: it must be neither dragged away nor followed where a drag ends.
  svg.addEventListener('dragstart', (event) => event.preventDefault());
  svg.addEventListener('click', (event) => dragged && event.preventDefault(), true);
}

/** Two fingers move and zoom the map; one finger scrolls the page. */
function fingers(svg: SVGSVGElement, view: View): void {
  let before: { x: number; y: number; apart: number } | undefined;
  const read = (event: TouchEvent) => {
    const [a, b] = event.touches;
    if (a === undefined || b === undefined || event.touches.length !== 2) return undefined;
    return {
      x: (a.clientX + b.clientX) / 2,
      y: (a.clientY + b.clientY) / 2,
      apart: Math.max(Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY), 1),
    };
  };
  const follow = (event: TouchEvent) => {
    const now = read(event);
    if (now !== undefined) {
      event.preventDefault();
      if (before !== undefined) {
        view.panBy(now.x - before.x, now.y - before.y);
        view.zoomBy(now.apart / before.apart, now.x, now.y);
      }
    }
    before = now;
  };
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const)
    svg.addEventListener(type, follow, { passive: false });
}
