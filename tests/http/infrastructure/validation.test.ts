import { expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../../../src/http/endpoint.ts';
import { anyOf, wholeNumber, yesOrNo } from '../../../src/http/parameters.ts';
import { testServer, withKey } from '../../support/http.ts';

const find = endpoint({
  method: 'get',
  path: '/things/{id}',
  summary: 'A thing',
  access: 'public',
  params: z.object({ id: z.string().regex(/^[0-9]+$/, 'must be a number') }),
  query: z.object({
    launchFrom: z.iso.date().optional(),
    limit: wholeNumber({ min: 1, max: 200 }).default(20),
    flag: anyOf(['due', 'overdue']).optional(),
    wide: yesOrNo().optional(),
    q: z.string().max(100).optional(),
  }),
  headers: z.object({ 'x-shape': z.enum(['round', 'square']).optional() }),
  responses: { 200: { description: 'It', schema: z.looseObject({}) } },
  handler: (_ctx, { params, query, headers }) => ({ body: { ...params, ...query, ...headers } }),
});

const make = endpoint({
  method: 'post',
  path: '/things',
  summary: 'Make a thing',
  access: 'editor',
  body: z.strictObject({
    status: z.enum(['announced', 'cancelled']),
    weeklyFrequency: z.int().min(1).max(99).optional(),
    source: z.strictObject({ name: z.string().min(1), url: z.url() }),
    parts: z.array(z.strictObject({ 'a/b~c': z.string().optional() })).optional(),
    note: z.string().max(10).nullable().optional(),
  }),
  responses: { 201: { description: 'Made', schema: z.looseObject({}) } },
  handler: (_ctx, { body }) => ({ body }),
});

const search = endpoint({
  method: 'get',
  path: '/search',
  summary: 'Things by name',
  access: 'public',
  query: z.object({ q: z.string() }),
  responses: { 200: { description: 'Some' } },
  handler: () => ({}),
});

async function start() {
  const server = await testServer(() => [find, make, search]);
  const { authorization } = await withKey(server.ctx, 'editor');
  const post = (body: string | Buffer) =>
    server.get('/things', { method: 'POST', body: body as never, headers: { authorization, 'content-type': 'application/json' } });
  return { ...server, post };
}

async function findings(answer: Response): Promise<Record<string, string>> {
  expect(answer.status).toBe(400);
  const { code, errors } = (await answer.json()) as { code: string; errors: { pointer: string; detail: string }[] };
  expect(code).toBe('invalid_request');
  return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer, detail]));
}

test('what is right arrives as the schema says', async () => {
  const { get } = await start();
  const answer = await get('/things/7?launchFrom=2026-03-29&flag=due,overdue&wide=true&q=a+b%20c%C3%A9', {
    headers: { 'x-shape': 'round' },
  });
  expect(await answer.json()).toEqual({
    id: '7',
    launchFrom: '2026-03-29',
    limit: 20,
    flag: ['due', 'overdue'],
    wide: true,
    q: 'a b cé',
    'x-shape': 'round',
  });
});

test('every fault of path, query and headers is named at once', async () => {
  const { get } = await start();
  const url = '/things/x?launchFrom=2026-02-30&limit=1e2&flag=due,overdu&wide=yes&lanchFrom=1&nonsense=2&q=1&q=2';
  const found = await findings(await get(url, { headers: { 'x-shape': 'triangle' } }));
  expect(found).toEqual({
    '{id}': 'must be a number',
    '?launchFrom': 'must be a date, such as 2026-03-29',
    '?limit': 'must be a whole number from 1 to 200',
    '?flag': 'must be one or more of due, overdue, separated by commas; "overdu" is none; did you mean overdue?',
    '?wide': 'must be one of true, false',
    '?lanchFrom': 'is not known here; did you mean launchFrom?',
    '?nonsense': 'is not known here; known are launchFrom, limit, flag, wide, q',
    '?q': 'is given more than once; give it once',
    'x-shape': 'must be one of round, square',
  });
});

test('every fault of a body is named at once, by JSON pointer', async () => {
  const { post } = await start();
  const found = await findings(
    await post(
      JSON.stringify({
        status: 'anounced',
        weeklyFrequency: 0.5,
        source: { name: '', url: 'nowhere', uri: 'x' },
        parts: [{}, { 'a/b~c': 1 }],
        note: 'far too long a note',
        wether: 1,
      }),
    ),
  );
  expect(found).toEqual({
    '/status': 'must be one of announced, cancelled; did you mean announced?',
    '/weeklyFrequency': 'must be a whole number',
    '/source/name': 'must not be empty',
    '/source/url': 'must be a URL, such as https://example.com/page',
    '/source/uri': 'is not known here; did you mean url?',
    '/parts/1/a~1b~0c': 'must be text, not a number',
    '/note': 'must have at most 10 characters',
    '/wether': 'is not known here; known are status, weeklyFrequency, source, parts, note',
  });
});

