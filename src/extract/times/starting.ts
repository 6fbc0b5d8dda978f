import type { LocalDate } from '../../domain/dates.ts';
import type { Reading } from './moment.ts';
import type { Tokens } from './tokens.ts';

/** Reads the times that begin at a token; undefined: none that it knows, and others may; an empty list: none at all. */
export type Read = (tokens: Tokens, i: number, published: LocalDate) => readonly Reading[] | Reading | undefined;

/** A reader and the words that its times begin with. */
export type Starting = readonly [read: Read, words: readonly string[]];

/** The readers by those words, in their order. */
export function byFirstWord(readers: readonly Starting[]): ReadonlyMap<string, readonly Read[]> {
  const found = new Map<string, Read[]>();
  for (const [read, words] of readers) for (const word of words) found.set(word, [...(found.get(word) ?? []), read]);
  return found;
}
