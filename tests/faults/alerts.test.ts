import { describe, expect, test } from 'vitest';
import { seeded, TODAY } from '../../bench/build.ts';
import { verify } from '../../src/actions/verify.ts';
import type { Ctx } from '../../src/context.ts';
import { countPending } from '../../src/store/deliveries.ts';
import { listEvents } from '../../src/store/events.ts';
import type { Orders, Step } from '../support/alert-process.ts';
import { type AlertReceiver, type Arrival, alertReceiver } from '../support/alert-receiver.ts';
import { dueRegister, subscribeAll } from '../support/due-register.ts';
import { until } from '../support/http.ts';
import { said, startScript } from '../support/processes.ts';
import { type Engine, engines } from '../support/register.ts';

const TICK_AT = Date.parse(`${TODAY}T23:59:00Z`);
/** More than a lease lasts: whoever comes after a killed process finds its leases at their end. */
const LEAP_MS = 61_000;
/** Sends of one subscription that may be under way together. */
const GROUP = 8;

const STEPS: readonly Step[] = ['taken', 'sending', 'sent', 'recorded', 'before the commit', 'after the commit'];
/** Who dies here dies with a message half sent, or a transaction half done. */
const IN_THE_MIDDLE: readonly Step[] = ['before the commit', 'sending', 'sent'];

/** When a process is killed: at a moment, by itself at a step, or by who gets its messages. */
type Kill =
  | { when: 'at a moment'; after: number }
  | { when: Step; nth: number }
  | { when: 'before the answer' | 'after the answer'; nth: number };

/** Of each kind as many, in a random order; but the tick's first, so that there is always something to send. */
function randomKills(count: number, seed: number): Kill[] {
  const random = seeded(seed);
  const kinds: (() => Kill)[] = [
    // A batch of the tick makes 300 ids: 100 events and what is promised of them.
    () => ({ when: 'before the commit', nth: 1 + random(450) }),
    () => ({ when: 'after the commit', nth: 1 }),
    // There are but two subscriptions to take.
    () => ({ when: 'taken', nth: 1 + random(2) }),
    () => ({ when: 'sending', nth: 1 + random(50) }),
    () => ({ when: 'sent', nth: 1 + random(50) }),
    () => ({ when: 'recorded', nth: 1 + random(6) }),
    () => ({ when: 'before the answer', nth: 1 + random(50) }),
    () => ({ when: 'after the answer', nth: 1 + random(50) }),
    () => ({ when: 'at a moment', after: random(100) }),
    () => ({ when: 'at a moment', after: random(100) }),
  ];
  const kills = Array.from({ length: count }, (_, index) => kinds[index % kinds.length]!());
  for (let index = kills.length - 1; index > 0; index -= 1) {
    const other = random(index + 1);
    [kills[index], kills[other]] = [kills[other]!, kills[index]!];
  }
  const first = kills.filter((kill) => kill.when === 'after the commit').slice(0, 4);
  return [...first, ...kills.filter((kill) => !first.includes(kill))];
}

interface Figures {
  /** Messages that had arrived and were not written down when the process was killed; one number a kill. */
  inFlight: number[];
  /** The most of them that were of one subscription. */
  mostOfOne: number;
  /** Kills that hit a message in flight, or the tick in the middle of a transaction. */
  hits: number;
  arrived: number;
  repeats: number;
  lost: number;
  /** Of subscribers and routes that saw one alert under two ids. */
  twoIds: number;
  faults: string[];
}

