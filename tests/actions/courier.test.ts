import { describe, expect, onTestFinished, test } from 'vitest';
import { retract } from '../../src/actions/announcements.ts';
import { createKey, revokeKey } from '../../src/actions/keys.ts';
import { redeliver, replay } from '../../src/actions/replay.ts';
import { askForMails, changeSubscription, createSubscription, getOwn, rotateSecret, type Wanted } from '../../src/actions/subscriptions.ts';
import { tick } from '../../src/actions/tick.ts';
import { LADDER_MS } from '../../src/alerts/ladder.ts';
import type { Ctx } from '../../src/context.ts';
import { startCourier } from '../../src/courier.ts';
import { listAttempts, listDeliveries } from '../../src/store/deliveries.ts';
import { listEvents } from '../../src/store/events.ts';
import { listSubscriptions } from '../../src/store/subscriptions.ts';
import { startReceiver } from '../support/receiver.ts';
import { engines, type TestRegister, testRegister } from '../support/register.ts';

const EVERYTHING = { types: [], statuses: [], place: null, airline: null };

function subscribe(ctx: Ctx, url: string, more: Partial<Wanted> = {}) {
  return createSubscription(ctx, { channel: 'webhook', target: url, filter: EVERYTHING, description: null, contact: null, ...more });
}

/** A courier that looks when it is told to: its own rounds come once in an hour. */
function courierOf(ctx: Ctx) {
  const courier = startCourier(ctx, { every: 3_600_000 });
  onTestFinished(() => courier.stop());
  return courier;
}

/** Lets the time come at which the subscription is looked after next, and everything be sent that can be. */
async function nextAttempt({ ctx, clock }: TestRegister, id: string): Promise<number | undefined> {
  const { next_due: due } = await getOwn(ctx, id);
  if (due === null) return undefined;
  const waited = Date.parse(due) - clock.now;
  clock.now = Math.max(clock.now, Date.parse(due));
  await courierOf(ctx).idle();
  return waited;
}

