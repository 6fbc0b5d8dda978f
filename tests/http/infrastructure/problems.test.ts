import { Agent, request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError, ERROR_CODES } from '../../../src/domain/errors.ts';
import { endpoint } from '../../../src/http/endpoint.ts';
import { PROBLEMS } from '../../../src/http/problems.ts';
import { rawConnection, testServer, until, withKey } from '../../support/http.ts';

const thing = endpoint({
  method: 'get',
  path: '/api/v1/things/{id}',
  summary: 'A thing',
  access: 'public',
  params: z.object({ id: z.string() }),
  responses: { 200: { description: 'It', schema: z.looseObject({}) } },
  handler: (_ctx, { params }) => ({ body: { id: params.id, name: 'Алматы' } }),
});

const change = endpoint({
  method: 'patch',
  path: '/api/v1/things/{id}',
  summary: 'Change it',
  access: 'editor',
  ifMatch: true,
  params: z.object({ id: z.string() }),
  body: z.strictObject({ note: z.string() }),
  responses: { 200: { description: 'Changed', schema: z.looseObject({}) } },
  handler: (_ctx, { ifMatch }) => ({ body: { ifMatch }, etag: '8' }),
});

const broken = endpoint({
  method: 'get',
  path: '/broken/{how}',
  summary: 'Fails',
  access: 'public',
  params: z.object({ how: z.string() }),
  responses: { 200: { description: 'Never' } },
  handler: (_ctx, { params }) => {
    if (params.how === 'bug') throw new TypeError('the secret of the house');
    if (params.how === 'nothing') throw undefined;
    if (params.how === 'full') throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    if (params.how === 'status') return { status: 418 };
    throw new AppError('conflict', 'Read it again.', { retryAfter: 1.2, findings: [{ pointer: '/a', detail: 'is odd' }] });
  },
});

const latest = endpoint({
  method: 'get',
  path: '/api/v1/things/latest',
  summary: 'The latest',
  access: 'public',
  responses: { 200: { description: 'It', schema: z.looseObject({}) } },
  handler: () => ({ body: { id: 'the latest' } }),
});

const start = () => testServer(() => [thing, change, broken, latest]);

interface Shown {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: unknown;
}

async function problem(answer: Response): Promise<Shown> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const shown = (await answer.json()) as Shown;
  expect(shown.status).toBe(answer.status);
  expect(shown.requestId).toBe(answer.headers.get('x-request-id'));
  expect(shown.type).toBe(`/docs/problems#${shown.code}`);
  return shown;
}

test('every code of the program has its status and its line on the page of problems', async () => {
  const { get } = await start();
  const page = await (await get('/docs/problems')).text();
  for (const code of ERROR_CODES) {
    expect(PROBLEMS[code].status).toBeGreaterThanOrEqual(400);
    expect(page).toContain(`id="${code}"`);
  }
});

test('a path that is not there is a problem, whatever the method', async () => {
  const { get } = await start();
  for (const method of ['GET', 'POST', 'PROPFIND', 'DELETE']) {
    expect(await problem(await get('/api/v1/nothing', { method }))).toMatchObject({ status: 404, code: 'not_found' });
  }
});

test('a method that a path does not know is refused with those it knows', async () => {
  const { get } = await start();
  for (const method of ['POST', 'PUT', 'DELETE', 'PROPFIND']) {
    const answer = await get('/api/v1/things/7', { method });
    expect(answer.headers.get('allow')).toBe('GET, PATCH, HEAD, OPTIONS');
    expect(await problem(answer)).toMatchObject({ status: 405, code: 'method_not_allowed' });
  }
});

test('a path without parameters is found before one with, whatever the order', async () => {
  const { get } = await start();
  expect(await (await get('/api/v1/things/latest')).json()).toEqual({ id: 'the latest' });
  const answer = await get('/api/v1/things/latest', { method: 'PATCH' });
  expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
});

