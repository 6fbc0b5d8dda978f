import { daysBetween, firstOfMonth, isLocalDate, type LocalDate, lastOfMonth } from './dates.ts';
import { parseSeason, seasonBounds, seasonLabel, seasonOf } from './seasons.ts';
import type { Precision } from './vocabulary.ts';

/** Some day from `earliest` to `latest`, both included, on the calendars of the origin. At most one side is null: open. */
export interface Window {
  earliest: LocalDate | null;
  latest: LocalDate | null;
}

/** `detail` says what is wrong with the text, in words for the person who typed it. */
export type ParsedWindow = { ok: true; window: Window } | { ok: false; detail: string };

/** A window as the API shows it. All but the two dates and `wording` (the source's own words) is derived from the two dates. */
export interface WindowView {
  earliest: LocalDate | null;
  latest: LocalDate | null;
  edtf: string;
  precision: Precision;
  label: string;
  wording: string | null;
}

/**
 * Reads `2023-04-21`, `2023-04`, `2023`, `2026-Q3`, `2026-H1`, `S27`/`NS27`, `W26`/`NW26`, `01APR27`, and intervals `A/B` of any two of
 * these, in which A gives its first day and B its last, or `..` an open side. An impossible date is refused, never rolled over.
 */
export function parseWindow(text: string): ParsedWindow {
  const sides = text.split('/').map((side) => side.trim());
  if (sides.length > 2) return refuse(`${quote(text)} has more than one "/"`);
  const [first, second] = sides as [string, string | undefined];
  if (second === undefined) {
    if (first === '') return refuse('The date is empty');
    return first === OPEN ? refuse('A date with both sides open says nothing') : parseSide(first);
  }
  if (first === '' || second === '') return refuse(`A side of ${quote(text)} is empty; an open side is written ".."`);
  if (first === OPEN && second === OPEN) return refuse('An interval with both sides open says nothing');

  const from = first === OPEN ? OPEN_SIDE : parseSide(first);
  if (!from.ok) return from;
  const until = second === OPEN ? OPEN_SIDE : parseSide(second);
  if (!until.ok) return until;
  const window = { earliest: from.window.earliest, latest: until.window.latest };
  if (window.earliest !== null && window.latest !== null && window.earliest > window.latest) {
    return refuse(`The interval ends (${dayLabel(window.latest)}) before it begins (${dayLabel(window.earliest)})`, '');
  }
  return { ok: true, window };
}

/** What the two dates amount to, however they were written. */
export function precisionOf(window: Window): Precision {
  const { earliest, latest } = window;
  if (earliest === null || latest === null) return 'open';
  if (earliest === latest) return 'day';
  if (isSeason(earliest, latest)) return 'season';
  if (!isWholeMonths(earliest, latest) || yearOf(earliest) !== yearOf(latest)) return 'range';
  const months = monthOf(latest) - monthOf(earliest) + 1;
  if (months === 1) return 'month';
  // Three, six and twelve months count as one only where they begin on a quarter, a half, a year.
  if ((monthOf(earliest) - 1) % months !== 0) return 'range';
  return months === 3 ? 'quarter' : months === 6 ? 'half' : months === 12 ? 'year' : 'range';
}

/** A day, a month, a year or `A/B` of one of these (ISO 8601-2, EDTF level 1). `parseWindow` reads it back as the same window. */
export function edtfOf(window: Window): string {
  const { earliest, latest } = window;
  if (earliest === null || latest === null) return `${earliest ?? OPEN}/${latest ?? OPEN}`;
  const length = isWholeYears(earliest, latest) ? 4 : isWholeMonths(earliest, latest) ? 7 : 10;
  const [from, until] = [earliest.slice(0, length), latest.slice(0, length)];
  return from === until ? from : `${from}/${until}`;
}

