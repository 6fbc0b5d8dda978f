import type { Airline, Place } from '../domain/places.ts';

/** A place as far as texts speak of it. */
export type LexiconPlace = Omit<Place, 'timeZones'>;

/** An editor's own word for a place or an airline, or a pattern that is never an announcement. */
export interface Correction {
  kind: 'place' | 'airline' | 'drop';
  words: string;
  /** Code of the place, id of the airline; null for what is dropped. */
  means: string | null;
}

/** The names that a text can use, as the register knows them. */
export interface Lexicon {
  places: readonly LexiconPlace[];
  airlines: readonly Airline[];
  corrections: readonly Correction[];
}
