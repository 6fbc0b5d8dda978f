import { scaleLinear } from 'd3-scale';
import { addDays, daysBetween, firstOfMonth, type LocalDate, lastOfMonth } from '../../domain/dates.ts';
import { seasonBounds, seasonCode, seasonOf } from '../../domain/seasons.ts';
import type { Look } from '../parts/tags.tsx';

/** What the timeline shows of a route. `9999-…` and `0001-…` stand for open sides, as in the store. */
export interface Launch {
  id: string;
  start: LocalDate;
  end: LocalDate;
  look: Look;
}

/** Where something lies on the sheet, from its left edge. */
interface Span {
  x: number;
  width: number;
}

export interface Bar extends Span {
  id: string;
  look: Look;
  lane: number;
  /** One day is known. */
  isDay: boolean;
  /** It goes on beyond what is drawn. */
  openStart: boolean;
  openEnd: boolean;
}

export interface Axis {
  from: LocalDate;
  to: LocalDate;
  months: readonly (Span & { month: string })[];
  seasons: readonly { x: number; code: string }[];
  today: number;
}

export interface Timeline {
  axis: Axis;
  bars: readonly Bar[];
  lanes: number;
  /** There is room for words beside the bars. */
  isWorded: boolean;
  /** Not drawn: their window closed before the sheet begins, or opens after it ends, or there is none. */
  earlier: number;
  later: number;
  undated: number;
}

export const WIDTH = 1200;
const MONTHS_BEFORE = 2;
const MOST_MONTHS_BEFORE = 12;
const MONTHS_AFTER = 15;
const LEAST_MONTHS_AFTER = 5;
/** Days that are drawn of a window with an open side. */
const OPEN_DAYS = 40;
/** A day's mark and the room between two marks, in units of the sheet. */
export const MARK = 8;
const GAP = 3;
/** Words beside the bars need room and lanes that are wide apart; there is that for few of them. */
export const WORDS = 60;
const MOST_WORDED = 40;
/** A taller heap says less than columns of numbers. */
const MOST_LANES = 36;
const MOST_BARS = 250;

/** The days that the sheet shows: from a little before today (or `since`) to the last thing that is known, within reason. */
export function axisFor(ends: Iterable<LocalDate>, today: LocalDate, since: LocalDate = today): Axis {
  const limit = monthAfter(today, MONTHS_AFTER);
  let last = monthAfter(today, LEAST_MONTHS_AFTER);
  for (const end of ends) {
    const month = `${end.slice(0, 7)}-01`;
    if (month > last && end < '9999') last = month > limit ? limit : month;
  }
  const wanted = since < monthAfter(today, -MOST_MONTHS_BEFORE) ? monthAfter(today, -MOST_MONTHS_BEFORE) : monthAfter(since, 0);
  const usual = monthAfter(today, -MONTHS_BEFORE);
  const from = wanted < usual ? wanted : usual;
  const to = endOfMonth(last);
  const at = scaleOf(from, to);
  const months: (Span & { month: string })[] = [];
  const seasons: { x: number; code: string }[] = [];
  for (let first = from; first <= to; first = monthAfter(first, 1)) {
    months.push({ month: first.slice(0, 7), x: at(first), width: tenth(at(addDays(endOfMonth(first), 1)) - at(first)) });
  }
  for (let season = seasonOf(from); ; ) {
    const next = addDays(seasonBounds(season).latest, 1);
    if (next > to) break;
    season = seasonOf(next);
    seasons.push({ x: at(next), code: seasonCode(season) });
  }
  return { from, to, months, seasons, today: at(today) + at(addDays(from, 1)) / 2 };
}

/** Every window at its real width in the first lane that has room; undefined when there are too many to tell apart. */
export function layOut(launches: readonly Launch[], today: LocalDate, since?: LocalDate): Timeline | undefined {
  const ends = launches.map(({ start, end }) => (end < '9999' ? end : start));
  const axis = axisFor(ends, today, since);
  const { from, to } = axis;
  const dated = launches.filter(({ start, end }) => start <= end);
  const seen = dated.filter(({ start, end }) => end >= from && start <= to);
  if (seen.length > MOST_BARS) return undefined;
  const isWorded = seen.length <= MOST_WORDED;
  const room = GAP + (isWorded ? WORDS : 0);
  const at = scaleOf(from, to);
  const placed = seen.map((launch) => barOf(launch, axis, at)).sort((a, b) => a.x - b.x || b.width - a.width || (a.id < b.id ? -1 : 1));
  const taken: number[] = [];
  const bars = placed.map((bar) => {
    const free = taken.findIndex((end) => end <= bar.x);
    const lane = free === -1 ? taken.length : free;
    taken[lane] = bar.x + bar.width + room;
    return { ...bar, lane };
  });
  if (taken.length > MOST_LANES) return undefined;
  return {
    axis,
    bars,
    lanes: taken.length,
    isWorded,
    earlier: dated.filter(({ end }) => end < from).length,
    later: dated.filter(({ start }) => start > to).length,
    undated: launches.length - dated.length,
  };
}

type Scale = (date: LocalDate) => number;

function scaleOf(from: LocalDate, to: LocalDate): Scale {
  const scale = scaleLinear([0, daysBetween(from, to) + 1], [0, WIDTH]);
  return (date) => tenth(scale(daysBetween(from, date)));
}

/** Finer than a tenth nobody sees. */
export function tenth(n: number): number {
  return Math.round(n * 10) / 10;
}

function barOf({ id, start, end, look }: Launch, { from, to }: Axis, at: Scale): Omit<Bar, 'lane'> {
  const hasStart = start > '0001-01-01';
  const hasEnd = end < '9999';
  const first = hasStart ? start : addDays(end, -OPEN_DAYS);
  const last = hasEnd ? end : addDays(start, OPEN_DAYS);
  const isDay = start === end;
  const x = at(first < from ? from : first);
  const right = at(addDays(last > to ? to : last, 1));
  const width = Math.max(MARK, right - x);
  return {
    id,
    look,
    isDay,
    openStart: !hasStart || first < from,
    openEnd: !hasEnd || last > to,
    // What is widened stays in the middle of its days, and on the sheet.
    x: tenth(Math.max(0, Math.min(WIDTH - width, (x + right - width) / 2))),
    width: tenth(width),
  };
}

/** The first day of the month `n` months after that of the date. */
function monthAfter(date: LocalDate, n: number): LocalDate {
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + n;
  return firstOfMonth(Math.floor(months / 12), (months % 12) + 1);
}

function endOfMonth(date: LocalDate): LocalDate {
  return lastOfMonth(Number(date.slice(0, 4)), Number(date.slice(5, 7)));
}
