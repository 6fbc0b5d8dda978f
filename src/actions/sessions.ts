import { randomBytes } from 'node:crypto';
import { type Ctx, instantText } from '../context.ts';
import { deleteSession, deleteSessionsBefore, findKeyOfSession, insertSession } from '../store/sessions.ts';
import type { KeyRow } from '../store/tables.ts';
import { hashOfKey, staleness } from './keys.ts';
import { inTransaction, whole } from './transaction.ts';

/** Milliseconds after which somebody who signed in signs in again: a working day. */
export const SESSION_MS = 12 * 3_600_000;

/** Opens a session for the holder of a key. The token is in this answer and nowhere else. */
export function signIn(ctx: Ctx, key: KeyRow): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const actor = { ...ctx.actor, name: key.name, keyId: key.id, scope: key.scope };
  return inTransaction({ ...ctx, actor }, async (tx) => {
    await deleteSessionsBefore(tx.db, tx.at);
    const session = { id: hashOfKey(token), key_id: key.id, created_at: tx.at, expires_at: instantText(Date.parse(tx.at) + SESSION_MS) };
    await insertSession(tx.db, session);
    tx.journal.audit.push({ action: 'session.opened', subject: `key:${key.id}`, before: null, after: { expiresAt: session.expires_at } });
    return token;
  });
}

export function signOut(ctx: Ctx, token: string): Promise<void> {
  return whole(ctx, (db) => deleteSession(db, hashOfKey(token)));
}

/** The key of a session, as long as both hold. */
export async function findSessionKey(ctx: Ctx, token: string): Promise<KeyRow | undefined> {
  const at = instantText(ctx.now());
  const key = await findKeyOfSession(ctx.db, hashOfKey(token), at);
  return key === undefined || staleness(key, at) !== undefined ? undefined : key;
}