test('what is missing is called required', async () => {
  const { post } = await start();
  expect(await findings(await post('{}'))).toEqual({ '/status': 'is required', '/source': 'is required' });
  expect(await findings(await post('[]'))).toEqual({ '': 'must be an object, not a list' });
});

test('the query is checked together with the body', async () => {
  const { ctx, get } = await start();
  const { authorization } = await withKey(ctx, 'editor');
  const answer = await get('/things?dryRun=1', {
    method: 'POST',
    body: '{}',
    headers: { authorization, 'content-type': 'application/json' },
  });
  expect(Object.keys(await findings(answer)).sort()).toEqual(['/source', '/status', '?dryRun']);
});

test('bad percent-encoding is refused in the path and in the query', async () => {
  const { get } = await start();
  expect((await (await get('/things/%E0%A4')).json()) as object).toMatchObject({ status: 400, code: 'invalid_request' });
  expect(await findings(await get('/things/7?q=%zz&limit=%'))).toEqual({
    '?q': 'is not valid percent-encoding; write a percent sign as %25',
    '?limit': 'is not valid percent-encoding; write a percent sign as %25',
  });
  const { errors } = (await (await get('/search?q=%zz')).json()) as { errors: object[] };
  expect(errors).toHaveLength(1);
});

test('text that a database cannot hold is refused', async () => {
  const { get, post } = await start();
  expect(await findings(await get('/things/7?q=a%00b'))).toEqual({ '?q': 'must not contain the character U+0000' });
  const detail = 'must not contain the character U+0000 or half of a surrogate pair';
  expect(await findings(await post('{"source":{"name":"a\\u0000b"}}'))).toEqual({ '/source/name': detail });
  expect(await findings(await post('{"note":"\\ud800"}'))).toEqual({ '/note': detail });
});

test('a body that is no JSON says where it stops being JSON', async () => {
  const { post } = await start();
  expect((await findings(await post('{"status": announced}')))['']).toMatch(/^must be JSON: .*announced/);
  expect((await findings(await post('')))['']).toBe('must be JSON; it is empty');
  expect((await findings(await post(Buffer.from([0x22, 0xff, 0x22]))))['']).toBe('must be JSON in UTF-8');
});

test('nesting as deep as a body can be is refused, not followed', async () => {
  const { post } = await start();
  const depth = 30_000;
  expect((await post('['.repeat(depth) + ']'.repeat(depth))).status).toBe(400);
  expect((await post(`${'{"note":'.repeat(7_000)}1${'}'.repeat(7_000)}`)).status).toBe(400);
});

test('members with the names of an object’s own are unknown like any other', async () => {
  const { get, post } = await start();
  expect(Object.keys(await findings(await get('/things/7?__proto__=1&constructor=2&toString=3'))).sort()).toEqual([
    '?__proto__',
    '?constructor',
    '?toString',
  ]);
  const found = await findings(
    await post('{"status":"announced","source":{"name":"x","url":"https://example.com"},"__proto__":{"note":"x"}}'),
  );
  expect(Object.keys(found)).toEqual(['/__proto__']);
});

test('an endpoint that would drop unknown members in silence is not even made', () => {
  const spec = {
    method: 'post',
    path: '/x',
    summary: 'x',
    access: 'editor',
    responses: { 200: { description: 'x' } },
    handler: () => ({}),
  } as const;
  expect(() => endpoint({ ...spec, body: z.object({}) })).toThrow('z.strictObject');
  expect(() => endpoint({ ...spec, body: z.strictObject({ inner: z.array(z.object({})).optional() }) })).toThrow('z.strictObject');
  expect(() => endpoint({ ...spec, body: z.strictObject({ inner: z.array(z.strictObject({})) }) })).not.toThrow();
  expect(() => endpoint({ ...spec, path: '/x/{id}' })).toThrow('params and path differ');
  expect(() => endpoint({ ...spec, cacheable: true })).toThrow('cacheable');
  expect(() => endpoint({ ...spec, access: 'public', idempotent: true })).toThrow('needs a key');
});
