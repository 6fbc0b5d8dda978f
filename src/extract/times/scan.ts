import type { LocalDate } from '../../domain/dates.ts';
import { CUES, YEAR_CUES } from './cues.ts';
import { readDayFirst, readMonthFirst, readMonths, readNumeric, weekdayBefore, weekOf } from './days.ts';
import { type Reading, type Which, yearly } from './moment.ts';
import { PART_WORDS, type Period, readPartOfPeriod, readQuarter, readSeason, readWeekOfMonth, SEASON_WORDS } from './periods.ts';
import { RELATIVE, readCounted } from './relative.ts';
import { byFirstWord } from './starting.ts';
import { at, follows, isDash, type Tokens } from './tokens.ts';
import { readWeekday } from './weekdays.ts';
import { MONTH_NAMES, ORDINAL_WORDS, ordinalAt, WEEKDAY_NAMES } from './words.ts';
import { relativeYear, yearAt } from './years.ts';

const WHICH = new Map<string, Which>(
  Object.entries({ this: 'this', next: 'next', coming: 'next', upcoming: 'next', last: 'last', past: 'last' }),
);

const NONE: readonly Reading[] = [];

/** The readings that begin at a word of the text, or none. */
export function readAt(tokens: Tokens, i: number, published: LocalDate): readonly Reading[] {
  const token = at(tokens, i);
  if (token.kind === 'mark') return NONE;
  // "A320": a number in a word begins no time.
  if (token.kind === 'number') return token.glued && at(tokens, i - 1).kind === 'word' ? NONE : readNumber(tokens, i, published);
  const readers = READERS.get(token.text);
  if (readers === undefined) return NONE;
  for (const read of readers) {
    const found = read(tokens, i, published);
    if (found !== undefined) return 'moment' in found ? [found] : found;
  }
  return NONE;
}

function readNumber(tokens: Tokens, i: number, published: LocalDate): readonly Reading[] {
  const dates = readDates(tokens, i, published, null);
  if (dates.length > 0) return dates;
  const period = readQuarter(tokens, i, published) ?? (yearAt(tokens, i) === undefined ? undefined : readSeason(tokens, i, published));
  if (period) return [asReading(i, period)];
  return one(
    readYear(tokens, i) ?? readWeekOfMonth(tokens, i, published) ?? readCounted(tokens, i, published) ?? readDayOfMonth(tokens, i),
  );
}

function readMonth(tokens: Tokens, i: number, published: LocalDate): readonly Reading[] {
  const days = readMonthFirst(tokens, i, published);
  return days.length > 0 ? days : readBareMonth(tokens, i, published);
}

function readSeasonTime(tokens: Tokens, i: number, published: LocalDate): readonly Reading[] | Reading | undefined {
  const season = readSeason(tokens, i, published);
  if (!season) return undefined;
  const which = whichBefore(tokens, i);
  return isSeasonTime(tokens, i, season) ? asReading(whichStart(tokens, i, which), season, which) : NONE;
}

function readQuarterTime(tokens: Tokens, i: number, published: LocalDate): Reading | undefined {
  const quarter = readQuarter(tokens, i, published);
  return quarter && asReading(i, quarter);
}

function readDates(tokens: Tokens, i: number, published: LocalDate, weekday: number | null): Reading[] {
  const numeric = readNumeric(tokens, i, weekday);
  if (numeric.length > 0) return numeric;
  return at(tokens, i).kind === 'number' ? readDayFirst(tokens, i, published) : readMonthFirst(tokens, i, published);
}

/** `Monday, 3 April` is one time; a weekday alone is one too. */
function readFromWeekday(tokens: Tokens, i: number, published: LocalDate): readonly Reading[] {
  const before = weekdayBefore(tokens, i);
  const [first, ...others] = before ? readDates(tokens, before.next, published, before.weekday) : [];
  if (!first || !before) return one(readWeekday(tokens, i));
  const moment = first.moment.kind === 'yearly' ? { ...first.moment, weekday: before.weekday } : first.moment;
  const open = at(tokens, before.next - 1).text;
  const close = at(tokens, first.end).text;
  const end = (open === '(' && close === ')') || (open === '[' && close === ']') ? first.end + 1 : first.end;
  return [{ ...first, start: i, end, moment }, ...others];
}

function readBareMonth(tokens: Tokens, i: number, published: LocalDate): readonly Reading[] {
  const [reading] = readMonths(tokens, i, published);
  if (reading?.moment.kind !== 'yearly') return [];
  const { moment } = reading;
  const which = moment.year === null ? (whichBefore(tokens, i) ?? moment.which) : moment.which;
  if (moment.year === null && moment.which === null && !isMonthTime(tokens, i, reading.end)) return [];
  return [{ ...reading, start: whichStart(tokens, i, which), moment: { ...moment, which } }];
}

