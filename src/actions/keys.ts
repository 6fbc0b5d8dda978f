import { createHash, randomBytes } from 'node:crypto';
import type { Ctx } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import type { Scope } from '../domain/vocabulary.ts';
import { findKey, findKeyByHash, hasAdminKey, insertKey, updateKey } from '../store/keys.ts';
import type { KeyRow } from '../store/tables.ts';
import { inTransaction, type WriteCtx } from './transaction.ts';

/** What may be shown of a key: all but its hash. */
export type ShownKey = Omit<KeyRow, 'hash'>;

const KEY_PREFIX = 'inaugural_';

export function hashOfKey(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Makes a key of 256 random bits. The token is in this answer and nowhere else. */
export function createKey(
  ctx: Ctx,
  wanted: { name: string; scope: Scope; expiresAt?: string | null },
  alsoWrite?: (ctx: WriteCtx, made: { key: ShownKey; token: string }) => Promise<void>,
): Promise<{ key: ShownKey; token: string }> {
  const token = KEY_PREFIX + randomBytes(32).toString('base64url');
  return inTransaction(ctx, async (tx) => {
    const key = await writeKey(tx, token, wanted);
    await alsoWrite?.(tx, { key, token });
    return { key, token };
  });
}

async function writeKey(tx: WriteCtx, token: string, wanted: { name: string; scope: Scope; expiresAt?: string | null }): Promise<ShownKey> {
  const expires = wanted.expiresAt ?? null;
  if (expires !== null && expires <= tx.at)
    throw new AppError('invalid_request', `The key would have expired already, at ${expires}. Choose a later time.`);
  const row: KeyRow = {
    id: tx.newId(),
    name: wanted.name,
    // Enough to recognise a key by; of a key that somebody chose, less.
    prefix: token.slice(0, token.startsWith(KEY_PREFIX) ? KEY_PREFIX.length + 6 : 4),
    hash: hashOfKey(token),
    scope: wanted.scope,
    created_at: tx.at,
    expires_at: expires,
    revoked_at: null,
    last_used_at: null,
  };
  await insertKey(tx.db, row);
  const key = shownKey(row);
  tx.journal.audit.push({ action: 'key.created', subject: `key:${row.id}`, before: null, after: key });
  return key;
}

export function revokeKey(ctx: Ctx, id: string): Promise<ShownKey> {
  return inTransaction(ctx, async (tx) => {
    const before = await findKey(tx.db, id);
    if (before === undefined) throw new AppError('not_found', `There is no key ${id}.`);
    if (before.revoked_at !== null) return shownKey(before);
    await updateKey(tx.db, id, { revoked_at: tx.at });
    const after = shownKey({ ...before, revoked_at: tx.at });
    tx.journal.audit.push({ action: 'key.revoked', subject: `key:${id}`, before: shownKey(before), after });
    return after;
  });
}

export type FirstKey = { state: 'exists' } | { state: 'chosen' } | { state: 'made'; token: string };

/**
 * Sees to it that there is an admin key: the operator's own (`ADMIN_KEY`), else a random one, whose token is returned to be
 * printed once. Several processes may start at once: one of them makes it.
 */
export function ensureAdminKey(ctx: Ctx): Promise<FirstKey> {
  const chosen = ctx.config.ADMIN_KEY;
  const token = chosen ?? KEY_PREFIX + randomBytes(32).toString('base64url');
  return inTransaction(ctx, async (tx) => {
    if (await hasAdminKey(tx.db)) {
      if (chosen !== undefined && (await findKeyByHash(tx.db, hashOfKey(chosen))) === undefined) {
        tx.log.warn('ADMIN_KEY is not a key of this database and is ignored: an admin key exists. Make keys with `inaugural key create`.');
      }
      return { state: 'exists' };
    }
    await writeKey(tx, token, { name: 'first admin key', scope: 'admin' });
    return chosen === undefined ? { state: 'made', token } : { state: 'chosen' };
  });
}

export function shownKey(row: KeyRow): ShownKey {
  const { hash: _, ...shown } = row;
  return shown;
}

/** Why a key does not count any more at a moment; undefined: it does. */
export function staleness(key: KeyRow, at: string): string | undefined {
  if (key.revoked_at !== null) return `The key was revoked at ${key.revoked_at}. Ask the operator for a new one.`;
  if (key.expires_at !== null && key.expires_at <= at) return `The key expired at ${key.expires_at}. Ask the operator for a new one.`;
  return undefined;
}
