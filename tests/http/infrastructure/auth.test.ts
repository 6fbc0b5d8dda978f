import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { revokeKey } from '../../../src/actions/keys.ts';
import { endpoint } from '../../../src/http/endpoint.ts';
import { findKey } from '../../../src/store/keys.ts';
import { testServer, until, withKey } from '../../support/http.ts';
import type { TestOptions } from '../../support/register.ts';

const levels = (['open', 'public', 'reader', 'editor', 'admin'] as const).map((access) =>
  endpoint({
    method: 'get',
    path: `/${access}`,
    summary: access,
    access,
    responses: { 200: { description: 'Who asks', schema: z.looseObject({}) } },
    handler: (ctx) => ({ body: ctx.actor }),
  }),
);

async function start(options: TestOptions = {}) {
  const server = await testServer(() => levels, options);
  const as = (path: string, authorization?: string) => server.get(path, authorization === undefined ? {} : { headers: { authorization } });
  return { ...server, as };
}

test.each([
  ['on', undefined, [200, 200, 401, 401, 401]],
  ['off', undefined, [200, 401, 401, 401, 401]],
  ['on', 'reader', [200, 200, 200, 403, 403]],
  ['off', 'reader', [200, 200, 200, 403, 403]],
  ['on', 'editor', [200, 200, 200, 200, 403]],
  ['on', 'admin', [200, 200, 200, 200, 200]],
] as const)('with public reading %s, a key of scope %s may do just what it should', async (publicRead, scope, expected) => {
  const { ctx, as } = await start({ env: { PUBLIC_READ: publicRead } });
  const key = scope === undefined ? undefined : await withKey(ctx, scope);
  const statuses = [];
  for (const { path } of levels) statuses.push((await as(path, key?.authorization)).status);
  expect(statuses).toEqual(expected);
});

test('a refusal says what is needed', async () => {
  const { ctx, as } = await start();
  const none = await as('/editor');
  expect(none.headers.get('www-authenticate')).toMatch(/^Bearer/);
  expect(await none.json()).toMatchObject({
    code: 'unauthenticated',
    detail: 'This needs a key of scope editor. Send "Authorization: Bearer <key>".',
  });
  const { authorization } = await withKey(ctx, 'reader');
  expect(await (await as('/admin', authorization)).json()).toMatchObject({
    code: 'forbidden',
    detail: 'This needs a key of scope admin; "reader of the test" has scope reader.',
  });
});

test('the handler knows who acts and in which request', async () => {
  const { ctx, as } = await start();
  const { id, authorization } = await withKey(ctx, 'editor');
  const answer = await as('/editor', authorization);
  expect(await answer.json()).toEqual({
    name: 'editor of the test',
    keyId: id,
    scope: 'editor',
    requestId: answer.headers.get('x-request-id'),
  });
  expect(await (await as('/public')).json()).toMatchObject({ name: 'anonymous', keyId: null, scope: null });
});

test('a key that is wrong, expired or misspelt is refused even where none is needed', async () => {
  const { ctx, as, clock } = await start();
  const { authorization } = await withKey(ctx, 'reader', '2026-01-15T13:00:00.000Z');
  expect((await as('/public', authorization)).status).toBe(200);
  expect((await as('/public', authorization.toLowerCase().replace(/^bearer /, 'bearer '))).status).toBe(401);
  for (const header of ['Bearer wrong', 'Bearer', 'Basic YTpi', authorization.replace('Bearer ', ''), `${authorization} x`]) {
    const answer = await as('/public', header);
    expect([answer.status, answer.headers.get('www-authenticate')?.slice(0, 6)], header).toEqual([401, 'Bearer']);
  }
  expect((await as('/nothing', 'Bearer wrong')).status).toBe(401);
  clock.set('2026-01-15T13:00:00.000Z');
  expect(await (await as('/public', authorization)).json()).toMatchObject({ detail: expect.stringContaining('expired at 2026-01-15T13') });
});

test('a key that is revoked is refused at once', async () => {
  const { ctx, as } = await start();
  const { id, authorization } = await withKey(ctx, 'editor');
  expect((await as('/editor', authorization)).status).toBe(200);
  await revokeKey(ctx, id);
  expect(await (await as('/editor', authorization)).json()).toMatchObject({ status: 401, detail: expect.stringContaining('revoked') });
});

test('the last use is noted, at most once a minute', async () => {
  const { ctx, as, clock } = await start();
  const { id, authorization } = await withKey(ctx, 'reader');
  const lastUse = async () => (await findKey(ctx.db, id))?.last_used_at;
  await as('/public', authorization);
  await until(async () => (await lastUse()) === '2026-01-15T12:00:00.000Z');
  clock.set('2026-01-15T12:00:59.000Z');
  await as('/public', authorization);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await lastUse()).toBe('2026-01-15T12:00:00.000Z');
  clock.set('2026-01-15T12:01:00.000Z');
  await as('/public', authorization);
  await until(async () => (await lastUse()) === '2026-01-15T12:01:00.000Z');
});

test('a database that cannot be written does not keep a reader out', async () => {
  const { ctx, as, log } = await start();
  const { authorization } = await withKey(ctx, 'reader');
  await sql`pragma query_only = on`.execute(ctx.db);
  expect((await as('/public', authorization)).status).toBe(200);
  await until(() => log().some((line) => line.msg === 'last use of a key not noted'));
  expect((await as('/public', authorization)).status).toBe(200);
});

test('an address that tries keys is soon told to wait, but not those whose keys are good', async () => {
  const { ctx, as, clock } = await start();
  const { authorization } = await withKey(ctx, 'reader');
  expect((await as('/public', authorization)).status).toBe(200);
  const statuses = [];
  for (let guess = 0; guess < 25; guess += 1) statuses.push((await as('/public', `Bearer guess-${guess}`)).status);
  expect(statuses).toEqual([...Array(20).fill(401), ...Array(5).fill(429)]);
  const refused = await as('/public', 'Bearer one-more');
  expect(refused.headers.get('retry-after')).toBe('3');
  expect(await refused.json()).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('wrong keys') });
  expect((await as('/public', authorization)).status).toBe(200);
  expect((await as('/public')).status).toBe(200);
  clock.now += 3_000;
  expect((await as('/public', 'Bearer one-more')).status).toBe(401);
});
