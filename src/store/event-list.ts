import { sql } from 'kysely';
import type { EventType } from '../domain/vocabulary.ts';
import type { Db } from './db.ts';
import { listEventsBySeq } from './events.ts';
import { type RouteFilter, routeSelection } from './route-list.ts';
import type { EventRow } from './tables.ts';

/** Among so many of the newest events a selection that is often told of is found at once. */
const LOOKED_THROUGH = 2_000;

/**
 * The newest events of the routes of a selection, newest first. Walks the log backwards while that promises to be short; what
 * is rarely told of is then found through its routes.
 */
export async function listNewestEvents(
  db: Db,
  filter: RouteFilter,
  types: readonly EventType[] | undefined,
  limit: number,
): Promise<EventRow[]> {
  const selected = routeSelection(filter);
  const start = selected === undefined ? 0 : await numberBefore(db, LOOKED_THROUGH);
  let recent = db.selectFrom('events').select('seq').where('seq', '>', start);
  if (types !== undefined) recent = recent.where('type', 'in', types);
  if (selected !== undefined) {
    const route = sql<string>`coalesce((select kept from joined_routes where joined_routes.id = events.route_id), events.route_id)`;
    recent = recent.where((eb) => eb.exists(db.selectFrom('routes').select('routes.id').where('routes.id', '=', route).where(selected)));
  }
  const found = (await recent.orderBy('seq', 'desc').limit(limit).execute()).map((row) => row.seq);
  if (start > 0 && found.length < limit) found.push(...(await listOlder(db, selected!, types, start, limit - found.length)));
  return listEventsBySeq(db, found);
}

/** The number after which there are no more than so many events; 0 when there are no more in all. */
export async function numberBefore(db: Db, count: number): Promise<number> {
  const row = await db.selectFrom('events').select('seq').orderBy('seq', 'desc').offset(count).limit(1).executeTakeFirst();
  return row?.seq ?? 0;
}

async function listOlder(
  db: Db,
  selected: NonNullable<ReturnType<typeof routeSelection>>,
  types: readonly EventType[] | undefined,
  before: number,
  limit: number,
): Promise<number[]> {
  const routes = db.selectFrom('routes').select('routes.id').where(selected);
  // The events of a route that was joined to another keep its old id.
  const all = routes.unionAll(db.selectFrom('joined_routes').select('joined_routes.id').where('kept', 'in', routes));
  // `cross join` keeps SQLite at the order that is written: first the routes, then the events of each.
  let query = db
    .selectFrom(all.as('chosen'))
    .crossJoin('events')
    .select('events.seq')
    .whereRef('events.route_id', '=', 'chosen.id')
    .where('events.seq', '<=', before);
  if (types !== undefined) query = query.where('events.type', 'in', types);
  return (await query.orderBy('events.seq', 'desc').limit(limit).execute()).map((row) => row.seq);
}
