import type { Ctx } from '../../context.ts';
import { addDays, type LocalDate } from '../../domain/dates.ts';
import type { Flag, RouteStatus } from '../../domain/vocabulary.ts';
import { listRoutes, type RouteFilter } from '../../store/route-list.ts';
import {
  type CountryCount,
  countByCountries,
  countByMonths,
  countByStatus,
  countriesWithRoutes,
  type MonthCount,
  type StatusCount,
} from '../../store/route-summary.ts';
import type { RouteRow } from '../../store/tables.ts';
import type { Selection } from './selection.ts';
import { lastPage, PAGE_SIZE } from './table.tsx';

/** More lines than this on a map are a tangle: beyond it, sums are drawn. */
const MOST_DRAWN = 700;
const MOST_LINES = 300;
const LATELY_DAYS = 90;

/** All that the page shows of a selection. */
export interface View {
  /** Of the selection whatever the status and the flag. */
  counts: readonly StatusCount[];
  launchedLately: { from: LocalDate; routes: number };
  total: number;
  page: number;
  rows: readonly RouteRow[];
  /** The whole selection, or the sums of what is too much to draw. */
  drawn: { rows: readonly RouteRow[] } | { countries: readonly CountryCount[]; months: readonly MonthCount[] };
  countries: readonly string[];
}

export async function readView(ctx: Ctx, selection: Selection, today: LocalDate): Promise<View> {
  const { filter, statuses, flags, sort } = selection;
  const countries = await countriesWithRoutes(ctx.db);
  const from = addDays(today, -LATELY_DAYS);
  if (selection.faults.size > 0) {
    return { counts: [], launchedLately: { from, routes: 0 }, total: 0, page: 1, rows: [], drawn: { rows: [] }, countries };
  }
  const { pending: _pending, statuses: _statuses, flags: _flags, ...anyStatus } = filter;
  const counts = await countByStatus(ctx.db, anyStatus);
  const lately: RouteFilter = { ...anyStatus, statuses: ['launched'], launchFrom: from, launchTo: today };
  const launchedLately = { from, routes: sumOf(await countByStatus(ctx.db, lately)) };
  const total = sumOf(counts, { statuses, flags });
  const page = Math.min(selection.page, lastPage(total));
  const offset = (page - 1) * PAGE_SIZE;
  const rows =
    sort === 'next'
      ? await listNext(ctx, selection, counts, offset)
      : await listRoutes(ctx.db, filter, { sort, limit: PAGE_SIZE, ...(offset === 0 ? {} : { offset }) });
  const drawn =
    total <= MOST_DRAWN
      ? { rows: await listRoutes(ctx.db, filter, { sort: 'launch', limit: MOST_DRAWN }) }
      : { countries: await countByCountries(ctx.db, filter, MOST_LINES), months: await countByMonths(ctx.db, filter) };
  return { counts, launchedLately, total, page, rows, drawn, countries };
}

const NEXT = [
  ['due', '-launch'],
  ['none', 'launch'],
  ['overdue', '-launch'],
] as const;

/** A page of the list in the order `next`, put together from the parts that each flag has. */
async function listNext(ctx: Ctx, { filter, statuses, flags }: Selection, counts: readonly StatusCount[], from: number) {
  const rows: RouteRow[] = [];
  let start = 0;
  for (const [flag, sort] of NEXT) {
    if (!flags.includes(flag)) continue;
    const offset = Math.max(0, from - start);
    const limit = PAGE_SIZE - rows.length;
    const size = sumOf(counts, { statuses, flags: [flag] });
    if (limit > 0 && offset < size) {
      rows.push(...(await listRoutes(ctx.db, { ...filter, flags: [flag] }, { sort, limit, ...(offset === 0 ? {} : { offset }) })));
    }
    start += size;
  }
  return rows;
}

export function sumOf(counts: readonly StatusCount[], only: { statuses?: readonly RouteStatus[]; flags?: readonly Flag[] } = {}): number {
  return counts
    .filter(({ status, flag }) => (only.statuses?.includes(status) ?? true) && (only.flags?.includes(flag) ?? true))
    .reduce((sum, { routes }) => sum + routes, 0);
}
