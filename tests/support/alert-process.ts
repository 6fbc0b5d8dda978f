// Sends the alerts of the register of DATABASE_URL, and ticks if told to, until it is killed or told to stop. The only
// argument is its orders, as JSON. Prints "begun" when it begins, and "ticked" when its tick has come to its end.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { pino } from 'pino';
import { tick } from '../../src/actions/tick.ts';
import { guardedOutgoing, type Outgoing } from '../../src/alerts/outgoing.ts';
import { loadConfig, readEnvironment } from '../../src/config.ts';
import type { Ctx } from '../../src/context.ts';
import { startCourier } from '../../src/courier.ts';
import { closeContext, openRegister } from '../../src/startup.ts';
import { markDelivered } from '../../src/store/deliveries.ts';

export interface Orders {
  /** What the clock shows when the process starts, in milliseconds. */
  clock: number;
  /** Tick, for this moment. */
  tickAt?: number;
  /** Kill yourself when this happens for the nth time. */
  die?: { step: Step; nth: number };
  /** Do it wrong: the tests have to notice. */
  wrong?: 'marks before it sends' | 'another id each time' | 'believes no lease';
}

export type Step = 'taken' | 'sending' | 'sent' | 'recorded' | 'before the commit' | 'after the commit';

const orders = JSON.parse(process.argv[2] ?? '') as Orders;
let reads = 0;
let left = orders.die?.nth ?? 0;
const opened = await openRegister(loadConfig(readEnvironment()), pino({ level: 'info' }, pino.destination({ fd: 2, sync: true })));
opened.ctx.outgoing.close();

const real = guardedOutgoing({ allow: ['127.0.0.0/8'], plainHttp: true, userAgent: 'Inaugural/test', now, timeoutMs: 5_000 });
const ctx: Ctx = { ...opened.ctx, now, wallClock: now, outgoing: wrongly(real) };
// Whoever started this may be gone without a word.
setTimeout(() => process.exit(1), 300_000).unref();
process.stdout.write('begun\n');
const courier = startCourier(ctx, { every: 20, onStep: reached });
const stopped = once(process, 'SIGTERM');
if (orders.tickAt !== undefined) {
  // Every event and every promise of a transaction gets an id before the commit.
  const newId = () => {
    reached('before the commit');
    return ctx.newId();
  };
  await tick({ ...ctx, newId }, { at: orders.tickAt, signal: betweenCommits() });
  process.stdout.write('ticked\n');
}
await stopped;
await courier.stop();
real.close();
await closeContext(ctx);

function now(): number {
  // A clock that leaps over every lease, whoever has it.
  if (orders.wrong === 'believes no lease') reads += 1;
  return Math.floor(orders.clock + performance.now() + reads * 61_000);
}

function reached(step: Step): void {
  if (step !== orders.die?.step) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

/** The tick asks before each batch whether it is to stop: then the batch before is committed. */
function betweenCommits(): AbortSignal {
  let batches = 0;
  const signal = {
    get aborted() {
      if (batches > 0) reached('after the commit');
      batches += 1;
      return false;
    },
  };
  return signal as AbortSignal;
}

function wrongly(outgoing: Outgoing): Outgoing {
  if (orders.wrong === 'another id each time') {
    return {
      ...outgoing,
      post: (url, { headers, body }, signal) => outgoing.post(url, { headers: { ...headers, 'webhook-id': randomUUID() }, body }, signal),
    };
  }
  if (orders.wrong === 'marks before it sends') {
    return {
      ...outgoing,
      async post(url, message, signal) {
        const delivery = await ctx.db
          .selectFrom('deliveries as d')
          .innerJoin('events as e', 'e.seq', 'd.event_seq')
          .innerJoin('subscriptions as s', 's.id', 'd.subscription_id')
          .select(['d.id', 'd.attempts'])
          .where('e.id', '=', message.headers['webhook-id']!)
          .where('s.target', '=', url)
          .executeTakeFirstOrThrow();
        await markDelivered(ctx.db, delivery, new Date(now()).toISOString());
        return outgoing.post(url, message, signal);
      },
    };
  }
  return outgoing;
}
