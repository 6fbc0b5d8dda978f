import { scaleUtc } from 'd3-scale';
import type { Statement } from '../../domain/belief.ts';
import { addDays, daysBetween, type LocalDate } from '../../domain/dates.ts';
import { isPending, type Status } from '../../domain/vocabulary.ts';
import { labelOf } from '../../domain/windows.ts';
import { count, dayText, statusWord } from '../../words/phrases.ts';
import { type Frame, type Note, notesOf, type Size, spread } from './chart-notes.ts';
import type { History } from './history.ts';

interface Tick {
  at: number;
  label: string;
  /** A year begins. */
  strong: boolean;
}

export interface Mark {
  id: string;
  x: number;
  /** Of the promised window; the upper end is the later one. Open: it goes on outside of the chart. Null: the statement gave no date. */
  span: { top: number; bottom: number; isDay: boolean; openTop: boolean; openBottom: boolean } | null;
  /** `flown`: it tells of the flight; `still`: it moved nothing, since the route flew; `promise`: the rest. */
  kind: 'promise' | 'flown' | 'still';
  /** P postponed, C cancelled, S suspended, E discontinued. */
  letter: string | null;
  label: string;
}

interface Ribbon {
  x: number;
  width: number;
  y: number;
  height: number;
}

interface Line {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export interface ChartLayout {
  width: number;
  height: number;
  plot: Frame['plot'];
  xTicks: Tick[];
  yTicks: Tick[];
  ribbons: Ribbon[];
  /** Joins the last days of what was believed, step by step; for `d` of a path. */
  steps: string;
  overdue: Line[];
  diagonal: Line;
  /** The vertical line of today, for a route that is still awaited; `isCut`: today is farther off than the chart reaches. */
  today: (Line & { isCut: boolean }) | null;
  flight: { x: number; y: number } | null;
  /** From the last day first promised up to the flight. */
  slip: (Line & { label: string }) | null;
  marks: Mark[];
  notes: Note[];
}

const LETTERS: Partial<Record<Status, string>> = { postponed: 'P', cancelled: 'C', suspended: 'S', ended: 'E' };
/** Days. */
const SHORTEST = 60;
const LONG = 200;
const SAME_DAY = 7;

/** Across: when it was said. Up: what was promised. On the diagonal, the promised day is the day itself. */
export function chartLayout(history: History, size: Size): ChartLayout {
  const frame = frameOf(history, size);
  const { x, y, plot, first, last } = frame;
  const { belief, today, chapters, dateFrom } = history;
  const flownOn = dateFrom?.status === 'launched' ? (belief.launch?.latest ?? null) : null;
  const awaited = isPending(belief.status);
  const top = frame.highest < last ? frame.highest : last;
  const flight = flownOn === null ? null : { x: x(flownOn), y: y(flownOn) };
  const promisedBy = belief.firstPromise?.latest ?? null;
  const slipDays = promisedBy === null || flownOn === null ? 0 : daysBetween(promisedBy, flownOn);
  const slip =
    promisedBy === null || flight === null || slipDays <= 0
      ? null
      : { x1: flight.x, x2: flight.x, y1: y(promisedBy), y2: flight.y, label: `+${count(slipDays, 'day')}` };
  const ribbons = ribbonsOf(history, frame, flownOn);
  return {
    width: frame.width,
    height: frame.height,
    plot,
    xTicks: ticksOf(first, last, x, size === 'wide' ? 9 : 4),
    yTicks: ticksOf(frame.lowest, frame.highest, y, frame.height > 300 ? 6 : 4),
    ribbons,
    steps: stepsOf(ribbons),
    overdue: overdueOf(history, flownOn)
      .filter(([from]) => from < last)
      .map(([from, until]) => [from, until < last ? until : last] as const)
      .map(([from, until]) => ({ x1: x(from), y1: y(from), x2: x(until), y2: y(until) })),
    diagonal: { x1: x(first), y1: y(first), x2: x(top), y2: y(top) },
    today: awaited ? { x1: x(today), y1: plot.top, x2: x(today), y2: plot.bottom, isCut: today > last } : null,
    flight,
    slip,
    marks: marksOf(chapters, frame),
    notes: spread(notesOf(history, frame, flownOn, slip?.label ?? null), size),
  };
}

function frameOf(history: History, size: Size): Frame {
  const { chapters, belief, today } = history;
  const published = chapters.map(({ statement }) => statement.publishedOn);
  const windows = chapters.map(({ statement }) => statement.window).filter((window) => window !== null);
  // A promise of "some day in 2023" would press all the others flat: it runs out of the chart instead.
  const short = windows.filter(({ earliest, latest: end }) => earliest === null || end === null || daysBetween(earliest, end) <= LONG);
  const dates = (short.length > 0 ? short : windows).flatMap((window) => [window.earliest, window.latest]).filter((date) => date !== null);
  const first = published[0] ?? today;
  const told = latest([published.at(-1) ?? today, belief.launchedOn ?? first, addDays(first, SHORTEST)]);
  // So would years in which nothing was said but that it is overdue.
  const reach = addDays(
    latest([told, ...(belief.launch?.latest == null ? [] : [belief.launch.latest])]),
    Math.max(daysBetween(first, told), SHORTEST * 2),
  );
  const last = isPending(belief.status) ? latest([told, today < reach ? today : reach]) : told;
  const lowest = [first, ...dates].reduce((a, b) => (b < a ? b : a));
  const highest = latest([...dates, addDays(first, SHORTEST), belief.launchedOn ?? first, ...(history.flag === 'overdue' ? [last] : [])]);
  const isSmall = chapters.filter(({ statement }) => statement.window !== null).length < 2;
  const width = size === 'wide' ? 880 : 352;
  const height = isSmall ? 220 : size === 'wide' ? 400 : 340;
  const plot =
    size === 'wide' ? { left: 72, top: 14, right: 690, bottom: height - 46 } : { left: 62, top: 12, right: 342, bottom: height - 44 };
  const across = scaleUtc([time(first), time(last)], [plot.left + 12, plot.right - 12]);
  const up = scaleUtc([time(lowest), time(highest)], [plot.bottom - 12, plot.top + 12]);
  return {
    width,
    height,
    plot,
    first,
    last,
    lowest,
    highest,
    x: (date) => Math.min(plot.right, round(across(time(date)))),
    y: (date) => Math.min(plot.bottom, Math.max(plot.top, round(up(time(date))))),
  };
}

function marksOf(chapters: History['chapters'], { x, y, plot, lowest, highest }: Frame): Mark[] {
  let [day, sameDay] = ['', 0];
  return chapters.map(({ statement, belief }, index): Mark => {
    sameDay = statement.publishedOn === day ? sameDay + 1 : 0;
    day = statement.publishedOn;
    const { window, status } = statement;
    const flew = index > 0 && chapters[index - 1]!.belief.status === 'launched';
    const span =
      window === null
        ? null
        : {
            top: window.latest === null ? plot.top : y(window.latest),
            bottom: window.earliest === null ? plot.bottom : y(window.earliest),
            isDay: window.earliest === window.latest,
            openTop: window.latest === null || window.latest > highest,
            openBottom: window.earliest === null || window.earliest < lowest,
          };
    return {
      id: statement.id,
      x: round(x(statement.publishedOn) + sameDay * SAME_DAY),
      span,
      kind: status === 'launched' ? 'flown' : flew && belief.status === 'launched' ? 'still' : 'promise',
      letter: LETTERS[status] ?? null,
      label: markLabel(statement),
    };
  });
}

function markLabel({ publishedOn, status, window, withdrawsDate }: Statement): string {
  const date = window !== null ? labelOf(window) : withdrawsDate ? 'date withdrawn' : 'no date given';
  return `Said on ${dayText(publishedOn)}: ${statusWord(status)}, ${date}`;
}

/** What was believed from one statement to the next, as long as it was a promise. */
function ribbonsOf({ chapters, today, belief }: History, { x, y, plot, last }: Frame, flownOn: LocalDate | null): Ribbon[] {
  const close = flownOn ?? (isPending(belief.status) ? today : last);
  return chapters.flatMap(({ statement, belief: { launch, status } }, index) => {
    const until = chapters[index + 1]?.statement.publishedOn ?? close;
    const end = until < close ? until : close;
    if (launch === null || !isPending(status) || end <= statement.publishedOn) return [];
    const upper = launch.latest === null ? plot.top : y(launch.latest);
    const lower = launch.earliest === null ? plot.bottom : y(launch.earliest);
    const height = Math.max(lower - upper, 3);
    const middle = (upper + lower) / 2;
    return [
      {
        x: x(statement.publishedOn),
        width: round(x(end) - x(statement.publishedOn)),
        y: round(middle - height / 2),
        height: round(height),
      },
    ];
  });
}

function stepsOf(ribbons: readonly Ribbon[]): string {
  return ribbons
    .map(({ x, width, y }, index) => {
      const before = ribbons[index - 1];
      const isJoined = before !== undefined && Math.abs(before.x + before.width - x) < 0.5;
      return `${isJoined ? 'V' : `M${x},`}${y} H${round(x + width)}`;
    })
    .join(' ');
}

/** The stretches of days on which the promised window had passed and no other was given. */
export function overdueOf({ chapters, today }: History, flownOn: LocalDate | null): [from: LocalDate, until: LocalDate][] {
  return chapters.flatMap(({ statement, belief: { launch, status } }, index): [LocalDate, LocalDate][] => {
    if (!isPending(status) || launch === null || launch.latest === null) return [];
    const opened = latest([addDays(launch.latest, 1), statement.publishedOn]);
    const closed = [chapters[index + 1]?.statement.publishedOn ?? today, flownOn ?? today].reduce((a, b) => (b < a ? b : a));
    return closed > opened ? [[opened, closed]] : [];
  });
}

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
const YEAR = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: 'UTC' });

function ticksOf(from: LocalDate, until: LocalDate, scale: (date: LocalDate) => number, most: number): Tick[] {
  const ticks = scaleUtc([time(from), time(until)], [0, 1])
    .ticks(most)
    .filter((date) => date.getUTCDate() === 1);
  return ticks.map((date, index) => {
    const strong = date.getUTCMonth() === 0;
    const label = strong ? YEAR.format(date) : index === 0 ? `${MONTH.format(date)} ${YEAR.format(date)}` : MONTH.format(date);
    return { at: scale(date.toISOString().slice(0, 10)), label, strong };
  });
}

function latest(dates: readonly LocalDate[]): LocalDate {
  return dates.reduce((a, b) => (b > a ? b : a));
}

function time(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
