import { kindsOf } from '../kinds.ts';
import type { Token } from '../tokens.ts';

/** What a sentence may speak of, and the words any of which says so. */
export const TOPICS = kindsOf({
  respectively: 'respectively',
  beginning: 'launch start commencement introduction inauguration',
  first: 'first maiden inaugural',
  /** A first flight, if it tells of one. */
  maiden: 'first inaugural maiden new debut',
  charter: 'charter charters repatriation lounge lounges codeshare ceremonial flyover',
  interline: 'interline',
  agreement: 'agreement',
  gains: 'sees brings',
  now: 'now',
  routes: 'routes services destinations nonstops links connections cities',
  from: 'from',
  clauses: 'while whereas but and :',
  others: 'other',
  denial: 'refuted refutes refuting rumours rumors',
  flights:
    'flight flights service services route routes they it launch operations nonstops debut both link suspension resumption destination destinations cities',
});

type Topic = keyof typeof TOPICS.bits;

/** A bit for each. */
export type Topics = number;

/** All that words from one token to another speak of. */
export function topicsOf(tokens: readonly Token[], from: number, to: number): Topics {
  let topics = 0;
  for (let at = from; at < to; at++) topics |= TOPICS.of((tokens[at] as Token).key);
  return topics;
}

export function speaksOf({ topics }: { topics: Topics }, topic: Topic): boolean {
  return (topics & TOPICS.bits[topic]) !== 0;
}
