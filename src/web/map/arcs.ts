import { type GeoStream, geoInterpolate, geoStream } from 'd3-geo';
import { generations } from '../../http/generations.ts';
import { projection } from '../world-map.ts';
import { type Frame, onMap } from './frame.ts';
import type { MapLine } from './lines.ts';

type Point = readonly [x: number, y: number];

/** Enough that the pieces between are straight on any map. */
const SAMPLES = 48;
/** How far a curve may leave the great circle, in the map's units: less than half a pixel. */
const TOLERANCE = 1.5;

/** The ways of so many pairs, and up to twice as many, are known by heart: they are most of the work on a map. */
const known = generations<string, readonly Point[][]>(4_000);

/** The shortest way between the ends on the sheet: one run of points, or two where it leaves the sheet at one edge and comes in at the other. */
export function greatCircle({ from, to }: Pick<MapLine, 'from' | 'to'>): readonly Point[][] {
  const key = `${from.longitude} ${from.latitude} ${to.longitude} ${to.latitude}`;
  const runs = known.get(key) ?? drawn({ from, to });
  known.set(key, runs);
  return runs;
}

function drawn({ from, to }: Pick<MapLine, 'from' | 'to'>): Point[][] {
  const at = geoInterpolate([from.longitude, from.latitude], [to.longitude, to.latitude]);
  const coordinates = Array.from({ length: SAMPLES + 1 }, (_, index) => at(index / SAMPLES));
  const runs: Point[][] = [];
  const sink: GeoStream = {
    lineStart: () => runs.push([]),
    point: (x, y) => runs.at(-1)!.push([x, y]),
    lineEnd: () => {},
    polygonStart: () => {},
    polygonEnd: () => {},
  };
  geoStream({ type: 'LineString', coordinates }, projection.stream(sink));
  return runs.filter((run) => run.length > 1);
}

/** The runs as a path of few curves, in whole numbers from point to point. */
export function pathOf(runs: readonly Point[][], frame: Frame): string {
  return runs.map((run) => runPath(run.map((point) => onMap(frame, point)))).join('');
}

function runPath(run: readonly Point[]): string {
  let here = rounded(run[0]!);
  let path = `M${pairText(here)}`;
  for (const [control, end] of curves(run)) {
    const to = rounded(end);
    path += isStraight(here, control, to) ? `l${step(here, to)}` : `q${step(here, rounded(control))}${signed(step(here, to))}`;
    here = to;
  }
  return path;
}

/** Parabolas along the points, each as long as the tolerance lets it be. */
function curves(run: readonly Point[]): [control: Point, end: Point][] {
  const { control, error } = fitted(run);
  if (error <= TOLERANCE || run.length < 5) return [[control, run.at(-1)!]];
  const middle = run.length >> 1;
  return [...curves(run.slice(0, middle + 1)), ...curves(run.slice(middle))];
}

/** The parabola between the ends that is nearest to the points, by least squares. */
function fitted(run: readonly Point[]): { control: Point; error: number } {
  const [start, end] = [run[0]!, run.at(-1)!];
  const along = lengths(run);
  const whole = along.at(-1)! || 1;
  let [x, y, weight] = [0, 0, 0];
  for (const [index, point] of run.entries()) {
    const t = along[index]! / whole;
    const w = 2 * t * (1 - t);
    x += w * (point[0] - (1 - t) ** 2 * start[0] - t ** 2 * end[0]);
    y += w * (point[1] - (1 - t) ** 2 * start[1] - t ** 2 * end[1]);
    weight += w * w;
  }
  const control: Point = weight === 0 ? middleOf(start, end) : [x / weight, y / weight];
  const errors = run.map((point, index) => {
    const t = along[index]! / whole;
    return distance(point, [
      (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t ** 2 * end[0],
      (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t ** 2 * end[1],
    ]);
  });
  return { control, error: errors.reduce((a, b) => Math.max(a, b)) };
}

function lengths(run: readonly Point[]): number[] {
  let sum = 0;
  return run.map((point, index) => {
    sum += index === 0 ? 0 : distance(run[index - 1]!, point);
    return sum;
  });
}

function isStraight(start: Point, control: Point, end: Point): boolean {
  return distance(control, middleOf(start, end)) < 2 * TOLERANCE;
}

function middleOf(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function rounded([x, y]: Point): Point {
  return [Math.round(x), Math.round(y)];
}

function step(from: Point, to: Point): string {
  return pairText([to[0] - from[0], to[1] - from[1]]);
}

/** A minus parts two numbers as well as a space does. */
function pairText([x, y]: Point): string {
  return `${x}${signed(String(y))}`;
}

function signed(text: string): string {
  return text.startsWith('-') ? text : ` ${text}`;
}
