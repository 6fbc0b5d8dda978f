import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../alerts/answer.ts';
import { webhookBody, webhookHeaders } from '../alerts/webhook.ts';
import { type Ctx, instantText } from '../context.ts';
import { listSendable, listStillPending, nextDueOf, type Sendable } from '../store/deliveries.ts';
import { findKey } from '../store/keys.ts';
import { findSubscription, renewLease, takeSubscription, updateHeld } from '../store/subscriptions.ts';
import type { SubscriptionRow } from '../store/tables.ts';
import { sendConfirmation, sendNotice, serveMailbox } from './courier-mail.ts';
import { type Attending, disable, type Held, type Result, recordResults } from './courier-record.ts';
import { staleness } from './keys.ts';
import { secretsInForce } from './links.ts';
import { whole } from './transaction.ts';

const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
const FAULT_PAUSE_MS = 30_000;
/** Deliveries of one subscription that are under way together, each about another route. */
const GROUP = 8;

/**
 * Looks after one subscription: takes it by a lease, sends what waits outside any transaction, writes down how it went, and
 * gives it back. Until a delivery is written down as done it will be sent again, by whoever holds the lease then.
 */
export async function attend(ctx: Ctx, id: string, attending: Attending): Promise<void> {
  const lease = ctx.newId();
  const row = await whole(ctx, (db) => takeSubscription(db, { id, lease, until: from(ctx, LEASE_MS) }, instantText(ctx.now())));
  if (row === undefined) return;
  attending.onStep?.('taken');
  const lost = new AbortController();
  const done = new AbortController();
  const renewing = keepLease(ctx, { id, lease }, lost, done.signal);
  const held: Held = { row, lease, attending: { ...attending, signal: AbortSignal.any([attending.signal, lost.signal]) } };
  // After a fault of ours, not at once again.
  let next: string | undefined = from(ctx, FAULT_PAUSE_MS);
  try {
    next = await serve(ctx, held);
  } finally {
    done.abort();
    await renewing;
    await release(ctx, held, next);
  }
}

/** Does what there is to do. The answer is the moment before which nothing more is to be tried; undefined: none. */
async function serve(ctx: Ctx, held: Held): Promise<string | undefined> {
  const { state, channel } = held.row;
  if (state === 'unconfirmed') return sendConfirmation(ctx, held);
  if (state === 'disabled') return sendNotice(ctx, held);
  if (state === 'paused') return undefined;
  if (!(await isKeyGood(ctx, held.row.key_id))) return disable(ctx, held, 'The key that it belongs to was revoked, or has expired.');
  return channel === 'webhook' ? serveWebhook(ctx, held) : serveMailbox(ctx, held);
}

async function serveWebhook(ctx: Ctx, held: Held): Promise<string | undefined> {
  const { id } = held.row;
  for (;;) {
    // Its owner may have paused it, changed its URL or its secret meanwhile.
    const row = await findSubscription(ctx.db, id);
    if (row?.lease !== held.lease || row.state !== 'active' || held.attending.signal.aborted) return undefined;
    const group = await listSendable(ctx.db, id, instantText(ctx.now()), row.failures > 0 ? 1 : GROUP);
    if (group.length === 0) return undefined;
    const results = (await Promise.all(group.map((delivery) => send(ctx, { ...held, row }, delivery)))).filter((one) => one !== undefined);
    const recorded = await recordResults(ctx, { ...held, row }, results);
    held.attending.onStep?.('recorded');
    if (recorded !== 'go on') return recorded.next;
  }
}

async function send(ctx: Ctx, held: Held, delivery: Sendable): Promise<Result | undefined> {
  const { row, attending } = held;
  const { signal } = attending;
  const free = await attending.hosts.take(new URL(row.target).host);
  try {
    // It may have become untrue, or been sent by another process, while it waited for its turn.
    if (signal.aborted || !(await listStillPending(ctx.db, [delivery.id])).has(delivery.id)) return undefined;
    const body = webhookBody(delivery.event);
    const at = ctx.now();
    attending.onStep?.('sending');
    const answer = await ctx.outgoing.post(
      row.target,
      { headers: webhookHeaders(delivery.event.id, at, body, secretsInForce(row, at)), body },
      signal,
    );
    attending.onStep?.('sent');
    // Stopped by ourselves: the receiver is not to blame, whatever it made of it.
    return signal.aborted && answer.fault !== null ? undefined : { delivery, at: instantText(at), answer };
  } finally {
    free();
  }
}

/** What a key may read ends with the key. */
async function isKeyGood(ctx: Ctx, keyId: string | null): Promise<boolean> {
  if (keyId === null) return true;
  const key = await findKey(ctx.db, keyId);
  return key !== undefined && staleness(key, instantText(ctx.now())) === undefined;
}

/** Sends one message to a webhook that is no event, to see whether it arrives. */
export function sendTest(ctx: Ctx, row: SubscriptionRow): Promise<Answer> {
  const at = ctx.now();
  const body = JSON.stringify({ type: 'subscription.test', timestamp: instantText(at), data: { subscriptionId: row.id } });
  return ctx.outgoing.post(row.target, { headers: webhookHeaders(ctx.newId(), at, body, secretsInForce(row, at)), body });
}

/** Prolongs the lease while the work goes on; `lost` is aborted when another process has it. */
async function keepLease(ctx: Ctx, held: { id: string; lease: string }, lost: AbortController, done: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(RENEW_MS, undefined, { signal: done, ref: false }).catch(() => {});
    if (done.aborted) return;
    const renewed = await whole(ctx, (db) => renewLease(db, { ...held, until: from(ctx, LEASE_MS) })).catch(() => true);
    if (!renewed) {
      lost.abort();
      return;
    }
  }
}

async function release(ctx: Ctx, { row, lease }: Held, next: string | undefined): Promise<void> {
  await whole(ctx, async (db) => {
    // First the row, so that whoever promises more at this moment waits or is seen.
    if (!(await updateHeld(db, row.id, lease, { lease_until: from(ctx, LEASE_MS) }))) return;
    const now = await findSubscription(db, row.id);
    const due = now?.state === 'active' ? await nextDueOf(db, row.id) : now?.state === 'paused' ? undefined : next;
    const nextDue = due === undefined ? null : next !== undefined && next > due ? next : due;
    await updateHeld(db, row.id, lease, { lease: null, lease_until: null, next_due: nextDue });
  });
}

function from(ctx: Ctx, milliseconds: number): string {
  return instantText(ctx.now() + milliseconds);
}
