import type { Db } from './db.ts';
import type { KeyRow, SessionRow } from './tables.ts';

export async function insertSession(db: Db, row: SessionRow): Promise<void> {
  await db.insertInto('sessions').values(row).execute();
}

/** The key of a session that has not ended at that instant. */
export function findKeyOfSession(db: Db, id: string, at: string): Promise<KeyRow | undefined> {
  return db
    .selectFrom('keys')
    .innerJoin('sessions', 'sessions.key_id', 'keys.id')
    .selectAll('keys')
    .where('sessions.id', '=', id)
    .where('sessions.expires_at', '>', at)
    .executeTakeFirst();
}

export async function deleteSession(db: Db, id: string): Promise<void> {
  await db.deleteFrom('sessions').where('id', '=', id).execute();
}

export async function deleteSessionsBefore(db: Db, at: string): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', at).execute();
}
