import { type Ctx, instantText } from '../context.ts';
import { type AlertFacts, endsCalendarAlerts, isCalendarType, wants } from '../domain/alerts.ts';
import { insertDeliveries, supersede } from '../store/deliveries.ts';
import { factsOf, filterOf } from '../store/event-facts.ts';
import { listInterested, wakeSubscriptions } from '../store/subscriptions.ts';
import type { DeliveryRow, EventRow, SubscriptionRow } from '../store/tables.ts';

/** Within a transaction that happens at one moment. */
type Moment = Ctx & { at: string };

/**
 * Promises each event to everybody who asked, in the transaction that makes the event: from its commit on no crash can lose
 * the alert. What the events have made untrue and was not sent yet is taken back.
 */
export async function promiseAlerts(ctx: Moment, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return;
  const told = events.map((event) => ({ event, facts: factsOf(ctx.reference, event) }));
  const untrue = told.filter(({ facts }) => endsCalendarAlerts(facts.type, facts.status)).map(({ event }) => event.route_id);
  await supersede(ctx.db, [...new Set(untrue)], instantText(ctx.wallClock()));

  const owed: DeliveryRow[] = [];
  const waiting = new Map<string, string[]>();
  for (const { subscription, mine } of await audienceOf(ctx, told)) {
    const dueAt = sendableFrom(ctx, subscription);
    for (const { event } of mine) owed.push(newDelivery(ctx, subscription.id, event, dueAt));
    if (subscription.state === 'active') waiting.set(dueAt, [...(waiting.get(dueAt) ?? []), subscription.id]);
  }
  // Two events of one transaction about one route: the later may have made the earlier untrue.
  await insertDeliveries(ctx.db, withoutUntrue(owed, told));
  for (const [dueAt, ids] of waiting) await wakeSubscriptions(ctx.db, ids, dueAt);
}

/** Who asked for any of these events, and for which. */
export async function audienceOf<T extends { facts: AlertFacts }>(
  ctx: Pick<Ctx, 'db'>,
  told: readonly T[],
): Promise<{ subscription: SubscriptionRow; mine: T[] }[]> {
  const places = new Set(told.flatMap(({ facts }) => facts.places));
  return (await listInterested(ctx.db, [...places])).flatMap((subscription) => {
    const filter = filterOf(subscription);
    const mine = told.filter(({ facts }) => wants(filter, facts));
    return mine.length === 0 ? [] : [{ subscription, mine }];
  });
}

/** At once; mails wait a little for what else may come. */
function sendableFrom(ctx: Moment, { channel }: Pick<SubscriptionRow, 'channel'>): string {
  return instantText(ctx.wallClock() + (channel === 'webhook' ? 0 : ctx.config.MAIL_GATHER * 1000));
}

export function newDelivery(ctx: Moment, subscriptionId: string, event: EventRow, dueAt: string): DeliveryRow {
  return {
    id: ctx.newId(),
    subscription_id: subscriptionId,
    event_seq: event.seq,
    event_type: event.type,
    route_id: event.route_id,
    state: 'pending',
    batch: null,
    attempts: 0,
    rung: 0,
    due_at: dueAt,
    created_at: instantText(ctx.wallClock()),
    ended_at: null,
  };
}

type Told = readonly { event: EventRow; facts: ReturnType<typeof factsOf> }[];

/** Leaves out the calendar's alerts that a later event of the same list ends. */
export function withoutUntrue<T extends Pick<DeliveryRow, 'event_seq' | 'event_type' | 'route_id'>>(owed: readonly T[], told: Told): T[] {
  const endedBy = new Map<string, number>();
  for (const { event, facts } of told) {
    if (endsCalendarAlerts(facts.type, facts.status)) endedBy.set(event.route_id, event.seq);
  }
  return owed.filter((one) => !isCalendarType(one.event_type) || one.event_seq >= (endedBy.get(one.route_id) ?? 0));
}
