import { attend } from './actions/courier.ts';
import type { Attending } from './actions/courier-record.ts';
import { type HostSlots, hostSlots } from './actions/host-slots.ts';
import { whole } from './actions/transaction.ts';
import { CLOCK, type Ctx, instantText } from './context.ts';
import { deleteEndedDeliveries } from './store/deliveries.ts';
import { deleteUnconfirmed, listWaiting } from './store/subscriptions.ts';

export interface Courier {
  /** Takes nothing more, ends what is being sent, and waits until all is written down. */
  stop: () => Promise<void>;
  /** Resolves when nothing waits that could be sent now and nothing is under way. */
  idle: () => Promise<void>;
}

export interface CourierOptions {
  /** How often the database is asked what waits, in milliseconds. */
  every?: number;
  onStep?: Attending['onStep'];
}

const EVERY_MS = 1_000;
/** Subscriptions looked after at once: those that fail have places of their own, so that they cannot keep the others waiting. */
const PLACES = { well: 48, failing: 16 };
const SENDS_PER_HOST = 8;
const CLEAN_EVERY_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** A letter of confirmation that nobody answered for so long is forgotten, with the subscription. */
const UNCONFIRMED_DAYS = 2;

/** Sends what is owed, for as long as the process runs. Several processes may do so at once. */
export function startCourier(given: Ctx, options: CourierOptions = {}): Courier {
  const ctx: Ctx = { ...given, actor: CLOCK };
  const stopping = new AbortController();
  const hosts: HostSlots = hostSlots(SENDS_PER_HOST);
  const attending: Attending = { hosts, signal: stopping.signal, ...(options.onStep ? { onStep: options.onStep } : {}) };
  const busy = { well: new Map<string, Promise<void>>(), failing: new Map<string, Promise<void>>() };
  let looking: Promise<boolean> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let cleanedAt = 0;

  const look = async (): Promise<boolean> => {
    let begun = false;
    for (const kind of ['well', 'failing'] as const) {
      const free = PLACES[kind] - busy[kind].size;
      if (free <= 0 || stopping.signal.aborted) continue;
      // Others may be quicker with some of them: ask for more than fit.
      for (const id of await listWaiting(ctx.db, kind === 'failing', instantText(ctx.now()), free * 2)) {
        if (busy[kind].size >= PLACES[kind] || stopping.signal.aborted) break;
        if (busy.well.has(id) || busy.failing.has(id)) continue;
        begun = true;
        const task = attend(ctx, id, attending)
          .catch((fault) => ctx.log.error({ err: fault, subscription: id }, 'a subscription could not be looked after; it is tried again'))
          .finally(() => {
            busy[kind].delete(id);
            void next();
          });
        busy[kind].set(id, task);
      }
    }
    return begun;
  };
  const next = (): Promise<boolean> => {
    if (stopping.signal.aborted) return Promise.resolve(false);
    looking ??= look()
      .catch((fault) => {
        ctx.log.error({ err: fault }, 'the courier could not ask what waits; it asks again');
        return false;
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  const clean = async (): Promise<void> => {
    if (ctx.now() - cleanedAt < CLEAN_EVERY_MS) return;
    cleanedAt = ctx.now();
    await whole(ctx, async (db) => {
      await deleteEndedDeliveries(db, instantText(ctx.now() - ctx.config.RETENTION_DAYS * DAY_MS));
      await deleteUnconfirmed(db, instantText(ctx.now() - UNCONFIRMED_DAYS * DAY_MS));
    });
  };
  const round = async (): Promise<void> => {
    await next();
    await clean().catch((fault) => ctx.log.error({ err: fault }, 'old deliveries could not be deleted; it is tried again'));
    if (!stopping.signal.aborted) timer = setTimeout(round, options.every ?? EVERY_MS);
  };
  const underWay = () => [...busy.well.values(), ...busy.failing.values()];
  const first = round();

  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await first;
      await looking;
      await Promise.all(underWay());
    },
    async idle() {
      for (;;) {
        const begun = await next();
        await Promise.all(underWay());
        if (!begun && underWay().length === 0) return;
      }
    },
  };
}
