import type { Look } from '../parts/tags.tsx';
import { type Frame, onMap, placeOnSheet } from './frame.ts';
import { type MapLine, URGENCY } from './lines.ts';

/** A place where lines end, in the map's units. */
export interface Airport {
  x: number;
  y: number;
  name: string;
  /** Routes that end there. */
  count: number;
  /** The most urgent of its lines. */
  look: Look;
}

/** Where a name stands from its dot. */
type Side = 'east' | 'west' | 'north' | 'south';

export interface Label {
  x: number;
  y: number;
  name: string;
  side: Side;
  /** The first of the scales at which there is room for it. */
  level: number;
}

/**
 * Pixels for each unit of the map at which names are placed: a phone, a tablet, a desktop, and closer views of it.
 * `30-map.css` shows the levels of the first three by the map's width, `client/map.ts` all of them by what is in view.
 */
export const LEVELS = [0.085, 0.18, 0.29, 0.6, 1.2, 2.4] as const;

/** Pixels of letters at 12 px. */
const LETTERS: readonly [which: RegExp, width: number][] = [
  [/[ijlftrI.,'’() -]/, 4.2],
  [/[mwMW–]/, 10.6],
  [/\p{Lu}/u, 8],
];
const LETTER = 6.9;
const LINE = 15;
const GAP = 8;
const DOT = 4;

export function airportsOf(lines: readonly MapLine[], frame: Frame): Airport[] {
  const airports = new Map<string, Airport>();
  for (const line of lines) {
    for (const place of [line.from, line.to]) {
      const [x, y] = onMap(frame, placeOnSheet(place)).map(Math.round) as [number, number];
      const known = airports.get(`${x} ${y}`);
      if (known === undefined) airports.set(`${x} ${y}`, { x, y, name: place.name, count: line.count, look: line.look });
      else {
        known.count += line.count;
        if (URGENCY.indexOf(line.look) < URGENCY.indexOf(known.look)) known.look = line.look;
      }
    }
  }
  return [...airports.values()].sort((a, b) => b.count - a.count || URGENCY.indexOf(a.look) - URGENCY.indexOf(b.look));
}

/** A box that keeps its size in pixels about a point of the map. */
interface Box {
  x: number;
  y: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Names without overlap, the busiest first: at each scale those that there is room for beside those of the scales before. */
export function labelsOf(airports: readonly Airport[], width: number, height: number): Label[] {
  const placed: Label[] = [];
  const taken: Box[] = [];
  const named = new Set<Airport>();
  const dots = airports.map(dotOf);
  const boxes = new Map(airports.map((airport) => [airport, SIDES.map((side) => ({ side, box: boxOf(airport, side) }))]));
  for (const [level, scale] of LEVELS.entries()) {
    for (const airport of airports) {
      if (named.has(airport) || isNamedNearby(airport, placed, scale)) continue;
      const best = bestPlace(boxes.get(airport)!, { taken, dots, scale, width, height });
      if (best === undefined) continue;
      named.add(airport);
      placed.push({ x: airport.x, y: airport.y, name: airport.name, side: best.side, level });
      taken.push(best.box);
    }
  }
  return placed;
}

/** In the order of liking. */
const SIDES: readonly Side[] = ['east', 'west', 'north', 'south'];
/** A name may lie on so many dots of other places where there is no better side. */
const DOTS_COVERED = 2;

interface LabelPlace {
  side: Side;
  box: Box;
}

function bestPlace(
  places: readonly LabelPlace[],
  on: { taken: readonly Box[]; dots: readonly Box[]; scale: number; width: number; height: number },
): LabelPlace | undefined {
  let best: LabelPlace | undefined;
  let least = DOTS_COVERED + 1;
  for (const place of places) {
    if (!isInside(place.box, on) || on.taken.some((other) => everOverlap(place.box, other, on.scale))) continue;
    const covered = on.dots.filter((dot) => overlapAt(place.box, dot, on.scale)).length;
    if (covered < least) [best, least] = [place, covered];
  }
  return best;
}

/** A city with several airports is named once while they stand close. */
function isNamedNearby(airport: Airport, placed: readonly Label[], scale: number): boolean {
  return placed.some((label) => label.name === airport.name && Math.hypot(label.x - airport.x, label.y - airport.y) * scale < 60);
}

function boxOf({ x, y, name }: Airport, side: Side): Box {
  const wide = widthOf(name);
  const left = side === 'east' ? GAP : side === 'west' ? -GAP - wide : -wide / 2;
  const top = side === 'north' ? -GAP - LINE : side === 'south' ? GAP : -LINE / 2;
  return { x, y, left, top, right: left + wide, bottom: top + LINE };
}

function widthOf(name: string): number {
  return [...name].reduce((sum, letter) => sum + (LETTERS.find(([which]) => which.test(letter))?.[1] ?? LETTER), 0);
}

function dotOf({ x, y }: Airport): Box {
  return { x, y, left: -DOT, top: -DOT, right: DOT, bottom: DOT };
}

function overlapAt(a: Box, b: Box, scale: number): boolean {
  const [dx, dy] = [(a.x - b.x) * scale, (a.y - b.y) * scale];
  return dx < b.right - a.left && -dx < a.right - b.left && dy < b.bottom - a.top && -dy < a.bottom - b.top;
}

/** Whether two boxes overlap at the scale or at any larger one: apart at one scale, they may still pass each other. */
function everOverlap(a: Box, b: Box, from: number): boolean {
  // Most are far apart already, and go farther.
  const [dx, dy] = [a.x - b.x, a.y - b.y];
  if (dx > 0 ? dx * from >= b.right - a.left : dx < 0 && -dx * from >= a.right - b.left) return false;
  if (dy > 0 ? dy * from >= b.bottom - a.top : dy < 0 && -dy * from >= a.bottom - b.top) return false;
  let [least, most] = [from, Number.POSITIVE_INFINITY];
  // The boxes overlap at the scales for which each `factor * scale < limit`.
  const limits = [
    [dx, b.right - a.left],
    [-dx, a.right - b.left],
    [dy, b.bottom - a.top],
    [-dy, a.bottom - b.top],
  ] as const;
  for (const [factor, limit] of limits) {
    if (factor > 0) most = Math.min(most, limit / factor);
    else if (factor < 0) least = Math.max(least, limit / factor);
    else if (limit <= 0) return false;
  }
  return least < most;
}

function isInside(box: Box, { scale, width, height }: { scale: number; width: number; height: number }): boolean {
  const [x, y] = [box.x * scale, box.y * scale];
  return x + box.left >= 0 && y + box.top >= 0 && x + box.right <= width * scale && y + box.bottom <= height * scale;
}
