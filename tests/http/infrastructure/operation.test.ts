import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Extras } from '../../../src/http/app.ts';
import { endpoint } from '../../../src/http/endpoint.ts';
import { testServer, until, withKey } from '../../support/http.ts';

const thing = endpoint({
  method: 'get',
  path: '/things/{id}',
  summary: 'A thing',
  access: 'public',
  params: z.object({ id: z.string() }),
  query: z.object({ q: z.string().optional(), accessToken: z.string().optional() }),
  responses: { 200: { description: 'It', schema: z.looseObject({}) } },
  handler: () => ({ body: {} }),
});

const start = (extras: Partial<Extras> = {}) => testServer(() => [thing], { extras });
const clockAt = (lastTickAt: string | null, more: object = {}): Partial<Extras> => ({
  clock: () => ({ lastTickAt, clock: { trusted: true }, lastFault: null, ...more }),
});

interface Ready {
  status: string;
  checks: Record<string, string>;
  lastTickAgeSeconds: number | null;
}

async function ready(get: (path: string) => Promise<Response>): Promise<[number, Ready]> {
  const answer = await get('/health/ready');
  return [answer.status, (await answer.json()) as Ready];
}

test('a server that can do its work is ready', async () => {
  const { get } = await start(clockAt('2026-01-15T11:59:30.000Z'));
  expect((await get('/health/live')).status).toBe(200);
  const [status, body] = await ready(get);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'ready',
    lastTickAgeSeconds: 30,
    checks: { database: 'ok', schema: 'ok', shutdown: 'ok', clock: 'ok' },
  });
});

test.each([
  ['ticks are late', clockAt('2026-01-15T11:50:00.000Z'), 'the last tick was 600 s ago'],
  [
    'the clock is not believed',
    clockAt('2026-01-15T12:00:00.000Z', { clock: { trusted: false, reason: 'it runs backwards' } }),
    'it runs backwards',
  ],
  ['the last tick failed', clockAt('2026-01-15T12:00:00.000Z', { lastFault: 'oops' }), 'oops'],
  ['there was no tick', clockAt(null), 'no tick'],
])('when %s the server is degraded and serves', async (_what, extras, reason) => {
  const { get } = await start(extras);
  const [status, body] = await ready(get);
  expect([status, body.status]).toEqual([200, 'degraded']);
  expect(body.checks.clock).toContain(reason);
});

test('a server that is stopping is not ready, and still alive', async () => {
  const { app, get } = await start();
  expect((await ready(get))[0]).toBe(200);
  app.lifecycle.stopping = true;
  const [status, body] = await ready(get);
  expect([status, body.status, body.checks.shutdown]).toEqual([503, 'unready', 'the server is stopping']);
  expect((await get('/health/live')).status).toBe(200);
});

test('without its database, or with that of another version, a server is not ready', async () => {
  const gone = await start();
  await gone.ctx.database.close();
  const [status, body] = await ready(gone.get);
  expect([status, body.checks.database]).toEqual([503, 'does not answer']);
  expect((await gone.get('/health/live')).status).toBe(200);

  const newer = await start();
  await newer.ctx.db
    .insertInto('migrations' as never)
    .values({ number: 9_999, name: 'x', digest: 'y' } as never)
    .execute();
  expect(await ready(newer.get)).toMatchObject([503, { checks: { database: 'ok', schema: 'of another version of the program' } }]);
});

test('metrics count requests by method, path template and status, and know the gauges of the program', async () => {
  const { get, log } = await start({
    gauges: async () => ({ inaugural_routes: { help: 'Routes.', value: 42 }, inaugural_unknown: { help: 'x', value: null } }),
  });
  await get('/things/1');
  await get('/things/2');
  await get('/things/2?nonsense=1');
  await get('/nothing/3');
  await until(() => log().length === 4);
  const answer = await get('/metrics');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
  const text = await answer.text();
  const name = 'http_request_duration_seconds';
  expect(text).toContain(`${name}_count{method="GET",route="/things/{id}",status="200"} 2`);
  expect(text).toContain(`${name}_count{method="GET",route="/things/{id}",status="400"} 1`);
  expect(text).toContain(`${name}_count{method="GET",route="none",status="404"} 1`);
  expect(text).toContain(`${name}_bucket{method="GET",route="/things/{id}",status="200",le="+Inf"} 2`);
  expect(text).toContain('inaugural_routes 42');
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  expect(text).not.toMatch(/things\/2|nothing/);
  const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of series) expect(line).toMatch(/^[a-z_][a-z0-9_]*(\{.*\})? (\d|[Nn]a[Nn]|\+Inf)\S*$/);
});

test('each request has one line in the log, with what is needed and nothing that is secret', async () => {
  const { ctx, get, log } = await start();
  const { id, authorization } = await withKey(ctx, 'reader');
  const token = authorization.slice('Bearer '.length);
  await get(`/things/${token}?q=a&accessToken=hunter2&%61ccess%54oken=hunter3&q=${token}`, { headers: { authorization } });
  await until(() => log().length === 1);
  const [line] = log();
  expect(line).toMatchObject({
    level: 30,
    msg: 'request',
    method: 'GET',
    route: '/things/{id}',
    path: '/things/inaugural_(hidden)',
    query: 'q=a&accessToken=(hidden)&%61ccess%54oken=(hidden)&q=inaugural_(hidden)',
    status: 400,
    key: id,
    client: '127.0.0.1',
    bytes: expect.any(Number),
    ms: expect.any(Number),
  });
  expect(JSON.stringify(line)).not.toMatch(/hunter|Bearer/);
  expect(JSON.stringify(line)).not.toContain(token);
});
