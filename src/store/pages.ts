import { setImmediate as breathe } from 'node:timers/promises';
import { pageAnnouncements } from './announcements.ts';
import type { Db } from './db.ts';
import { listRoutes, positionOf, type RouteFilter, type RoutePosition } from './route-list.ts';
import type { AnnouncementRow, RouteRow } from './tables.ts';

const ROWS_AT_ONCE = 500;

/** Everything that `read` finds, page by page by key; other work gets its turn between two pages. */
async function* pagesOf<Row, Position>(
  read: (after: Position | undefined) => Promise<Row[]>,
  position: (row: Row) => Position,
): AsyncGenerator<Row[]> {
  for (let after: Position | undefined; ; ) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = position(last);
    await breathe();
  }
}

/** The statements that stand, in the order of the ledger. */
export function ledgerPages(db: Db): AsyncGenerator<AnnouncementRow[]> {
  return pagesOf(
    (after: { publishedOn: string; id: string } | undefined) => pageAnnouncements(db, after, ROWS_AT_ONCE, { live: true }),
    (row) => ({ publishedOn: row.published_on, id: row.id }),
  );
}

/** The routes of a selection, by launch. */
export function routePages(db: Db, filter: RouteFilter): AsyncGenerator<RouteRow[]> {
  return pagesOf(
    (after: RoutePosition | undefined) => listRoutes(db, filter, { sort: 'launch', limit: ROWS_AT_ONCE, ...(after ? { after } : {}) }),
    (row) => positionOf(row, 'launch'),
  );
}
