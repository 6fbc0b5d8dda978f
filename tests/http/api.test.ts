import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import type { Place } from '../../src/store/reference.ts';
import type { RouteRow } from '../../src/store/tables.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { engines } from '../support/register.ts';

interface Item {
  id: string;
  version: number;
}

/** Every route of a list, page by page. */
async function all(api: TestApi, query: string, size = 200): Promise<Item[]> {
  const found: Item[] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await api.get(
      `/api/v1/routes?${query}${query === '' ? '' : '&'}limit=${size}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    if (status !== 200) throw new Error(JSON.stringify(body));
    found.push(...body.items);
    if (body.nextCursor === null) return found;
    cursor = body.nextCursor;
  }
}

function lies(api: TestApi, code: string, place: Place): boolean {
  const end = api.ctx.reference.place(code)!;
  return place.kind === 'country' ? end.country === place.code : place.kind === 'metro' ? end.metro === place.code : code === place.code;
}

/** The filters written down a second time, over all rows in memory. */
function wanted(api: TestApi, row: RouteRow, query: Record<string, string>): boolean {
  const place = (name: string) => api.ctx.reference.place(query[name]!)!;
  const among = (name: string, value: string | null) => query[name] === undefined || query[name].split(',').includes(value ?? '');
  const start = row.launch_earliest ?? (row.launch_latest === null ? '9999' : '0001');
  const end = row.launch_latest ?? (row.launch_earliest === null ? '0000' : '9999');
  return (
    among('status', row.status) &&
    among('flag', row.flag) &&
    among('precision', row.launch_precision) &&
    (query.place === undefined || lies(api, row.origin, place('place')) || lies(api, row.destination, place('place'))) &&
    (query.origin === undefined || lies(api, row.origin, place('origin'))) &&
    (query.destination === undefined || lies(api, row.destination, place('destination'))) &&
    (query.airline === undefined ||
      (row.airline !== null && api.ctx.reference.airlinesCoded(query.airline).some((one) => one.id === row.airline))) &&
    (query.launchFrom === undefined || end >= `${query.launchFrom}-01`) &&
    (query.launchTo === undefined || start <= `${query.launchTo}-31`)
  );
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const queries = fc.record({
  status: maybe(fc.constantFrom('announced', 'launched', 'proposed,postponed', 'announced,confirmed,suspended')),
  flag: maybe(fc.constantFrom('due', 'overdue', 'none', 'due,overdue')),
  place: maybe(fc.constantFrom('KZ', 'ALA', 'LON', 'PK', 'US', 'IST', 'TYO')),
  origin: maybe(fc.constantFrom('ALA', 'KZ', 'NQZ', 'IN')),
  destination: maybe(fc.constantFrom('LHE', 'GB', 'IST', 'US')),
  airline: maybe(fc.constantFrom('DV', 'KC', 'VSV', 'PK', 'air-astana')),
  precision: maybe(fc.constantFrom('day', 'month,year', 'open', 'range')),
  launchFrom: maybe(fc.constantFrom('2019-01', '2023-05', '2026-11')),
  launchTo: maybe(fc.constantFrom('2018-06', '2024-03', '2027-12')),
  sort: maybe(fc.constantFrom('launch', '-launch', 'updated', '-updated')),
});

describe.each(engines())('the list of routes on %s', (engine) => {
  test('finds exactly what the filters say, whatever their combination, in pages of any size', async () => {
    const api = await testApi({ engine, ledger: true, now: '2026-11-24T00:00:00Z' });
    await tick(api.ctx);
    const rows = await api.ctx.db.selectFrom('routes').selectAll().execute();
    const property = fc.asyncProperty(queries, fc.constantFrom(7, 50, 200), async (given, size) => {
      const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<string, string>;
      const found = await all(api, new URLSearchParams(query).toString(), size);
      expect(found.map((one) => one.id).sort()).toEqual(
        rows
          .filter((row) => wanted(api, row, query))
          .map((row) => row.id)
          .sort(),
      );
    });
    await fc.assert(property, { seed: 20261124, numRuns: 120 });
  });

  test.each(['launch', '-launch', 'updated', '-updated'])(
    'sorted by %s, pages hold every route that did not change meanwhile, once',
    async (sort) => {
      const api = await testApi({ engine, ledger: true, now: '2026-11-20T00:00:00Z' });
      const before = await all(api, `sort=${sort}`);
      expect(before).toHaveLength(644);
      api.clock.set('2026-11-24T00:00:00Z');
      const seen: Item[] = [];
      let cursor = '';
      for (let page = 0; ; page += 1) {
        const { body } = await api.get(`/api/v1/routes?sort=${sort}&limit=60${cursor}`);
        seen.push(...body.items);
        if (body.nextCursor === null) break;
        cursor = `&cursor=${body.nextCursor}`;
        // Somebody moves a route from the far end of the list, and adds a new one.
        const moved = before.at(-1 - page)!;
        const row = await api.get(`/api/v1/routes/${moved.id}`);
        await api.send(
          'PATCH',
          `/api/v1/routes/${moved.id}`,
          { note: `${page}`, speaker: `${page}`, status: 'announced', effective: '2026-12' },
          { headers: { 'If-Match': row.headers.get('etag')! } },
        );
        await api.record({ origin: 'CIT', destination: 'LHE', speaker: `${page}`, effective: '2019-01', airline: page % 2 ? 'DV' : 'KC' });
      }
      const now = new Map((await all(api, '')).map((one) => [one.id, one.version]));
      const unchanged = before.filter((one) => now.get(one.id) === one.version).map((one) => one.id);
      expect(unchanged.length).toBeGreaterThan(600);
      const ids = seen.map((one) => one.id);
      for (const id of unchanged) expect(ids.filter((one) => one === id)).toHaveLength(1);
    },
  );

  test('refuses what it does not know by name, all at once', async () => {
    const { get } = await testApi({ engine });
    const { status, body } = await get(
      '/api/v1/routes?plaace=KZ&place=QQQ&airline=??&launchFrom=never&season=X1&status=flown&limit=0&asOf=2099-01-01&sort=name',
    );
    expect(status).toBe(400);
    expect(body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual(
      ['?airline', '?asOf', '?launchFrom', '?limit', '?plaace', '?place', '?season', '?sort', '?status'].sort(),
    );
    expect(body.errors.find((one: { pointer: string }) => one.pointer === '?plaace').detail).toContain('did you mean place');
  });

  test('a cursor belongs to its list', async () => {
    const { get } = await testApi({ engine, ledger: true, now: '2026-11-24T00:00:00Z' });
    const { body } = await get('/api/v1/routes?place=KZ&limit=5');
    expect((await get(`/api/v1/routes?place=PK&limit=5&cursor=${body.nextCursor}`)).body.code).toBe('invalid_cursor');
    expect((await get(`/api/v1/routes?place=KZ&limit=9&cursor=${body.nextCursor}`)).status).toBe(200);
    expect((await get('/api/v1/routes?cursor=nonsense')).body.code).toBe('invalid_cursor');
  });

  test('an unchanged register answers 304, a changed one does not', async () => {
    const { get, record } = await testApi({ engine });
    await record({ effective: '2027-04' });
    const first = await get('/api/v1/routes?place=KZ');
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^"[^"]+"$/);
    expect((await get('/api/v1/routes?place=KZ', { 'If-None-Match': etag })).status).toBe(304);
    await record({ effective: '2027-05' });
    const changed = await get('/api/v1/routes?place=KZ', { 'If-None-Match': etag });
    expect(changed.status).toBe(200);
    expect(changed.body.items[0].launch.label).toBe('May 2027');
  });

  test('upcoming shows what is to start soon, and on request what waits for a first flight', async () => {
    const { ctx, get, record } = await testApi({ engine, now: '2026-11-24T00:00:00Z' });
    await record({ airline: 'DV', effective: '2026-12-20' });
    await record({ airline: 'KC', effective: '2027-06' });
    await record({ airline: 'PK', effective: '2026-03' });
    await record({ airline: '9P' });
    await tick(ctx);
    const codes = async (query: string) =>
      (await get(`/api/v1/routes/upcoming${query}`)).body.items.map((one: { airline: { iata: string } }) => one.airline.iata);
    expect(await codes('')).toEqual(['DV']);
    expect(await codes('?within=300')).toEqual(['DV', 'KC']);
    expect(await codes('?flag=overdue')).toEqual(['PK']);
  });
});

test('a joined route leads to the one that was kept', async () => {
  const { get, send, record } = await testApi();
  const kept = await record({ airline: 'DV', effective: '2027-04' });
  const given = await record({ airline: 'KC', effective: '2027-05' });
  const path = `/api/v1/routes/${kept.route.id}`;
  const etag = (await get(path)).headers.get('etag')!;
  const joined = await send('POST', `${path}/joined`, { routeId: given.route.id }, { headers: { 'If-Match': etag } });
  expect(joined.body).toMatchObject({ id: kept.route.id, announcementCount: 2 });
  const old = await get(`/api/v1/routes/${given.route.id}`);
  expect([old.status, old.headers.get('location')]).toEqual([308, path]);
});

test('a statement is an editor’s to make: every fault is named, a repeat is known, and a key repeats its answer', async () => {
  const { get, send, keys, ctx, clock } = await testApi({ now: '2026-01-15T12:00:00Z' });
  const said = {
    origin: 'ALA',
    destination: 'LHE',
    status: 'announced',
    effective: '2026-04',
    publishedOn: '2026-01-10',
    source: { name: 'A paper', kind: 'media' },
  };
  const post = (body: unknown, options = {}) => send('POST', '/api/v1/announcements', body, options);
  expect((await post(said, { key: null })).status).toBe(401);
  expect((await post(said, { key: keys.reader })).status).toBe(403);
  const bad = await post({
    ...said,
    origin: 'QQQ',
    effective: '2026-02-30',
    colour: 1,
    weeklyFrequency: 'many',
    source: { name: '', kind: 'rumour', url: 'ftp://x' },
  });
  expect(bad.body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual(
    ['/colour', '/effective', '/origin', '/source/kind', '/source/name', '/source/url', '/weeklyFrequency'].sort(),
  );
  expect((await get('/api/v1/routes')).body.items).toEqual([]);

  const first = await post(said, { headers: { 'Idempotency-Key': 'one' } });
  expect([first.status, first.headers.get('location')]).toEqual([201, `/api/v1/announcements/${first.body.announcement.id}`]);
  const again = await post(said, { headers: { 'Idempotency-Key': 'one' } });
  expect([again.status, again.headers.get('idempotency-replayed'), again.body]).toEqual([201, 'true', first.body]);
  expect((await post({ ...said, effective: '2026-05' }, { headers: { 'Idempotency-Key': 'one' } })).body.code).toBe('idempotency_mismatch');
  expect((await post(said)).body.code).toBe('duplicate_announcement');
  await ctx.db.updateTable('idempotency').set({ status: null, claimed_until: '2026-01-15T12:00:30.000Z' }).execute();
  expect((await post(said, { headers: { 'Idempotency-Key': 'one' } })).body.code).toBe('idempotency_in_progress');
  clock.set('2026-01-15T12:01:00Z');
  expect((await post(said, { headers: { 'Idempotency-Key': 'one' } })).body.code).toBe('duplicate_announcement');
  expect((await get('/api/v1/events')).body.items).toHaveLength(1);
});

test('a change needs the state it was decided on, and a route that flies is not cancelled', async () => {
  const { get, send, record } = await testApi();
  const { route } = await record({ status: 'launched', effective: '2026-01-10' });
  const path = `/api/v1/routes/${route.id}`;
  expect((await send('PATCH', path, { status: 'ended' })).status).toBe(428);
  expect((await send('PATCH', path, { status: 'ended' }, { headers: { 'If-Match': '"7-x"' } })).status).toBe(412);
  const etag = (await get(path)).headers.get('etag')!;
  expect((await send('PATCH', path, { status: 'cancelled' }, { headers: { 'If-Match': etag } })).body.code).toBe('conflict');
  const ended = await send('PATCH', path, { status: 'ended', effective: '2026-03-01' }, { headers: { 'If-Match': etag } });
  expect(ended.body.route).toMatchObject({ status: 'ended', launchedOn: '2026-01-10', stopped: { label: '1 March 2026' } });
});

test('places and airlines are found by code, name and alias, accents and case aside', async () => {
  const { get } = await testApi();
  const first = async (q: string) => (await get(`/api/v1/places?q=${encodeURIComponent(q)}`)).body.items[0]?.code;
  expect(await Promise.all(['ALA', 'nur-sultan', 'NURSULTAN', 'bombay', 'London', 'zürich', 'Zurich', 'almaty'].map(first))).toEqual([
    'ALA',
    'NQZ',
    'NQZ',
    'BOM',
    'LON',
    'ZRH',
    'ZRH',
    'ALA',
  ]);
  expect((await get('/api/v1/places?q=kiev')).body.items.map((one: { code: string }) => one.code)).toContain('KBP');
  expect((await get('/api/v1/places/LON')).body.members).toEqual(expect.arrayContaining(['LHR', 'LGW', 'STN']));
  expect((await get('/api/v1/airlines?q=scat')).body.items[0]).toMatchObject({ iata: 'DV', country: 'KZ' });
  expect((await get('/api/v1/airlines?code=VSV')).body.items).toHaveLength(1);
  const seen = new Set<string>();
  for (let cursor = ''; ; ) {
    const { body } = await get(`/api/v1/places?kind=country&limit=100${cursor}`);
    for (const one of body.items) seen.add(one.code);
    if (body.nextCursor === null) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  expect(seen.size).toBe(250);
});

test('keys are made, listed without their secret and revoked at once; the audit tells of it', async () => {
  const { get, send, keys } = await testApi();
  const admin = { key: keys.admin };
  const made = await send('POST', '/api/v1/keys', { name: 'desk', scope: 'editor' }, admin);
  expect(made.status).toBe(201);
  const desk = { Authorization: `Bearer ${made.body.token}` };
  expect((await get('/api/v1/routes', desk)).status).toBe(200);
  expect(JSON.stringify((await send('GET', '/api/v1/keys', undefined, admin)).body)).not.toContain(made.body.token);
  expect((await send('DELETE', `/api/v1/keys/${made.body.id}`, undefined, admin)).body.revokedAt).not.toBeNull();
  expect((await get('/api/v1/routes', desk)).status).toBe(401);
  expect((await send('GET', '/api/v1/audit', undefined)).status).toBe(403);
  const lines = (await send('GET', '/api/v1/audit?limit=2', undefined, admin)).body.items;
  expect(lines.map((line: { action: string; actor: string }) => [line.action, line.actor])).toEqual([
    ['key.revoked', 'admin'],
    ['key.created', 'admin'],
  ]);
});

test('exports hold every route of the selection and every statement', async () => {
  const { get, record } = await testApi({ ledger: true, now: '2026-11-24T00:00:00Z' });
  await record({ origin: 'NQZ', destination: 'KHI', wording: '=HYPERLINK("x")', effective: '2027-01' });
  const csv = (await get('/exports/routes.csv')).body as string;
  expect(csv.trim().split('\n').length).toBeGreaterThan(645);
  expect(csv).toContain(`'=HYPERLINK`);
  expect(((await get('/exports/routes.csv?origin=ALA&destination=LHE')).body as string).trim().split('\n')).toHaveLength(2);
  const geo = (await get('/exports/routes.geojson?place=KZ')).body;
  expect(geo.features[0].geometry.coordinates).toHaveLength(2);
  expect(geo.features.length).toBe((await get('/api/v1/routes?place=KZ&limit=200')).body.items.length);
  expect((await get('/exports/routes.geojson?place=AQ')).body.features).toEqual([]);
  expect(((await get('/exports/announcements.csv')).body as string).trim().split('\n').length).toBeGreaterThanOrEqual(1095);
});
