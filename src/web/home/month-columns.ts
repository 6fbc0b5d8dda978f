import type { LocalDate } from '../../domain/dates.ts';
import type { MonthCount } from '../../store/route-summary.ts';
import { type Look, lookOf } from '../parts/tags.tsx';
import { type Axis, axisFor } from './timeline-layout.ts';

export const LOOKS: readonly Look[] = ['overdue', 'due', 'planned', 'flown', 'gone'];

/** How many windows reach into a month. */
export interface Column {
  month: string;
  x: number;
  width: number;
  total: number;
  looks: readonly { look: Look; routes: number }[];
}

export interface Columns {
  axis: Axis;
  columns: readonly Column[];
  most: number;
  earlier: number;
  later: number;
}

/** The months of the timeline with what could start in each; a window of several months counts in every one of them. */
export function monthColumns(counts: readonly MonthCount[], today: LocalDate, since?: LocalDate): Columns {
  const axis = axisFor(
    counts.map(({ first, last }) => `${last < '9999' ? last : first}-01`),
    today,
    since,
  );
  const columns = axis.months.map(({ month, x, width }): Column => {
    const sums = new Map<Look, number>();
    for (const one of counts) {
      if (one.first > month || one.last < month) continue;
      const look = lookOf(one);
      sums.set(look, (sums.get(look) ?? 0) + one.routes);
    }
    const looks = LOOKS.flatMap((look) => (sums.has(look) ? [{ look, routes: sums.get(look)! }] : []));
    return { month, x, width, looks, total: looks.reduce((sum, { routes }) => sum + routes, 0) };
  });
  const [first, last] = [axis.months[0]!.month, axis.months.at(-1)!.month];
  const sum = (some: readonly MonthCount[]) => some.reduce((total, { routes }) => total + routes, 0);
  return {
    axis,
    columns,
    most: Math.max(1, ...columns.map((column) => column.total)),
    earlier: sum(counts.filter((one) => one.last < first)),
    later: sum(counts.filter((one) => one.first > last)),
  };
}

/** The same counts of routes that are at hand. */
export function countMonths(
  rows: readonly { launch_start: string; launch_end: string; status: MonthCount['status']; flag: MonthCount['flag'] }[],
): MonthCount[] {
  return rows
    .filter((row) => row.launch_start <= row.launch_end)
    .map(({ launch_start, launch_end, status, flag }) => ({
      status,
      flag,
      first: launch_start.slice(0, 7),
      last: launch_end.slice(0, 7),
      routes: 1,
    }));
}
