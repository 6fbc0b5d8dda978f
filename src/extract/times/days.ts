import {
  between,
  dayIn,
  type InYear,
  monthsIn,
  NO_YEAR,
  type Reading,
  unitAround,
  weekdayNumber,
  type YearSaid,
  yearly,
} from './moment.ts';
import { at, follows, isDash, skip, type Tokens } from './tokens.ts';
import { isOrdinalEnding, isShortMonth, monthOf, shortWeekdayOf, weekdayOf } from './words.ts';
import { yearAfter, yearAt } from './years.ts';

/** A list of days holds no more than this, so that no text makes a reader look far ahead. */
const MOST_DAYS = 12;
/** Words after which "4, 11" goes on with days and does not begin to count something. */
const AFTER_DAYS = new Set([
  'and',
  'or',
  'to',
  'until',
  'till',
  'through',
  'respectively',
  'with',
  'from',
  'by',
  'on',
  'for',
  'at',
  'in',
  'this',
  'next',
  'of',
]);

interface DayList {
  readonly days: readonly { readonly day: number; readonly start: number; readonly end: number }[];
  /** Two days that a dash joins are one time. */
  readonly range: boolean;
  readonly end: number;
}

/** `1 June`, `the 31st of January`, `4, 11 and 18 June`, `26–28 March`, `01JUN23`. */
export function readDayFirst(tokens: Tokens, i: number, published: string): Reading[] {
  const list = readDays(tokens, i);
  if (!list) return [];
  let next = list.end;
  if (follows(tokens, next, '.') && at(tokens, next + 1).kind === 'word' && !at(tokens, next).text.includes('..')) next += 1;
  next = skip(tokens, next, 'of', '-', '/');
  const month = monthAt(tokens, next, true);
  if (!month) return [];
  const { said, end } = dayYear(tokens, month.end, published);
  return readings(list, month.month, said, end);
}

/** `June 1`, `June 1st, 2023`, `June 4, 11 and 18`, `March 26-28`. */
export function readMonthFirst(tokens: Tokens, i: number, published: string): Reading[] {
  const month = monthAt(tokens, i, false);
  if (!month) return [];
  const list = readDays(tokens, skip(tokens, month.end, 'the'), true);
  if (!list) return [];
  const { said, end } = dayYear(tokens, list.end, published);
  const [first, ...others] = readings(list, month.month, said, end);
  return first ? [{ ...first, start: i }, ...others] : [];
}

/** A month's name or its short form with its full stop. A name in small letters is taken only beside a day. */
function monthAt(tokens: Tokens, i: number, besideDay: boolean): { month: number; end: number } | undefined {
  const token = at(tokens, i);
  const month = token.kind === 'word' ? monthOf(token.text) : undefined;
  const verb = token.text === 'may' || token.text === 'march' || token.text === 'mar';
  if (month === undefined || !(token.capital || (besideDay && (token.glued || !verb)))) return undefined;
  const stop = isShortMonth(token.text) && at(tokens, i + 1).text === '.' && at(tokens, i + 1).glued;
  return { month, end: stop ? i + 2 : i + 1 };
}

/** `2023-06-01`, `01.06.2023`, `13/06/2023`: null readings are dates whose day and month cannot be told apart. */
export function readNumeric(tokens: Tokens, i: number, weekday: number | null): Reading[] {
  const [a, mark] = [at(tokens, i), at(tokens, i + 1)];
  if (a.kind !== 'number' || mark.kind !== 'mark' || !mark.glued) return [];
  const [b, mark2, c] = [at(tokens, i + 2), at(tokens, i + 3), at(tokens, i + 4)];
  if (b.kind !== 'number' || c.kind !== 'number' || mark.text !== mark2.text) return [];
  if (!(b.glued && mark2.glued && c.glued)) return [];
  if (continues(tokens, i + 5) || continued(tokens, i)) return [];
  if (a.text.length === 4) {
    const iso = (mark.text === '-' || mark.text === '/' || mark.text === '.') && b.text.length <= 2 && c.text.length <= 2;
    return iso ? numeric(i, Number(a.text), [[Number(b.text), Number(c.text)]], weekday) : [];
  }
  if (a.text.length > 2 || b.text.length > 2 || !(c.text.length === 4 || c.text.length === 2)) return [];
  const year = c.text.length === 4 ? Number(c.text) : 2000 + Number(c.text);
  if (year < 1950 || year > 2149) return [];
  const dayFirst = [Number(b.text), Number(a.text)] as const;
  if (mark.text === '.') return numeric(i, year, [dayFirst], weekday);
  return mark.text === '/' || mark.text === '-' ? numeric(i, year, [dayFirst, [Number(a.text), Number(b.text)]], weekday) : [];
}

function numeric(i: number, year: number, choices: readonly (readonly [month: number, day: number])[], weekday: number | null): Reading[] {
  const all = choices.flatMap(([month, day]) => (month >= 1 && month <= 12 ? (dayIn(month, day)(year) ?? []) : []));
  const fitting = weekday === null ? all : all.filter((bounds) => weekdayNumber(bounds.earliest) === weekday);
  const found = fitting.length > 0 ? fitting : all;
  if (found.length === 0) return [];
  const clear = found.every((bounds) => bounds.earliest === found[0]!.earliest);
  return [{ start: i, end: i + 5, moment: { kind: 'fixed', bounds: clear ? found[0]! : null } }];
}

/** `Monday, 3 April`, `Thursday (11/1/24)`: the weekday and where the date begins. */
export function weekdayBefore(tokens: Tokens, i: number): { weekday: number; next: number } | undefined {
  const token = at(tokens, i);
  if (!token.capital) return undefined;
  const weekday = weekdayOf(token.text) ?? shortWeekdayOf(token.text);
  if (weekday === undefined) return undefined;
  let next = skip(tokens, i + 1, '.');
  next = skip(tokens, next, ',', '(', '[');
  return { weekday, next: skip(tokens, next, 'the') };
}

