import type { Airline, Place } from '../domain/places.ts';
import type { CorrectionKind } from '../domain/vocabulary.ts';

/** A place as far as texts speak of it. */
export type LexiconPlace = Omit<Place, 'timeZones'>;

/** An editor's own name of a place or an airline, or words that keep a sentence from announcing anything. */
export interface Correction {
  kind: CorrectionKind;
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
