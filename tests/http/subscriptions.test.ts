import { describe, expect, onTestFinished, test } from 'vitest';
import type { Letter } from '../../src/alerts/mailer.ts';
import { guardedOutgoing } from '../../src/alerts/outgoing.ts';
import { findSubscription, insertSubscription } from '../../src/store/subscriptions.ts';
import { forbiddenDestinations, PUBLIC_LOOKALIKES, resolverOf } from '../alerts/fixtures/destinations.ts';
import { loopbackOnly } from '../alerts/support/loopback-only.ts';
import { courierRuns, testApi } from '../support/api.ts';
import { startReceiver } from '../support/receiver.ts';
import { engines } from '../support/register.ts';

const PATH = '/api/v1/subscriptions';

/** The first link of a kind in a mail. */
function linkIn(text: string, purpose: string): string {
  const found = new RegExp(`https?://[^\\s"<>]+/subscriptions/[^\\s"<>]+/${purpose}\\?token=[\\w-]+`).exec(text.replaceAll('&amp;', '&'));
  if (found === null) throw new Error(`no link to ${purpose} in: ${text}`);
  const { pathname, search } = new URL(found[0]);
  return pathname + search;
}

describe.each(engines())('subscriptions over HTTP on %s', (engine) => {
  test('a webhook is subscribed, listed, changed, tested, rotated and ended by its owner', async () => {
    const { keys, send, get, ...api } = await testApi({ engine });
    const receiver = await startReceiver();
    const key = keys.reader;
    const wish = { channel: 'webhook', url: `${receiver.url}/hook`, filter: { types: ['route.launch_due'], place: 'kz', airline: 'DV' } };
    const made = await send('POST', PATH, wish, { key });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      channel: 'webhook',
      url: `${receiver.url}/hook`,
      email: null,
      state: 'active',
      filter: { types: ['route.launch_due'], statuses: [], place: 'KZ' },
      secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/),
    });
    const path = `${PATH}/${made.body.id}`;
    expect(made.headers.get('location')).toBe(path);
    const read = await get(path, { Authorization: `Bearer ${key}` });
    expect(read.body).not.toHaveProperty('secret');
    expect((await get(PATH, { Authorization: `Bearer ${key}` })).body.items).toEqual([read.body]);
    const changed = await send('PATCH', path, { filter: { types: [] }, description: 'desk', state: 'paused' }, { key });
    expect(changed.body).toMatchObject({ state: 'paused', description: 'desk', filter: { types: [], place: 'KZ' } });
    await send('PATCH', path, { state: 'active' }, { key });
    expect((await send('POST', `${path}/test`, undefined, { key })).body).toMatchObject({ delivered: true, status: 204, fault: null });
    receiver.check(receiver.received[0]!, made.body.secret);
    expect(receiver.received[0]!.body.type).toBe('subscription.test');
    const rotated = await send('POST', `${path}/secret`, undefined, { key });
    expect(rotated.body.secret).not.toBe(made.body.secret);
    receiver.answer(500);
    expect((await send('POST', `${path}/test`, undefined, { key })).body).toMatchObject({ delivered: false, status: 500 });
    expect((await send('DELETE', path, undefined, { key })).status).toBe(204);
    expect((await get(path, { Authorization: `Bearer ${key}` })).status).toBe(404);
    const audit = await get('/api/v1/audit?limit=20', { Authorization: `Bearer ${keys.admin}` });
    expect(audit.body.items.map((line: { action: string }) => line.action)).toEqual(
      expect.arrayContaining(['subscription.created', 'subscription.changed', 'subscription.secret_rotated', 'subscription.deleted']),
    );
    expect(JSON.stringify(audit.body)).not.toContain('whsec_');
    expect(api.mails).toEqual([]);
  });

  test('to another key a subscription is not there; an admin sees all', async () => {
    const { keys, send, get } = await testApi({ engine });
    const receiver = await startReceiver();
    const made = await send('POST', PATH, { channel: 'webhook', url: receiver.url }, { key: keys.reader });
    const path = `${PATH}/${made.body.id}`;
    for (const [method, more, body] of [
      ['GET', ''],
      ['PATCH', '', { state: 'paused' }],
      ['DELETE', ''],
      ['POST', '/test'],
      ['POST', '/secret'],
      ['GET', '/deliveries'],
      ['POST', '/replay', { since: '2020-01-01T00:00:00Z' }],
    ] as const) {
      expect((await send(method, path + more, body, { key: keys.editor })).status, `${method} ${more}`).toBe(404);
      expect((await send(method, path + more, body, { key: null })).status).toBe(401);
    }
    expect((await get(PATH, { Authorization: `Bearer ${keys.editor}` })).body.items).toEqual([]);
    expect((await get(PATH, { Authorization: `Bearer ${keys.admin}` })).body.items).toHaveLength(1);
    expect((await send('PATCH', path, { state: 'paused' }, { key: keys.admin })).status).toBe(200);
  });

  test('every fault of a wish is named at once', async () => {
    const { send } = await testApi({ engine });
    const bad = { channel: 'webhook', email: 'desk@example.org', filter: { place: 'QQQ', airline: 'no such airline' } };
    const { status, body } = await send('POST', PATH, bad);
    expect(status).toBe(400);
    expect(body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual([
      '/email',
      '/filter/airline',
      '/filter/place',
      '/url',
    ]);
    const misspelt = await send('POST', PATH, {
      channel: 'webhook',
      url: 'https://example.org',
      filter: { type: [], types: ['route.dew'] },
    });
    expect(misspelt.body.errors).toHaveLength(2);
  });

  test('deliveries are shown with their attempts, and may be sent again', async () => {
    const api = await testApi({ engine });
    const { send, get, keys, record, clock } = api;
    const receiver = await startReceiver();
    receiver.answer(503);
    const auth = { Authorization: `Bearer ${keys.editor}` };
    const path = `${PATH}/${(await send('POST', PATH, { channel: 'webhook', url: receiver.url })).body.id}`;
    await record({ effective: '2026-04' });
    await courierRuns(api);
    const [waiting] = (await get(`${path}/deliveries?state=pending`, auth)).body.items;
    expect(waiting).toMatchObject({ type: 'route.announced', state: 'pending', attempts: 1 });
    receiver.answer(204);
    clock.now += 10_000;
    await courierRuns(api);
    const detail = (await get(`${path}/deliveries/${waiting.id}`, auth)).body;
    expect(detail).toMatchObject({ state: 'delivered', attempts: 2 });
    expect(detail.log.map((one: { number: number; status: number; fault: string | null }) => [one.number, one.status, one.fault])).toEqual([
      [1, 503, 'answered with status 503'],
      [2, 204, null],
    ]);
    expect((await send('POST', `${path}/deliveries/${waiting.id}/redelivery`)).status).toBe(202);
    await courierRuns(api);
    expect((await send('POST', `${path}/replay`, { since: '2026-01-01T00:00:00Z' })).body).toEqual({ deliveries: 1 });
    await courierRuns(api);
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(1);
    expect(receiver.received).toHaveLength(4);
  });

  test('a reader without a key subscribes by mail: asks, confirms by the link, gets alerts, ends them in one click', async () => {
    const api = await testApi({ engine });
    const { send, get, mails, record, clock } = api;
    const asked = await send('POST', `${PATH}/email`, { email: 'Reader@Example.org', filter: { place: 'KZ' } }, { key: null });
    expect(asked.status).toBe(202);
    await record({ effective: '2026-04' });
    await courierRuns(api);
    expect(mails.map((mail) => mail.to)).toEqual(['reader@example.org']);
    const confirm = linkIn(mails[0]!.text, 'confirm');

    // Programs that follow links to judge them must change nothing.
    const looked = await get(confirm);
    expect(looked.headers.get('content-type')).toMatch(/^text\/html/);
    expect(looked.body).toContain('Kazakhstan');
    await record({ effective: '2026-05' });
    expect((await send('POST', confirm, undefined, { key: null })).status).toBe(200);
    expect((await send('POST', confirm, undefined, { key: null })).status).toBe(200);
    await record({ effective: '2026-06', status: 'postponed' });
    clock.now += 61_000;
    await courierRuns(api);
    expect(mails).toHaveLength(2);
    expect(mails[1]!.subject).toMatch(/Almaty–Lahore/);
    expect(mails[1]!.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const oneClick = new URL(/<([^>]+)>/.exec(mails[1]!.headers['List-Unsubscribe']!)![1]!);

    const wrong = await send('POST', `${oneClick.pathname}?token=${'x'.repeat(43)}`, undefined, { key: null });
    expect([wrong.status, wrong.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    const done = await fetch(api.origin + oneClick.pathname + oneClick.search, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(done.status).toBe(200);
    expect((await get(confirm)).status).toBe(404);
    await record({ effective: '2026-07' });
    clock.now += 61_000;
    await courierRuns(api);
    expect(mails).toHaveLength(2);
  });

  test('nobody is mailed against their will: three letters a day to a mailbox, and the same answer always', async () => {
    const api = await testApi({ engine });
    const answers: unknown[] = [];
    for (let time = 0; time < 10; time += 1) {
      const { status, body } = await api.send('POST', `${PATH}/email`, { email: 'victim@example.org' }, { key: null });
      answers.push([status, body]);
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    await courierRuns(api);
    expect(api.mails).toHaveLength(3);
    await api.record({ effective: '2026-04' });
    api.clock.now += 3_600_000;
    await courierRuns(api);
    expect(api.mails).toHaveLength(3);
    const many: number[] = [];
    for (let time = 0; time < 210; time += 1) {
      many.push((await api.send('POST', `${PATH}/email`, { email: `victim${time}@example.org` }, { key: null })).status);
    }
    expect(many.slice(0, 200)).toEqual(Array.from({ length: 200 }, () => 202));
    expect(many.at(-1)).toBe(429);
  });

  test('many alerts for one mailbox are one mail, and a mail that fails is the same mail again', async () => {
    const api = await testApi({ engine });
    const { ctx, mails, record, clock, send } = api;
    await send('POST', `${PATH}/email`, { email: 'reader@example.org' }, { key: null });
    await courierRuns(api);
    await send('POST', linkIn(mails[0]!.text, 'confirm'), undefined, { key: null });
    mails.length = 0;
    for (const destination of ['LHE', 'KHI', 'ISB', 'DEL', 'BKK']) await record({ destination, effective: '2026-04' });
    await courierRuns(api);
    expect(mails).toEqual([]);
    clock.now += 60_000;
    const { mailer } = ctx;
    let failures = 0;
    const failing = {
      ...ctx,
      mailer: {
        ...mailer!,
        send: async (letter: Letter) => {
          failures += 1;
          mails.push(letter);
          return { status: 451, fault: 'the mail server said 451', retryAfter: null, milliseconds: 1 };
        },
      },
    };
    await courierRuns({ ...api, ctx: failing });
    expect(failures).toBe(1);
    await record({ destination: 'DXB', effective: '2026-04' });
    clock.now += 60_000;
    await courierRuns(api);
    expect(mails.map((mail) => mail.messageId)).toEqual([mails[0]!.messageId, mails[0]!.messageId, mails[2]!.messageId]);
    expect(mails[0]!.text).toBe(mails[1]!.text);
    expect(mails[0]!.subject).toMatch(/^5 /);
    expect(mails[2]!.subject).toMatch(/Dubai/);
  });
});

test('health and metrics tell what waits, what fails, and that nobody sends', async () => {
  const api = await testApi({ now: '2026-01-15T12:00:00Z' });
  const { send, record, clock } = api;
  const receiver = await startReceiver();
  receiver.answer(500);
  const { body: subscription } = await send('POST', PATH, { channel: 'webhook', url: receiver.url });
  await record({ effective: '2026-04' });
  const health = async () => (await api.get('/health/ready')).body;
  const metric = async (name: string) =>
    Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec((await api.get('/metrics')).body)?.[1]);
  expect(await health()).toMatchObject({ status: 'ready', checks: { alerts: 'ok' } });
  expect(await metric('inaugural_deliveries_pending')).toBe(1);
  clock.now += 600_000;
  expect(await metric('inaugural_delivery_oldest_seconds')).toBe(600);
  // An answer about the database is good for a second.
  await expect.poll(async () => (await health()).status, { timeout: 5_000 }).toBe('degraded');
  expect((await health()).checks.alerts).toMatch(/since 2026-01-15T12:00:00.000Z.*COURIER=on/);
  await courierRuns(api);
  expect(await metric('inaugural_subscriptions_failing')).toBe(1);
  expect(await metric(`inaugural_subscription_failures{subscription="${subscription.id}"}`)).toBe(1);
  expect((await health()).checks.alerts).toBe('ok');
  receiver.answer(204);
  clock.now += 10_000;
  await courierRuns(api);
  expect(await metric('inaugural_deliveries_pending')).toBe(0);
  expect(await metric('inaugural_subscriptions_failing')).toBe(0);
  expect((await api.get('/metrics')).body).not.toMatch(/inaugural_subscription_failures\{/);
});

describe('a place that is not public', () => {
  const spellingsAt = (url: string) => forbiddenDestinations(Number(new URL(url).port));

  test('is refused when it is given, and never asked when it is tried or delivered to', async () => {
    const canary = await startReceiver();
    const spellings = spellingsAt(canary.url);
    const outgoing = guardedOutgoing({
      allow: [],
      plainHttp: true,
      userAgent: 'test',
      now: () => Date.now(),
      resolve: resolverOf([...spellings, ...PUBLIC_LOOKALIKES]),
      timeoutMs: 1_000,
    });
    const belt = loopbackOnly();
    onTestFinished(belt.undo);
    const api = await testApi({ outgoing });
    const { ctx, send, record } = api;
    const lookalike = await send('POST', PATH, { channel: 'webhook', url: PUBLIC_LOOKALIKES[0]!.url });
    expect(lookalike.status).toBe(201);
    const { id: _, ...like } = (await findSubscription(ctx.db, lookalike.body.id))!;
    await send('DELETE', `${PATH}/${lookalike.body.id}`);
    const ids: string[] = [];
    for (const { url } of spellings) {
      const given = await send('POST', PATH, { channel: 'webhook', url });
      expect([url, given.status]).toEqual([url, 400]);
      // As if it had been public once: the name leads elsewhere now, or the operator has changed his mind.
      ids.push(ctx.newId());
      await insertSubscription(ctx.db, { ...like, id: ids.at(-1)!, target: url });
    }
    for (const id of ids) expect((await send('POST', `${PATH}/${id}/test`)).body).toMatchObject({ delivered: false, status: null });
    await record({ effective: '2026-04' });
    await courierRuns(api);
    for (const id of ids) expect(await findSubscription(ctx.db, id)).toMatchObject({ failures: 1 });
    expect(canary.received).toEqual([]);
  });

  test('all 20 public addresses that look like one are taken', async () => {
    const outgoing = guardedOutgoing({
      allow: [],
      plainHttp: true,
      userAgent: 'test',
      now: () => Date.now(),
      resolve: resolverOf(PUBLIC_LOOKALIKES),
    });
    const { send } = await testApi({ outgoing });
    expect(PUBLIC_LOOKALIKES).toHaveLength(20);
    for (const { url } of PUBLIC_LOOKALIKES)
      expect([url, (await send('POST', PATH, { channel: 'webhook', url })).status]).toEqual([url, 201]);
  });
});
