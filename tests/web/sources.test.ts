import { describe, expect, test } from 'vitest';
import { type TestApi, testApi } from '../support/api.ts';
import { hidden, signedIn } from '../support/desk.ts';
import { rssOf, startFeedServer } from '../support/feed-server.ts';
import { type Engine, engines } from '../support/register.ts';

const NOW = '2026-01-15T12:00:00Z';

function sources({ ctx }: TestApi) {
  return ctx.db.selectFrom('sources').selectAll().orderBy('id').execute();
}

async function withFeed(engine: Engine = 'sqlite') {
  const api = await testApi({ engine, now: NOW });
  const feeds = await startFeedServer();
  const person = await signedIn(api, 'admin');
  const added = await person.post('/admin/sources', { url: ` ${feeds.url}/a `, name: ' The <Herald> ', kind: 'media' });
  expect([added.status, added.headers.get('location')]).toEqual([303, '/admin/sources']);
  const [source] = await sources(api);
  return { api, feeds, person, source: source!, here: `/admin/sources/${source!.id}` };
}

describe.each(engines())('the feeds that are watched, at the desk on %s', (engine) => {
  test('one is added, asked, paused, resumed and removed', async () => {
    const { api, feeds, person, source, here } = await withFeed(engine);
    expect(source).toMatchObject({ url: `${feeds.url}/a`, name: 'The <Herald>', kind: 'media', state: 'active' });
    const list = await person.get('/admin/sources');
    expect(list.text).toContain('href="/admin/sources" aria-current="page">Sources</a>');
    expect(list.text).toContain('The &lt;Herald> <span class="soft">(media)</span>');
    expect(list.text).toContain(`${feeds.url}/a`);
    expect(list.text).toContain('<td data-label="Last success">never</td>');
    expect(list.text).toMatch(/data-label="Next asked"><time datetime="2026-01-15T12:00:00.000Z">/);

    const stories = [
      { id: 'n1', title: 'SCAT to fly from Almaty to Lahore in April 2027' },
      { id: 'n2', title: 'It rained' },
    ];
    feeds.at('/a', (response) => response.end(rssOf(stories)));
    const asked = await person.post(`${here}/poll`);
    expect([asked.status, asked.text.includes('“The &lt;Herald>” was asked: 2 new items, 1 draft for the inbox.')]).toEqual([200, true]);
    expect(asked.text).toContain('<td data-label="Last success"><time datetime="2026-01-15T12:00:00.000Z">');
    expect((await person.get('/admin/inbox')).text).toContain('Almaty–Lahore, SCAT Airlines');

    feeds.at('/a', (response) => response.writeHead(503).end());
    api.clock.set('2026-01-15T13:00:00Z');
    const failed = await person.post(`${here}/poll`);
    expect(failed.text).toContain('“The &lt;Herald>” could not be read: answered with status 503.');
    expect(failed.text).toMatch(
      /answered with status 503<div class="under soft">1 failure since <time datetime="2026-01-15T13:00:00.000Z">/,
    );

    expect((await person.post(`${here}/pause`)).status).toBe(303);
    const paused = await person.get('/admin/sources');
    expect(paused.text).toContain('<td data-label="State" class="desk-state paused">paused</td>');
    expect(paused.text).toContain('not before it is resumed');
    expect((await person.post(`${here}/resume`)).status).toBe(303);
    expect(await sources(api)).toMatchObject([{ state: 'active', failures: 0, next_poll_at: '2026-01-15T13:00:00.000Z' }]);

    const unsure = await person.post(`${here}/remove`);
    expect([unsure.status, (await sources(api)).length]).toEqual([400, 1]);
    expect((await person.post(`${here}/remove`, { sure: 'yes' })).status).toBe(303);
    expect(await sources(api)).toEqual([]);
    expect((await person.get('/admin/sources')).text).toContain('No feed is watched yet.');
    expect((await person.get('/admin/inbox')).text).toContain('Almaty–Lahore, SCAT Airlines');
    expect((await person.post(`${here}/pause`)).status).toBe(404);
    const actions = (await api.ctx.db.selectFrom('audit').select('action').where('subject', '=', `source:${source.id}`).execute()).map(
      (row) => row.action,
    );
    expect(actions).toEqual(['source.added', 'source.changed', 'source.changed', 'source.removed']);
  });

  test('what cannot be watched is said at its field, and what was typed stays', async () => {
    const { api, feeds, person } = await withFeed(engine);
    const add = (fields: Record<string, string>) =>
      person.post('/admin/sources', { url: `${feeds.url}/b`, name: 'Kept name', kind: 'airline', ...fields });
    for (const [fields, field, said] of [
      [{ url: '' }, 'url', 'Write the address'],
      [{ url: 'not an address' }, 'url', ''],
      [{ url: 'http://169.254.169.254/' }, 'url', ''],
      [{ url: `https://x.example/${'x'.repeat(2000)}` }, 'url', 'characters long'],
      [{ name: ' ' }, 'name', 'Write the name'],
      [{ name: 'x'.repeat(201) }, 'name', '201 characters'],
      [{ kind: 'gossip' }, 'kind', 'Choose one'],
    ] as const) {
      const refused = await add(fields);
      expect([field, refused.status]).toEqual([field, 400]);
      expect(new RegExp(`id="f-${field}-fault">([^<]*)<`).exec(refused.text)?.[1], field).toContain(said);
      if (field !== 'name') expect(refused.text).toContain('value="Kept name"');
    }
    const twice = await add({ url: `${feeds.url}/a` });
    expect([twice.status, twice.text.includes('That feed is watched already')]).toEqual([409, true]);
    expect(await sources(api)).toHaveLength(1);
  });
});

