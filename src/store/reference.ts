import type { Airline, Place } from '../domain/places.ts';
import { compareCodes, fold } from '../domain/search.ts';
import type { Db } from './db.ts';
import type { AirlineRow, PlaceRow } from './tables.ts';

export type { Airline, Place };

/** Places and airlines, held in memory: every route, page and search needs them, and they change only when a process starts. */
export interface Reference {
  /** Names the state of the reference data. */
  digest: string;
  places: readonly Place[];
  airlines: readonly Airline[];
  place: (code: string) => Place | undefined;
  /** By our own id. */
  airline: (id: string) => Airline | undefined;
  /** Every airline that has or had the IATA or ICAO code, or the id. */
  airlinesCoded: (code: string) => readonly Airline[];
  /** The airline that held the code on a date (or, if none did, the only one that ever had it). */
  airlineOn: (code: string, date: string) => Airline | undefined;
  airlineNamed: (name: string) => Airline | undefined;
  /** Best match first. Accents, case and punctuation aside; aliases count. */
  searchPlaces: (query: string) => readonly Place[];
  searchAirlines: (query: string) => readonly Airline[];
}

export async function readReference(db: Db): Promise<Reference> {
  const register = await db.selectFrom('register').select('reference_digest').executeTakeFirstOrThrow();
  const places = await db.selectFrom('places').selectAll().execute();
  const airlines = await db.selectFrom('airlines').selectAll().execute();
  return referenceOf(register.reference_digest ?? '', places, airlines);
}

export function referenceOf(digest: string, places: readonly PlaceRow[], airlines: readonly AirlineRow[]): Reference {
  return makeReference(
    digest,
    places.map(toPlace).sort(compareCodes((place) => place.code)),
    airlines.map(toAirline).sort(compareCodes((airline) => airline.id)),
  );
}

export function makeReference(digest: string, places: readonly Place[], airlines: readonly Airline[]): Reference {
  const byCode = new Map(places.map((place) => [place.code, place]));
  const byId = new Map(airlines.map((airline) => [airline.id, airline]));
  const coded = groupBy(airlines, (airline) => [airline.id, airline.iata, airline.icao]);
  const named = groupBy(airlines, (airline) => [airline.name, ...airline.aliases].map(fold));
  const placeIndex = searchIndex(places, (place) => ({
    codes: [place.code, place.icao],
    names: [place.city, place.name, ...place.aliases],
    weight: place.kind === 'country' ? 0 : place.kind === 'metro' ? 1 : 2,
  }));
  const airlineIndex = searchIndex(airlines, (airline) => ({
    codes: [airline.iata, airline.icao],
    names: [airline.name, ...airline.aliases],
    weight: airline.activeTo === null ? 0 : 1,
  }));
  return {
    digest,
    places,
    airlines,
    place: (code) => byCode.get(code),
    airline: (id) => byId.get(id),
    airlinesCoded: (code) => coded.get(code) ?? [],
    airlineOn: (code, date) => {
      const holders = coded.get(code) ?? [];
      const valid = holders.filter((airline) => isActiveOn(airline, date));
      return valid.length > 0 ? valid[0] : holders.length === 1 ? holders[0] : undefined;
    },
    airlineNamed: (name) => {
      const found = named.get(fold(name)) ?? [];
      return found.length === 1 ? found[0] : undefined;
    },
    searchPlaces: placeIndex,
    searchAirlines: airlineIndex,
  };
}

/** A bound is a year or a day; text compares rightly if a year's end is after each of its days. */
function isActiveOn(airline: Airline, date: string): boolean {
  return (
    (airline.activeFrom === null || date >= airline.activeFrom) &&
    (airline.activeTo === null || date.slice(0, airline.activeTo.length) <= airline.activeTo)
  );
}

function groupBy<T>(items: readonly T[], keysOf: (item: T) => (string | null)[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      if (key === null || key === '') continue;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}

interface Entry {
  codes: (string | null)[];
  names: (string | null)[];
  /** Among equal matches the lighter comes first. */
  weight: number;
}

function searchIndex<T>(items: readonly T[], entryOf: (item: T) => Entry): (query: string) => T[] {
  // Folding every name takes a moment that only the first search should pay for.
  let entries: { item: T; weight: number; codes: (string | undefined)[]; names: string[]; text: string }[] | undefined;
  const build = () =>
    items.map((item) => {
      const entry = entryOf(item);
      const names = entry.names.filter((name) => name !== null).map(fold);
      return { item, weight: entry.weight, codes: entry.codes.map((code) => code?.toLowerCase()), names, text: ` ${names.join(' | ')}` };
    });
  return (query) => {
    const wanted = fold(query);
    if (wanted === '') return [];
    entries ??= build();
    const found: { item: T; rank: number }[] = [];
    for (const entry of entries) {
      const isCode = entry.codes.includes(wanted);
      if (!isCode && !entry.text.includes(` ${wanted}`)) continue;
      const rank = isCode ? 0 : entry.names.includes(wanted) ? 1 : entry.names.some((name) => name.startsWith(wanted)) ? 2 : 3;
      found.push({ item: entry.item, rank: rank * 3 + entry.weight });
    }
    return found.sort((a, b) => a.rank - b.rank).map((hit) => hit.item);
  };
}

function toPlace(row: PlaceRow): Place {
  const { time_zones, aliases, ...rest } = row;
  const metro = row.kind === 'metro' ? row.code : row.metro;
  return { ...rest, metro, timeZones: time_zones.split(' '), aliases: listOf(aliases) };
}

function toAirline(row: AirlineRow): Airline {
  const { active_from, active_to, aliases, ...rest } = row;
  return { ...rest, aliases: listOf(aliases), activeFrom: active_from, activeTo: active_to };
}

function listOf(text: string): string[] {
  return text === '' ? [] : text.split('|');
}
