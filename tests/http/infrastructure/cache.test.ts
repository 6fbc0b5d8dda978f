import { expect, test } from 'vitest';
import { z } from 'zod';
import { instantText } from '../../../src/context.ts';
import { type CachedAnswer, responseCache } from '../../../src/http/cache.ts';
import { endpoint } from '../../../src/http/endpoint.ts';
import { yesOrNo } from '../../../src/http/parameters.ts';
import { readVersion } from '../../../src/store/register.ts';
import { testServer, until, withKey } from '../../support/http.ts';
import type { TestOptions } from '../../support/register.ts';

/** A list that counts how often it was made, and says who asked. */
async function start(options: TestOptions = {}) {
  const made = { list: 0, one: 0, today: 0 };
  const list = endpoint({
    method: 'get',
    path: '/list',
    summary: 'A list',
    access: 'public',
    cacheable: true,
    query: z.object({ q: z.string().optional() }),
    responses: { 200: { description: 'It', schema: z.looseObject({}) } },
    handler: (_ctx, { query }) => {
      made.list += 1;
      return { body: { made: made.list, q: query.q, name: 'Алматы – Lahore' } };
    },
  });
  const one = endpoint({
    method: 'get',
    path: '/one',
    summary: 'A single thing',
    access: 'public',
    cacheable: true,
    query: z.object({ gone: yesOrNo().default(false) }),
    responses: { 200: { description: 'It', schema: z.looseObject({}) }, 202: { description: 'Not yet' } },
    handler: (_ctx, { query }) => {
      made.one += 1;
      return query.gone ? { status: 202, json: '{}', etag: '7' } : { json: '{"version":7}', etag: '7' };
    },
  });
  const today = endpoint({
    method: 'get',
    path: '/today',
    summary: 'Depends on the day',
    access: 'public',
    cacheable: true,
    cacheKey: (ctx) => instantText(ctx.now()).slice(0, 10),
    responses: { 200: { description: 'It', schema: z.looseObject({}) } },
    handler: () => {
      made.today += 1;
      return { body: { made: made.today } };
    },
  });
  const own = endpoint({
    method: 'get',
    path: '/own',
    summary: 'For one only',
    access: 'reader',
    responses: { 200: { description: 'It', schema: z.looseObject({}) } },
    handler: (ctx) => ({ body: { for: ctx.actor.name } }),
  });
  return { ...(await testServer(() => [list, one, today, own], options)), made };
}

test('what is asked again is kept, and given with the same bytes without being made anew', async () => {
  const { get, made } = await start();
  await (await get('/list?q=a')).arrayBuffer();
  const [first, second] = [await get('/list?q=a'), await get('/list?q=a')];
  const bytes = Buffer.from(await first.arrayBuffer());
  expect(Buffer.from(await second.arrayBuffer()).equals(bytes)).toBe(true);
  expect(made.list).toBe(2);
  expect(bytes.toString()).toContain('Алматы – Lahore');
  expect(second.headers.get('content-length')).toBe(String(bytes.byteLength));
  const constant = (answer: Response) => [...answer.headers].filter(([name]) => !['x-request-id', 'ratelimit', 'date'].includes(name));
  expect(constant(second)).toEqual(constant(first));
  expect(second.headers.get('cache-control')).toBe('no-cache');
  await get('/list?q=b');
  expect(made.list).toBe(3);
});

test('after any change of the data everything is made anew, under a new tag', async () => {
  const { get, made, record } = await start();
  await get('/list');
  const before = (await get('/list')).headers.get('etag');
  await record({});
  const after = await get('/list');
  expect(await after.json()).toMatchObject({ made: 3 });
  expect(after.headers.get('etag')).not.toBe(before);
  expect((await get('/list', { headers: { 'if-none-match': String(before) } })).status).toBe(200);
  expect(made.list).toBe(3);
});

test.each(['/list', '/one', '/today'])('who has the state of %s is told so without its body', async (path) => {
  const { get, made } = await start();
  await get(path);
  const first = await get(path);
  const etag = String(first.headers.get('etag'));
  expect(etag).toMatch(/^"[^"]+"$/);
  for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await get(path, { headers: { 'if-none-match': header } });
    expect([again.status, await again.text(), again.headers.get('content-type')], header).toEqual([304, '', null]);
    expect(again.headers.get('etag')).toBe(etag);
    expect(again.headers.get('cache-control')).toBe('no-cache');
    expect(again.headers.get('access-control-allow-origin')).toBe('*');
  }
  for (const header of ['"other"', etag.slice(1, -1), `"x${etag.slice(1)}`]) {
    expect((await get(path, { headers: { 'if-none-match': header } })).status, header).toBe(200);
  }
  expect(Math.max(made.list, made.one, made.today)).toBe(2);
});

test('a tag of one URL says nothing of another', async () => {
  const { get } = await start();
  const etag = String((await get('/list?q=a')).headers.get('etag'));
  expect((await get('/list?q=b', { headers: { 'if-none-match': etag } })).status).toBe(200);
  expect((await get('/list?nonsense=1', { headers: { 'if-none-match': etag } })).status).toBe(400);
});

