import { projection, SHEET } from '../world-map.ts';
import type { MapLine } from './lines.ts';

/** The part of the sheet that a map shows, in the sheet's units. */
export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Point = readonly [x: number, y: number];

/** A map is this wide in its own units, whatever part of the sheet it shows: fine enough for whole numbers. */
export const WIDTH = 4000;

/** The shape of a map: between these, as the lines lie. */
const TALLEST = 2;
const FLATTEST = 2.5;
/** The shape on narrow screens; `30-map.css` has it too. */
const NARROW = 1.5;
const PADDING = 0.1;
const EARTH_RADIUS_KM = 6371;
/** On an equal-area sheet, the projection's scale is the radius of the globe. */
const KM_PER_UNIT = EARTH_RADIUS_KM / projection.scale();
const LEAST_WIDTH = 1500 / KM_PER_UNIT;
/** From this share of the sheet's width on, the whole world is shown. */
const WHOLE_FROM = 0.8;
/** Below this share of the sheet's width the finer coasts are worth their bytes. */
const FINE_BELOW = 0.25;

/** The world without the empty south. */
const WORLD: Frame = (() => {
  const [, top] = projection([0, 84]) as [number, number];
  const [, bottom] = projection([0, -57]) as [number, number];
  return { x: 0, y: top, width: SHEET.width, height: bottom - top };
})();

export function isFine(frame: Frame): boolean {
  return frame.width < SHEET.width * FINE_BELOW;
}

/** Whether there is sheet enough above and below to show the frame in a taller shape, as narrow screens do. */
export function isRoomy({ y, width, height }: Frame): boolean {
  const more = (width / NARROW - height) / 2;
  return y >= more && y + height + more <= SHEET.height;
}

/** The height of a map in its own units. */
export function heightOf(frame: Frame): number {
  return Math.round((WIDTH * frame.height) / frame.width);
}

/** From the sheet's units to the map's. */
export function onMap(frame: Frame, [x, y]: Point): [number, number] {
  const scale = WIDTH / frame.width;
  return [(x - frame.x) * scale, (y - frame.y) * scale];
}

/** The smallest frame of the map's shape that holds all points with some room; the world if that is nearly as large. */
export function frameAround(points: readonly Point[]): Frame {
  if (points.length === 0) return WORLD;
  const [left, right] = span(points.map(([x]) => x));
  const [top, bottom] = span(points.map(([, y]) => y));
  const room = 1 + 2 * PADDING;
  const width = Math.max((right - left) * room, (bottom - top) * room * TALLEST, LEAST_WIDTH);
  if (width > SHEET.width * WHOLE_FROM) return worldWith(top, bottom);
  const height = Math.max((bottom - top) * room, width / FLATTEST);
  return {
    x: within((left + right - width) / 2, 0, SHEET.width - width),
    y: within((top + bottom - height) / 2, 0, SHEET.height - height),
    width,
    height,
  };
}

/** What a line may fall out of: flights over the poles and to the far south. */
function worldWith(top: number, bottom: number): Frame {
  const y = Math.max(0, Math.min(WORLD.y, top - 15));
  return { ...WORLD, y, height: Math.min(SHEET.height, Math.max(WORLD.y + WORLD.height, bottom + 15)) - y };
}

export function placeOnSheet(place: MapLine['from']): Point {
  return projection([place.longitude, place.latitude]) as [number, number];
}

function span(numbers: readonly number[]): [least: number, most: number] {
  return [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
