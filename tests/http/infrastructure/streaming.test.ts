import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { endpoint } from '../../../src/http/endpoint.ts';
import { rawConnection, testServer, until } from '../../support/http.ts';

type Source = (signal: () => AbortSignal) => AsyncGenerator<string>;

async function start(source: Source) {
  const state = { made: 0, ended: false };
  const counted: Source = async function* (signal) {
    try {
      for await (const chunk of source(signal)) {
        state.made += 1;
        yield chunk;
      }
    } finally {
      state.ended = true;
    }
  };
  const file = endpoint({
    method: 'get',
    path: '/file.csv',
    summary: 'A file',
    access: 'public',
    responses: { 200: { description: 'It', contentType: 'text/csv; charset=utf-8' } },
    handler: (_ctx, { signal }) => ({ stream: counted(signal), headers: { 'Content-Disposition': 'attachment' } }),
  });
  return { ...(await testServer(() => [file])), state };
}

const large: Source = async function* () {
  for (let index = 0; index < 1_000; index += 1) yield 'x'.repeat(100_000);
};

test('a stream arrives whole, with its type, and its bytes are logged', async () => {
  const { get, log } = await start(async function* () {
    yield 'name,city\n';
    await sleep(5);
    yield 'ALA,Алматы\n';
  });
  const answer = await get('/file.csv');
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment');
  expect(await answer.text()).toBe('name,city\nALA,Алматы\n');
  await until(() => log().some((line) => line.bytes === Buffer.byteLength('name,city\nALA,Алматы\n')));
});

test('a client that does not read holds the source back', async () => {
  const { port, state } = await start(large);
  const connection = await rawConnection(port);
  connection.socket.pause();
  connection.send('GET /file.csv HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => state.made > 0);
  await sleep(300);
  const made = state.made;
  expect(made).toBeLessThan(200);
  await sleep(200);
  expect(state.made).toBe(made);
  connection.socket.resume();
  await until(() => state.ended, 20_000);
  expect(state.made).toBe(1_000);
});

test('a client that goes ends the source', async () => {
  const { port, state, log } = await start(large);
  const connection = await rawConnection(port);
  connection.socket.pause();
  connection.send('GET /file.csv HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => state.made > 0);
  connection.socket.destroy();
  await until(() => state.ended);
  expect(state.made).toBeLessThan(1_000);
  await until(() => log().some((line) => line.path === '/file.csv' && line.aborted === true));
  expect(log().some((line) => line.msg === 'a request failed')).toBe(false);
});

test('a client that goes aborts the signal of a source that only waits', async () => {
  let aborted = false;
  const { port, state } = await start(async function* (signal) {
    yield 'first\n';
    await new Promise<void>((resolve) => signal().addEventListener('abort', () => resolve(), { once: true }));
    aborted = true;
  });
  const connection = await rawConnection(port);
  connection.send('GET /file.csv HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => connection.received().includes('first'));
  connection.socket.destroy();
  await until(() => state.ended);
  expect(aborted).toBe(true);
});

test('a failure before the first piece is a proper problem', async () => {
  // biome-ignore lint/correctness/useYield: it fails before it has anything
  const { get } = await start(async function* () {
    throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
  });
  const answer = await get('/file.csv');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});

test('a failure after it breaks the connection, so that nobody takes half for the whole', async () => {
  const { get, log } = await start(async function* () {
    yield 'half\n';
    throw new Error('broken in the middle');
  });
  await expect(get('/file.csv').then((answer) => answer.text())).rejects.toThrow();
  await until(() => log().some((line) => line.msg === 'a request failed'));
});

test('HEAD of a stream has its headers and makes no more than its first piece', async () => {
  const { get, state } = await start(large);
  const answer = await get('/file.csv', { method: 'HEAD' });
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'text/csv; charset=utf-8', '']);
  await until(() => state.ended);
  expect(state.made).toBe(1);
});

test('a source that never waits keeps nobody else waiting', async () => {
  const { get, state } = await start(async function* () {
    for (let index = 0; index < 400; index += 1) {
      const end = performance.now() + 5;
      while (performance.now() < end);
      yield 'x'.repeat(100);
    }
  });
  const streaming = get('/file.csv').then((answer) => answer.text());
  await until(() => state.made > 2);
  await get('/health/live');
  expect(state.made).toBeLessThan(200);
  expect((await streaming).length).toBe(40_000);
});