/** English for people: `8 July 2023`, `Q3 2026`, `February–March 2023`, `by the end of December 2023`. */
export function labelOf(window: Window): string {
  const { earliest, latest } = window;
  if (earliest === null || latest === null) return openLabel(window);
  switch (precisionOf(window)) {
    case 'day':
      return dayLabel(earliest);
    case 'month':
      return monthLabel(earliest);
    case 'quarter':
      return `Q${Math.ceil(monthOf(latest) / 3)} ${yearOf(earliest)}`;
    case 'half':
      return `${monthOf(earliest) === 1 ? 'first' : 'second'} half of ${yearOf(earliest)}`;
    case 'year':
      return yearOf(earliest);
    case 'season':
      return seasonLabel(seasonOf(earliest));
    default:
      return rangeLabel(earliest, latest);
  }
}

export function describeWindow(window: Window, wording: string | null): WindowView {
  const { earliest, latest } = window;
  return { earliest, latest, edtf: edtfOf(window), precision: precisionOf(window), label: labelOf(window), wording };
}

/** Whether both are the same days, or both are absent. */
export function sameWindow(a: Window | null, b: Window | null): boolean {
  if (a === null || b === null) return a === b;
  return a.earliest === b.earliest && a.latest === b.latest;
}

/** Whether every day of `inner` lies in `outer`. */
export function containsWindow(outer: Window, inner: Window): boolean {
  return start(outer) <= start(inner) && end(inner) <= end(outer);
}

/** Whether some day lies in both. */
export function overlapsWindow(a: Window, b: Window): boolean {
  return start(a) <= end(b) && start(b) <= end(a);
}

/** The window of two stored dates; both null is no window. */
export function windowFromBounds(earliest: LocalDate | null, latest: LocalDate | null): Window | null {
  return earliest === null && latest === null ? null : { earliest, latest };
}

const OPEN = '..';
const OPEN_SIDE: ParsedWindow = { ok: true, window: { earliest: null, latest: null } };
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
const FORMS =
  'Write a day (2023-04-21 or 21APR23), a month (2023-04), a quarter (2026-Q3), a half (2026-H1), a year (2023), ' +
  'a season (S27, W26) or an interval of these (2023-02/2023-03, 2026-06/.., ../2023-12-31)';
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const SSIM_MONTHS = MONTHS.map((name) => name.slice(0, 3).toUpperCase());

/** One form without an interval. */
function parseSide(text: string): ParsedWindow {
  const season = parseSeason(text);
  if (season) return { ok: true, window: seasonBounds(season) };

  const ssim = /^(\d{2})([A-Z]{3})(\d{2})$/i.exec(text);
  if (ssim) {
    const month = SSIM_MONTHS.indexOf(ssim[2]!.toUpperCase()) + 1;
    return month === 0 ? refuse(`${quote(text)} has no month: "${ssim[2]}" is none`) : day(2000 + Number(ssim[3]), month, Number(ssim[1]));
  }

  const iso = /^(\d{4})(?:-(?:Q(\d)|H(\d)|(\d{2})(?:-(\d{2}))?))?$/i.exec(text);
  if (!iso) return refuse(`${quote(text)} is not a date`);
  const year = Number(iso[1]);
  const [quarter, half, month, dayOfMonth] = iso.slice(2).map((part) => (part === undefined ? undefined : Number(part)));
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    return refuse(`The year ${iso[1]} is outside ${FIRST_YEAR}–${LAST_YEAR}`, '');
  }
  if (quarter !== undefined) {
    return quarter >= 1 && quarter <= 4
      ? months(year, 3 * quarter - 2, 3 * quarter)
      : refuse(`Quarter ${quarter} of ${year} does not exist`);
  }
  if (half !== undefined) {
    return half === 1 || half === 2 ? months(year, 6 * half - 5, 6 * half) : refuse(`Half ${half} of ${year} does not exist`);
  }
  if (month === undefined) return months(year, 1, 12);
  if (month < 1 || month > 12) return refuse(`Month ${iso[4]} of ${year} does not exist`);
  return dayOfMonth === undefined ? months(year, month, month) : day(year, month, dayOfMonth);
}

