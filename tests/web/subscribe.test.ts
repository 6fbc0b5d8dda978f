import { expect, test } from 'vitest';
import { listSubscriptions } from '../../src/store/subscriptions.ts';
import { type TestApi, testApi } from '../support/api.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };

async function post(api: TestApi, fields: Record<string, string>, headers: Record<string, string> = FORM) {
  const response = await fetch(`${api.origin}/subscribe`, { method: 'POST', headers, body: new URLSearchParams(fields) });
  return { status: response.status, text: await response.text() };
}

test('the page tells what was chosen in words, and every way to it carries the choice', async () => {
  const api = await testApi();
  const { status, body } = await api.get('/subscribe?place=nur-sultan&airline=KC&type=route.launched&type=route.launch_due');
  expect(status).toBe(200);
  expect(body).toContain('every route of Air Astana from or to Astana, only routes that come due and launches');
  expect(['place', 'airline'].map((name) => new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(body)![0])).toEqual([
    expect.stringContaining('value="Astana"'),
    expect.stringContaining('value="Air Astana"'),
  ]);
  const feed = /href="(\/feeds\/events\.atom[^"]*)"/.exec(body)![1]!.replaceAll('&amp;', '&');
  expect([...new URLSearchParams(feed.split('?')[1])]).toEqual([
    ['place', 'NQZ'],
    ['airline', 'air-astana'],
    ['type', 'route.launch_due,route.launched'],
  ]);
  expect((await api.get(feed)).status).toBe(200);
  const calendar = /href="(\/feeds\/launches\.ics[^"]*)"/.exec(body)![1]!.replaceAll('&amp;', '&');
  expect((await api.get(calendar)).status).toBe(200);
});

test('a place that nobody knows, and a name that is several, are told at the field', async () => {
  const api = await testApi();
  const unknown = await api.get('/subscribe?place=Atlantis%20Deep');
  expect([unknown.status, unknown.body.includes('No place of the register is called “Atlantis Deep”')]).toEqual([400, true]);
  const several = await api.get('/subscribe?place=Birmingham');
  expect(several.body).toMatch(/“Birmingham” may be several: [^.]*\(BHX\)[^.]*\. Write the code of one\./);
});

test('a mailbox is asked once, and what is no mailbox is told with everything kept', async () => {
  const api = await testApi();
  const bad = await post(api, { email: 'nobody', place: 'KZ' });
  expect(bad.status).toBe(400);
  expect(bad.text).toMatch(/value="nobody"/);
  expect(bad.text).toContain('Write an e-mail address');
  expect(bad.text).toMatch(/name="place" value="KZ"/);
  expect(await listSubscriptions(api.ctx.db, 'everybody', '', 10)).toEqual([]);
  const good = await post(api, { email: 'reader@example.org', place: 'KZ', type: 'route.launched' });
  expect(good.text).toContain('Look into the mailbox of reader@example.org');
  expect(await listSubscriptions(api.ctx.db, 'everybody', '', 10)).toMatchObject([
    { target: 'reader@example.org', state: 'unconfirmed', place: 'KZ', event_types: 'route.launched' },
  ]);
});

test.each([
  ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['a neighbouring host', { 'Sec-Fetch-Site': 'same-site' }],
  ['another origin, in an old browser', { Origin: 'https://elsewhere.example' }],
  ['nowhere that it says', {}],
])('a form that comes from %s is refused and does nothing', async (_name, headers) => {
  const api = await testApi();
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { status, text } = await post(api, { email: 'reader@example.org' }, { ...type, ...headers } as Record<string, string>);
  expect([status, text.includes('was not sent from a page of this register')]).toEqual([403, true]);
  expect(await listSubscriptions(api.ctx.db, 'everybody', '', 10)).toEqual([]);
});

test('a server without a mail server says so and offers the other ways', async () => {
  const api = await testApi({ mailer: false });
  const { body } = await api.get('/subscribe');
  expect(body).toContain('This server has no mail server set');
  expect(body).not.toContain('name="email"');
  expect((await post(api, { email: 'reader@example.org' })).status).toBe(409);
});
