import { isPending } from '../../domain/vocabulary.ts';
import { labelOf } from '../../domain/windows.ts';
import type { Place, Reference } from '../../store/reference.ts';
import type { RouteRow } from '../../store/tables.ts';
import { statusWord } from '../../words/phrases.ts';
import { links } from '../links.ts';
import { knownPlace, launchWindow, pairName, placeName } from '../parts/names.tsx';
import { type Look, lookOf } from '../parts/tags.tsx';

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
  /** What is read aloud and shown on hover: `Almaty–Lahore, SCAT Airlines (DV), April 2023, overdue`. */
  label: string;
}

/** The first is shown where several routes share a line. */
export const URGENCY: readonly Look[] = ['overdue', 'due', 'planned', 'flown', 'gone'];

/** One line for each pair of the routes, whichever way they are flown. */
export function linesOf(reference: Reference, routes: readonly RouteRow[]): MapLine[] {
  const pairs = new Map<string, RouteRow[]>();
  for (const route of routes) {
    const ends = [route.origin, route.destination].sort().join('-');
    const sharing = pairs.get(ends);
    if (sharing === undefined) pairs.set(ends, [route]);
    else sharing.push(route);
  }
  return [...pairs.values()].map((sharing) => lineOf(reference, sharing));
}

function lineOf(reference: Reference, routes: readonly RouteRow[]): MapLine {
  const [first] = routes as [RouteRow];
  const leading = routes.reduce((best, route) => (urgency(route) < urgency(best) ? route : best));
  const window = launchWindow(leading);
  const dates = window === null ? 'no date' : labelOf(window);
  return {
    pair: `${first.origin}-${first.destination}`,
    from: spot(knownPlace(reference, first.origin)),
    to: spot(knownPlace(reference, first.destination)),
    look: lookOf(leading),
    vague: window === null || window.earliest !== window.latest,
    count: routes.length,
    href: links.pair(first.origin, first.destination),
    label: `${pairName(reference, first)}, ${airlinesText(reference, routes)}, ${dates}, ${stateWord(leading)}`,
  };
}

function urgency(route: RouteRow): number {
  return URGENCY.indexOf(lookOf(route));
}

function spot(place: Place): MapLine['from'] {
  return { longitude: place.longitude, latitude: place.latitude, name: placeName(place) };
}

/** `SCAT Airlines (DV)`, or how many they are. */
function airlinesText(reference: Reference, routes: readonly RouteRow[]): string {
  const ids = new Set(routes.map((route) => route.airline));
  if (ids.size > 1) return `${ids.size} airlines`;
  const [id] = ids;
  const airline = typeof id === 'string' ? reference.airline(id) : undefined;
  if (airline === undefined) return 'airline not named';
  const code = airline.iata ?? airline.icao;
  return code === null ? airline.name : `${airline.name} (${code})`;
}

/** What the route is called at the end of its line's label. */
function stateWord(route: RouteRow): string {
  const look = lookOf(route);
  return isPending(route.status) || look === 'flown' ? look : statusWord(route.status);
}
