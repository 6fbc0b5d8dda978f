import type { Reference } from '../../store/reference.ts';
import type { RouteRow } from '../../store/tables.ts';
import type { Look } from '../parts/tags.tsx';

/** A line on the map: the routes of a pair, or of two countries where there is too much to draw. */
export interface MapLine {
  /** `ALA-LHE`: the same in `data-pair` of the table and the timeline. */
  pair: string;
  from: { longitude: number; latitude: number; name: string };
  to: { longitude: number; latitude: number; name: string };
  look: Look;
  /** No day is known yet: the window is longer than a day, or there is none. */
  vague: boolean;
  /** Routes that it stands for. */
  count: number;
  href: string;
  /** What is read aloud and shown on hover: `Almaty–Lahore, SCAT Airlines, April 2023, overdue`. */
  label: string;
}

/** One line for each pair of the routes. */
export function linesOf(_reference: Reference, _routes: readonly RouteRow[]): MapLine[] {
  return [];
}
