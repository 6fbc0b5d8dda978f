import { describe, expect, onTestFinished, test } from 'vitest';
import { buildRegister, TODAY } from '../../bench/build.ts';
import { createSubscription } from '../../src/actions/subscriptions.ts';
import { tick } from '../../src/actions/tick.ts';
import { smtpMailer } from '../../src/alerts/mailer.ts';
import type { Ctx } from '../../src/context.ts';
import { startCourier } from '../../src/courier.ts';
import { listDeliveries } from '../../src/store/deliveries.ts';
import { updateSubscription } from '../../src/store/subscriptions.ts';
import { mailServer } from '../alerts/mail-server.ts';
import { testApi } from '../support/api.ts';
import { startReceiver } from '../support/receiver.ts';
import { engines, testRegister } from '../support/register.ts';

const EVERYTHING = { types: [], statuses: [], place: null, airline: null };

async function courierRuns(ctx: Ctx): Promise<void> {
  const courier = startCourier(ctx, { every: 3_600_000 });
  await courier.idle();
  await courier.stop();
}

describe.each(engines())('Almaty–Lahore on %s, told', (engine) => {
  test('to a webhook, a mailbox, a feed and a calendar: announced, reminded of, due, slipped, due again, overdue, launched', async () => {
    const post = await mailServer();
    const api = await testApi({ engine, now: '2023-03-23T12:00:00Z' });
    const mailer = smtpMailer({ url: post.url, from: 'Inaugural <alerts@example.org>' });
    onTestFinished(() => mailer.close());
    const ctx: Ctx = { ...api.ctx, mailer };
    const receiver = await startReceiver();
    const { body: webhook } = await api.send('POST', '/api/v1/subscriptions', {
      channel: 'webhook',
      url: receiver.url,
      filter: { place: 'KZ' },
    });
    await api.send('POST', '/api/v1/subscriptions/email', { email: 'reader@example.org', filter: { place: 'KZ' } }, { key: null });
    await courierRuns(ctx);
    const letter = await post.received[0]!.read();
    const confirm = new URL(/href="([^"]+confirm[^"]+)"/.exec(letter.html ?? '')![1]!.replaceAll('&amp;', '&'));
    expect((await api.send('POST', confirm.pathname + confirm.search, undefined, { key: null })).status).toBe(200);

    const said = { origin: 'ALA', destination: 'LHE', airline: 'DV', status: 'announced', source: { name: 'wire', kind: 'media' } };
    const at = async (instant: string, statement?: object) => {
      api.clock.set(instant);
      if (statement !== undefined) expect((await api.send('POST', '/api/v1/announcements', { ...said, ...statement })).status).toBe(201);
      await tick(ctx);
      api.clock.now += 61_000;
      await courierRuns(ctx);
    };
    const calendar = async () => (await api.get('/feeds/launches.ics?place=KZ')).body.replaceAll('\r\n ', '');
    await at('2023-03-23T12:00:00Z', { effective: '2023-04', wording: 'in April', publishedOn: '2023-03-23' });
    const [uid] = /UID:.*/.exec(await calendar())!;
    await at('2023-03-25T12:00:00Z');
    await at('2023-03-31T18:00:00Z');
    await at('2023-04-02T12:00:00Z', { status: 'postponed', effective: '2023-05', publishedOn: '2023-04-02' });
    await at('2023-04-30T18:00:00Z');
    await at('2023-05-31T18:00:00Z');
    await at('2023-07-09T12:00:00Z', { status: 'launched', effective: '2023-07-08', publishedOn: '2023-07-09' });

    const told = [
      'route.announced',
      'route.launch_approaching',
      'route.launch_due',
      'route.launch_moved',
      'route.launch_due',
      'route.launch_overdue',
      'route.launched',
    ];
    expect(receiver.received.map((one) => one.body.type)).toEqual(told);
    for (const one of receiver.received) receiver.check(one, webhook.secret);
    const mails = await Promise.all(post.received.slice(1).map((one) => one.read()));
    expect(mails.map((mail) => mail.subject)).toEqual([
      'Almaty–Lahore announced for April 2023 (SCAT Airlines)',
      'Almaty–Lahore: launch window opens in 7 days (April 2023)',
      'Almaty–Lahore: launch window open (April 2023), no flight shown yet',
      'Almaty–Lahore slips to May 2023 (SCAT Airlines)',
      'Almaty–Lahore: launch window open (May 2023), no flight shown yet',
      'Almaty–Lahore: overdue (May 2023), no first flight shown',
      'Almaty–Lahore has launched (8 July 2023), 69 days after first promised',
    ]);
    expect(post.received.every((one) => one.to.join() === 'reader@example.org')).toBe(true);
    const feed = (await api.get('/feeds/events.json?place=KZ')).body;
    expect(feed.items).toHaveLength(told.length);
    expect(feed.items.map((item: { id: string }) => item.id.slice(-36)).reverse()).toEqual(receiver.received.map((one) => one.id));
    const after = await calendar();
    expect(after).toContain(uid);
    expect(after).toMatch(/STATUS:CONFIRMED/);
    expect(after).toMatch(/DTSTART;VALUE=DATE:20230708/);
  });
});

test('5,000 routes that come due at one midnight are one mail, or two', async () => {
  const { ctx, url, clock, mails } = await testRegister({ now: `${TODAY}T00:00:00Z` });
  await buildRegister(url.slice('sqlite:'.length), 5000, 7, 5000);
  const { subscription } = await createSubscription(ctx, {
    channel: 'email',
    target: 'reader@example.org',
    filter: EVERYTHING,
    description: null,
    contact: null,
  });
  await updateSubscription(ctx.db, subscription.id, { state: 'active', next_due: null });
  clock.set(`${TODAY}T23:59:00Z`);
  await tick(ctx);
  clock.now += 61_000;
  await courierRuns(ctx);
  expect(mails.length).toBeLessThanOrEqual(2);
  expect(mails[0]!.subject).toMatch(/^5,?000 route alerts/);
  expect(mails[0]!.text).toContain('and 4,950 more');
  const deliveries = await listDeliveries(ctx.db, { subscriptionId: subscription.id, state: 'delivered' }, 6000);
  expect(deliveries).toHaveLength(5000);
});
