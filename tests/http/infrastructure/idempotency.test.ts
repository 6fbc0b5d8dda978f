import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { claimIdempotency, keepAnswer, releaseIdempotency } from '../../../src/actions/idempotency.ts';
import { createKey } from '../../../src/actions/keys.ts';
import { AppError } from '../../../src/domain/errors.ts';
import { endpoint } from '../../../src/http/endpoint.ts';
import { testServer, withKey } from '../../support/http.ts';

async function start() {
  const state = { done: 0, fail: false };
  const make = endpoint({
    method: 'post',
    path: '/things',
    summary: 'Make a thing',
    access: 'editor',
    idempotent: true,
    body: z.strictObject({ how: z.enum(['within', 'after', 'slowly']), name: z.string().default('x') }),
    responses: { 201: { description: 'Made', schema: z.looseObject({}), headers: ['Location'] } },
    handler: async (ctx, { body, complete }) => {
      if (state.fail) throw new AppError('conflict', 'Not now.');
      state.done += 1;
      const result = { body: { number: state.done, name: body.name }, location: `/things/${state.done}`, etag: String(state.done) };
      if (body.how === 'slowly') await sleep(200);
      // Any transaction will do.
      if (body.how === 'within') await createKey(ctx, { name: 'made', scope: 'reader' }, (tx) => complete(tx, result));
      return result;
    },
  });
  const server = await testServer(() => [make], {
    extras: { idempotency: { claim: claimIdempotency, complete: keepAnswer, release: releaseIdempotency } },
  });
  const { authorization } = await withKey(server.ctx, 'editor');
  const post = (key: string | undefined, body: object, as = authorization) =>
    server.get('/things', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: as, 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    });
  return { ...server, post, state };
}

test.each(['within', 'after'])('a repeat gets the first answer and does nothing (kept %s the work)', async (how) => {
  const { post, state } = await start();
  const first = await post('k1', { how });
  const again = await post('k1', { how });
  expect(state.done).toBe(1);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(await again.text()).toBe(await first.text());
  for (const name of ['location', 'etag', 'content-type']) expect(again.headers.get(name), name).toBe(first.headers.get(name));
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

test('the same name for another request, or of another key, is no repeat', async () => {
  const { ctx, post, state } = await start();
  await post('k1', { how: 'within' });
  const other = await post('k1', { how: 'within', name: 'y' });
  expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([422, 'idempotency_mismatch']);
  const { authorization } = await withKey(ctx, 'editor');
  expect((await post('k1', { how: 'within' }, authorization)).status).toBe(201);
  expect((await post(undefined, { how: 'within' })).status).toBe(201);
  expect((await post(undefined, { how: 'within' })).status).toBe(201);
  expect(state.done).toBe(4);
});

test('of two at once one works and the other is told to wait', async () => {
  const { post, state } = await start();
  const answers = await Promise.all([post('k1', { how: 'slowly' }), post('k1', { how: 'slowly' })]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
  expect(state.done).toBe(1);
});

test('a request that failed may be tried again under its name', async () => {
  const { post, state } = await start();
  state.fail = true;
  expect((await post('k1', { how: 'within' })).status).toBe(409);
  state.fail = false;
  expect((await post('k1', { how: 'within' })).status).toBe(201);
  expect((await post('k2', { how: 'nonsense' })).status).toBe(400);
  expect((await post('k2', { how: 'within' })).status).toBe(201);
});

test('a name that is none is refused', async () => {
  const { post } = await start();
  const answer = await post('a b', { how: 'nonsense' });
  const { errors } = (await answer.json()) as { errors: { pointer: string }[] };
  expect(errors.map((error) => error.pointer)).toEqual(['Idempotency-Key', '/how']);
});
