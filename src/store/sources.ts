import { chunks } from './chunks.ts';
import type { Db } from './db.ts';
import { insertAll } from './insert.ts';
import type { ItemRow, SourceRow } from './tables.ts';

interface Lease {
  id: string;
  lease: string;
  until: string;
}

export function findSource(db: Db, id: string): Promise<SourceRow | undefined> {
  return db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst();
}

export function findSourceByUrl(db: Db, url: string): Promise<SourceRow | undefined> {
  return db.selectFrom('sources').selectAll().where('url', '=', url).executeTakeFirst();
}

/** By id, which is the order in which they were added. */
export function listSources(db: Db, after: string, limit: number): Promise<SourceRow[]> {
  return db.selectFrom('sources').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute();
}

/** By name. */
export function listSourceNames(db: Db): Promise<Pick<SourceRow, 'id' | 'name'>[]> {
  return db.selectFrom('sources').select(['id', 'name']).orderBy('name').orderBy('id').execute();
}

export async function insertSource(db: Db, row: SourceRow): Promise<void> {
  await db.insertInto('sources').values(row).execute();
}

export async function updateSource(db: Db, id: string, change: Partial<Omit<SourceRow, 'id'>>): Promise<void> {
  await db.updateTable('sources').set(change).where('id', '=', id).execute();
}

/** With the list of its items; what they gave to the inbox stays. */
export async function deleteSource(db: Db, id: string): Promise<void> {
  await db.deleteFrom('sources').where('id', '=', id).execute();
}

/** Those that are to be asked now and that nobody has taken, the longest waiting first. */
export function listDueSources(db: Db, now: string, limit: number): Promise<Pick<SourceRow, 'id' | 'url'>[]> {
  return db
    .selectFrom('sources')
    .select(['id', 'url'])
    .where('state', '=', 'active')
    .where('next_poll_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
    .orderBy('next_poll_at')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Takes a source for one process; undefined: another has it. Of those that are due only, unless `early`. */
export function takeSource(db: Db, { id, lease, until }: Lease, now: string, early: boolean): Promise<SourceRow | undefined> {
  let query = db
    .updateTable('sources')
    .set({ lease, lease_until: until })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]));
  if (!early) query = query.where('state', '=', 'active').where('next_poll_at', '<=', now);
  return query.returningAll().executeTakeFirst();
}

/** Writes down how it went and gives the source back; false: it is another's by now. */
export async function releaseSource(db: Db, id: string, lease: string, change: Partial<SourceRow>): Promise<boolean> {
  const result = await db
    .updateTable('sources')
    .set({ ...change, lease: null, lease_until: null })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

/** What is noted of these items of a source, by their key. */
export async function listNoted(db: Db, sourceId: string, keys: readonly string[]): Promise<Map<string, ItemRow>> {
  const noted = new Map<string, ItemRow>();
  for (const some of chunks(keys, 500)) {
    const rows = await db.selectFrom('items').selectAll().where('source_id', '=', sourceId).where('item_key', 'in', some).execute();
    for (const row of rows) noted.set(row.item_key, row);
  }
  return noted;
}

export async function insertItems(db: Db, rows: readonly ItemRow[]): Promise<void> {
  await insertAll(db, 'items', rows);
}

export async function updateItem(db: Db, id: string, change: Pick<ItemRow, 'failures'>): Promise<void> {
  await db.updateTable('items').set(change).where('id', '=', id).execute();
}
