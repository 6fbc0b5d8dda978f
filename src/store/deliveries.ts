import { sql } from 'kysely';
import { CALENDAR_TYPES } from '../domain/alerts.ts';
import type { DeliveryState } from '../domain/vocabulary.ts';
import { chunks } from './chunks.ts';
import { type Db, prepared } from './db.ts';
import { listEventsBySeq } from './events.ts';
import { insertAll } from './insert.ts';
import type { Owner } from './subscriptions.ts';
import type { AttemptRow, DeliveryRow, EventRow } from './tables.ts';

export async function insertDeliveries(db: Db, rows: readonly DeliveryRow[]): Promise<void> {
  await insertAll(db, 'deliveries', rows);
}

export function findDelivery(db: Db, subscriptionId: string, id: string): Promise<DeliveryRow | undefined> {
  return db.selectFrom('deliveries').selectAll().where('id', '=', id).where('subscription_id', '=', subscriptionId).executeTakeFirst();
}

export interface DeliveryFilter {
  subscriptionId?: string;
  owner?: Owner;
  state?: DeliveryState;
  /** An id: only older ones. */
  before?: string;
}

/** Newest first. */
export function listDeliveries(db: Db, filter: DeliveryFilter, limit: number): Promise<DeliveryRow[]> {
  let query = db.selectFrom('deliveries').selectAll();
  const { owner = 'everybody', subscriptionId } = filter;
  if (subscriptionId !== undefined) query = query.where('subscription_id', '=', subscriptionId);
  if (owner !== 'everybody') {
    query = query.where('subscription_id', 'in', (eb) => eb.selectFrom('subscriptions').select('id').where('key_id', '=', owner.keyId));
  }
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

export function listAttempts(db: Db, deliveryId: string): Promise<AttemptRow[]> {
  return db.selectFrom('attempts').selectAll().where('delivery_id', '=', deliveryId).orderBy('number').execute();
}

/** Of several deliveries, in the order in which they were made. */
export async function listAttemptsOf(db: Db, deliveryIds: readonly string[]): Promise<Map<string, AttemptRow[]>> {
  const rows: AttemptRow[] = [];
  for (const some of chunks(deliveryIds, 500)) {
    rows.push(...(await db.selectFrom('attempts').selectAll().where('delivery_id', 'in', some).orderBy('number').execute()));
  }
  return Map.groupBy(rows, (row) => row.delivery_id);
}

export async function insertAttempts(db: Db, rows: readonly AttemptRow[]): Promise<void> {
  await insertAll(db, 'attempts', rows);
}

/** A delivery that may be sent, with its event. */
export type Sendable = DeliveryRow & { event: EventRow };

/** Of each route the oldest delivery that waits: what comes after it waits for it. */
function heads(db: Db, subscriptionId: string) {
  return db
    .selectFrom('deliveries as d')
    .where('d.subscription_id', '=', subscriptionId)
    .where('d.state', '=', sql<'pending'>`'pending'`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('deliveries as e')
            .select(sql`1`.as('one'))
            .whereRef('e.route_id', '=', 'd.route_id')
            .whereRef('e.subscription_id', '=', 'd.subscription_id')
            .whereRef('e.event_seq', '<', 'd.event_seq')
            .where('e.state', '=', sql<'pending'>`'pending'`),
        ),
      ),
    );
}

const sendable = prepared<{ subscriptionId: string; now: string; limit: number }, DeliveryRow>((db, value) =>
  heads(db, value('subscriptionId')).selectAll('d').where('d.due_at', '<=', value('now')).orderBy('d.event_seq').limit(value('limit')),
);

/** Those whose turn and time have come, in the order of events. */
export async function listSendable(db: Db, subscriptionId: string, now: string, limit: number): Promise<Sendable[]> {
  return withEvents(db, await sendable(db, { subscriptionId, now, limit }));
}

/** All that waits and whose time has come, in the order of events: for a mail, which tells them in one. */
export async function listGathered(db: Db, subscriptionId: string, now: string, limit: number): Promise<Sendable[]> {
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', sql<'pending'>`'pending'`)
    .where('due_at', '<=', now)
    .orderBy('event_seq')
    .limit(limit)
    .execute();
  return withEvents(db, rows);
}

async function withEvents(db: Db, rows: readonly DeliveryRow[]): Promise<Sendable[]> {
  const numbers = rows.map((row) => row.event_seq);
  const events = new Map((await listEventsBySeq(db, numbers)).map((event) => [event.seq, event]));
  return rows.flatMap((row) => {
    const event = events.get(row.event_seq);
    return event === undefined ? [] : [{ ...row, event }];
  });
}

