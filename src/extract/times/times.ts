import type { LocalDate } from '../../domain/dates.ts';
import { type BothWays, findTimes } from './find.ts';
import { type Frequency, findFrequencies } from './frequencies.ts';
import { tokenise } from './tokens.ts';

export type { BothWays, Frequency };

/** Every time expression of a text, dated by the day of its publication, and every frequency of flights. */
export function readTimes(text: string, publishedOn: LocalDate): BothWays & { frequencies: Frequency[] } {
  const tokens = tokenise(text);
  return { ...findTimes(tokens, publishedOn), frequencies: findFrequencies(tokens) };
}
