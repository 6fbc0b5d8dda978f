import type { Token } from '../tokens.ts';

/** What a sentence may speak of, and the words any of which says so. */
const WORDS = {
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
  others: 'other',
  flights:
    'flight flights service services route routes they it launch operations nonstops debut both link suspension resumption destination destinations cities',
} as const;

type Topic = keyof typeof WORDS;

/** One bit for each. */
export type Topics = number;

const BITS = Object.fromEntries(Object.keys(WORDS).map((topic, index) => [topic, 1 << index])) as Record<Topic, Topics>;
const OF_WORD = new Map<string, Topics>();
for (const [topic, words] of Object.entries(WORDS))
  for (const word of words.split(' ')) OF_WORD.set(word, (OF_WORD.get(word) ?? 0) | BITS[topic as Topic]);

/** All that words from one token to another speak of. */
export function topicsOf(tokens: readonly Token[], from: number, to: number): Topics {
  let topics = 0;
  for (let at = from; at < to; at++) topics |= OF_WORD.get((tokens[at] as Token).key) ?? 0;
  return topics;
}

export function speaksOf({ topics }: { topics: Topics }, topic: Topic): boolean {
  return (topics & BITS[topic]) !== 0;
}
