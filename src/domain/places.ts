import type { PlaceKind } from './vocabulary.ts';

export interface Place {
  code: string;
  kind: PlaceKind;
  icao: string | null;
  name: string;
  city: string | null;
  country: string;
  /** The metropolitan area that the airport belongs to (a metropolitan area belongs to itself). */
  metro: string | null;
  latitude: number;
  longitude: number;
  /** More than one for a country only. */
  timeZones: readonly string[];
  aliases: readonly string[];
}

export interface Airline {
  id: string;
  iata: string | null;
  icao: string | null;
  name: string;
  country: string;
  aliases: readonly string[];
  activeFrom: string | null;
  activeTo: string | null;
}
