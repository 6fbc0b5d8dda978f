import { expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { insertRoutes } from '../../src/store/routes.ts';
import { recordOf } from '../../src/web/place/record.ts';
import { testApi } from '../support/api.ts';

/** The real ledger, with the flags that the calendar has raised by then. */
async function realApi(now = '2026-11-24T12:00:00Z') {
  const api = await testApi({ ledger: true, now });
  await tick(api.ctx);
  return api;
}

test('an airport shows its names, the date there, and its routes by what became of them', async () => {
  const { status, body } = await (await realApi('2026-11-24T20:00:00Z')).get('/places/ALA');
  expect(status).toBe(200);
  expect(body).toContain('ALA / UAAA');
  expect(body).toContain('Asia/Almaty: <time dateTime="2026-11-25">25 November 2026</time>'.replace('dateTime', 'datetime'));
  expect(body).toContain('href="/places/KZ"');
  const groups = [...body.matchAll(/<h2 id="(overdue|planned|launched|given-up)"/g)].map((match) => match[1]);
  expect(groups.slice(0, 2)).toEqual(['overdue', 'planned']);
  expect(groups).toContain('launched');
  expect(body.indexOf('ALA–KHI')).toBeLessThan(body.indexOf('id="planned"'));
  expect(body.indexOf('ALA–LHE')).toBeGreaterThan(body.indexOf('id="launched"'));
});

test('the date at a place is never an old one, however often the page was asked for', async () => {
  const api = await testApi({ now: '2026-11-24T18:59:00Z' });
  for (let times = 0; times < 3; times += 1) expect((await api.get('/places/ALA')).body).toContain('24 November 2026');
  api.clock.set('2026-11-24T19:00:00Z');
  expect((await api.get('/places/ALA')).body).toContain('25 November 2026');
});

test('a country shows its places with routes, and a metropolitan area its airports', async () => {
  const api = await realApi();
  const country = (await api.get('/places/KZ')).body;
  expect(country).toContain('Its places with routes');
  expect(/aria-labelledby="within".*?<\/section>/.exec(country)![0]).not.toContain('/places/KZ');
  expect((await api.get('/places/LON')).body).toMatch(/Its airports.*href="\/places\/LHR"/);
});

test.each([
  ['ala', '/places/ALA'],
  ['UAAA', '/places/ALA'],
  ['kz', '/places/KZ'],
  ['nur-sultan', '/places/NQZ'],
])('%s leads to the one address of the place', async (code, address) => {
  const { status, headers } = await (await testApi()).get(`/places/${code}`);
  expect([status, headers.get('location')]).toEqual([308, address]);
});

test('a place or an airline that is not known is answered with a way to search', async () => {
  const api = await testApi();
  for (const path of ['/places/QQQQ', '/airlines/no-such-airline']) {
    const { status, body } = await api.get(path);
    expect(status).toBe(404);
    expect(body).toContain('href="/search?q=');
  }
});

test('an airline shows its record and says how it is counted', async () => {
  const { status, body } = await (await realApi()).get('/airlines/scat-airlines');
  expect(status).toBe(200);
  expect(body).toContain('<dt>Flew</dt><dd>1 of 12</dd>');
  expect(body).toContain('<dt>Kept the first promise</dt><dd>0 of 1</dd>');
  expect(body).toContain('<dt>Median slip</dt><dd>+99 days</dd>');
  expect(body).toContain('no later than the last day of the window first promised');
});

test('the code of one airline leads to it, and a code of several offers them', async () => {
  const api = await testApi();
  expect((await api.get('/airlines/DV')).headers.get('location')).toBe('/airlines/scat-airlines');
  const shared = api.ctx.reference.airlines.find(({ iata }) => iata !== null && api.ctx.reference.airlinesCoded(iata).length > 1)!.iata!;
  const { status, body } = await api.get(`/airlines/${shared}`);
  expect(status).toBe(404);
  for (const airline of api.ctx.reference.airlinesCoded(shared)) expect(body).toContain(`href="/airlines/${airline.id}"`);
});

test('a list of more than two hundred routes is cut, with a link to all of them', async () => {
  const api = await testApi({ now: '2026-01-15T12:00:00Z' });
  const { route } = await api.record({ airline: 'DV', effective: '2027-04' });
  const more = (n: number) => Array.from({ length: n }, () => api.ctx.newId()).map((id) => ({ ...route, id, pair: `ALA-${id}` }));
  await insertRoutes(api.ctx.db, more(199));
  expect((await api.get('/places/ALA')).body).not.toContain('All of them');
  await insertRoutes(api.ctx.db, more(1000));
  const { body } = await api.get('/places/KZ');
  expect(body.match(/<tr data-pair/g)).toHaveLength(200);
  expect(body).toContain('200 routes of 1,200 are shown.');
  expect(body).toContain('href="/?place=KZ&amp;status=proposed,announced,confirmed,postponed&amp;flag=none"');
});

test('a record counts only flights whose day is known, and slips only where a promise had a last day', () => {
  const row = { status: 'launched', flag: 'none', launched_on: '2023-07-08' } as const;
  const record = recordOf([
    { ...row, slip_days: 99 },
    { ...row, slip_days: 0 },
    { ...row, slip_days: -2 },
    { ...row, slip_days: 10, status: 'suspended' },
    { ...row, slip_days: null },
    { ...row, slip_days: 30, launched_on: null },
    { status: 'announced', flag: 'overdue', launched_on: null, slip_days: 5 },
    { status: 'cancelled', flag: 'none', launched_on: null, slip_days: 5 },
  ]);
  expect(record).toMatchObject({ flew: 5, judged: 4, kept: 2, medianSlip: 5, waiting: 1, overdue: 1, givenUp: 1 });
});
