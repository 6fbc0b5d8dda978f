import { addDays, firstOfMonth, isLocalDate, type LocalDate } from '../../domain/dates.ts';
import { type Bounds, type Moment, type Reading, shift, unitAround, weekdayNumber } from './moment.ts';
import type { Lead } from './roles.ts';

/** A reading in its place among the others. */
export interface Found {
  readonly reading: Reading;
  readonly lead: Lead;
  /** Nothing but "and", "to", a comma … stands between it and the one before. */
  readonly joined: boolean;
}

type Yearly = Extract<Moment, { kind: 'yearly' }>;
type WeekdayMoment = Extract<Moment, { kind: 'weekday' }>;

const LAST_YEAR = 2199;
/** A leap day may be so many years away. */
const MOST_YEARS = 8;

interface Context {
  publishedOn: LocalDate;
  /** What is told has happened ("flew on Monday"): dates without a year lie behind the publication, not ahead. */
  past: boolean;
}

/** The bounds of every reading, if what is told lies ahead and if it has happened. */
export function resolve(found: readonly Found[], publishedOn: LocalDate): { ahead: (Bounds | null)[]; behind: (Bounds | null)[] } {
  const years = namedYears(found);
  return {
    ahead: boundsOf(found, years, { publishedOn, past: false }),
    behind: boundsOf(found, years, { publishedOn, past: true }),
  };
}

/** Dated by the day of publication, by the years around and by the reading before. */
function boundsOf(found: readonly Found[], years: readonly (number | null)[], { publishedOn, past }: Context): (Bounds | null)[] {
  let before: Bounds | null = null;
  return found.map((item, k) => {
    const { moment } = item.reading;
    const back = past || item.lead.role === 'since';
    const after = item.joined || isEnd(item) ? before : null;
    const bounds =
      moment.kind === 'yearly'
        ? dateYearly(moment, years[k] ?? null, after, publishedOn, back)
        : dateOther(moment, before, publishedOn, back);
    if (bounds && !isEnd(item)) before = bounds;
    return bounds;
  });
}

function isEnd(item: Found): boolean {
  return item.reading.role === 'end' || item.lead.role === 'end';
}

/** A year said at the end of a list or a span holds for all of it: "1 June and 3 July 2023". */
function namedYears(found: readonly Found[]): (number | null)[] {
  const years: (number | null)[] = new Array(found.length).fill(null);
  for (let k = found.length - 1; k >= 0; k -= 1) {
    const { moment } = found[k]!.reading;
    if (moment.kind !== 'yearly') continue;
    const next = found[k + 1]?.joined ? found[k + 1]!.reading.moment : undefined;
    const nextYear = next?.kind === 'yearly' ? (years[k + 1] ?? null) : null;
    years[k] =
      moment.year ?? (moment.which === null && next?.kind === 'yearly' && nextYear !== null ? yearBefore(moment, next, nextYear) : null);
  }
  return years;
}

function yearBefore(moment: Yearly, next: Yearly, year: number): number {
  const [own, other] = [moment.inYear(year), next.inYear(year)];
  return own && other && own.earliest > other.latest ? year - 1 : year;
}

function dateYearly(moment: Yearly, named: number | null, after: Bounds | null, published: LocalDate, past: boolean): Bounds | null {
  if (named !== null) return moment.inYear(named);
  const year = Number((after?.earliest ?? published).slice(0, 4));
  if (after && moment.which === null && moment.weekday === null) return notBefore(moment, year, after.earliest);
  if (moment.which === 'next') return firstFrom(moment, year, (bounds) => bounds.earliest > published);
  if (moment.which === 'last') return lastUpTo(moment, year, (bounds) => bounds.latest < published);
  const wanted = nearest(moment, year, published, past);
  if (fitsWeekday(moment, wanted)) return wanted;
  const other = nearest(moment, year, published, !past);
  return fitsWeekday(moment, other) ? other : wanted;
}

/** The last one that has begun, or the next one that is not over. */
function nearest(moment: Yearly, year: number, published: LocalDate, past: boolean): Bounds | null {
  if (!past) return notBefore(moment, year, published);
  for (let k = -1; k <= MOST_YEARS; k += 1) {
    const bounds = moment.inYear(year - k);
    if (bounds && bounds.earliest <= published) return bounds;
  }
  return null;
}

