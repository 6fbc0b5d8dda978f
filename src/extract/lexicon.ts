/** The names that a text can use, as the register knows them. */
export interface LexiconPlace {
  code: string;
  kind: 'airport' | 'metro' | 'country';
  icao: string | null;
  name: string;
  city: string | null;
  country: string;
  metro: string | null;
  latitude: number;
  longitude: number;
  aliases: readonly string[];
}

export interface LexiconAirline {
  id: string;
  iata: string | null;
  icao: string | null;
  name: string;
  country: string;
  aliases: readonly string[];
  activeFrom: string | null;
  activeTo: string | null;
}

/** An editor's own word for a place or an airline, or a pattern that is never an announcement. */
export interface Correction {
  kind: 'place' | 'airline' | 'drop';
  words: string;
  /** Code of the place, id of the airline; null for what is dropped. */
  means: string | null;
}

export interface Lexicon {
  places: readonly LexiconPlace[];
  airlines: readonly LexiconAirline[];
  corrections: readonly Correction[];
}
