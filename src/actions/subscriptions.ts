import { timingSafeEqual } from 'node:crypto';
import type { Answer } from '../alerts/answer.ts';
import { newSecret } from '../alerts/webhook.ts';
import { type Ctx, instantText } from '../context.ts';
import type { AlertFilter } from '../domain/alerts.ts';
import { AppError } from '../domain/errors.ts';
import type { Channel } from '../domain/vocabulary.ts';
import { makeDue } from '../store/deliveries.ts';
import {
  countByTarget,
  countUnconfirmed,
  deleteSubscription,
  findSubscription,
  insertSubscription,
  updateSubscription,
  wakeSubscriptions,
} from '../store/subscriptions.ts';
import type { SubscriptionRow } from '../store/tables.ts';
import { sendTest } from './courier.ts';
import { sendTestMail } from './courier-mail.ts';
import { type LinkPurpose, linkToken } from './links.ts';
import { inTransaction, type WriteCtx } from './transaction.ts';

/** What may be shown of a subscription: all but what it signs with and what the courier notes for itself. */
export type ShownSubscription = Omit<SubscriptionRow, 'secret' | 'old_secret' | 'lease' | 'lease_until'>;

export interface Wanted {
  channel: Channel;
  /** A URL, or an e-mail address. */
  target: string;
  filter: AlertFilter;
  description: string | null;
  contact: string | null;
}

/** For so long both secrets are valid after a rotation. */
const OLD_SECRET_MS = 24 * 3_600_000;
/** Letters of confirmation that one mailbox gets in a day, whoever asks for them. */
const LETTERS_A_DAY = 3;
/** Letters of confirmation in an hour, to all mailboxes together: nobody makes this server write to strangers. */
const LETTERS_AN_HOUR = 200;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Makes a subscription of the acting key. The secret is in this answer and nowhere else. One for a mailbox waits until its
 * reader has confirmed. Throws `invalid_request` for a URL that may not be called.
 */
export async function createSubscription(
  ctx: Ctx,
  wanted: Wanted,
  alsoWrite?: (ctx: WriteCtx, made: { subscription: ShownSubscription; secret: string }) => Promise<void>,
): Promise<{ subscription: ShownSubscription; secret: string }> {
  await assertReachable(ctx, wanted.channel, wanted.target);
  return inTransaction(ctx, async (tx) => {
    const row = newSubscription(tx, wanted);
    await insertSubscription(tx.db, row);
    audit(tx, 'created', undefined, row);
    const made = { subscription: shownSubscription(row), secret: row.secret };
    await alsoWrite?.(tx, made);
    return made;
  });
}

/**
 * A reader without a key asks for mails. Whatever becomes of it the answer is the same, so that nobody learns who reads
 * what; a mailbox is written to at most three times a day before its reader has said yes.
 */
export async function askForMails(ctx: Ctx, wanted: { target: string; filter: AlertFilter }): Promise<void> {
  assertMail(ctx);
  await inTransaction(ctx, async (tx) => {
    if ((await countUnconfirmed(tx.db, instantText(tx.now() - HOUR_MS))) >= LETTERS_AN_HOUR) {
      throw new AppError('rate_limited', 'Too many have asked for mails in this hour. Try again later.', { retryAfter: 1800 });
    }
    const since = instantText(tx.now() - DAY_MS);
    if ((await countByTarget(tx.db, wanted.target, since)) >= LETTERS_A_DAY) return;
    const row = newSubscription(tx, { ...wanted, channel: 'email', description: null, contact: null });
    await insertSubscription(tx.db, { ...row, key_id: null });
    audit(tx, 'asked_for', undefined, row);
  });
}

/** The reader of the mailbox says yes, by the link in the letter. Twice is as good as once. */
export function confirmSubscription(ctx: Ctx, id: string, token: string): Promise<ShownSubscription> {
  return inTransaction(ctx, async (tx) => {
    const row = await getByToken(tx, id, 'confirm', token);
    if (row.state !== 'unconfirmed') return shownSubscription(row);
    const after: SubscriptionRow = { ...row, state: 'active', failures: 0, failing_since: null, updated_at: tx.at };
    await updateSubscription(tx.db, id, { state: 'active', failures: 0, failing_since: null, next_due: null, updated_at: tx.at });
    audit(tx, 'confirmed', row, after);
    return shownSubscription(after);
  });
}

