import { type Db, prepared } from './db.ts';
import type { KeyRow } from './tables.ts';

export function listKeys(db: Db): Promise<KeyRow[]> {
  return db.selectFrom('keys').selectAll().orderBy('id').execute();
}

export function findKey(db: Db, id: string): Promise<KeyRow | undefined> {
  return db.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirst();
}

const byHash = prepared<{ hash: string }, KeyRow>((db, value) => db.selectFrom('keys').selectAll().where('hash', '=', value('hash')));

export async function findKeyByHash(db: Db, hash: string): Promise<KeyRow | undefined> {
  return (await byHash(db, { hash }))[0];
}

export async function insertKey(db: Db, row: KeyRow): Promise<void> {
  await db.insertInto('keys').values(row).execute();
}

export async function updateKey(db: Db, id: string, change: Partial<Pick<KeyRow, 'revoked_at' | 'last_used_at'>>): Promise<void> {
  await db.updateTable('keys').set(change).where('id', '=', id).execute();
}

export async function hasAdminKey(db: Db): Promise<boolean> {
  const row = await db.selectFrom('keys').select('id').where('scope', '=', 'admin').limit(1).executeTakeFirst();
  return row !== undefined;
}
