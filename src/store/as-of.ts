import { setImmediate as breathe } from 'node:timers/promises';
import { type Belief, flagOfBelief, foldAsOf } from '../domain/belief.ts';
import { isPending } from '../domain/vocabulary.ts';
import { listLive } from './announcements.ts';
import type { Db } from './db.ts';
import { NO_FLAG, type Projection, projectBelief, toStatement } from './projection.ts';
import type { Reference } from './reference.ts';
import { listRoutes, positionOf, type RouteFilter, type RoutePage, type RoutePosition } from './route-list.ts';
import type { RouteRow } from './tables.ts';

const PAGE = 500;

/** The route as it was believed on a date: what had been published by then, flagged by that date at the origin. */
export async function routesAsOf(db: Db, reference: Reference, rows: readonly RouteRow[], date: string): Promise<RouteRow[]> {
  const live = await listLive(
    db,
    rows.map((row) => row.id),
  );
  const ledgers = Map.groupBy(live, (row) => row.route_id);
  return rows.flatMap((row) => {
    const belief = foldAsOf((ledgers.get(row.id) ?? []).map(toStatement), row, date);
    return belief.announcementCount === 0 ? [] : [{ ...row, ...projectionAsOf(reference, belief, date) }];
  });
}

function projectionAsOf(reference: Reference, belief: Belief, date: string): Projection {
  return { ...projectBelief(reference, belief, NO_FLAG), flag: flagOfBelief(belief, date) };
}

/**
 * The list as it would have been on a date. Everything that belief decides is decided again, so the candidates (routes
 * spoken of by then, at these places) are folded one by one; the loop is never held for long.
 */
export async function listRoutesAsOf(
  db: Db,
  reference: Reference,
  filter: RouteFilter,
  date: string,
  page: RoutePage,
): Promise<RouteRow[]> {
  const { place, origin, destination, airlines, hits, updatedSince } = filter;
  const candidates: RouteFilter = { firstAnnouncedBy: date };
  if (place !== undefined) candidates.place = place;
  if (origin !== undefined) candidates.origin = origin;
  if (destination !== undefined) candidates.destination = destination;
  if (airlines !== undefined) candidates.airlines = airlines;
  if (hits !== undefined) candidates.hits = hits;
  if (updatedSince !== undefined) candidates.updatedSince = updatedSince;
  const found: RouteRow[] = [];
  for (let after: RoutePosition | undefined; ; ) {
    const rows = await listRoutes(db, candidates, { sort: 'launch', limit: PAGE, ...(after ? { after } : {}) });
    const last = rows.at(-1);
    if (last === undefined) break;
    after = positionOf(last, 'launch');
    found.push(...(await routesAsOf(db, reference, rows, date)).filter((row) => matches(row, filter)));
    await breathe();
  }
  const order = page.sort.startsWith('-') ? -1 : 1;
  const position = (row: RouteRow) => positionOf(row, page.sort);
  found.sort((a, b) => order * compare(position(a), position(b)));
  const start = page.after === undefined ? 0 : found.findIndex((row) => order * compare(position(row), page.after!) > 0);
  return start === -1 ? [] : found.slice(start, start + page.limit);
}

function matches(row: RouteRow, filter: RouteFilter): boolean {
  return (
    (filter.statuses?.includes(row.status) ?? true) &&
    (filter.pending === undefined || isPending(row.status)) &&
    (filter.flags?.includes(row.flag) ?? true) &&
    (filter.precisions === undefined || (row.launch_precision !== null && filter.precisions.includes(row.launch_precision))) &&
    (filter.launchFrom === undefined || row.launch_end >= filter.launchFrom) &&
    (filter.launchTo === undefined || row.launch_start <= filter.launchTo)
  );
}

function compare(a: RoutePosition, b: RoutePosition): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