/** The reader of the mailbox says no, by the link in any letter. What is gone already is as good as gone. */
export async function unsubscribe(ctx: Ctx, id: string, token: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if ((await findSubscription(tx.db, id)) === undefined) return;
    const row = await getByToken(tx, id, 'unsubscribe', token);
    await deleteSubscription(tx.db, id);
    audit(tx, 'unsubscribed', row, undefined);
  });
}

export interface SubscriptionChange {
  target?: string;
  filter?: Partial<AlertFilter>;
  description?: string | null;
  contact?: string | null;
  state?: 'active' | 'paused';
}

/** Changes what is given. Set to active it begins anew, whatever went wrong before. */
export async function changeSubscription(ctx: Ctx, id: string, change: SubscriptionChange): Promise<ShownSubscription> {
  const before = await getOwn(ctx, id);
  if (change.target !== undefined) await assertReachable(ctx, before.channel, change.target);
  return inTransaction(ctx, async (tx) => {
    const row = await getOwn(tx, id);
    if (change.target !== undefined && row.channel === 'email') {
      throw new AppError('conflict', 'The mailbox of a subscription cannot be changed: make another one, which its reader confirms.');
    }
    if (change.state !== undefined && row.state === 'unconfirmed') {
      throw new AppError('conflict', 'The reader of the mailbox has not confirmed yet, by the link in the letter.');
    }
    const isResumed = change.state === 'active' && row.state !== 'active';
    const changes: Partial<SubscriptionRow> = {
      ...(change.target === undefined ? {} : { target: change.target }),
      ...(change.filter === undefined ? {} : filterColumns(change.filter)),
      ...(change.description === undefined ? {} : { description: change.description }),
      ...(change.contact === undefined ? {} : { contact: change.contact }),
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.state === 'paused' ? { next_due: null } : {}),
      ...(isResumed ? { state_reason: null, failures: 0, failing_since: null, next_due: tx.at } : {}),
      updated_at: tx.at,
    };
    await updateSubscription(tx.db, id, changes);
    if (isResumed) await makeDue(tx.db, id, tx.at);
    const after = { ...row, ...changes };
    audit(tx, 'changed', row, after);
    return shownSubscription(after);
  });
}

/** A new signing secret; for 24 hours messages are signed with the old one too. */
export function rotateSecret(ctx: Ctx, id: string): Promise<{ subscription: ShownSubscription; secret: string }> {
  return inTransaction(ctx, async (tx) => {
    const row = await getOwn(tx, id);
    if (row.channel !== 'webhook') throw new AppError('conflict', 'Only webhooks are signed.');
    const changes = {
      secret: newSecret(),
      old_secret: row.secret,
      old_secret_until: instantText(tx.now() + OLD_SECRET_MS),
      updated_at: tx.at,
    };
    await updateSubscription(tx.db, id, changes);
    const after = { ...row, ...changes };
    audit(tx, 'secret_rotated', row, after);
    return { subscription: shownSubscription(after), secret: after.secret };
  });
}

export async function removeSubscription(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getOwn(tx, id);
    await deleteSubscription(tx.db, id);
    audit(tx, 'deleted', row, undefined);
  });
}

/** Sends something that is no event, now, and tells how that went. */
export async function testSubscription(ctx: Ctx, id: string): Promise<Answer> {
  const row = await getOwn(ctx, id);
  if (row.state === 'unconfirmed') {
    throw new AppError('conflict', 'The reader of the mailbox has not confirmed yet, by the link in the letter.');
  }
  return row.channel === 'webhook' ? sendTest(ctx, row) : sendTestMail(ctx, row);
}