/** "May" alone is a verb, and a month before a name may be a person's. */
function isMonthTime(tokens: Tokens, i: number, end: number): boolean {
  const cued = CUES.has(at(tokens, i - 1).text) || (isDash(at(tokens, i - 1)) && at(tokens, i - 2).text === 'mid');
  const word = at(tokens, i).text;
  if (word.length <= 3 && word !== 'may') return cued && !at(tokens, end).capital && at(tokens, end).kind !== 'number';
  if (word === 'may' || word === 'march') return cued;
  return cued || !at(tokens, end).capital;
}

function isSeasonTime(tokens: Tokens, i: number, season: Period): boolean {
  const next = at(tokens, season.end);
  if (season.said.year !== null || season.said.which !== null) return true;
  if (whichBefore(tokens, i) !== null) return next.text !== 'seasonal';
  const the = at(tokens, i - 1).text === 'the' || at(tokens, i - 1).text === 'its' || at(tokens, i - 1).text === 'their' ? i - 2 : i - 1;
  const cued = CUES.has(at(tokens, the).text) && next.text !== 'seasonal' && next.text !== 'of' && next.text !== 'in' && next.text !== '-';
  return (
    cued &&
    (season.schedule === true ||
      next.kind !== 'word' ||
      !/^(?:holiday|resort|destination|sun|flight|service|route|break)s?$/.test(next.text))
  );
}

function whichBefore(tokens: Tokens, i: number): Which | null {
  return WHICH.get(at(tokens, i - 1).text) ?? null;
}

/** "This" and "next" belong to the words that give the timing. */
function whichStart(tokens: Tokens, i: number, which: Which | null): number {
  return which !== null && whichBefore(tokens, i) !== null ? i - 1 : i;
}

function readYear(tokens: Tokens, i: number): Reading | undefined {
  const year = yearAt(tokens, i);
  if (year === undefined) return undefined;
  const before = at(tokens, i - 1);
  const joint = before.text === 'and' || before.text === 'or' || isDash(before) || before.text === '/';
  const cued = YEAR_CUES.has(before.text) || (joint && yearAt(tokens, i - 2) !== undefined && YEAR_CUES.has(at(tokens, i - 3).text));
  const last = isDash(at(tokens, i + 1)) && before.text !== 'from' ? yearAt(tokens, i + 2) : undefined;
  if (cued && last !== undefined && last > year) {
    return { start: i, end: i + 3, moment: { kind: 'fixed', bounds: { earliest: `${year}-01-01`, latest: `${last}-12-31` } } };
  }
  return cued ? { start: i, end: i + 1, moment: yearly(wholeYear, { year, which: null }) } : undefined;
}

function readRelativeYear(tokens: Tokens, i: number, published: LocalDate): Reading | undefined {
  const found = at(tokens, i).text === 'the' || at(tokens, i).text === 'of' ? undefined : relativeYear(tokens, i, published);
  return found && { start: i, end: found.end, moment: yearly(wholeYear, { year: found.year, which: null }) };
}

/** `on the 5th` */
function readDayOfMonth(tokens: Tokens, i: number): Reading | undefined {
  const ordinal = ordinalAt(tokens, i);
  const dated = follows(tokens, i - 2, 'on', 'the') || follows(tokens, i - 2, 'from', 'the');
  if (!ordinal || !dated || (at(tokens, ordinal.end).kind === 'word' && !AFTER_DAY.has(at(tokens, ordinal.end).text))) return undefined;
  return { start: i, end: ordinal.end, moment: { kind: 'dayOfMonth', day: ordinal.value } };
}

const AFTER_DAY = new Set(['and', 'with', 'to', 'from', 'of', 'between', 'by', 'for']);

function readWeekOfDay(tokens: Tokens, i: number, published: LocalDate): readonly Reading[] {
  if (!follows(tokens, i + 1, 'of')) return NONE;
  const [day] = readDates(tokens, i + 2, published, null);
  if (day?.moment.kind !== 'yearly') return [];
  return [{ start: i, end: day.end, moment: { ...day.moment, inYear: weekOf(day.moment.inYear) } }];
}

function asReading(start: number, period: Period, which: Which | null = null): Reading {
  const said = period.said.year === null && which !== null ? { year: null, which } : period.said;
  return { start, end: period.end, moment: yearly(period.inYear, said) };
}

function wholeYear(year: number): { earliest: LocalDate; latest: LocalDate } {
  return { earliest: `${year}-01-01`, latest: `${year}-12-31` };
}

function one(reading: Reading | undefined): readonly Reading[] {
  return reading ? [reading] : NONE;
}

const READERS = byFirstWord([
  [readFromWeekday, WEEKDAY_NAMES],
  [readMonth, MONTH_NAMES],
  [readWeekOfDay, ['week']],
  [readSeasonTime, SEASON_WORDS],
  [readPartOfPeriod, ['year', ...PART_WORDS]],
  [readWeekOfMonth, ['last', 'final', ...ORDINAL_WORDS]],
  [readQuarterTime, ['q', 'h', 'quarter', 'last', 'final', ...ORDINAL_WORDS]],
  [readWeekday, ['this', 'coming', 'next', 'last', 'past', 'previous']],
  ...RELATIVE,
  [readRelativeYear, ['this', 'current', 'next', 'coming', 'last', 'previous']],
]);