test('a feed that is gone for good stands paused, with the reason', async () => {
  const { feeds, person, here } = await withFeed();
  feeds.at('/a', (response) => response.writeHead(410).end());
  await person.post(`${here}/poll`);
  expect((await person.get('/admin/sources')).text).toContain('paused: the feed is gone for good (410)');
});

test('one that another process is asking is left to it', async () => {
  const { api, person, here } = await withFeed();
  await api.ctx.db.updateTable('sources').set({ lease: 'another', lease_until: '2026-01-15T12:05:00.000Z' }).execute();
  const refused = await person.post(`${here}/poll`);
  expect([refused.status, refused.text.includes('is being asked by another process')]).toEqual([409, true]);
});

test('pages follow each other, each feed once', async () => {
  const { api, person } = await withFeed();
  const [row] = await sources(api);
  const others = Array.from({ length: 60 }, (_, index) => ({
    ...row!,
    id: api.ctx.newId(),
    url: `https://x.example/${index}`,
    name: `Feed ${index}`,
  }));
  await api.ctx.db.insertInto('sources').values(others).execute();
  const seen: string[] = [];
  for (let path: string | undefined = '/admin/sources'; path !== undefined; ) {
    const { text } = await person.get(path);
    seen.push(...[...text.matchAll(/Remove…<span class="hidden"> ([^<]*)</g)].map((match) => match[1]!));
    path = /<a href="([^"]*)">The next 50/.exec(text)?.[1];
  }
  expect([seen.length, new Set(seen).size]).toEqual([61, 61]);
});

test('only an admin keeps the sources, and no other site; a form outlives its session', async () => {
  const { api, feeds, person, here } = await withFeed();
  for (const scope of ['reader', 'editor'] as const) {
    const other = await signedIn(api, scope);
    expect((await other.get('/admin/sources')).status).toBe(403);
    expect((await other.post('/admin/sources', { url: `${feeds.url}/b`, name: 'x', kind: 'media' })).status).toBe(403);
    expect((await other.post(`${here}/pause`)).status).toBe(403);
    expect((await other.get('/admin/subscriptions')).text).not.toContain('/admin/sources');
  }
  expect((await person.post(`${here}/remove`, { sure: 'yes' }, { Origin: 'https://evil.example' })).status).toBe(403);
  expect(await sources(api)).toMatchObject([{ state: 'active' }]);
  await person.post('/admin/sign-out');
  const refused = await person.post('/admin/sources', { url: `${feeds.url}/b`, name: 'Kept name', kind: 'airport' });
  expect(refused.status).toBe(401);
  const carried = { next: hidden(refused.text, 'next'), form: hidden(refused.text, 'form') };
  const entered = await person.post('/admin/sign-in', { ...carried, key: api.keys.admin });
  const again = await person.post('/admin/sources', {
    url: hidden(entered.text, 'url'),
    name: hidden(entered.text, 'name'),
    kind: 'airport',
    do: 'again',
  });
  expect([again.status, again.text.includes('value="Kept name"')]).toEqual([200, true]);
  expect(await sources(api)).toHaveLength(1);
});
