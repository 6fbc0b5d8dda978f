import { NO_YEAR, type YearSaid } from './moment.ts';
import { at, follows, isDash, type Tokens } from './tokens.ts';

const FIRST_YEAR = 1950;
const LAST_YEAR = 2149;
/** What a number that looks like a year may count. */
const COUNTED = new Set([
  ...[
    'flights',
    'passengers',
    'seats',
    'people',
    'employees',
    'jobs',
    'km',
    'kilometres',
    'kilometers',
    'kms',
    'metres',
    'meters',
    'miles',
  ],
  ...['feet', 'ft', 'nm', 'tonnes', 'tons', 'hours', 'hrs', 'times', 'square', 'visitors', 'tourists', 'travellers', 'travelers', 'rooms'],
  ...[
    'million',
    'billion',
    'euros',
    'dollars',
    'usd',
    'eur',
    'rupees',
    'guests',
    'customers',
    'aircraft',
    'tickets',
    'points',
    'fifa',
    'world',
  ],
]);

/** A year of four digits that counts nothing. */
export function yearAt(tokens: Tokens, i: number): number | undefined {
  const token = at(tokens, i);
  if (token.kind !== 'number' || token.text.length !== 4) return undefined;
  const year = Number(token.text);
  if (year < FIRST_YEAR || year > LAST_YEAR) return undefined;
  const next = at(tokens, i + 1);
  if (COUNTED.has(next.text) || (next.glued && (next.kind === 'word' || next.text === '%'))) return undefined;
  // A decimal, a thousand, or a sum of money.
  if (
    next.glued &&
    (next.text === '.' || next.text === ',' || next.text === ':') &&
    at(tokens, i + 2).glued &&
    at(tokens, i + 2).kind === 'number'
  )
    return undefined;
  const before = at(tokens, i - 1);
  if (token.glued && (before.kind === 'word' || '$€£#.,+:'.includes(before.text))) return undefined;
  return year;
}

/** `'23` */
function shortYearAt(tokens: Tokens, i: number): number | undefined {
  const mark = at(tokens, i).text;
  const digits = at(tokens, i + 1);
  return (mark === "'" || mark === '’') && digits.glued && digits.kind === 'number' && digits.text.length === 2
    ? 2000 + Number(digits.text)
    : undefined;
}

/** The year that follows a day, a month, a quarter: `2023`, `, 2023`, `of 2023`, `next year`, `of last year`; where none does, it ends at once. */
export function yearAfter(tokens: Tokens, i: number, published: string): { said: YearSaid; end: number } {
  const from = at(tokens, i).text === ',' || at(tokens, i).text === 'of' || at(tokens, i).text === 'in' ? i + 1 : i;
  const year = yearAt(tokens, from);
  if (year !== undefined) return { said: { year, which: null }, end: from + 1 };
  const short = shortYearAt(tokens, i);
  if (short !== undefined) return { said: { year: short, which: null }, end: i + 2 };
  const relative = at(tokens, i).text === ',' ? undefined : relativeYear(tokens, from, published);
  if (relative) return { said: { year: relative.year, which: null }, end: relative.end };
  const next = at(tokens, i).text;
  if ((next === 'next' || next === 'last') && at(tokens, i + 1).kind !== 'word') return { said: { year: null, which: next }, end: i + 1 };
  return { said: NO_YEAR, end: i };
}

/** `this year`, `of the year`, `next year`, `last year`, `the following year`. */
export function relativeYear(tokens: Tokens, i: number, published: string): { year: number; end: number } | undefined {
  const from = at(tokens, i).text === 'the' || at(tokens, i).text === 'of' ? i + 1 : i;
  const isThis = from > i && at(tokens, from).text === 'year' && !follows(tokens, from + 1, '-');
  if (!isThis && at(tokens, from + 1).text !== 'year') return undefined;
  const now = Number(published.slice(0, 4));
  if (isThis) return { year: now, end: from + 1 };
  switch (at(tokens, from).text) {
    case 'this':
    case 'current':
      return { year: now, end: from + 2 };
    case 'next':
    case 'coming':
      return { year: now + 1, end: from + 2 };
    case 'last':
    case 'previous':
      return { year: now - 1, end: from + 2 };
    default:
      return undefined;
  }
}

/** The year of a season: `2027`, `2026/27`, `2026-27`, `'26`, `26`, `of 2026`. A winter is named by the year it starts in. */
export function seasonYearAfter(tokens: Tokens, i: number, published: string): { said: YearSaid; end: number } {
  const found = yearAfter(tokens, i, published);
  if (found.said.year !== null) return { said: found.said, end: secondYearEnd(tokens, found.end, found.said.year) };
  const digits = at(tokens, i);
  if (digits.kind !== 'number' || digits.text.length !== 2) return found;
  const year = 2000 + Number(digits.text);
  const near = Math.abs(year - Number(published.slice(0, 4))) <= 5;
  const next = at(tokens, i + 1);
  return near && !COUNTED.has(next.text) && !(next.glued && next.text === '%')
    ? { said: { year, which: null }, end: secondYearEnd(tokens, i + 1, year) }
    : found;
}

/** The `/27` of `2026/27`. */
function secondYearEnd(tokens: Tokens, i: number, year: number): number {
  const mark = at(tokens, i);
  const second = at(tokens, i + 1);
  if (!mark.glued || !(mark.text === '/' || isDash(mark)) || second.kind !== 'number') return i;
  return Number(second.text) % 100 === (year + 1) % 100 && (second.text.length === 2 || second.text.length === 4) ? i + 2 : i;
}
