import type { Ctx } from '../../context.ts';
import type { Airline, Place, Reference } from '../../store/reference.ts';
import { countSelected } from '../../store/route-counts.ts';
import type { RouteRow } from '../../store/tables.ts';
import { type PairReading, type PlacePair, readPair } from '../resolve.ts';
import { withRoutes } from '../route/load.ts';

const SHOWN = 20;
const ENDS = 60;

export interface Found {
  places: { place: Place; routes: number }[];
  airlines: { airline: Airline; routes: number }[];
  pairs: (PlacePair & { rows: RouteRow[] })[];
  reading: PairReading | undefined;
  /** More places or airlines fit than are shown. */
  isCut: boolean;
}

/** All that a text can mean, by name, code or alias. */
export async function find(ctx: Ctx, q: string): Promise<Found> {
  const { reference, db } = ctx;
  const [places, airlines] = [reference.searchPlaces(q), reference.searchAirlines(q)];
  const reading = readPair(reference, q);
  const found: Found = { places: [], airlines: [], pairs: [], reading, isCut: places.length > SHOWN || airlines.length > SHOWN };
  for (const place of places.slice(0, SHOWN)) found.places.push({ place, routes: await countSelected(db, { place }) });
  for (const airline of airlines.slice(0, SHOWN)) {
    found.airlines.push({ airline, routes: await countSelected(db, { airlines: [airline.id] }) });
  }
  if (reading !== undefined) found.pairs = await withRoutes(ctx, pairsAround(reference, reading));
  return found;
}

/** Every airport of a metropolitan area stands for it. */
function pairsAround(reference: Reference, { from, to }: PairReading): PlacePair[] {
  const wide = (ends: readonly Place[]) => {
    const metros = new Set(ends.flatMap((place) => (place.kind === 'metro' ? [place.code] : [])));
    const airports = metros.size === 0 ? [] : reference.places.filter((place) => place.metro !== null && metros.has(place.metro));
    return [...new Set([...ends, ...airports])].slice(0, ENDS);
  };
  const others = wide(to);
  return wide(from).flatMap((one) => others.filter((other) => other !== one).map((other) => ({ from: one, to: other })));
}
