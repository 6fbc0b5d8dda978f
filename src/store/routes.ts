import { chunks } from './chunks.ts';
import { type Db, prepared } from './db.ts';
import { insertAll } from './insert.ts';
import type { RouteRow } from './tables.ts';

const byId = prepared<{ id: string }, RouteRow>((db, value) => db.selectFrom('routes').selectAll().where('id', '=', value('id')));

export async function findRoute(db: Db, id: string): Promise<RouteRow | undefined> {
  return (await byId(db, { id }))[0];
}

export async function listRoutesById(db: Db, ids: readonly string[]): Promise<RouteRow[]> {
  const found: RouteRow[] = [];
  for (const some of chunks(ids, 500)) found.push(...(await db.selectFrom('routes').selectAll().where('id', 'in', some).execute()));
  return found;
}

export async function listRoutesOfPairs(db: Db, pairs: readonly string[]): Promise<RouteRow[]> {
  const found: RouteRow[] = [];
  for (const some of chunks(pairs, 500)) {
    found.push(...(await db.selectFrom('routes').selectAll().where('pair', 'in', some).orderBy('id').execute()));
  }
  return found;
}

/** Every route in the order of ids. */
export function pageRoutes(db: Db, afterId: string, limit: number): Promise<RouteRow[]> {
  return db.selectFrom('routes').selectAll().where('id', '>', afterId).orderBy('id').limit(limit).execute();
}

export async function insertRoutes(db: Db, rows: readonly RouteRow[]): Promise<void> {
  await insertAll(db, 'routes', rows);
}

/** False when the row is no longer at that version. */
export async function updateRoute(db: Db, row: RouteRow, atVersion: number): Promise<boolean> {
  const { id, ...change } = row;
  const result = await db.updateTable('routes').set(change).where('id', '=', id).where('version', '=', atVersion).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteRoute(db: Db, id: string): Promise<void> {
  await db.deleteFrom('routes').where('id', '=', id).execute();
}

export async function countRoutes(db: Db): Promise<number> {
  const row = await db
    .selectFrom('routes')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Where a route went that was joined to another. */
export async function findJoinedRoute(db: Db, id: string): Promise<string | undefined> {
  return (await db.selectFrom('joined_routes').select('kept').where('id', '=', id).executeTakeFirst())?.kept;
}

export async function insertJoinedRoute(db: Db, id: string, kept: string): Promise<void> {
  await db.updateTable('joined_routes').set({ kept }).where('kept', '=', id).execute();
  await db.insertInto('joined_routes').values({ id, kept }).execute();
}
