import { addDays, daysBetween, firstOfMonth, isLocalDate, type LocalDate, lastOfMonth } from '../../domain/dates.ts';
import { seasonBounds } from '../../domain/seasons.ts';

export interface Bounds {
  readonly earliest: LocalDate;
  readonly latest: LocalDate;
}

/** What recurs every year; null in a year that does not have it (29 February). */
export type InYear = (year: number) => Bounds | null;

/** `early`, `mid`, `late`: the thirds; `start` is the first day where a season has one, else the first third. */
export type Part = 'early' | 'mid' | 'late' | 'firstHalf' | 'secondHalf' | 'start';
export type Which = 'next' | 'last' | 'this';
export type Unit = 'day' | 'week' | 'month' | 'year';

/** What the words say, before the year and the expressions around are known. */
export type Moment =
  | {
      readonly kind: 'yearly';
      readonly inYear: InYear;
      readonly year: number | null;
      readonly which: Which | null;
      readonly weekday: number | null;
    }
  /** `the 5th`: of the month last named. */
  | { readonly kind: 'dayOfMonth'; readonly day: number }
  | {
      readonly kind: 'weekday';
      readonly weekday: number;
      readonly which: Which | 'nextWeek' | 'lastWeek' | 'thisWeek' | 'following' | null;
    }
  /** So many units after the expression before. */
  | { readonly kind: 'later'; readonly count: number; readonly unit: Unit; readonly whole: boolean }
  | { readonly kind: 'fixed'; readonly bounds: Bounds | null };

/** A moment with the tokens from `start` up to `end` that say it. */
export interface Reading {
  readonly start: number;
  readonly end: number;
  readonly moment: Moment;
  readonly role?: 'end';
}

export type YearSaid = { readonly year: number | null; readonly which: Which | null };
export const NO_YEAR: YearSaid = { year: null, which: null };

export function yearly(inYear: InYear, said: YearSaid, weekday: number | null = null): Moment {
  return { kind: 'yearly', inYear, year: said.year, which: said.which, weekday };
}

/** So many years are remembered of what recurs: more than a text speaks of. */
const YEARS = 24;

/** What two numbers below 100 name: made once for the two. */
function recurring(make: (first: number, second: number) => InYear): (first: number, second: number) => InYear {
  const known = new Map<number, InYear>();
  return (first, second) => {
    const key = 100 * first + second;
    const before = known.get(key);
    if (before !== undefined) return before;
    const inYear = remembering(make(first, second));
    known.set(key, inYear);
    return inYear;
  };
}

/** The same, reckoned once for a year. */
function remembering(inYear: InYear): InYear {
  const bounds = new Map<number, Bounds | null>();
  return (year) => {
    const told = bounds.get(year);
    if (told !== undefined) return told;
    if (bounds.size >= YEARS) bounds.clear();
    const found = inYear(year);
    bounds.set(year, found);
    return found;
  };
}

/** A day of a month, where the calendar has it. */
export const dayIn = recurring((month, day) => (year) => {
  const date = `${firstOfMonth(year, month).slice(0, 8)}${String(day).padStart(2, '0')}`;
  return (day >= 1 && day <= 28) || isLocalDate(date) ? { earliest: date, latest: date } : null;
});

/** Whole months; a last one before the first lies in the next year. */
export const monthsIn = recurring((first, last) => (year) => ({
  earliest: firstOfMonth(year, first),
  latest: lastOfMonth(last < first ? year + 1 : year, last),
}));

const SEASONS = {
  summer: remembering((year) => seasonBounds({ kind: 'summer', year })),
  winter: remembering((year) => seasonBounds({ kind: 'winter', year })),
};

export function seasonIn(kind: keyof typeof SEASONS): InYear {
  return SEASONS[kind];
}

/** From the first day of one to the last day of another, which may lie in the next year. */
export function between(from: InYear, to: InYear): InYear {
  return (year) => {
    const first = from(year);
    const last = to(year);
    if (!first || !last) return null;
    const end = last.latest < first.earliest ? to(year + 1) : last;
    return end && { earliest: first.earliest, latest: end.latest };
  };
}

export function partIn(part: Part, whole: InYear): InYear {
  return (year) => {
    const bounds = whole(year);
    return bounds && partOf(part, bounds);
  };
}

/** A third or a half of a period: by months where they divide it evenly, else by days. */
export function partOf(part: Part, { earliest, latest }: Bounds): Bounds {
  const pieces = part === 'firstHalf' || part === 'secondHalf' ? 2 : 3;
  const index = part === 'mid' || part === 'secondHalf' ? 1 : part === 'late' ? 2 : 0;
  const months = wholeMonths(earliest, latest);
  if (months !== undefined && months % pieces === 0) {
    const size = months / pieces;
    const first = addMonths(earliest, index * size);
    return { earliest: first, latest: addDays(addMonths(first, size), -1) };
  }
  const days = daysBetween(earliest, latest) + 1;
  // A third of a month is ten days, and the last takes what is left.
  const size = months === 1 && pieces === 3 ? 10 : Math.max(1, Math.floor(days / pieces));
  const first = addDays(earliest, index * size);
  return { earliest: first, latest: index === pieces - 1 ? latest : addDays(first, size - 1) };
}

/** The same day so many months later, or the last day of a shorter month. */
function addMonths(date: LocalDate, count: number): LocalDate {
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + count;
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  const last = lastOfMonth(year, month);
  const same = `${last.slice(0, 8)}${date.slice(8)}`;
  return same < last ? same : last;
}

/** The unit that a day lies in: its week from Monday to Sunday, its month, its year. */
export function unitAround(date: LocalDate, unit: Unit): Bounds {
  if (unit === 'day') return { earliest: date, latest: date };
  if (unit === 'week') {
    const monday = addDays(date, 1 - weekdayNumber(date));
    return { earliest: monday, latest: addDays(monday, 6) };
  }
  const year = Number(date.slice(0, 4));
  if (unit === 'year') return { earliest: firstOfMonth(year, 1), latest: lastOfMonth(year, 12) };
  const month = Number(date.slice(5, 7));
  return { earliest: firstOfMonth(year, month), latest: lastOfMonth(year, month) };
}

export function shift(date: LocalDate, count: number, unit: Unit): LocalDate {
  if (unit === 'day' || unit === 'week') return addDays(date, unit === 'week' ? 7 * count : count);
  return addMonths(date, unit === 'year' ? 12 * count : count);
}

/** Monday is 1, Sunday 7. */
export function weekdayNumber(date: LocalDate): number {
  return (((daysBetween(A_MONDAY, date) % 7) + 7) % 7) + 1;
}

const A_MONDAY = '2023-01-02';

function wholeMonths(earliest: LocalDate, latest: LocalDate): number | undefined {
  const after = addDays(latest, 1);
  if (!earliest.endsWith('-01') || !after.endsWith('-01')) return undefined;
  return (Number(after.slice(0, 4)) - Number(earliest.slice(0, 4))) * 12 + Number(after.slice(5, 7)) - Number(earliest.slice(5, 7));
}