/** The weekday that the text gives with a date tells which year is meant. */
function fitsWeekday(moment: Yearly, bounds: Bounds | null): boolean {
  return moment.weekday === null || (bounds !== null && weekdayNumber(bounds.earliest) === moment.weekday);
}

/** The first one that is not over before a day. */
function notBefore(moment: Yearly, year: number, day: LocalDate): Bounds | null {
  for (let k = -1; k <= MOST_YEARS; k += 1) {
    const bounds = moment.inYear(year + k);
    if (bounds && bounds.latest >= day) return bounds;
  }
  return null;
}

function firstFrom(moment: Yearly, year: number, fits: (bounds: Bounds) => boolean): Bounds | null {
  return pick(moment, year, 1, fits);
}

function lastUpTo(moment: Yearly, year: number, fits: (bounds: Bounds) => boolean): Bounds | null {
  return pick(moment, year, -1, fits);
}

function pick(moment: Yearly, year: number, step: 1 | -1, fits: (bounds: Bounds) => boolean): Bounds | null {
  for (let k = -1; k <= MOST_YEARS; k += 1) {
    const bounds = moment.inYear(year + k * step);
    if (bounds && fits(bounds)) return bounds;
  }
  return null;
}

function dateOther(moment: Exclude<Moment, Yearly>, before: Bounds | null, published: LocalDate, past: boolean): Bounds | null {
  switch (moment.kind) {
    case 'fixed':
      return moment.bounds;
    case 'weekday':
      return dateWeekday(moment, before, published, past);
    case 'dayOfMonth':
      return dateDayOfMonth(moment.day, before, published, past);
    case 'later':
      return dateLater(moment, before ?? unitAround(published, 'day'));
  }
}

function dateLater({ count, unit, whole }: Extract<Moment, { kind: 'later' }>, anchor: Bounds): Bounds | null {
  const year = Number(anchor.latest.slice(0, 4));
  // A long chain of "a year later" leads out of the calendar.
  if (year > LAST_YEAR - 400 && year + count > LAST_YEAR) return null;
  if (whole) return unitAround(shift(anchor.earliest, count, unit), unit);
  return { earliest: shift(anchor.earliest, count, unit), latest: shift(anchor.latest, count, unit) };
}

function dateWeekday({ weekday, which }: WeekdayMoment, before: Bounds | null, published: LocalDate, past: boolean): Bounds {
  const monday = unitAround(published, 'week').earliest;
  const day = (date: LocalDate) => ({ earliest: date, latest: date });
  const ahead = (from: LocalDate) => day(addDays(from, (weekday - weekdayNumber(from) + 7) % 7));
  const behind = (from: LocalDate) => day(addDays(from, -((weekdayNumber(from) - weekday + 7) % 7)));
  const inWeek: Record<string, number> = { nextWeek: 7, lastWeek: -7, thisWeek: 0 };
  const week = which === null ? undefined : inWeek[which];
  if (week !== undefined) return day(addDays(monday, week + weekday - 1));
  if (which === 'following') return ahead(addDays(before?.latest ?? published, 1));
  // "Next Tuesday", said on a Monday, is not tomorrow.
  if (which === 'next') return ahead(addDays(published, 2));
  if (which === 'last') return behind(addDays(published, -1));
  return which !== 'this' && past ? behind(published) : ahead(published);
}

function dateDayOfMonth(day: number, before: Bounds | null, published: LocalDate, past: boolean): Bounds | null {
  const anchor = before?.earliest ?? published;
  const [year, month] = [Number(anchor.slice(0, 4)), Number(anchor.slice(5, 7))];
  const step = past ? -1 : 1;
  for (let k = 0; k < 3; k += 1) {
    const months = year * 12 + month - 1 + k * step;
    const date = `${firstOfMonth(Math.floor(months / 12), (months % 12) + 1).slice(0, 8)}${String(day).padStart(2, '0')}`;
    const fits = before !== null || (past ? date <= published : date >= published);
    if (fits && isLocalDate(date)) return { earliest: date, latest: date };
  }
  return null;
}