/** Lets processes send what `routes` due routes owe to two webhooks, and kills one after the other until the last may end. */
async function killed(routes: number, kills: readonly Kill[], wrong?: NonNullable<Orders['wrong']>): Promise<Figures> {
  const { ctx, url } = await dueRegister('sqlite', routes);
  const receiver = await alertReceiver(10);
  const targets = [`${receiver.origin}/one`, `${receiver.origin}/two`];
  const subscriptions = await Promise.all(targets.map((target) => subscribeAll(ctx, target)));
  const figures = { inFlight: [] as number[], mostOfOne: 0, hits: 0 };
  let clock = TICK_AT;
  const begin = async (orders: Omit<Orders, 'clock'>) => {
    clock += LEAP_MS;
    const run = startScript('alert-process.ts', [JSON.stringify({ clock, ...orders, ...(wrong ? { wrong } : {}) })], { DATABASE_URL: url });
    await new Promise((resolve) => run.child.stdout?.once('data', resolve));
    return run;
  };
  for (const kill of kills) {
    const before = receiver.arrivals.length;
    const step = STEPS.find((one) => one === kill.when);
    const isOfTick = step === 'before the commit' || step === 'after the commit';
    let strike = () => {};
    receiver.watch = {
      ...(kill.when === 'before the answer' ? { before: (count: number) => count >= before + kill.nth && strike() } : {}),
      ...(kill.when === 'after the answer' ? { after: (count: number) => count >= before + kill.nth && strike() } : {}),
    };
    const run = await begin({
      ...(isOfTick ? { tickAt: TICK_AT } : {}),
      ...(step !== undefined && 'nth' in kill ? { die: { step, nth: kill.nth } } : {}),
    });
    strike = () => void run.child.kill('SIGKILL');
    let byItself = step !== undefined;
    const late = () => {
      byItself = false;
      strike();
    };
    // What it is to be killed at may never come: there is little left to do.
    const patience = setTimeout(late, kill.when === 'at a moment' ? kill.after : 500);
    const { signal, stderr } = await run.finished;
    clearTimeout(patience);
    expect([signal, stderr]).toEqual(['SIGKILL', '']);
    await until(() => receiver.sockets.size === 0);
    const unwritten = await unwrittenOf(ctx, receiver.arrivals.slice(before));
    figures.inFlight.push(unwritten.length);
    for (const target of targets) figures.mostOfOne = Math.max(figures.mostOfOne, unwritten.filter((one) => one.url === target).length);
    if (unwritten.length > 0 || (byItself && IN_THE_MIDDLE.some((one) => one === step))) figures.hits += 1;
  }
  receiver.watch = {};
  const last = await begin({ tickAt: TICK_AT });
  await said(last, 'ticked');
  await until(async () => (await pendingOf(ctx, subscriptions)) === 0, 120_000);
  last.child.kill('SIGTERM');
  expect(await last.finished).toMatchObject({ code: 0, stderr: '' });

  const events = await listEvents(ctx.db, { after: 0 }, 2 * routes);
  expect(events.map((event) => event.type)).toEqual(Array.from({ length: routes }, () => 'route.launch_due'));
  const { arrivals } = receiver;
  const arrived = new Set(arrivals.map((one) => `${one.url} ${one.id}`));
  const ids = Map.groupBy(arrivals, (one) => `${one.url} ${one.route} ${one.type}`);
  return {
    ...figures,
    arrived: arrivals.length,
    repeats: arrivals.length - arrived.size,
    lost: targets.flatMap((target) => events.filter((event) => !arrived.has(`${target} ${event.id}`))).length,
    twoIds: [...ids.values()].filter((some) => new Set(some.map((one) => one.id)).size > 1).length,
    faults: (await verify(ctx)).faults,
  };
}

async function pendingOf(ctx: Ctx, subscriptions: readonly string[]): Promise<number> {
  let pending = 0;
  for (const id of subscriptions) pending += await countPending(ctx.db, id);
  return pending;
}

