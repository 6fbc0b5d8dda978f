import type { Airline, Place, Reference } from '../store/reference.ts';
import { placeName } from './parts/names.tsx';

/** What a person's words mean: one thing, several that they must choose from, or nothing. */
export type Resolved<T> = { kind: 'one'; found: T } | { kind: 'several'; choices: readonly T[] } | { kind: 'none' };

const CHOICES = 8;

/** A place by code, or by a name or an alias that is its own, or by the beginning of a name that nothing else begins with. */
export function resolvePlace(reference: Reference, text: string): Resolved<Place> {
  const code = reference.place(text.trim().toUpperCase());
  if (code !== undefined) return { kind: 'one', found: code };
  return resolved(reference.searchPlaces(text), (place) => [place.city, place.name, ...place.aliases, place.icao], text);
}

export function resolveAirline(reference: Reference, text: string): Resolved<Airline> {
  const byId = reference.airline(text.trim());
  if (byId !== undefined) return { kind: 'one', found: byId };
  return resolved(reference.searchAirlines(text), (airline) => [airline.name, ...airline.aliases, airline.iata, airline.icao], text);
}

/** What a field shows of a place: its name where that is read back as the same place, its code where it is not. */
export function typedPlace(reference: Reference, place: Place): string {
  return isReadAs(place, resolvePlace(reference, placeName(place))) ? placeName(place) : place.code;
}

export function typedAirline(reference: Reference, airline: Airline): string {
  return isReadAs(airline, resolveAirline(reference, airline.name)) ? airline.name : airline.id;
}

function isReadAs<T>(item: T, resolved: Resolved<T>): boolean {
  return resolved.kind === 'one' && resolved.found === item;
}

function resolved<T>(hits: readonly T[], namesOf: (item: T) => readonly (string | null)[], text: string): Resolved<T> {
  const [first] = hits;
  if (first === undefined) return { kind: 'none' };
  const wanted = text.trim().toLowerCase();
  const named = hits.filter((hit) => namesOf(hit).some((name) => name?.toLowerCase() === wanted));
  const fitting = named.length > 0 ? named : hits;
  return fitting.length === 1 ? { kind: 'one', found: fitting[0]! } : { kind: 'several', choices: fitting.slice(0, CHOICES) };
}

export interface PlacePair {
  from: Place;
  to: Place;
}

/** What a text of two places can mean: every reading of each end, the likeliest first. */
export interface PairReading {
  from: readonly Place[];
  to: readonly Place[];
}

/** Signs that nobody writes inside a name come first: a hyphen or a space may be a part of one (Nur-Sultan, New York). */
const BETWEEN = [/\s*[–—→>/]\s*|\s+-+\s+/g, /\s+to\s+/gi, /-/g, /\s+/g];

/** `ALA-LHE`, `UAAA–OPLA`, `almaty to lahore`, `new york london`: undefined when no cut leaves a place on either side. */
export function readPair(reference: Reference, text: string): PairReading | undefined {
  const trimmed = text.trim();
  let best: PairReading | undefined;
  for (const sign of BETWEEN) {
    for (const { index, 0: cut } of trimmed.matchAll(sign)) {
      const from = meant(resolvePlace(reference, trimmed.slice(0, index)));
      const to = meant(resolvePlace(reference, trimmed.slice(index + cut.length)));
      if (from.length === 0 || to.length === 0) continue;
      if (best === undefined || from.length * to.length < best.from.length * best.to.length) best = { from, to };
    }
    if (best !== undefined) return best;
  }
  return undefined;
}

/** Every pair of a reading. */
export function pairsOf(reading: PairReading | undefined): PlacePair[] {
  const { from, to } = reading ?? { from: [], to: [] };
  return from.flatMap((one) => to.map((other) => ({ from: one, to: other }))).filter((pair) => pair.from.code !== pair.to.code);
}

function meant(resolved: Resolved<Place>): readonly Place[] {
  return resolved.kind === 'one' ? [resolved.found] : resolved.kind === 'several' ? resolved.choices : [];
}
