import type { Db } from './db.ts';
import type { IdempotencyRow } from './tables.ts';

export function findIdempotency(db: Db, keyId: string, idempotencyKey: string): Promise<IdempotencyRow | undefined> {
  return db
    .selectFrom('idempotency')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
}

/** Takes the place of whatever stood under the key. */
export async function putIdempotency(db: Db, row: IdempotencyRow): Promise<void> {
  await deleteIdempotency(db, row.key_id, row.idempotency_key);
  await db.insertInto('idempotency').values(row).execute();
}

export async function completeIdempotency(
  db: Db,
  keyId: string,
  idempotencyKey: string,
  answer: Pick<IdempotencyRow, 'status' | 'headers' | 'body'>,
): Promise<void> {
  await db.updateTable('idempotency').set(answer).where('key_id', '=', keyId).where('idempotency_key', '=', idempotencyKey).execute();
}

export async function deleteIdempotency(db: Db, keyId: string, idempotencyKey: string): Promise<void> {
  await db.deleteFrom('idempotency').where('key_id', '=', keyId).where('idempotency_key', '=', idempotencyKey).execute();
}

export async function deleteExpiredIdempotency(db: Db, at: string): Promise<void> {
  await db.deleteFrom('idempotency').where('expires_at', '<=', at).execute();
}