/** Of what arrived, each message once that is not written down as delivered. */
async function unwrittenOf(ctx: Ctx, arrivals: readonly Arrival[]): Promise<Arrival[]> {
  const unique = new Map(arrivals.map((one) => [`${one.url} ${one.id}`, one]));
  if (unique.size === 0) return [];
  const rows = await ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('events as e', 'e.seq', 'd.event_seq')
    .innerJoin('subscriptions as s', 's.id', 'd.subscription_id')
    .select(['s.target', 'e.id'])
    .where('e.id', 'in', [...new Set(arrivals.map((one) => one.id))])
    .where('d.state', '=', 'delivered')
    .execute();
  for (const row of rows) unique.delete(`${row.target} ${row.id}`);
  return [...unique.values()];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** Leaves 200 alerts to each webhook. */
const TWO_BATCHES: Kill = { when: 'after the commit', nth: 2 };

describe('kill -9 while alerts are sent', () => {
  test('200 times, at any moment: none is lost, none gets a second id, and only what was in flight is repeated', async () => {
    const kills = randomKills(200, 20_261_124);
    const figures = await killed(3_500, kills);
    expect(figures.lost).toBe(0);
    expect(figures.twoIds).toBe(0);
    expect(figures.mostOfOne).toBeLessThanOrEqual(GROUP);
    expect(figures.repeats).toBeLessThanOrEqual(sum(figures.inFlight));
    expect(figures.hits).toBeGreaterThan(kills.length / 2);
    expect(figures.faults).toEqual([]);
  });

  test('the count of what is lost sees a courier that marks before it sends', async () => {
    const kills: Kill[] = [TWO_BATCHES, ...[4, 9, 14, 19, 24].map((nth): Kill => ({ when: 'sending', nth }))];
    expect((await killed(300, kills, 'marks before it sends')).lost).toBeGreaterThan(0);
  });

  test('the count of ids sees a courier that gives each attempt its own', async () => {
    const kills: Kill[] = [TWO_BATCHES, ...[4, 9, 14, 19, 24].map((nth): Kill => ({ when: 'sent', nth }))];
    expect((await killed(300, kills, 'another id each time')).twoIds).toBeGreaterThan(0);
  });
});

const ROUTES = 1_000;
/** Routes that have a story before they are due. */
const TOLD = 50;
const PATHS = ['/a', '/b'];

/** Several processes tick and send at once what the same routes owe to six webhooks at three receivers. */
async function together(engine: Engine, processes: number, wrong?: NonNullable<Orders['wrong']>) {
  const register = await dueRegister(engine, ROUTES);
  const { ctx, url } = register;
  const receivers = await Promise.all([alertReceiver(), alertReceiver(), alertReceiver()]);
  const targets = receivers.flatMap(({ origin }) => PATHS.map((path) => origin + path));
  const subscriptions = await Promise.all(targets.map((target) => subscribeAll(ctx, target)));
  await tellStories(register);
  const orders = { clock: TICK_AT + LEAP_MS, tickAt: TICK_AT, ...(wrong ? { wrong } : {}) } satisfies Orders;
  const runs = Array.from({ length: processes }, () => startScript('alert-process.ts', [JSON.stringify(orders)], { DATABASE_URL: url }));
  await Promise.all(runs.map((run) => said(run, 'ticked')));
  await until(async () => (await pendingOf(ctx, subscriptions)) === 0, 120_000);
  for (const { child } of runs) child.kill('SIGTERM');
  const ends = await Promise.all(runs.map((run) => run.finished));
  const events = await listEvents(ctx.db, { after: 0 }, 10 * ROUTES);
  return { ctx, targets, events, ends, arrivals: receivers.flatMap((receiver: AlertReceiver) => receiver.arrivals) };
}

/** Announced, then moved: both will have been owed when the route comes due. */
async function tellStories({ ctx, clock, record }: Awaited<ReturnType<typeof dueRegister>>): Promise<void> {
  clock.set(`${TODAY}T00:00:00Z`);
  const airports = ctx.reference.places.filter((place) => place.kind === 'airport');
  for (let number = 0; number < TOLD; number += 1) {
    const ends = { origin: airports[number]!.code, destination: airports[number + TOLD]!.code };
    await record({ ...ends, effective: '2026-11-28', publishedOn: '2026-11-01' });
    await record({ ...ends, effective: TODAY, publishedOn: '2026-11-02' });
  }
}

describe.each([...engines().flatMap((engine) => (engine === 'sqlite' ? [1, 4, 8] : [4]).map((processes) => [engine, processes] as const))])(
  '%s, %i processes sending at once',
  (engine, processes) => {
    test('every webhook gets every alert once, those of a route in order, and no log speaks of a lock', async () => {
      const { ctx, targets, events, ends, arrivals } = await together(engine, processes);
      expect(ends.map((end) => [end.code, end.stderr])).toEqual(ends.map(() => [0, '']));
      const flagged = events.filter((event) => event.type === 'route.launch_due' || event.type === 'route.launch_overdue');
      expect(new Set(flagged.map((event) => event.route_id)).size).toBe(ROUTES + TOLD);
      expect(events.filter((event) => event.type === 'route.launch_moved')).toHaveLength(TOLD);
      expect(events).toHaveLength(ROUTES + 3 * TOLD);
      const seqOf = new Map(events.map((event) => [event.id, event.seq]));
      const all = events.map((event) => event.seq);
      for (const target of targets) {
        const seqs = arrivals.filter((one) => one.url === target).map((one) => seqOf.get(one.id) ?? one.id);
        expect(seqs.toSorted((a, b) => Number(a) - Number(b))).toEqual(all);
      }
      expect(outOfOrder(arrivals, seqOf)).toEqual([]);
      expect((await verify(ctx)).faults).toEqual([]);
    });
  },
);

/** The webhooks and routes that heard something late. */
function outOfOrder(arrivals: readonly Arrival[], seqOf: ReadonlyMap<string, number>): string[] {
  const told = Map.groupBy(arrivals, (one) => `${one.url} ${one.route}`);
  return [...told].flatMap(([key, some]) => {
    const seqs = some.map((one) => seqOf.get(one.id) ?? 0);
    return seqs.every((seq, index) => index === 0 || seq > seqs[index - 1]!) ? [] : [key];
  });
}

test('the counts see processes that believe in no lease', async () => {
  const { arrivals } = await together('sqlite', 4, 'believes no lease');
  const once = new Set(arrivals.map((one) => `${one.url} ${one.id}`));
  expect(arrivals.length).toBeGreaterThan(once.size);
});