describe.each(engines())('webhooks on %s', (engine) => {
  test('an event is told once, signed, with all the facts of it', async () => {
    const register = await testRegister({ engine });
    const { ctx, record, mails } = register;
    const receiver = await startReceiver();
    const { subscription, secret } = await subscribe(ctx, receiver.url, { filter: { ...EVERYTHING, place: 'KZ' } });
    await record({ effective: '2026-04', publishedOn: '2026-01-01', sourceName: 'wire', sourceUrl: 'https://example.com/a' });
    await record({ origin: 'LON', destination: 'NYC', effective: '2026-04' });
    await record({ effective: '2026-05', publishedOn: '2026-01-02', status: 'postponed' });
    await courierOf(ctx).idle();
    await courierOf(ctx).idle();
    expect(receiver.received.map((one) => one.body.type)).toEqual(['route.announced', 'route.launch_moved']);
    for (const one of receiver.received) receiver.check(one, secret);
    const [, moved] = receiver.received;
    const events = await listEvents(ctx.db, { after: 0 }, 10);
    expect(moved!.id).toBe(events.at(-1)!.id);
    expect(moved!.body).toMatchObject({
      type: 'route.launch_moved',
      data: {
        origin: { code: 'ALA', name: 'Almaty', country: 'KZ' },
        destination: { code: 'LHE' },
        status: 'postponed',
        launch: { label: 'May 2026' },
        launchBefore: { label: 'April 2026' },
        move: { kind: 'slip', days: 31 },
        slipCount: 1,
      },
    });
    expect(receiver.received[0]!.body.data.source).toEqual({ name: 'wire', url: 'https://example.com/a' });
    const deliveries = await listDeliveries(ctx.db, { subscriptionId: subscription.id }, 10);
    expect(deliveries.map((one) => [one.state, one.attempts])).toEqual([
      ['delivered', 1],
      ['delivered', 1],
    ]);
    expect(mails).toEqual([]);
  });

  test('a failing receiver is tried ten times by the ladder, across a restart between every two, with the same bytes and id', async () => {
    const register = await testRegister({ engine });
    const { ctx, record } = register;
    const receiver = await startReceiver();
    receiver.answer(500);
    const { subscription } = await subscribe(ctx, receiver.url);
    await record({ effective: '2026-04' });
    const waits: number[] = [];
    for (
      let waited = await nextAttempt(register, subscription.id);
      waited !== undefined;
      waited = await nextAttempt(register, subscription.id)
    ) {
      waits.push(waited);
    }
    expect(waits).toHaveLength(10);
    for (const [index, wait] of waits.slice(1).entries()) expect(Math.abs(wait / LADDER_MS[index]! - 1)).toBeLessThanOrEqual(0.2);
    expect(receiver.received).toHaveLength(10);
    expect(new Set(receiver.received.map((one) => `${one.id} ${one.text}`)).size).toBe(1);
    const [delivery] = await listDeliveries(ctx.db, { subscriptionId: subscription.id }, 10);
    expect(delivery).toMatchObject({ state: 'failed', attempts: 10 });
    expect((await listAttempts(ctx.db, delivery!.id)).map((one) => [one.number, one.status])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index + 1, 500]),
    );
    receiver.answer(204);
    await redeliver(ctx, subscription.id, delivery!.id);
    await nextAttempt(register, subscription.id);
    expect(receiver.received).toHaveLength(11);
    expect(receiver.received[10]!.id).toBe(receiver.received[0]!.id);
  });

  test('what a route tells comes in order: a later alert waits for an earlier one, another route does not', async () => {
    const register = await testRegister({ engine });
    const { ctx, record, clock } = register;
    const receiver = await startReceiver();
    const { subscription } = await subscribe(ctx, receiver.url);
    await record({ effective: '2026-04', publishedOn: '2026-01-01' });
    await record({ effective: '2026-05', publishedOn: '2026-01-02' });
    await record({ origin: 'NQZ', destination: 'KHI', effective: '2026-06' });
    let failed = 0;
    receiver.answer((one, response) => {
      const isPoison = one.body.type === 'route.announced' && one.body.data.destination.code === 'LHE' && failed < 3;
      if (isPoison) failed += 1;
      response.writeHead(isPoison ? 500 : 204).end();
    });
    await courierOf(ctx).idle();
    clock.now += 4_000;
    await courierOf(ctx).idle();
    for (let round = 0; round < 6; round += 1) await nextAttempt(register, subscription.id);
    const told = receiver.received.map((one) => `${one.body.data.destination.code} ${one.body.type}`);
    const lhe = told.filter((one) => one.startsWith('LHE'));
    expect(lhe).toEqual([
      'LHE route.announced',
      'LHE route.announced',
      'LHE route.announced',
      'LHE route.announced',
      'LHE route.launch_moved',
    ]);
    expect(told.indexOf('KHI route.announced')).toBeLessThan(told.lastIndexOf('LHE route.announced'));
  });

  test('410 disables at once, and the owner is told by mail', async () => {
    const register = await testRegister({ engine });
    const { ctx, record, mails } = register;
    const receiver = await startReceiver();
    receiver.answer(410);
    const { subscription } = await subscribe(ctx, receiver.url, { contact: 'owner@example.org' });
    await record({ effective: '2026-04' });
    await courierOf(ctx).idle();
    await courierOf(ctx).idle();
    expect(await getOwn(ctx, subscription.id)).toMatchObject({ state: 'disabled', state_reason: expect.stringMatching(/410/) });
    expect(mails.map((mail) => mail.to)).toEqual(['owner@example.org']);
    await record({ effective: '2026-05' });
    await courierOf(ctx).idle();
    expect(receiver.received).toHaveLength(1);
    receiver.answer(204);
    await changeSubscription(ctx, subscription.id, { state: 'active' });
    await courierOf(ctx).idle();
    expect(receiver.received.map((one) => one.body.type)).toEqual(['route.announced', 'route.announced']);
  });

  test('after many failures the letter to the owner is still tried more than once', async () => {
    const register = await testRegister({ engine });
    const { ctx, record, mails } = register;
    const receiver = await startReceiver();
    receiver.answer(500);
    const { subscription } = await subscribe(ctx, receiver.url, { contact: 'owner@example.org' });
    await record({ effective: '2026-04' });
    while ((await nextAttempt(register, subscription.id)) !== undefined);
    receiver.answer(410);
    await record({ effective: '2026-05' });
    const send = ctx.mailer!.send;
    let refused = 0;
    ctx.mailer!.send = async () => {
      refused += 1;
      return { status: 421, fault: 'the mail server is busy', retryAfter: null, milliseconds: 1 };
    };
    await courierOf(ctx).idle();
    expect([refused, (await getOwn(ctx, subscription.id)).state]).toEqual([1, 'disabled']);
    ctx.mailer!.send = send;
    await nextAttempt(register, subscription.id);
    expect(mails.map((mail) => mail.to)).toEqual(['owner@example.org']);
  });

  test('five days without success disable, whatever comes in between', async () => {
    const register = await testRegister({ engine });
    const { ctx, record, clock } = register;
    const receiver = await startReceiver();
    receiver.answer(500);
    const { subscription } = await subscribe(ctx, receiver.url);
    const begun = clock.now;
    for (let day = 0; day < 7; day += 1) {
      await record({ effective: `2026-0${day + 1}`, publishedOn: '2026-01-10', speaker: `${day}` });
      for (let until = clock.now + 24 * 3_600_000; ; ) {
        const { next_due: due, state } = await getOwn(ctx, subscription.id);
        if (state !== 'active' || due === null || Date.parse(due) > until) {
          clock.now = until;
          break;
        }
        await nextAttempt(register, subscription.id);
      }
      const { state } = await getOwn(ctx, subscription.id);
      expect(state).toBe(clock.now - begun <= 5 * 24 * 3_600_000 ? 'active' : 'disabled');
    }
  });

  test('a receiver that asks for time gets it', async () => {
    const register = await testRegister({ engine });
    const { ctx, record } = register;
    const receiver = await startReceiver();
    receiver.answer((_, response) => response.writeHead(429, { 'Retry-After': '3600' }).end());
    const { subscription } = await subscribe(ctx, receiver.url);
    await record({ effective: '2026-04' });
    await record({ origin: 'NQZ', destination: 'KHI', effective: '2026-06' });
    await nextAttempt(register, subscription.id);
    const sent = receiver.received.length;
    receiver.answer(204);
    expect(await nextAttempt(register, subscription.id)).toBe(3_600_000);
    expect(receiver.received.length).toBeGreaterThan(sent);
  });

  test('a due alert that has become untrue is not sent', async () => {
    const register = await testRegister({ engine, now: '2026-01-15T12:00:00Z' });
    const { ctx, record, clock } = register;
    const receiver = await startReceiver();
    const { subscription } = await subscribe(ctx, receiver.url);
    await record({ effective: '2026-04', publishedOn: '2026-01-10' });
    await changeSubscription(ctx, subscription.id, { state: 'paused' });
    clock.set('2026-03-31T19:00:00Z');
    await tick(ctx, { at: clock.now });
    const slip = await record({ effective: '2026-05', publishedOn: '2026-03-31' });
    await changeSubscription(ctx, subscription.id, { state: 'active' });
    await courierOf(ctx).idle();
    expect(receiver.received.map((one) => one.body.type)).toEqual(['route.announced', 'route.launch_moved']);
    const states = (await listDeliveries(ctx.db, { subscriptionId: subscription.id }, 10)).map((one) => [one.event_type, one.state]);
    expect(states).toContainEqual(['route.launch_due', 'superseded']);
    await retract(ctx, slip.announcement.id, 'a mistake');
    await courierOf(ctx).idle();
    expect(receiver.received.at(-1)!.body).toMatchObject({ type: 'route.launch_moved', data: { reason: 'retraction', flag: 'due' } });
  });

  test('300 missed events are replayed with the same ids in order', async () => {
    const register = await testRegister({ engine });
    const { ctx, record, clock } = register;
    const receiver = await startReceiver();
    const since = new Date(clock.now).toISOString();
    for (let month = 0; month < 300; month += 1) {
      const day = new Date(Date.UTC(2027, 0, 1 + month)).toISOString().slice(0, 10);
      await record({
        effective: day,
        publishedOn: '2026-01-10',
        destination: month % 3 === 0 ? 'LHE' : month % 3 === 1 ? 'KHI' : 'ISB',
        speaker: `${month}`,
      });
    }
    const { subscription } = await subscribe(ctx, receiver.url);
    expect(await replay(ctx, subscription.id, since)).toBe(300);
    await courierOf(ctx).idle();
    const events = await listEvents(ctx.db, { after: 0 }, 1000);
    expect(receiver.received.map((one) => one.id).sort()).toEqual(events.map((event) => event.id).sort());
    for (const code of ['LHE', 'KHI', 'ISB']) {
      const told = receiver.received.filter((one) => one.body.data.destination.code === code).map((one) => one.id);
      const happened = events.filter((event) => JSON.parse(event.data).destination.code === code).map((event) => event.id);
      expect(told).toEqual(happened);
    }
    expect(await replay(ctx, subscription.id, since)).toBe(300);
    await courierOf(ctx).idle();
    expect(receiver.received).toHaveLength(600);
  });

  test('while a secret is changed messages bear the signatures of both, and a day later of the new one alone', async () => {
    const register = await testRegister({ engine });
    const { ctx, record, clock } = register;
    const receiver = await startReceiver();
    const { subscription, secret } = await subscribe(ctx, receiver.url);
    const { secret: fresh } = await rotateSecret(ctx, subscription.id);
    await record({ effective: '2026-04' });
    await courierOf(ctx).idle();
    clock.now += 24 * 3_600_000 + 1;
    await record({ effective: '2026-05' });
    await courierOf(ctx).idle();
    const [first, second] = receiver.received;
    receiver.check(first!, secret);
    receiver.check(first!, fresh);
    receiver.check(second!, fresh);
    expect(() => receiver.check(second!, secret)).toThrow('no signature');
  });

  test('a subscription ends with the key that it belongs to', async () => {
    const register = await testRegister({ engine });
    const { ctx, record } = register;
    const receiver = await startReceiver();
    const { key } = await createKey(ctx, { name: 'desk', scope: 'reader' });
    const { subscription } = await subscribe(
      { ...ctx, actor: { name: 'desk', keyId: key.id, scope: 'reader', requestId: null } },
      receiver.url,
    );
    await record({ effective: '2026-04' });
    await courierOf(ctx).idle();
    await revokeKey(ctx, key.id);
    await record({ effective: '2026-05' });
    await courierOf(ctx).idle();
    expect(receiver.received).toHaveLength(1);
    expect(await getOwn(ctx, subscription.id)).toMatchObject({ state: 'disabled', state_reason: expect.stringMatching(/revoked/) });
  });

  test('a fault of our own is tried again later, not at once and not never', async () => {
    const register = await testRegister({ engine });
    const { ctx, record, clock } = register;
    const receiver = await startReceiver();
    await subscribe(ctx, receiver.url);
    await record({ effective: '2026-04' });
    let asked = 0;
    const broken: Ctx = {
      ...ctx,
      outgoing: {
        ...ctx.outgoing,
        post: () => {
          asked += 1;
          throw new Error('broken');
        },
      },
    };
    await courierOf(broken).idle();
    expect(asked).toBe(1);
    await courierOf(ctx).idle();
    expect(receiver.received).toHaveLength(0);
    clock.now += 30_000;
    await courierOf(ctx).idle();
    expect(receiver.received).toHaveLength(1);
  });

  test('what has ended is forgotten after the time that the operator set, what waits is not; a letter without an answer after two days', async () => {
    const register = await testRegister({ engine, env: { RETENTION_DAYS: '30' } });
    const { ctx, record, clock } = register;
    const receiver = await startReceiver();
    const [done, waiting] = [await subscribe(ctx, receiver.url), await subscribe(ctx, receiver.url)];
    await record({ effective: '2026-04' });
    await changeSubscription(ctx, waiting.subscription.id, { state: 'paused' });
    await askForMails(ctx, { target: 'reader@example.org', filter: EVERYTHING });
    await courierOf(ctx).idle();
    const left = async (id: string) => (await listDeliveries(ctx.db, { subscriptionId: id }, 10)).length;
    const unconfirmed = async () =>
      (await listSubscriptions(ctx.db, 'everybody', '', 10)).filter((one) => one.state === 'unconfirmed').length;
    clock.now += 29 * 24 * 3_600_000;
    await startCourier(ctx, { every: 3_600_000 }).stop();
    expect([await left(done.subscription.id), await left(waiting.subscription.id), await unconfirmed()]).toEqual([1, 1, 0]);
    clock.now += 2 * 24 * 3_600_000;
    await startCourier(ctx, { every: 3_600_000 }).stop();
    expect([await left(done.subscription.id), await left(waiting.subscription.id)]).toEqual([0, 1]);
  });
});
