import type { Span, TimeContext, TimeExpression } from './draft.ts';

/** Every time expression of a text, in order, dated by the day of publication and by each other ("the following day"). */
export function findTimes(_text: string, _context: TimeContext): TimeExpression[] {
  return [];
}

/** Flights a week, with the words that say so. */
export interface Frequency extends Span {
  weekly: number | null;
}

export function findFrequencies(_text: string): Frequency[] {
  return [];
}
