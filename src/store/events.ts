import type { EventType } from '../domain/vocabulary.ts';
import { chunks } from './chunks.ts';
import type { Db } from './db.ts';
import { insertAll } from './insert.ts';
import type { EventRow } from './tables.ts';

/** When each of the keys was recorded; keys without an event are left out. */
export async function findEventTimes(db: Db, keys: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const some of chunks(keys, 500)) {
    const rows = await db.selectFrom('events').select(['key', 'recorded_at']).where('key', 'in', some).execute();
    for (const row of rows) found.set(row.key, row.recorded_at);
  }
  return found;
}

export async function insertEvents(db: Db, rows: readonly EventRow[]): Promise<void> {
  await insertAll(db, 'events', rows);
}

export interface EventFilter {
  after: number;
  types?: readonly EventType[];
  routeId?: string;
}

/** In the order of their numbers, which is the order of commits. */
export function listEvents(db: Db, filter: EventFilter, limit: number): Promise<EventRow[]> {
  let query = db.selectFrom('events').selectAll().where('seq', '>', filter.after);
  if (filter.types !== undefined) query = query.where('type', 'in', filter.types);
  if (filter.routeId !== undefined) query = query.where('route_id', '=', filter.routeId);
  return query.orderBy('seq').limit(limit).execute();
}

/** Those recorded from a moment on, after a number, in the order of their numbers. */
export function listEventsSince(db: Db, since: string, after: number, limit: number): Promise<EventRow[]> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('recorded_at', '>=', since)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** The events of those numbers, highest first. */
export async function listEventsBySeq(db: Db, numbers: readonly number[]): Promise<EventRow[]> {
  const found: EventRow[] = [];
  for (const some of chunks(numbers, 500)) found.push(...(await db.selectFrom('events').selectAll().where('seq', 'in', some).execute()));
  return found.sort((a, b) => b.seq - a.seq);
}
