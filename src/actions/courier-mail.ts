import type { Answer } from '../alerts/answer.ts';
import { nextAttemptIn } from '../alerts/ladder.ts';
import { alertLetter, confirmationLetter, disabledNotice, testLetter } from '../alerts/letters.ts';
import type { Letter } from '../alerts/mailer.ts';
import { publicUrl } from '../config.ts';
import { type Ctx, instantText } from '../context.ts';
import type { EventData } from '../domain/event-data.ts';
import { countPending, listGathered, type Sendable, setBatch } from '../store/deliveries.ts';
import { filterOf } from '../store/event-facts.ts';
import { findSubscription, updateHeld } from '../store/subscriptions.ts';
import type { SubscriptionRow } from '../store/tables.ts';
import { type Held, recordResults } from './courier-record.ts';
import { filterText } from './filter-text.ts';
import { type LinkPurpose, linkToken } from './links.ts';
import { whole } from './transaction.ts';

/** Alerts in one mail. */
const GATHERED = 10_000;

/** Tells a mailbox all that waits for it, in one mail. */
export async function serveMailbox(ctx: Ctx, held: Held): Promise<string | undefined> {
  const { id } = held.row;
  for (;;) {
    const row = await findSubscription(ctx.db, id);
    if (row?.lease !== held.lease || row.state !== 'active' || held.attending.signal.aborted) return undefined;
    const gathered = await gather(ctx, id);
    const [first] = gathered;
    if (first === undefined) return undefined;
    const at = instantText(ctx.now());
    held.attending.onStep?.('sending');
    const letter = alertLetter(
      gathered.map(item),
      row.target,
      filterText(ctx, filterOf(row)),
      letterLinks(ctx, row),
      messageId(ctx, first.batch!),
    );
    const answer = await deliver(ctx, letter);
    held.attending.onStep?.('sent');
    const results = gathered.map((delivery) => ({ delivery, at, answer }));
    const recorded = await recordResults(ctx, { ...held, row }, results);
    held.attending.onStep?.('recorded');
    if (recorded !== 'go on') return recorded.next;
  }
}

/** What waits, bound into one mail before it is sent: when it has to be sent again it is the same mail with the same id. */
async function gather(ctx: Ctx, id: string): Promise<Sendable[]> {
  const waiting = await listGathered(ctx.db, id, instantText(ctx.now()), GATHERED);
  const bound = waiting.find((delivery) => delivery.batch !== null);
  if (bound !== undefined) return waiting.filter((delivery) => delivery.batch === bound.batch);
  const batch = ctx.newId();
  await whole(ctx, (db) =>
    setBatch(
      db,
      waiting.map((delivery) => delivery.id),
      batch,
    ),
  );
  return waiting.map((delivery) => ({ ...delivery, batch }));
}

function item({ event }: Sendable) {
  return { type: event.type, eventId: event.id, occurredAt: event.occurred_at, data: JSON.parse(event.data) as EventData };
}

/** Asks the reader of a mailbox whether the alerts are wanted. */
export function sendConfirmation(ctx: Ctx, held: Held): Promise<string | undefined> {
  const { row } = held;
  const links = { confirm: letterLink(ctx, row, 'confirm'), web: publicUrl(ctx.config) };
  return sendOnce(ctx, held, confirmationLetter(row.target, filterText(ctx, filterOf(row)), links, messageId(ctx, `${row.id}.confirm`)));
}

/** Tells the owner of a webhook that it was switched off, where he asked to be told. */
export async function sendNotice(ctx: Ctx, held: Held): Promise<string | undefined> {
  const { row } = held;
  if (row.contact === null) return undefined;
  const facts = {
    target: row.target,
    since: row.updated_at,
    reason: row.state_reason ?? '',
    pending: await countPending(ctx.db, row.id),
    manage: `${publicUrl(ctx.config)}/admin/subscriptions/${row.id}`,
  };
  return sendOnce(ctx, held, disabledNotice(row.contact, facts, messageId(ctx, `${row.id}.disabled.${row.updated_at}`)));
}

export function sendTestMail(ctx: Ctx, row: SubscriptionRow): Promise<Answer> {
  const letter = testLetter(row.target, filterText(ctx, filterOf(row)), letterLinks(ctx, row), messageId(ctx, ctx.newId()));
  return deliver(ctx, letter);
}

/** A letter that no delivery stands for: tried again by the ladder, and then given up. */
async function sendOnce(ctx: Ctx, { row, lease }: Held, letter: Letter): Promise<string | undefined> {
  const answer = await deliver(ctx, letter);
  if (answer.fault === null) return undefined;
  const now = ctx.now();
  const failures = row.failures + 1;
  const wait = nextAttemptIn(failures, answer.retryAfter, ctx.random);
  ctx.log.warn({ subscription: row.id, fault: answer.fault, givenUp: wait === undefined }, 'a letter was not sent');
  await whole(ctx, (db) => updateHeld(db, row.id, lease, { failures, failing_since: row.failing_since ?? instantText(now) }));
  return wait === undefined ? undefined : instantText(now + wait);
}

async function deliver(ctx: Ctx, letter: Letter): Promise<Answer> {
  if (ctx.mailer === undefined)
    return { status: null, fault: 'this server sends no e-mail: SMTP_URL is not set', retryAfter: null, milliseconds: 0 };
  return ctx.mailer.send(letter);
}

function letterLinks(ctx: Ctx, row: SubscriptionRow) {
  const unsubscribe = letterLink(ctx, row, 'unsubscribe');
  return { unsubscribe, oneClick: unsubscribe, web: publicUrl(ctx.config) };
}

/** The page and, by POST, the deed. */
function letterLink(ctx: Ctx, row: SubscriptionRow, purpose: LinkPurpose): string {
  return `${publicUrl(ctx.config)}/subscriptions/${row.id}/${purpose}?token=${linkToken(row, purpose)}`;
}

function messageId(ctx: Ctx, name: string): string {
  return `<${name}@${new URL(publicUrl(ctx.config)).hostname}>`;
}
