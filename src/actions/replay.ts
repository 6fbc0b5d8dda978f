import type { Ctx } from '../context.ts';
import { wants } from '../domain/alerts.ts';
import { AppError } from '../domain/errors.ts';
import { findDelivery, insertDeliveries, listByEvent, reopenDeliveries } from '../store/deliveries.ts';
import { factsOf, filterOf } from '../store/event-facts.ts';
import { listEventsSince } from '../store/events.ts';
import type { DeliveryRow, EventRow } from '../store/tables.ts';
import { newDelivery, withoutUntrue } from './outbox.ts';
import { getOwn, wake } from './subscriptions.ts';
import { inTransaction } from './transaction.ts';

const MOST = 50_000;

/** Sends one delivery once more, under the same id. */
export function redeliver(ctx: Ctx, subscriptionId: string, deliveryId: string): Promise<DeliveryRow> {
  return inTransaction(ctx, async (tx) => {
    await getOwn(tx, subscriptionId);
    const delivery = await findDelivery(tx.db, subscriptionId, deliveryId);
    if (delivery === undefined) throw new AppError('not_found', `There is no delivery ${deliveryId} of this subscription.`);
    if (delivery.state === 'superseded') {
      throw new AppError('conflict', 'What this delivery says is not true any more: it is not sent.');
    }
    await reopenDeliveries(tx.db, [delivery.id], tx.at);
    await wake(tx, subscriptionId);
    tx.journal.audit.push({
      action: 'delivery.repeated',
      subject: `subscription:${subscriptionId}`,
      before: null,
      after: { delivery: delivery.id },
    });
    return { ...delivery, state: 'pending', due_at: tx.at, ended_at: null };
  });
}

/**
 * Sends all that the subscription asks for since a moment, in order and under the same ids, whether it was sent before, given
 * up, or happened before the subscription was made. What is not true any more is left out. Returns how many.
 */
export function replay(ctx: Ctx, subscriptionId: string, since: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const row = await getOwn(tx, subscriptionId);
    const filter = filterOf(row);
    const told: { event: EventRow; facts: ReturnType<typeof factsOf> }[] = [];
    const wanted: EventRow[] = [];
    for (let after = 0; ; ) {
      const events = await listEventsSince(tx.db, since, after, 500);
      for (const event of events) {
        const facts = factsOf(tx.reference, event);
        told.push({ event, facts });
        if (wants(filter, facts)) wanted.push(event);
      }
      if (wanted.length > MOST) {
        throw new AppError('invalid_request', `Since then there are more than ${MOST} alerts: choose a later moment or a narrower filter.`);
      }
      const last = events.at(-1);
      if (last === undefined) break;
      after = last.seq;
    }
    const owed = withoutUntrue(
      wanted.map((event) => newDelivery(tx, row.id, event, tx.at)),
      told,
    );
    const [first] = owed;
    if (first === undefined) return 0;
    const known = new Map((await listByEvent(tx.db, row.id, first.event_seq)).map((delivery) => [delivery.event_seq, delivery]));
    await insertDeliveries(
      tx.db,
      owed.filter((delivery) => !known.has(delivery.event_seq)),
    );
    const again = owed.flatMap((delivery) => known.get(delivery.event_seq)?.id ?? []);
    await reopenDeliveries(tx.db, again, tx.at);
    await wake(tx, row.id);
    tx.journal.audit.push({
      action: 'subscription.replayed',
      subject: `subscription:${row.id}`,
      before: null,
      after: { since, deliveries: owed.length },
    });
    return owed.length;
  });
}
