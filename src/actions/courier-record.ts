import type { Answer } from '../alerts/answer.ts';
import { nextAttemptIn } from '../alerts/ladder.ts';
import { type Ctx, instantText } from '../context.ts';
import { insertAttempts, markDelivered, type Sendable, updateDelivery } from '../store/deliveries.ts';
import { updateHeld } from '../store/subscriptions.ts';
import type { AttemptRow, SubscriptionRow } from '../store/tables.ts';
import type { HostSlots } from './host-slots.ts';
import { whole } from './transaction.ts';

export interface Attending {
  hosts: HostSlots;
  /** Ends what is being sent; it will be sent again. */
  signal: AbortSignal;
  /** Told of each step that a crash could fall between. */
  onStep?: (step: 'taken' | 'sending' | 'sent' | 'recorded') => void;
}

/** One subscription that this process alone looks after, until its lease ends. */
export interface Held {
  row: SubscriptionRow;
  lease: string;
  attending: Attending;
}

export interface Result {
  delivery: Sendable;
  /** When the attempt began. */
  at: string;
  answer: Answer;
}

/** So long without a success, and nobody is at home any more. */
const GIVE_UP_MS = 5 * 24 * 3_600_000;
/** While an endpoint fails, one delivery at a time finds out whether it is back, at least this often. */
const PROBE_MS = 5 * 60_000;

/** Whether more may be sent at once, or not before `next`. */
export type Recorded = 'go on' | { next: string | undefined };

/**
 * Writes down how attempts went, in one transaction. What was received counts whoever holds the lease by now; a failure
 * counts only for its holder, because another may be at it already.
 */
export async function recordResults(ctx: Ctx, held: Held, results: readonly Result[]): Promise<Recorded> {
  if (results.length === 0) return { next: undefined };
  const now = ctx.now();
  const at = instantText(now);
  const good = results.filter(({ answer }) => answer.fault === null);
  const bad = results.filter(({ answer }) => answer.fault !== null);
  const row = good.length > 0 ? { ...held.row, failures: 0, failing_since: null } : held.row;
  const failures = row.failures + bad.length;
  const failingSince = bad.length === 0 ? null : (row.failing_since ?? at);
  const reason = reasonToDisable(row, bad, now);
  const pauses = bad.map(({ delivery, answer }) => nextAttemptIn(delivery.rung + 1, answer.retryAfter, ctx.random));

  return whole(ctx, async (db): Promise<Recorded> => {
    const isHolder = await updateHeld(db, row.id, held.lease, {
      failures,
      failing_since: failingSince,
      ...(good.length > 0 ? { last_success_at: at } : {}),
      ...(reason === undefined ? {} : disabled(reason, at)),
    });
    for (const { delivery } of good) await markDelivered(db, delivery, at);
    if (!isHolder) return { next: undefined };
    await insertAttempts(
      db,
      results.map((result) => attemptRow(ctx, result)),
    );
    for (const [index, { delivery }] of bad.entries()) {
      const wait = pauses[index];
      await updateDelivery(db, delivery.id, {
        attempts: delivery.attempts + 1,
        rung: delivery.rung + 1,
        ...(wait === undefined ? { state: 'failed', ended_at: at } : { due_at: instantText(now + wait) }),
      });
    }
    if (reason !== undefined) {
      ctx.log.warn({ subscription: row.id, reason }, 'a subscription was disabled');
      return { next: row.contact === null ? undefined : at };
    }
    if (bad.length === 0) return 'go on';
    const shortest = Math.min(PROBE_MS, ...pauses.map((wait) => wait ?? PROBE_MS));
    const wished = Math.max(0, ...bad.map(({ answer }) => (answer.retryAfter ?? 0) * 1000));
    return { next: instantText(now + Math.max(shortest, wished)) };
  });
}

/** Switches a subscription off that its holder cannot serve any more. The answer: when its owner is to be told. */
export async function disable(ctx: Ctx, { row, lease }: Held, reason: string): Promise<string | undefined> {
  const at = instantText(ctx.now());
  const isHolder = await whole(ctx, (db) => updateHeld(db, row.id, lease, disabled(reason, at)));
  if (isHolder) ctx.log.warn({ subscription: row.id, reason }, 'a subscription was disabled');
  return isHolder && row.contact !== null ? at : undefined;
}

/** Failures are counted anew: the letter that tells its owner has a ladder of its own. */
function disabled(reason: string, at: string): Partial<SubscriptionRow> {
  return { state: 'disabled', state_reason: reason, failures: 0, failing_since: null, updated_at: at };
}

function reasonToDisable(row: SubscriptionRow, bad: readonly Result[], now: number): string | undefined {
  const [first] = bad;
  if (first === undefined) return undefined;
  if (bad.some(({ answer }) => answer.status === 410)) return 'The receiver said that it is gone for good (410).';
  if (row.failing_since === null || now - Date.parse(row.failing_since) < GIVE_UP_MS) return undefined;
  return `Nothing was received for five days; the last attempt: ${first.answer.fault}.`;
}

function attemptRow(ctx: Ctx, { delivery, at, answer }: Result): AttemptRow {
  return {
    id: ctx.newId(),
    delivery_id: delivery.id,
    number: delivery.attempts + 1,
    at,
    milliseconds: Math.round(answer.milliseconds),
    status: answer.status,
    fault: answer.fault,
  };
}
