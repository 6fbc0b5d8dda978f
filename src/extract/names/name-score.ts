import type { LocalDate } from '../../domain/dates.ts';
import type { Airline } from '../../domain/places.ts';
import type { Token } from '../tokens.ts';
import { COUNTRIES } from './countries.ts';
import type { Candidate } from './lookup.ts';
import type { Region } from './regions.ts';

/** A name as it stands, before it is known which of its candidates is meant. `from`, `to`: tokens. */
export interface RoughName {
  from: number;
  to: number;
  /** Where the name itself ends, before its code and its country. */
  nameTo: number;
  candidates: readonly Candidate[];
  code: string | null;
  country: string | null;
  region: Region | null;
}

/** `Kazakh`: the country of a people. */
export const DEMONYMS = new Map(COUNTRIES.flatMap((facts) => facts.demonyms.map((demonym) => [demonym, facts] as const)));

/** Countries that a text speaks of: by name, by what their people are called, by cities that exist only once. */
export function countriesAround(rough: readonly RoughName[], tokens: readonly Token[]): Set<string> {
  const countries = new Set<string>();
  for (const name of rough) {
    const [first] = name.candidates;
    const country = first && countryOf(first);
    if (country !== undefined && name.candidates.every((other) => countryOf(other) === country)) countries.add(country);
    if (name.country !== null) countries.add(name.country);
    if (name.region !== null) countries.add(name.region.country);
  }
  for (const token of tokens) {
    const facts = token.capital ? DEMONYMS.get(token.key) : undefined;
    if (facts) countries.add(facts.country);
  }
  return countries;
}

function countryOf({ place, airline }: Candidate): string | undefined {
  return place?.country ?? airline?.country;
}

/** How well a candidate fits its name and the countries around it. */
export function scoreOf(candidate: Candidate, name: RoughName, countries: ReadonlySet<string>, publishedOn: LocalDate): number {
  const { place, airline, weight } = candidate;
  if (airline)
    return weight + (isActive(airline, publishedOn) ? 10 : -60) + (name.code === airline.iata || name.code === airline.icao ? 50 : 0);
  if (!place) return 0;
  let score = weight + (countries.has(place.country) ? 20 : 0);
  if (name.country !== null) score += place.country === name.country ? 100 : -100;
  if (name.region !== null)
    score +=
      150 - Math.min(300, 12 * (Math.abs(place.latitude - name.region.latitude) + 0.8 * Math.abs(place.longitude - name.region.longitude)));
  return name.code === place.code ? score + 300 : score;
}

export function isActive(airline: Airline, day: LocalDate): boolean {
  return (airline.activeFrom === null || airline.activeFrom <= day) && (airline.activeTo === null || airline.activeTo >= day);
}
