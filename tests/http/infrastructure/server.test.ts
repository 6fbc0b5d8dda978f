import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { endpoint } from '../../../src/http/endpoint.ts';
import { closeServer, type Timeouts } from '../../../src/http/server.ts';
import { rawConnection, testServer, until, withKey } from '../../support/http.ts';

const quick = endpoint({
  method: 'get',
  path: '/quick',
  summary: 'At once',
  access: 'public',
  responses: { 200: { description: 'It', schema: z.looseObject({}) } },
  handler: () => ({ json: '{"quick":true}' }),
});

const slow = endpoint({
  method: 'get',
  path: '/slow/{ms}',
  summary: 'After a while',
  access: 'public',
  params: z.object({ ms: z.coerce.number() }),
  responses: { 200: { description: 'It', schema: z.looseObject({}) } },
  handler: async (_ctx, { params }) => {
    await sleep(params.ms);
    return { body: { slept: params.ms } };
  },
});

const take = endpoint({
  method: 'post',
  path: '/take',
  summary: 'Takes a body',
  access: 'editor',
  body: z.strictObject({ a: z.int() }),
  responses: { 200: { description: 'It', schema: z.looseObject({}) } },
  handler: (_ctx, { body }) => ({ body }),
});

const start = (timeouts: Partial<Timeouts> = {}) => testServer(() => [quick, slow, take], { env: { RATE_LIMIT: '0' }, timeouts });
const GET = 'GET /quick HTTP/1.1\r\nHost: x\r\n\r\n';

test('requests and responses are born with Express’s prototypes', async () => {
  const { app, get, server } = await start();
  const seen: unknown[] = [];
  server.prependListener('request', (request, response) => seen.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response)));
  expect((await get('/quick')).status).toBe(200);
  expect(seen[0]).toBe(app.express.request);
  expect(seen[1]).toBe(app.express.response);
});

test('requests sent one after another without waiting are answered in order', async () => {
  const { port } = await start();
  const connection = await rawConnection(port);
  connection.send(`GET /slow/50 HTTP/1.1\r\nHost: x\r\n\r\n${GET}${GET}`);
  await until(() => connection.received().split('{"quick":true}').length === 3);
  expect(connection.received().indexOf('slept')).toBeLessThan(connection.received().indexOf('quick'));
});

test('headers that drip in are waited for only so long', async () => {
  const { port } = await start({ headers: 300, checkEvery: 50 });
  const connection = await rawConnection(port);
  const began = performance.now();
  connection.send('GET /quick HTTP/1.1\r\n');
  const drip = setInterval(() => connection.send('X-A: b\r\n'), 50);
  await connection.closed;
  clearInterval(drip);
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(connection.received()).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request_timeout"/);
});

test('a body that drips in is waited for only so long, and the log has a line', async () => {
  const { ctx, port, log } = await start({ headers: 300, request: 400, checkEvery: 50 });
  const { authorization } = await withKey(ctx, 'editor');
  const connection = await rawConnection(port);
  connection.send(
    `POST /take HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{`,
  );
  const drip = setInterval(() => connection.send(' '), 50);
  await connection.closed;
  clearInterval(drip);
  expect(connection.received()).toMatch(/^HTTP\/1.1 408 /);
  await until(() => log().some((line) => line.path === '/take' && line.aborted === true));
});

test('a client that does not read its answer is let go', async () => {
  const { port, server } = await start({ idle: 300 });
  const connection = await rawConnection(port);
  connection.socket.pause();
  for (let sent = 0; sent < 20_000; sent += 1) connection.socket.write(GET);
  await until(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count === 0))), 10_000);
});

test.each([
  ['nonsense', 'hello\r\n\r\n', 400, 'invalid_request'],
  ['a method that does not exist', 'FETCH /quick HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'invalid_request'],
  [
    'a request with two lengths',
    'POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
    400,
    'invalid_request',
  ],
  ['headers without end', `GET /quick HTTP/1.1\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
])('%s is answered with a problem and the end of the connection', async (_what, text, status, code) => {
  const { port, get, log } = await start();
  const connection = await rawConnection(port);
  connection.send(text);
  await connection.closed;
  expect(connection.received()).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*application/problem\\+json[\\s\\S]*"code":"${code}"`));
  expect(log().some((line) => line.status === status)).toBe(true);
  expect((await get('/quick')).status).toBe(200);
});

test('absolute URLs and OPTIONS * are understood', async () => {
  const { port } = await start();
  const connection = await rawConnection(port);
  connection.send('GET http://example.com/quick HTTP/1.1\r\nHost: x\r\n\r\nOPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await connection.closed;
  expect(connection.received()).toMatch(/^HTTP\/1.1 200 [\s\S]*HTTP\/1.1 204 /);
});

test('stopping under load fails no request that was accepted', async () => {
  const { port, server, get } = await start();
  let [answered, failed, stopping] = [0, 0, false];
  const refused: string[] = [];
  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (;;) {
      if (Math.random() < 0.1) await sleep(Math.random() * 50);
      const outcome = await new Promise<string>((resolve) => {
        const asking = httpRequest({ port, path: Math.random() < 0.5 ? '/quick' : '/slow/20', agent }, (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode === 200 ? 'ok' : `status ${answer.statusCode}`));
          answer.on('error', () => resolve('cut off'));
        });
        asking.on('error', (fault: NodeJS.ErrnoException) => resolve(fault.code ?? fault.message));
        asking.end();
      });
      if (outcome === 'ok') answered += 1;
      else if (outcome === 'ECONNREFUSED' && stopping) break;
      else {
        failed += 1;
        refused.push(outcome);
        break;
      }
    }
    agent.destroy();
  };
  const clients = Array.from({ length: 30 }, client);
  await until(() => answered > 200);
  const began = performance.now();
  stopping = true;
  const closed = closeServer(server, 5_000);
  await until(async () => (await get('/health/ready')).status === 503, 200);
  await Promise.all(clients);
  await closed;
  expect(refused).toEqual([]);
  expect(failed).toBe(0);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('a slow answer is waited for, and told to be the last on its connection', async () => {
  const { server, get } = await start();
  const asked = get('/slow/800');
  await sleep(100);
  const closed = closeServer(server, 5_000);
  const answer = await asked;
  expect(answer.status).toBe(200);
  expect(answer.headers.get('connection')).toBe('close');
  await closed;
});

test('connections that say nothing do not hold up the end', async () => {
  const { port, server } = await start();
  const silent = await rawConnection(port);
  const idle = await rawConnection(port);
  idle.send(GET);
  await until(() => idle.received().includes('quick'));
  const began = performance.now();
  await closeServer(server, 8_000);
  await Promise.all([silent.closed, idle.closed]);
  expect(performance.now() - began).toBeLessThan(3_000);
});

test('what has not ended by the deadline is ended by force', async () => {
  const { server, get } = await start();
  const asked = get('/slow/20000').catch(() => 'cut off');
  await sleep(100);
  const began = performance.now();
  await closeServer(server, 500);
  expect(await asked).toBe('cut off');
  expect(performance.now() - began).toBeLessThan(2_000);
});