/** Of these, the ids of those that still wait. */
export async function listStillPending(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const some of chunks(ids, 500)) {
    const rows = await db.selectFrom('deliveries').select('id').where('id', 'in', some).where('state', '=', 'pending').execute();
    for (const row of rows) found.add(row.id);
  }
  return found;
}

export async function countPending(db: Db, subscriptionId: string): Promise<number> {
  const row = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', sql<'pending'>`'pending'`)
    .executeTakeFirstOrThrow();
  return row.count;
}

const headDue = prepared<{ subscriptionId: string }, { due: string | null }>((db, value) =>
  heads(db, value('subscriptionId')).select((eb) => eb.fn.min('d.due_at').as('due')),
);

/** When the next of a subscription's deliveries may be sent; undefined when none waits. */
export async function nextDueOf(db: Db, subscriptionId: string): Promise<string | undefined> {
  const [row] = await headDue(db, { subscriptionId });
  return row?.due ?? undefined;
}

export async function updateDelivery(db: Db, id: string, change: Partial<Omit<DeliveryRow, 'id'>>): Promise<void> {
  await db.updateTable('deliveries').set(change).where('id', '=', id).execute();
}

/** To be sent again, from the first attempt of the ladder on; the attempts that were made stay on record. */
export async function reopenDeliveries(db: Db, ids: readonly string[], at: string): Promise<void> {
  for (const some of chunks(ids, 500)) {
    await db
      .updateTable('deliveries')
      .set({ state: 'pending', batch: null, rung: 0, due_at: at, ended_at: null })
      .where('id', 'in', some)
      .execute();
  }
}

/** All that waits may be sent at once, from the first attempt of the ladder on. */
export async function makeDue(db: Db, subscriptionId: string, at: string): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ rung: 0, due_at: at })
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', sql<'pending'>`'pending'`)
    .execute();
}

/** The receiver has it, also if it was called untrue while it was on its way. */
export async function markDelivered(db: Db, { id, attempts }: Pick<DeliveryRow, 'id' | 'attempts'>, at: string): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'delivered', attempts: attempts + 1, ended_at: at })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'superseded'])
    .execute();
}

/** Puts those that wait into one mail. */
export async function setBatch(db: Db, ids: readonly string[], batch: string): Promise<void> {
  for (const some of chunks(ids, 500)) await db.updateTable('deliveries').set({ batch }).where('id', 'in', some).execute();
}

/** The calendar's alerts about these routes that were not sent yet are no longer true. */
export async function supersede(db: Db, routeIds: readonly string[], at: string): Promise<void> {
  for (const some of chunks(routeIds, 500)) {
    await db
      .updateTable('deliveries')
      .set({ state: 'superseded', ended_at: at })
      .where('route_id', 'in', some)
      .where('state', '=', sql<'pending'>`'pending'`)
      .where('event_type', 'in', CALENDAR_TYPES)
      .execute();
  }
}

/** The deliveries of a subscription by the number of their event, from a number on. */
export function listByEvent(db: Db, subscriptionId: string, from: number): Promise<Pick<DeliveryRow, 'id' | 'event_seq'>[]> {
  return db
    .selectFrom('deliveries')
    .select(['id', 'event_seq'])
    .where('subscription_id', '=', subscriptionId)
    .where('event_seq', '>=', from)
    .execute();
}

export async function deleteEndedDeliveries(db: Db, before: string): Promise<void> {
  await db.deleteFrom('deliveries').where('ended_at', '<', before).execute();
}

export interface Backlog {
  pending: number;
  /** When the oldest delivery that waits was promised. */
  oldest: string | null;
  /** Subscriptions whose last attempt failed, and those switched off. */
  failing: number;
  disabled: number;
}

/** What is owed: for health and metrics. */
export async function readBacklog(db: Db): Promise<Backlog> {
  const waiting = await db
    .selectFrom('deliveries as d')
    .innerJoin('subscriptions as s', 's.id', 'd.subscription_id')
    .select((eb) => [eb.fn.countAll<number>().as('pending'), eb.fn.min('d.created_at').as('oldest')])
    .where('d.state', '=', sql<'pending'>`'pending'`)
    .where('s.state', '=', 'active')
    .executeTakeFirstOrThrow();
  const counts = await db
    .selectFrom('subscriptions')
    .select((eb) => [
      eb.fn.sum<number | null>(eb.case().when('failures', '>', 0).then(1).else(0).end()).as('failing'),
      eb.fn.sum<number | null>(eb.case().when('state', '=', 'disabled').then(1).else(0).end()).as('disabled'),
    ])
    .executeTakeFirstOrThrow();
  return { pending: waiting.pending, oldest: waiting.oldest, failing: Number(counts.failing ?? 0), disabled: Number(counts.disabled ?? 0) };
}
