import type { Airline, Place, Reference } from '../store/reference.ts';

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

function resolved<T>(hits: readonly T[], namesOf: (item: T) => readonly (string | null)[], text: string): Resolved<T> {
  const [first] = hits;
  if (first === undefined) return { kind: 'none' };
  const wanted = text.trim().toLowerCase();
  const named = hits.filter((hit) => namesOf(hit).some((name) => name?.toLowerCase() === wanted));
  const fitting = named.length > 0 ? named : hits;
  return fitting.length === 1 ? { kind: 'one', found: fitting[0]! } : { kind: 'several', choices: fitting.slice(0, CHOICES) };
}
