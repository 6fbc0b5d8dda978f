import type { Status } from '../domain/vocabulary.ts';
import type { Window } from '../domain/windows.ts';

/** A part of a text: from the first character to the one after the last, as JavaScript counts them. */
export interface Span {
  start: number;
  end: number;
}

/** The fields of a draft that words stand behind. */
export const EVIDENCE_FIELDS = ['origin', 'destination', 'airline', 'status', 'effective', 'weeklyFrequency', 'speaker'] as const;
export type EvidenceField = (typeof EVIDENCE_FIELDS)[number];

/** An announcement that a text seems to hold, for an editor to accept, mend or drop. */
export interface ExtractedDraft {
  /** Codes of places. */
  origin: string;
  destination: string;
  /** An airline's id; null: none was named. */
  airline: string | null;
  status: Status;
  /** Null: no date was given. */
  effective: Window | null;
  /** The exact words that gave the timing. */
  wording: string | null;
  weeklyFrequency: number | null;
  /** Who said it, as the text names them. */
  speaker: string | null;
  /** From 0 to 1: how sure the reading is. */
  confidence: number;
  /** The words that each field came from. */
  evidence: Partial<Record<EvidenceField, readonly Span[]>>;
  /** What else a name may mean: codes of places, ids of airlines, the likeliest first. */
  alternatives: { origin: readonly string[]; destination: readonly string[]; airline: readonly string[] };
}

/** A time expression of a text. */
export interface TimeExpression extends Span {
  /** Null: it gives no date ("soon"). */
  window: Window | null;
}
