import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Mailer } from './alerts/mailer.ts';
import type { Outgoing } from './alerts/outgoing.ts';
import type { Config } from './config.ts';
import type { Scope } from './domain/vocabulary.ts';
import type { Database, Db } from './store/db.ts';
import type { Reference } from './store/reference.ts';

/** Who acts: a key over HTTP, the clock, or the operator at the command line. */
export interface Actor {
  name: string;
  keyId: string | null;
  scope: Scope | null;
  requestId: string | null;
}

/** What anything with effects needs; the first argument of every action. */
export interface Ctx {
  config: Config;
  database: Database;
  /** Inside `inTransaction` this is the transaction. */
  db: Db;
  reference: Reference;
  /** Milliseconds since 1970, UTC. While a tick is replayed, the moment that is replayed. */
  now: () => number;
  /** What the clock on the wall says, whatever is replayed: alerts are sent by it. */
  wallClock: () => number;
  /** A UUIDv7. */
  newId: () => string;
  /** From 0 to 1. */
  random: () => number;
  /** Requests to addresses that strangers gave. */
  outgoing: Outgoing;
  /** Undefined: no mail server is set. */
  mailer: Mailer | undefined;
  log: Logger;
  actor: Actor;
}

export const OPERATOR: Actor = { name: 'operator', keyId: null, scope: 'admin', requestId: null };
export const CLOCK: Actor = { name: 'clock', keyId: null, scope: null, requestId: null };

/** The clock, the ids and the chance of a real process; tests put their own in their place. */
export const realWorld = { now: () => Date.now(), wallClock: () => Date.now(), newId: () => uuidv7(), random: () => Math.random() };

/** The day in UTC, which is no more than a day away from any local date. */
export function utcDay(ctx: Pick<Ctx, 'now'>): string {
  return instantText(ctx.now()).slice(0, 10);
}

/** `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export function instantText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
