import { expect, test } from 'vitest';
import { pollDue } from '../../src/actions/watch.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { plainReader, rssOf, startFeedServer } from '../support/feed-server.ts';

async function filed(): Promise<{ api: TestApi; sourceId: string; drafts: { id: string }[]; feed: string }> {
  const api = await testApi();
  const feeds = await startFeedServer();
  const titles = ['ALA to LHE is announced for 2027-04', 'ALA to DEL is confirmed for 2027-05', 'ALA to DXB is postponed for 2027-06'];
  feeds.at('/a', (response) => response.end(rssOf(titles.map((title, index) => ({ id: `n${index}`, title })))));
  const made = await api.send('POST', '/api/v1/sources', { url: `${feeds.url}/a`, name: 'The Herald' }, { key: api.keys.admin });
  expect(made.status).toBe(201);
  await pollDue(api.ctx, { reader: plainReader });
  const { body } = await api.send('GET', '/api/v1/inbox?limit=2');
  const more = await api.send('GET', `/api/v1/inbox?limit=2&cursor=${body.nextCursor}`);
  expect(more.body.nextCursor).toBeNull();
  return { api, sourceId: made.body.id, drafts: [...body.items, ...more.body.items], feed: `${feeds.url}/a` };
}

test('an admin keeps the sources; an editor does not see them', async () => {
  const { api, sourceId, feed } = await filed();
  const admin = { key: api.keys.admin };
  expect((await api.send('GET', '/api/v1/sources')).status).toBe(403);
  expect((await api.send('POST', '/api/v1/sources', { url: feed, name: 'x' })).status).toBe(403);
  const list = await api.send('GET', '/api/v1/sources', undefined, admin);
  expect(list.body.items).toMatchObject([{ id: sourceId, url: feed, name: 'The Herald', kind: 'media', state: 'active', lastFault: null }]);
  expect(list.body.items[0]).not.toHaveProperty('lease');
  expect((await api.send('POST', '/api/v1/sources', { url: feed, name: 'x' }, admin)).status).toBe(409);
  const refused = await api.send('POST', '/api/v1/sources', { url: 'http://169.254.169.254/', name: 'x' }, admin);
  expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/url']);
  const path = `/api/v1/sources/${sourceId}`;
  expect((await api.send('PATCH', path, { state: 'paused', name: 'Herald' }, admin)).body).toMatchObject({
    state: 'paused',
    name: 'Herald',
  });
  expect((await api.send('DELETE', path, undefined, admin)).status).toBe(204);
  expect((await api.send('DELETE', path, undefined, admin)).status).toBe(404);
  const audit = await api.send('GET', '/api/v1/audit', undefined, admin);
  const actions = audit.body.items.map((line: { action: string }) => line.action);
  expect(actions).toEqual(expect.arrayContaining(['source.added', 'source.changed', 'source.removed']));
});

test('an editor sees drafts with their evidence, accepts one as mended and drops another', async () => {
  const { api, drafts } = await filed();
  expect(drafts).toHaveLength(3);
  const [third, second, first] = drafts as [{ id: string }, { id: string }, { id: string }];
  expect(first).toMatchObject({
    state: 'open',
    source: { name: 'The Herald', kind: 'media' },
    item: { title: 'ALA to LHE is announced for 2027-04', link: 'https://news.example/n0', publishedOn: '2026-01-14' },
    effective: { earliest: '2027-04-01', latest: '2027-04-28' },
    confidence: 0.8,
    evidence: [{ sentence: 'ALA to LHE is announced for 2027-04', marks: [{ field: 'origin', start: 0, end: 3 }, {}] }],
  });
  const path = `/api/v1/inbox/${first.id}/acceptance`;
  expect((await api.send('POST', path, {}, { key: api.keys.reader })).status).toBe(403);
  const wrong = await api.send('POST', path, { source: { url: 'nowhere' }, effective: '2027-13' });
  expect(wrong.status).toBe(400);
  expect(wrong.body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual(['/effective', '/source/url']);
  const mended = { effective: '2027-04', wording: null, airline: 'KC', source: { name: 'Herald' } };
  const headers = { 'Idempotency-Key': 'once' };
  const accepted = await api.send('POST', path, mended, { headers });
  expect(accepted.status).toBe(201);
  expect(accepted.body.announcement).toMatchObject({
    origin: 'ALA',
    airline: { iata: 'KC' },
    effective: { earliest: '2027-04-01', latest: '2027-04-30', wording: null },
    source: { name: 'Herald', kind: 'media', url: 'https://news.example/n0' },
    publishedOn: '2026-01-14',
  });
  expect((await api.send('POST', path, mended, { headers })).body).toEqual(accepted.body);
  expect((await api.send('POST', path, {})).status).toBe(409);
  const dropped = await api.send('POST', `/api/v1/inbox/${second.id}/drop`, { reason: 'an old story' });
  expect(dropped.body).toMatchObject({ state: 'dropped', reason: 'an old story', decidedBy: 'editor' });
  const open = (await api.send('GET', '/api/v1/inbox')).body.items;
  expect(open.map((one: { id: string }) => one.id)).toEqual([third.id]);
  const done = (await api.send('GET', '/api/v1/inbox?state=accepted')).body.items;
  expect(done).toMatchObject([{ id: first.id, announcementId: accepted.body.announcement.id }]);
});
