import { chunks } from './chunks.ts';
import { type Db, prepared } from './db.ts';
import type { SubscriptionRow } from './tables.ts';

/** Whose subscriptions: of one key, or everybody's. */
export type Owner = { keyId: string } | 'everybody';

export function findSubscription(db: Db, id: string): Promise<SubscriptionRow | undefined> {
  return db.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** By id, which is the order in which they were made. */
export function listSubscriptions(db: Db, owner: Owner, after: string, limit: number): Promise<SubscriptionRow[]> {
  let query = db.selectFrom('subscriptions').selectAll().where('id', '>', after);
  if (owner !== 'everybody') query = query.where('key_id', '=', owner.keyId);
  return query.orderBy('id').limit(limit).execute();
}

/** Those that take part in new events, and whose place is none or one of these. A paused one goes on collecting. */
export async function listInterested(db: Db, places: readonly string[]): Promise<SubscriptionRow[]> {
  const found = await anywhere(db, {});
  for (const some of chunks(places, 500)) {
    found.push(
      ...(await db.selectFrom('subscriptions').selectAll().where('place', 'in', some).where('state', 'in', ['active', 'paused']).execute()),
    );
  }
  return found;
}

const anywhere = prepared<object, SubscriptionRow>((db) =>
  db.selectFrom('subscriptions').selectAll().where('place', 'is', null).where('state', 'in', ['active', 'paused']),
);

export async function insertSubscription(db: Db, row: SubscriptionRow): Promise<void> {
  await db.insertInto('subscriptions').values(row).execute();
}

export async function updateSubscription(db: Db, id: string, change: Partial<Omit<SubscriptionRow, 'id'>>): Promise<void> {
  await db.updateTable('subscriptions').set(change).where('id', '=', id).execute();
}

/** With its deliveries and their attempts. */
export async function deleteSubscription(db: Db, id: string): Promise<void> {
  await db.deleteFrom('subscriptions').where('id', '=', id).execute();
}

/** How many subscriptions of that mailbox were asked for since then, by its reader or in its name. */
export async function countByTarget(db: Db, target: string, since: string): Promise<number> {
  const row = await db
    .selectFrom('subscriptions')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('target', '=', target)
    .where('key_id', 'is', null)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function countUnconfirmed(db: Db, since: string): Promise<number> {
  const row = await db
    .selectFrom('subscriptions')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'unconfirmed')
    .where('key_id', 'is', null)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function deleteUnconfirmed(db: Db, before: string): Promise<void> {
  await db.deleteFrom('subscriptions').where('state', '=', 'unconfirmed').where('created_at', '<', before).execute();
}

/** Has the courier look at these no later than then. */
export async function wakeSubscriptions(db: Db, ids: readonly string[], at: string): Promise<void> {
  for (const some of chunks(ids, 500)) {
    await db
      .updateTable('subscriptions')
      .set({ next_due: at })
      .where('id', 'in', some)
      .where((eb) => eb.or([eb('next_due', 'is', null), eb('next_due', '>', at)]))
      .execute();
  }
}

/** Ids of those for which there is something to do now and that nobody has taken, the longest waiting first. */
export async function listWaiting(db: Db, failing: boolean, now: string, limit: number): Promise<string[]> {
  return (await (failing ? waitingFailing : waitingWell)(db, { now, limit })).map((row) => row.id);
}

const waiting = (failures: '=' | '>') =>
  prepared<{ now: string; limit: number }, { id: string }>((db, value) =>
    db
      .selectFrom('subscriptions')
      .select('id')
      .where('next_due', '<=', value('now'))
      .where('failures', failures, 0)
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', value('now'))]))
      .orderBy('next_due')
      .limit(value('limit')),
  );
const waitingWell = waiting('=');
const waitingFailing = waiting('>');

/** Since when the subscription that waits longest for a courier could have been looked after; undefined when none waits. */
export async function oldestWaiting(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('subscriptions')
    .select('next_due')
    .where('next_due', 'is not', null)
    .where('lease', 'is', null)
    .orderBy('next_due')
    .limit(1)
    .executeTakeFirst();
  return row?.next_due ?? undefined;
}

/** The subscriptions that fail most. */
export function listFailing(db: Db, limit: number): Promise<Pick<SubscriptionRow, 'id' | 'failures'>[]> {
  return db
    .selectFrom('subscriptions')
    .select(['id', 'failures'])
    .where('failures', '>', 0)
    .orderBy('failures', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export interface Lease {
  id: string;
  lease: string;
  until: string;
}

/** Takes a subscription that waits and that nobody holds; undefined when another process was quicker. */
export async function takeSubscription(db: Db, { id, lease, until }: Lease, now: string): Promise<SubscriptionRow | undefined> {
  return db
    .updateTable('subscriptions')
    .set({ lease, lease_until: until })
    .where('id', '=', id)
    .where('next_due', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
    .returningAll()
    .executeTakeFirst();
}

/** False when the lease ran out and another process has the subscription. */
export async function renewLease(db: Db, { id, lease, until }: Lease): Promise<boolean> {
  const result = await db
    .updateTable('subscriptions')
    .set({ lease_until: until })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Writes what the holder of the lease found out. False when it is not the holder any more. */
export async function updateHeld(db: Db, id: string, lease: string, change: Partial<SubscriptionRow>): Promise<boolean> {
  const result = await db.updateTable('subscriptions').set(change).where('id', '=', id).where('lease', '=', lease).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
