import { setTimeout as sleep } from 'node:timers/promises';
import { type Ctx, instantText } from '../context.ts';
import { auditDigest, insertAuditLines } from '../store/audit.ts';
import { type Db, isBusy, storageFault } from '../store/db.ts';
import { insertEvents } from '../store/events.ts';
import { putRegister, takeRegister } from '../store/register.ts';
import type { AuditRow, EventRow } from '../store/tables.ts';
import { promiseAlerts } from './outbox.ts';

/** Within a transaction: `db` is the transaction, `at` the one moment at which all of it happens. */
export interface WriteCtx extends Ctx {
  at: string;
  journal: Journal;
}

/** What a transaction will have done: written at its end, with the numbers that follow on. */
interface Journal {
  events: Omit<EventRow, 'seq' | 'recorded_at'>[];
  audit: { action: string; subject: string; before: unknown; after: unknown }[];
}

const PATIENCE_MS = 15_000;

/**
 * Runs a write whole or not at all, with its events and audit lines. Writers wait for each other at the register row, so
 * everything read inside is the newest. `write` may run again when another process holds the database: it must not touch
 * anything but the database, and must use the context it is given.
 */
export async function inTransaction<T>(ctx: Ctx, write: (ctx: WriteCtx) => Promise<T>): Promise<T> {
  return whole(ctx, async (db) => {
    const register = await takeRegister(db);
    const inner: WriteCtx = { ...ctx, db, at: instantText(ctx.now()), journal: { events: [], audit: [] } };
    const result = await write(inner);
    await close(inner, register);
    return result;
  });
}

/**
 * Runs a write whole or not at all that changes nothing anybody reads of the register: who holds a lease, how a delivery
 * went. It raises no version, makes no events and leaves no audit line. May run again, as above.
 */
export async function whole<T>(ctx: Ctx, write: (db: Db) => Promise<T>): Promise<T> {
  const patience = performance.now() + PATIENCE_MS;
  for (let pause = 2; ; pause = Math.min(pause * 2, 200)) {
    try {
      return await ctx.db.transaction().execute(write);
    } catch (fault) {
      if (!isBusy(fault) || performance.now() > patience) throw storageFault(fault) ?? fault;
      await sleep(pause * (0.5 + Math.random()));
    }
  }
}

async function close(ctx: WriteCtx, register: { version: number; audit_seq: number; audit_head: string }): Promise<void> {
  const { events, audit } = ctx.journal;
  const rows = events.map((event, index): EventRow => ({ ...event, seq: register.version + index, recorded_at: ctx.at }));
  await insertEvents(ctx.db, rows);
  await promiseAlerts(ctx, rows);
  let head = register.audit_head;
  const lines = audit.map((entry, index): AuditRow => {
    const line = {
      seq: register.audit_seq + 1 + index,
      at: ctx.at,
      actor: ctx.actor.name,
      key_id: ctx.actor.keyId,
      request_id: ctx.actor.requestId,
      action: entry.action,
      subject: entry.subject,
      before: entry.before === null ? null : JSON.stringify(entry.before),
      after: entry.after === null ? null : JSON.stringify(entry.after),
      previous: head,
    };
    head = auditDigest(line);
    return { ...line, digest: head };
  });
  await insertAuditLines(ctx.db, lines);
  await putRegister(ctx.db, {
    version: register.version + Math.max(0, events.length - 1),
    auditSeq: register.audit_seq + lines.length,
    auditHead: head,
  });
}
