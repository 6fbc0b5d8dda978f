import { expect, test } from 'vitest';
import { testApi } from '../support/api.ts';

const REAL = { ledger: true, now: '2026-11-24T12:00:00Z' } as const;
const search = async (q: string) => (await testApi(REAL)).get(`/search?q=${encodeURIComponent(q)}`);

test('places and airlines are found by name, code and alias, with how many routes each has', async () => {
  expect((await search('almaty')).body).toMatch(/href="\/places\/ALA".*?\d+ routes/);
  expect((await search('UAAA')).body).toContain('href="/places/ALA"');
  expect((await search('nur-sultan')).body).toContain('href="/places/NQZ"');
  expect((await search('DV')).body).toMatch(/href="\/airlines\/scat-airlines".*?12 routes/);
});

test.each(['ALA-LHE', 'LHE ala', 'UAAA–OPLA'])('%s leads straight to the pair', async (q) => {
  const { status, headers } = await search(q);
  expect([status, headers.get('location')]).toEqual([303, '/routes/ALA-LHE']);
});

test('a pair in names is offered with its routes', async () => {
  const { status, body } = await search('almaty lahore');
  expect(status).toBe(200);
  expect(body).toMatch(/<h2 id="pairs">Routes<\/h2>.*href="\/routes\/ALA-LHE"/);
});

test('a metropolitan area in a pair stands for its airports', async () => {
  const api = await testApi({ now: '2026-01-15T12:00:00Z' });
  await api.record({ origin: 'LHR', destination: 'ALA', airline: 'KC' });
  expect((await api.get('/search?q=LON-ALA')).body).toContain('href="/routes/LHR-ALA"');
});

test('a pair of which nothing was said is answered with what was understood', async () => {
  const { status, body } = await search('GRU-SCO');
  expect(status).toBe(200);
  expect(body).toContain('It was understood as a route between');
  expect(body).toContain('href="/places/GRU"');
});

test('nothing found says what can be written, escaped', async () => {
  const { body } = await search('<b>zzzzqq');
  expect(body).toContain('Nothing found for “&lt;b>zzzzqq”');
  expect(body).toContain('What can be written:');
});

test('without a question the page shows how to ask, and the busiest countries', async () => {
  const { status, body } = await (await testApi(REAL)).get('/search');
  expect(status).toBe(200);
  expect(body).toContain('Countries with the most routes');
  expect([...body.matchAll(/<span class="soft">(\d+) routes/g)].map((match) => Number(match[1]))).toEqual(
    [...body.matchAll(/<span class="soft">(\d+) routes/g)].map((match) => Number(match[1])).toSorted((a, b) => b - a),
  );
});
