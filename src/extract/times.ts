import type { LocalDate } from '../domain/dates.ts';
import { type BothWays, findTimes } from './times/find.ts';
import { type Frequency, findFrequencies } from './times/frequencies.ts';
import { tokenise } from './times/tokens.ts';

export type { Frequency };

/** Every time expression of a text, dated by the day of its publication, and every frequency of flights. */
export function readTimes(text: string, publishedOn: LocalDate): BothWays & { frequencies: Frequency[] } {
  const tokens = tokenise(text);
  return { ...findTimes(tokens, publishedOn), frequencies: findFrequencies(tokens) };
}