test('who comes with a key is answered beside the cache, and its answer is kept for nobody', async () => {
  const { ctx, get, made } = await start();
  const { authorization } = await withKey(ctx, 'reader');
  await get('/list', { headers: { authorization } });
  const mine = await get('/list', { headers: { authorization } });
  expect(mine.headers.get('cache-control')).toBe('private, no-cache');
  expect(await mine.json()).toMatchObject({ made: 2 });
  await get('/list');
  for (const _ of ['kept', 'given']) expect(await (await get('/list')).json()).toMatchObject({ made: 4 });
  expect(await (await get('/list', { headers: { authorization } })).json()).toMatchObject({ made: 5 });
  const etag = String(mine.headers.get('etag'));
  expect((await get('/list', { headers: { authorization, 'if-none-match': etag } })).status).toBe(304);
  expect(made.list).toBe(5);
  expect((await get('/list', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
  expect((await get('/own', { headers: { authorization } })).headers.get('cache-control')).toBe('no-store');
});

test('with reading not public, nobody without a key gets what was made for one with', async () => {
  const { ctx, get, made } = await start({ env: { PUBLIC_READ: 'off' } });
  const { authorization } = await withKey(ctx, 'reader');
  await get('/list', { headers: { authorization } });
  const mine = await get('/list', { headers: { authorization } });
  expect(mine.status).toBe(200);
  const stranger = await get('/list', { headers: { 'if-none-match': String(mine.headers.get('etag')) } });
  expect(stranger.status).toBe(401);
  expect((await get('/list')).status).toBe(401);
  expect((await get('/openapi.json')).status).toBe(200);
  expect(made.list).toBe(2);
});

test('what depends on the day is made anew the next day', async () => {
  const { get, made, clock } = await start({ now: '2026-01-15T23:59:59Z' });
  await get('/today');
  const before = await get('/today');
  await get('/today');
  expect(made.today).toBe(2);
  clock.set('2026-01-16T00:00:00Z');
  const after = await get('/today', { headers: { 'if-none-match': String(before.headers.get('etag')) } });
  expect(await after.json()).toEqual({ made: 3 });
});

test('only the usual answer is kept', async () => {
  const { get, made } = await start();
  for (let asked = 0; asked < 3; asked += 1) expect((await get('/one?gone=true')).status).toBe(202);
  expect(made.one).toBe(3);
});

test('refusals are not kept, and HEAD is answered from what GET left', async () => {
  const { get, made } = await start();
  expect((await get('/list?nonsense=1')).status).toBe(400);
  expect((await get('/list?nonsense=1')).status).toBe(400);
  expect(made.list).toBe(0);
  await get('/list');
  const length = (await (await get('/list')).arrayBuffer()).byteLength;
  const head = await get('/list', { method: 'HEAD' });
  expect([head.headers.get('content-length'), await head.text(), made.list]).toEqual([String(length), '', 2]);
});

test('an answer from the cache is logged and counted like any other', async () => {
  const { get, log } = await start({ env: { RATE_LIMIT: '3' } });
  await get('/list');
  await get('/list');
  const kept = await get('/list');
  expect(kept.headers.get('ratelimit')).toMatch(/^"address";r=0;/);
  expect((await get('/list')).status).toBe(429);
  await until(() => log().filter((line) => line.route === '/list').length === 3);
  expect(log().findLast((line) => line.status === 200)).toMatchObject({ status: 200, bytes: Number(kept.headers.get('content-length')) });
});

test('a read that begins after a change never sees the state before it', async () => {
  const state = endpoint({
    method: 'get',
    path: '/state',
    summary: 'Which state of the data this was made from',
    access: 'public',
    cacheable: true,
    responses: { 200: { description: 'It', schema: z.looseObject({}) } },
    handler: async (ctx) => ({ body: { version: await readVersion(ctx.db) } }),
  });
  const { ctx, get } = await testServer(() => [state]);
  const ask = () =>
    Promise.all(Array.from({ length: 6 }, async () => ((await (await get('/state')).json()) as { version: number }).version));
  for (let round = 0; round < 30; round += 1) {
    const meanwhile = ask();
    await withKey(ctx, 'reader');
    const written = await readVersion(ctx.db);
    for (const version of await ask()) expect(version).toBe(written);
    await meanwhile;
  }
});

test('of a flood of addresses each asked once nothing is kept', () => {
  const cache = responseCache();
  let again = 0;
  for (let hash = 0; hash < 100_000; hash += 1) if (cache.isAskedAgain(hash)) again += 1;
  expect(again).toBe(0);
  expect(cache.isAskedAgain(99_999)).toBe(true);
  expect(cache.isAskedAgain(0)).toBe(false);
});

const answer = (size: number, version = 1): CachedAnswer => ({
  version,
  etag: '"x"',
  headers: [],
  notModifiedHeaders: [],
  body: 'x'.repeat(size),
});

test('the cache forgets what nobody asked for lately, and never grows past its weight', () => {
  const cache = responseCache(100_000);
  cache.set('used', answer(5_000));
  cache.set('unused', answer(5_000));
  for (let index = 0; index < 1_000; index += 1) {
    cache.set(`k${index}`, answer(5_000));
    expect(cache.size().bytes).toBeLessThanOrEqual(100_000);
    expect(cache.get('used', 1)).toBeDefined();
  }
  expect(cache.get('unused', 1)).toBeUndefined();
  expect(cache.get('k999', 1)).toBeDefined();
  expect(cache.size().entries).toBeGreaterThan(8);
  cache.set('huge', answer(50_000));
  expect(cache.get('huge', 1)).toBeUndefined();
});

test('what is replaced or outdated weighs nothing', () => {
  const cache = responseCache();
  for (let index = 0; index < 10; index += 1) cache.set('a', answer(1_000));
  const one = cache.size().bytes;
  cache.set('b', answer(1_000));
  expect(cache.size()).toEqual({ entries: 2, bytes: one * 2 });
  expect(cache.get('a', 2)).toBeUndefined();
  expect(cache.size()).toEqual({ entries: 1, bytes: one });
});