/** The first day of a week: `the week of June 5`. */
export function weekOf(inYear: InYear): InYear {
  return (year) => {
    const day = inYear(year);
    return day && unitAround(day.earliest, 'week');
  };
}

/** `in June`, `June–July 2024`, `June or July`, `November to March` (two times). */
export function readMonths(tokens: Tokens, i: number, published: string): Reading[] {
  const first = monthAt(tokens, i, false);
  if (!first) return [];
  const joint = at(tokens, first.end);
  const joined = isDash(joint) || joint.text === '/' || joint.text === 'or';
  const second = joined ? monthAt(tokens, first.end + 1, false) : undefined;
  if (second && !(at(tokens, second.end).kind === 'number' && at(tokens, second.end).text.length <= 2)) {
    const { said, end } = yearAfter(tokens, second.end, published);
    return [{ start: i, end, moment: yearly(monthsIn(first.month, second.month), said) }];
  }
  const { said, end } = yearAfter(tokens, first.end, published);
  return [{ start: i, end, moment: yearly(monthsIn(first.month, first.month), said) }];
}

function readings(list: DayList, month: number, said: YearSaid, end: number): Reading[] {
  const last = list.days.length - 1;
  if (list.range) {
    const inYear = between(dayIn(month, list.days[0]!.day), dayIn(month, list.days[last]!.day));
    return [{ start: list.days[0]!.start, end, moment: yearly(inYear, said) }];
  }
  return list.days.map((day, k) => ({
    start: day.start,
    end: k === last ? Math.max(end, day.end) : day.end,
    moment: yearly(dayIn(month, day.day), said),
  }));
}

/** One day or a list of them, in which each is a number that belongs to no clock time, decimal or count. */
function readDays(tokens: Tokens, i: number, afterMonth = false): DayList | undefined {
  const first = dayAt(tokens, i);
  if (!first || continued(tokens, i)) return undefined;
  const days = [{ day: first.day, start: i, end: first.end }];
  let end = first.end;
  while (days.length < MOST_DAYS) {
    const joint = joinAt(tokens, end);
    const day = joint === undefined ? undefined : dayAt(tokens, joint.next);
    if (!joint || !day || (afterMonth && !endsDays(tokens, day.end))) break;
    days.push({ day: day.day, start: joint.next, end: day.end });
    end = day.end;
    if (joint.range) return days.length === 2 && day.day > first.day ? { days, range: true, end } : undefined;
  }
  return { days, range: false, end };
}

function dayAt(tokens: Tokens, i: number): { day: number; end: number } | undefined {
  const token = at(tokens, i);
  if (token.kind !== 'number' || token.text.length > 2) return undefined;
  const day = Number(token.text);
  if (day < 1 || day > 31) return undefined;
  const end = isOrdinalEnding(tokens, i + 1) ? i + 2 : i + 1;
  const next = at(tokens, end);
  if (next.glued && (next.text === '%' || (next.kind === 'word' && monthOf(next.text) === undefined))) return undefined;
  return continues(tokens, end) ? undefined : { day, end };
}

function joinAt(tokens: Tokens, i: number): { next: number; range: boolean } | undefined {
  const token = at(tokens, i);
  if (isDash(token)) return { next: i + 1, range: true };
  if (token.text === 'and' || token.text === '&' || token.text === 'or') return { next: skip(tokens, i + 1, 'the'), range: false };
  if (token.text === ',') return { next: skip(tokens, i + 1, 'and', 'or'), range: false };
  return undefined;
}

/** After "June 4, 11" a noun would say that 11 of something are meant. */
function endsDays(tokens: Tokens, i: number): boolean {
  const token = at(tokens, i);
  return token.kind !== 'word' ? token.kind !== 'number' || yearAt(tokens, i) !== undefined : AFTER_DAYS.has(token.text);
}

/** A number goes on behind a mark: `18.45`, `9:30`, `1/6`. */
function continues(tokens: Tokens, i: number): boolean {
  const [mark, digits] = [at(tokens, i), at(tokens, i + 1)];
  return (
    mark.glued &&
    digits.glued &&
    digits.kind === 'number' &&
    (mark.text === '.' || mark.text === ':' || mark.text === '/' || mark.text === ',')
  );
}

/** The number is itself the end of such a one, or stands behind a letter or a sign. */
function continued(tokens: Tokens, i: number): boolean {
  const token = at(tokens, i);
  const mark = at(tokens, i - 1);
  if (!token.glued || mark.kind === 'end') return false;
  if (mark.kind === 'word') return monthOf(mark.text) === undefined;
  return '$€£#'.includes(mark.text) || (at(tokens, i - 2).kind === 'number' && mark.glued && mark.text !== ',');
}

function dayYear(tokens: Tokens, i: number, published: string): { said: YearSaid; end: number } {
  const digits = at(tokens, i);
  const dashed = isDash(digits) && digits.glued ? at(tokens, i + 1) : digits;
  // 01JUN23 and 1-Jun-23.
  if (dashed.glued && dashed.kind === 'number' && at(tokens, i - 1).kind === 'word') {
    const end = dashed === digits ? i + 1 : i + 2;
    if (dashed.text.length === 2) return { said: { year: 2000 + Number(dashed.text), which: null }, end };
    if (dashed.text.length === 4) return { said: { year: Number(dashed.text), which: null }, end };
  }
  const found = yearAfter(tokens, i, published);
  return found.said.which === 'next' || found.said.year !== null ? found : { said: NO_YEAR, end: i };
}