test('HEAD gives what GET gives, without the body', async () => {
  const { get } = await start();
  const [full, head] = [await get('/api/v1/things/7'), await get('/api/v1/things/7', { method: 'HEAD' })];
  expect(head.status).toBe(200);
  expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await full.text())));
  expect(head.headers.get('content-type')).toBe('application/json');
  expect(await head.text()).toBe('');
  const missing = await get('/nothing', { method: 'HEAD' });
  expect([missing.status, await missing.text()]).toEqual([404, '']);
});

test('OPTIONS tells the methods, and lets the pages of any site read', async () => {
  const { get } = await start();
  const plain = await get('/api/v1/things/7', { method: 'OPTIONS' });
  expect([plain.status, plain.headers.get('allow')]).toEqual([204, 'GET, PATCH, HEAD, OPTIONS']);
  const preflight = await get('/api/v1/things/7', {
    method: 'OPTIONS',
    headers: { 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization', origin: 'https://example.com' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization/i);
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
  expect((await get('/api/v1/things/7')).headers.get('access-control-allow-origin')).toBe('*');
});

test('a body of the wrong type is refused before it is read', async () => {
  const { ctx, get } = await start();
  const { authorization } = await withKey(ctx, 'editor');
  const send = (headers: Record<string, string>) =>
    get('/api/v1/things/7', { method: 'PATCH', body: Buffer.from('{}') as never, headers: { authorization, ...headers } });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', 'application/jsonx']) {
    expect(await problem(await send({ 'content-type': type }))).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  }
  expect(await problem(await send({}))).toMatchObject({ status: 415, detail: expect.stringContaining('no Content-Type') });
  expect(await problem(await send({ 'content-type': 'application/json', 'content-encoding': 'gzip' }))).toMatchObject({ status: 415 });
  expect((await send({ 'content-type': 'Application/JSON; charset="UTF-8"' })).status).toBe(400);
});

test('a body larger than the limit is refused, declared or not, little or much', async () => {
  const { ctx, get, port } = await start();
  const { authorization } = await withKey(ctx, 'editor');
  const headers = { authorization, 'content-type': 'application/json' };
  const limit = ctx.config.BODY_LIMIT;
  const note = (bytes: number) => JSON.stringify({ note: 'x'.repeat(bytes - 11) });
  expect((await get('/api/v1/things/7', { method: 'PATCH', body: note(limit), headers })).status).toBe(428);
  const declared = await get('/api/v1/things/7', { method: 'PATCH', body: note(limit + 1), headers });
  expect(await problem(declared)).toMatchObject({ status: 413, code: 'payload_too_large' });
  expect(declared.headers.get('connection')).toBe('keep-alive');

  const chunked = await new Promise<number>((resolve, reject) => {
    const sending = httpRequest({ port, path: '/api/v1/things/7', method: 'PATCH', headers, agent: new Agent() }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sending.on('error', reject);
    sending.write('x'.repeat(limit));
    sending.end('x'.repeat(10));
  });
  expect(chunked).toBe(413);

  const huge = await rawConnection(port);
  huge.send(
    `PATCH /api/v1/things/7 HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 9999999999\r\n\r\n{`,
  );
  await huge.closed;
  expect(huge.received()).toMatch(/^HTTP\/1.1 413 [\s\S]*Connection: close/);
});

test('a client that asks before it sends is told no, and yes', async () => {
  const { ctx, port } = await start();
  const { authorization } = await withKey(ctx, 'editor');
  const head = (length: number) =>
    `PATCH /api/v1/things/7 HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`;
  const large = await rawConnection(port);
  large.send(head(100_000));
  await until(() => large.received().includes('\r\n\r\n'));
  expect(large.received()).toMatch(/^HTTP\/1.1 413 /);
  const small = await rawConnection(port);
  small.send(head(2));
  await until(() => small.received().includes('100 Continue'));
  small.send('{}');
  await until(() => small.received().includes('HTTP/1.1 400 '));
});

test('changing needs the tag of what was read, without quotes and program in the handler', async () => {
  const { ctx, get } = await start();
  const { authorization } = await withKey(ctx, 'editor');
  const send = (headers: Record<string, string>) =>
    get('/api/v1/things/7', {
      method: 'PATCH',
      body: '{"note":"x"}',
      headers: { authorization, 'content-type': 'application/json', ...headers },
    });
  expect(await problem(await send({}))).toMatchObject({ status: 428, code: 'precondition_required' });
  const etag = (await send({ 'if-match': '*' })).headers.get('etag');
  expect(etag).toMatch(/^"8-[0-9a-f]{8}"$/);
  expect(await (await send({ 'if-match': `"x-1", ${etag}, W/"9-1"` })).json()).toEqual({ ifMatch: ['x', '8'] });
  expect(await (await send({ 'if-match': 'nonsense' })).json()).toEqual({ ifMatch: [] });
});

test('a bug tells the caller nothing and the log everything', async () => {
  const { get, log } = await start();
  const answer = await get('/broken/bug');
  const text = JSON.stringify(await problem(answer));
  expect(answer.status).toBe(500);
  expect(text).not.toMatch(/secret|TypeError|at /);
  const line = log().find((entry) => entry.msg === 'a request failed');
  expect(line).toMatchObject({ requestId: answer.headers.get('x-request-id'), route: '/broken/{how}' });
  expect(line).toHaveProperty('err.stack', expect.stringContaining('the secret of the house'));
  expect(await problem(await get('/broken/nothing'))).toMatchObject({ status: 500, code: 'internal' });
});

test('a status that an endpoint does not declare is a bug', async () => {
  const { get } = await start();
  expect(await problem(await get('/broken/status'))).toMatchObject({ status: 500 });
});

test('an expected failure keeps its sentence, its findings and when to try again', async () => {
  const { get } = await start();
  const answer = await get('/broken/conflict');
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await problem(answer)).toMatchObject({ status: 409, detail: 'Read it again.', errors: [{ pointer: '/a', detail: 'is odd' }] });
});

test('a full disk is "not now", and says when to try again', async () => {
  const { get } = await start();
  const answer = await get('/broken/full');
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(await problem(answer)).toMatchObject({ status: 503, code: 'storage_unavailable' });
});

test('a sane request id is taken over, any other replaced', async () => {
  const { get, log } = await start();
  const idOf = async (id: string) => (await get('/api/v1/things/7', { headers: { 'x-request-id': id } })).headers.get('x-request-id');
  expect(await idOf('Ab.c_d-1')).toBe('Ab.c_d-1');
  await until(() => log().some((line) => line.requestId === 'Ab.c_d-1'));
  for (const id of ['a b', 'x'.repeat(65), 'a"b', 'a\tb']) expect(await idOf(id)).not.toBe(id);
  expect(await idOf('a b')).not.toBe(await idOf('a b'));
});

test('every answer carries the security headers and none says what it runs on', async () => {
  const { get } = await start();
  for (const path of ['/api/v1/things/7', '/nothing', '/broken/bug', '/health/live', '/metrics', '/openapi.json', '/docs', '/%zz']) {
    const { headers } = await get(path);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('content-security-policy'), path).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('referrer-policy'), path).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy'), path).toBe('cross-origin');
    expect(headers.get('x-powered-by'), path).toBeNull();
  }
});

test('no request whatever gets HTML or a bug for an answer', async () => {
  const { get } = await start();
  const piece = fc.oneof(
    fc.constantFrom('api', 'v1', 'things', '%', '%00', '..', '//', '?', '&', '=', '#', 'a', '%2F', ':', '*', '\\', "'"),
    fc.webSegment(),
  );
  const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('/')}`);
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
  const header = fc.record(
    { 'if-none-match': fc.constantFrom('*', '"x"', ',', 'W/'), authorization: fc.constantFrom('Basic x', 'Bearer ', 'x') },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(path, method, header, async (url, verb, headers) => {
      const answer = await get(url, { method: verb, headers: headers as Record<string, string> });
      const type = answer.headers.get('content-type') ?? '';
      await answer.text();
      expect(answer.status).toBeLessThan(500);
      expect(type).not.toContain('html');
    }),
    { numRuns: 400 },
  );
});