function months(year: number, first: number, last: number): ParsedWindow {
  return { ok: true, window: { earliest: firstOfMonth(year, first), latest: lastOfMonth(year, last) } };
}

function day(year: number, month: number, dayOfMonth: number): ParsedWindow {
  const date = `${firstOfMonth(year, month).slice(0, 8)}${String(dayOfMonth).padStart(2, '0')}`;
  if (!isLocalDate(date)) return refuse(`${dayOfMonth} ${MONTHS[month - 1]} ${year} does not exist`);
  return { ok: true, window: { earliest: date, latest: date } };
}

function refuse(what: string, forms: string = FORMS): ParsedWindow {
  return { ok: false, detail: forms === '' ? `${what}.` : `${what}. ${forms}.` };
}

/** Enough of a text to recognise it by: the answer to a long text stays short. */
function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function isSeason(earliest: LocalDate, latest: LocalDate): boolean {
  // No season is longer than 32 weeks, and only there is the calendar worth asking.
  if (daysBetween(earliest, latest) > 224) return false;
  const season = seasonBounds(seasonOf(earliest));
  return season.earliest === earliest && season.latest === latest;
}

function isWholeMonths(earliest: LocalDate, latest: LocalDate): boolean {
  return isFirstOfMonth(earliest) && isLastOfMonth(latest);
}

function isWholeYears(earliest: LocalDate, latest: LocalDate): boolean {
  return earliest.endsWith('-01-01') && latest.endsWith('-12-31');
}

function isFirstOfMonth(date: LocalDate): boolean {
  return date.endsWith('-01');
}

function isLastOfMonth(date: LocalDate): boolean {
  return date === lastOfMonth(Number(yearOf(date)), monthOf(date));
}

// A month stands for its first day after "from", but "by December" leaves open which end of December is meant.
function openLabel({ earliest, latest }: Window): string {
  if (earliest !== null) return `from ${isFirstOfMonth(earliest) ? monthLabel(earliest) : dayLabel(earliest)}`;
  if (latest !== null) return `by ${isLastOfMonth(latest) ? `the end of ${monthLabel(latest)}` : dayLabel(latest)}`;
  return 'no date';
}

// Between words of one kind the dash stands close, between phrases it has room (the custom of English printing).
function rangeLabel(earliest: LocalDate, latest: LocalDate): string {
  const oneYear = yearOf(earliest) === yearOf(latest);
  if (isWholeYears(earliest, latest)) return `${yearOf(earliest)}–${yearOf(latest)}`;
  if (isWholeMonths(earliest, latest)) {
    return oneYear ? `${monthName(earliest)}–${monthLabel(latest)}` : `${monthLabel(earliest)} – ${monthLabel(latest)}`;
  }
  if (earliest.slice(0, 7) === latest.slice(0, 7)) return `${dayOf(earliest)}–${dayLabel(latest)}`;
  return oneYear ? `${dayOf(earliest)} ${monthName(earliest)} – ${dayLabel(latest)}` : `${dayLabel(earliest)} – ${dayLabel(latest)}`;
}

function dayLabel(date: LocalDate): string {
  return `${dayOf(date)} ${monthLabel(date)}`;
}

function monthLabel(date: LocalDate): string {
  return `${monthName(date)} ${yearOf(date)}`;
}

function monthName(date: LocalDate): string {
  return MONTHS[monthOf(date) - 1]!;
}

/** As text, without leading zeros: for reading and comparing, not for slicing. */
function yearOf(date: LocalDate): string {
  return String(Number(date.slice(0, 4)));
}

function monthOf(date: LocalDate): number {
  return Number(date.slice(5, 7));
}

function dayOf(date: LocalDate): number {
  return Number(date.slice(8));
}

// Text that sorts before and after every date stands for an open side.
function start(window: Window): string {
  return window.earliest ?? '';
}

function end(window: Window): string {
  return window.latest ?? '~';
}
