import type { LocalDate } from '../../domain/dates.ts';
import type { Airline } from '../../domain/places.ts';
import type { Status } from '../../domain/vocabulary.ts';
import type { Choice } from '../events/choice.ts';
import type { Frame } from '../frames/frames.ts';
import type { LexiconPlace } from '../lexicon.ts';
import type { Mention } from '../names/names.ts';
import type { Sentence } from '../sentences.ts';
import type { Token } from '../tokens.ts';
import type { TimeMention } from './dating.ts';

/** A draft in the making: mentions and times still know where they stand. */
export interface Rough {
  origin: LexiconPlace;
  destination: LexiconPlace;
  originMention: Mention | null;
  destinationMention: Mention | null;
  airline: Mention | null;
  status: Status;
  choice: Choice;
  time: TimeMention | null;
  sentence: Sentence;
  /** One end was concluded, not told. */
  implied: boolean;
  weekly: { start: number; end: number; weekly: number | null } | null;
}

export interface Memory {
  drafts: Rough[];
  airline: Mention | null;
  /** The last place that flights were told to leave from. */
  origin: Mention | null;
  originAge: number;
  /** The place that was last told of as getting or announcing flights. */
  station: Mention | null;
  stationAge: number;
  /** Where the text was written, if it comes back to that place. */
  home: Mention | null;
  /** Flights were told of that come to it. */
  isHomeReached: boolean;
  /** Pairs of codes that the text told of as flown already. */
  flown: Set<string>;
  /** Drafts of the last statement that held any. */
  last: Rough[];
  lastAge: number;
  /** A date told of flights whose places follow. */
  pending: { time: TimeMention; status: Status; end: LexiconPlace | null; airline: Airline | null; counted?: boolean } | null;
  pendingAge: number;
  /** How many statements ago something was put off. */
  putOffAge: number;
  kind: Status | null;
  /** Where an airline was said to have its base. */
  base: { place: Mention; airline: Mention | null } | null;
}

export interface Setting {
  tokens: readonly Token[];
  publishedOn: LocalDate;
  placeByCode: ReadonlyMap<string, LexiconPlace>;
  /** How often the text names each place, by code. */
  named: ReadonlyMap<string, number>;
}

export interface Slot {
  origin: Mention | null;
  destination: Mention | null;
  at: number;
  frame: Frame;
}