/** The subscription, if it is the acting key's or the actor is an admin; to everybody else there is none. */
export async function getOwn(ctx: Ctx, id: string): Promise<SubscriptionRow> {
  const row = await findSubscription(ctx.db, id);
  const { scope, keyId } = ctx.actor;
  if (row === undefined || (scope !== 'admin' && (keyId === null || row.key_id !== keyId))) {
    throw new AppError('not_found', `There is no subscription ${id} of this key.`);
  }
  return row;
}

/** Throws `not_found` for a link that is not of that subscription. */
export async function getByToken(ctx: Ctx, id: string, purpose: LinkPurpose, token: string): Promise<SubscriptionRow> {
  const row = await findSubscription(ctx.db, id);
  const given = Buffer.from(token);
  const right = row === undefined ? undefined : Buffer.from(linkToken(row, purpose));
  if (row === undefined || right === undefined || given.length !== right.length || !timingSafeEqual(given, right)) {
    throw new AppError('not_found', 'This link is not valid, or not any more. Ask for the alerts again.');
  }
  return row;
}

/** Has the courier look at it now. */
export function wake(tx: WriteCtx, id: string): Promise<void> {
  return wakeSubscriptions(tx.db, [id], tx.at);
}

export function shownSubscription(row: SubscriptionRow): ShownSubscription {
  const { secret: _secret, old_secret: _old, lease: _lease, lease_until: _until, ...shown } = row;
  return shown;
}

function newSubscription(tx: WriteCtx, wanted: Wanted): SubscriptionRow {
  const isMail = wanted.channel === 'email';
  return {
    id: tx.newId(),
    channel: wanted.channel,
    target: wanted.target,
    key_id: tx.actor.keyId,
    description: wanted.description,
    contact: wanted.contact,
    ...filterColumns(wanted.filter),
    state: isMail ? 'unconfirmed' : 'active',
    state_reason: null,
    secret: newSecret(),
    old_secret: null,
    old_secret_until: null,
    created_at: tx.at,
    updated_at: tx.at,
    // The letter that asks for confirmation.
    next_due: isMail ? tx.at : null,
    lease: null,
    lease_until: null,
    failures: 0,
    failing_since: null,
    last_success_at: null,
  };
}

function filterColumns(filter: AlertFilter): Pick<SubscriptionRow, 'event_types' | 'statuses' | 'place' | 'airline'>;
function filterColumns(filter: Partial<AlertFilter>): Partial<SubscriptionRow>;
function filterColumns({ types, statuses, place, airline }: Partial<AlertFilter>): Partial<SubscriptionRow> {
  return {
    ...(types === undefined ? {} : { event_types: types.join(' ') }),
    ...(statuses === undefined ? {} : { statuses: statuses.join(' ') }),
    ...(place === undefined ? {} : { place }),
    ...(airline === undefined ? {} : { airline }),
  };
}

async function assertReachable(ctx: Ctx, channel: Channel, target: string): Promise<void> {
  if (channel === 'email') return assertMail(ctx);
  const refusal = await ctx.outgoing.refusal(target);
  if (refusal !== undefined) throw new AppError('invalid_request', refusal, { findings: [{ pointer: '/url', detail: refusal }] });
}

function assertMail(ctx: Ctx): void {
  if (ctx.mailer === undefined) throw new AppError('conflict', 'This server sends no e-mail: its operator has not set SMTP_URL.');
}

function audit(tx: WriteCtx, what: string, before: SubscriptionRow | undefined, after: SubscriptionRow | undefined): void {
  const id = (after ?? before)?.id;
  tx.journal.audit.push({
    action: `subscription.${what}`,
    subject: `subscription:${id}`,
    before: before === undefined ? null : audited(before),
    after: after === undefined ? null : audited(after),
  });
}

/** The audit is for ever: it names no mailbox whole. */
function audited(row: SubscriptionRow) {
  const { id, channel, target, key_id, description, event_types, statuses, place, airline, state } = row;
  return {
    id,
    channel,
    target: channel === 'email' ? maskedMailbox(target) : target,
    key_id,
    description,
    event_types,
    statuses,
    place,
    airline,
    state,
  };
}

function maskedMailbox(address: string): string {
  return address.replace(/^(.).*(?=@)/, '$1…');
}
