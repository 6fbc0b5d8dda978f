import { hashOfKey, staleness } from '../actions/keys.ts';
import { type Actor, type Ctx, instantText } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import type { Scope } from '../domain/vocabulary.ts';
import { findKeyByHash, updateKey } from '../store/keys.ts';
import type { KeyRow } from '../store/tables.ts';
import type { Access } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { type Limiter, limiter, type Verdict } from './limits.ts';

/** Wrong keys that one address may send in a minute. */
const FAILURES_PER_MINUTE = 20;
const USED_EVERY_MS = 60_000;
const KNOWN_KEPT = 1_000;

const WIDTH: Record<Scope, number> = { reader: 1, editor: 2, admin: 3 };

export interface Gate {
  /** Counts the request, finds the key it brings; throws `rate_limited` or `unauthenticated`. Synchronous for requests without a key. */
  admit: (exchange: Exchange) => Promise<void> | undefined;
  /** Finds the key of a token that came by another way than the header, with the same care. */
  findKey: (exchange: Exchange, token: string) => Promise<KeyRow>;
}

export function gate(ctx: Ctx): Gate {
  const { RATE_LIMIT, RATE_LIMIT_KEYED } = ctx.config;
  const byAddress = RATE_LIMIT === 0 ? undefined : limiter('address', RATE_LIMIT);
  const byKey = RATE_LIMIT_KEYED === 0 ? undefined : limiter('key', RATE_LIMIT_KEYED);
  const failures = RATE_LIMIT === 0 ? undefined : limiter('wrong-keys', FAILURES_PER_MINUTE);
  /** Digests of keys that were good lately: a stranger's guesses behind the same proxy must not shut them out. */
  const known = new Set<string>();
  const used = keyUse(ctx);

  const count = (exchange: Exchange, by: Limiter | undefined, client: string): void => {
    if (by === undefined) return;
    exchange.verdict = by.take(client, ctx.now());
    if (!exchange.verdict.allowed) throw tooMany(exchange.verdict);
  };

  const findKey = async (exchange: Exchange, token: string | undefined): Promise<KeyRow> => {
    const { group } = exchange.client;
    const hash = token === undefined ? undefined : hashOfKey(token);
    if (failures !== undefined && (hash === undefined || !known.has(hash))) {
      const verdict = failures.look(group, ctx.now());
      if (!verdict.allowed) throw tooMany(verdict);
    }
    const key = hash === undefined ? undefined : await findKeyByHash(ctx.db, hash);
    const fault = key === undefined ? (token === undefined ? MALFORMED : UNKNOWN_KEY) : staleness(key, instantText(ctx.now()));
    if (key === undefined || hash === undefined || fault !== undefined) {
      if (hash !== undefined) known.delete(hash);
      failures?.take(group, ctx.now());
      throw new AppError('unauthenticated', fault ?? UNKNOWN_KEY);
    }
    if (known.size >= KNOWN_KEPT) known.clear();
    known.add(hash);
    used(key);
    return key;
  };

  const withKey = async (exchange: Exchange, header: string): Promise<void> => {
    try {
      const key = await findKey(exchange, /^bearer +([\x21-\x7e]+) *$/i.exec(header)?.[1]);
      exchange.key = key;
      count(exchange, byKey, key.id);
    } catch (fault) {
      if (fault instanceof AppError && fault.code === 'unauthenticated') count(exchange, byAddress, exchange.client.group);
      throw fault;
    }
  };

  return {
    findKey,
    admit(exchange) {
      const header = exchange.request.headers.authorization;
      if (header !== undefined) return withKey(exchange, header);
      count(exchange, byAddress, exchange.client.group);
      return undefined;
    },
  };
}

const MALFORMED = 'The Authorization header is not understood. Send "Authorization: Bearer <key>".';
const UNKNOWN_KEY = 'The key is not known here. Check that it was copied whole, or ask the operator for a new one.';

function tooMany(verdict: Verdict): AppError {
  const what = verdict.limiter.name === 'wrong-keys' ? 'Too many wrong keys came from this address' : 'Too many requests';
  return new AppError('rate_limited', `${what}. Try again in ${verdict.retryAfter} s.`, { retryAfter: verdict.retryAfter });
}

/** Notes when a key was last used, at most once a minute, beside the request and never at its expense. */
function keyUse(ctx: Ctx): (key: KeyRow) => void {
  const noted = new Map<string, number>();
  return (key) => {
    const now = ctx.now();
    const before = Math.max(noted.get(key.id) ?? 0, key.last_used_at === null ? 0 : Date.parse(key.last_used_at));
    if (now - before < USED_EVERY_MS) return;
    noted.set(key.id, now);
    setImmediate(() => {
      updateKey(ctx.db, key.id, { last_used_at: instantText(now) }).catch((fault) =>
        ctx.log.debug({ err: fault }, 'last use of a key not noted'),
      );
    });
  };
}

/** Throws unless the request may do what the access asks for. */
export function authorize(access: Access, key: KeyRow | undefined, publicRead: boolean): void {
  if (access === 'open' || (access === 'public' && (publicRead || key !== undefined))) return;
  if (key === undefined) {
    const scope = access === 'public' ? '' : ` of scope ${access}`;
    throw new AppError('unauthenticated', `This needs a key${scope}. Send "Authorization: Bearer <key>".`);
  }
  if (access === 'public' || WIDTH[key.scope] >= WIDTH[access]) return;
  throw new AppError('forbidden', `This needs a key of scope ${access}; "${key.name}" has scope ${key.scope}.`);
}

export function actorOf(exchange: Exchange): Actor {
  const { key, id } = exchange;
  return key === undefined
    ? { name: 'anonymous', keyId: null, scope: null, requestId: id }
    : { name: key.name, keyId: key.id, scope: key.scope, requestId: id };
}
