import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { TODAY } from '../../bench/build.ts';
import { tick } from '../../src/actions/tick.ts';
import { guardedOutgoing } from '../../src/alerts/outgoing.ts';
import type { Ctx } from '../../src/context.ts';
import { startCourier } from '../../src/courier.ts';
import { type AlertReceiver, alertReceiver, listening } from '../support/alert-receiver.ts';
import { dueRegister, subscribeAll } from '../support/due-register.ts';
import { until } from '../support/http.ts';
import { cli, said, startCli } from '../support/processes.ts';

const GOOD = 40;
const DUE = 100;
const KIB = Buffer.alloc(1024, 'x');

/** Ten ways in which a receiver can be a burden, each on a port of its own. */
async function hostileReceivers() {
  const ways: Parameters<typeof listening>[0][] = [
    // Says nothing.
    () => {},
    () => {},
    // Drips: the head never ends, or the body.
    (request) => drip(request.socket, 'HTTP/1.1 200 OK\r\n', 'X'),
    (request) => drip(request.socket, 'HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n', 'X'),
    // Cuts the line.
    (request) => request.socket.resetAndDestroy(),
    (request) => request.socket.end(),
    (_, response) => response.writeHead(500).end(),
    // Bodies without an end.
    (_, response) => flood(response.writeHead(200)),
    (_, response) => flood(response.writeHead(500)),
  ];
  const asked = ways.map(() => 0);
  const servers = await Promise.all(
    ways.map((way, index) =>
      listening((request, response) => {
        asked[index]! += 1;
        way(request, response);
      }),
    ),
  );
  const origins = [...servers.map(({ origin }) => origin), await nobodysOrigin()];
  return { origins, asked, sockets: servers.map((server) => server.sockets) };
}

/** Where nobody listens: every connection is refused. */
async function nobodysOrigin(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

function drip(socket: Socket, head: string, drop: string): void {
  socket.write(head);
  const timer = setInterval(() => socket.write(drop), 50);
  socket.on('close', () => clearInterval(timer));
}

function flood(stream: NodeJS.WritableStream): void {
  const more = () => {
    while (stream.write(KIB));
  };
  stream.on('drain', more);
  stream.on('error', () => {});
  more();
}

/** A context whose clock runs on from midnight of the day on which all is due, and whose guard has little patience. */
function impatient(given: Ctx, timeoutMs: number): Ctx {
  const midnight = Date.parse(`${TODAY}T23:59:00Z`) - performance.now();
  const now = () => Math.floor(midnight + performance.now());
  const outgoing = guardedOutgoing({ allow: ['127.0.0.0/8'], plainHttp: true, userAgent: 'Inaugural/test', now, timeoutMs });
  onTestFinished(() => outgoing.close());
  return { ...given, now, outgoing };
}

/** Sends what 100 due routes owe to 40 good receivers, and to others; the time each message took to the good ones, sorted. */
async function delays(others: readonly string[]): Promise<{ took: number[]; grown: number; sockets: AlertReceiver['sockets'][] }> {
  const { ctx: given } = await dueRegister('sqlite', DUE);
  const ctx = impatient(given, 1_000);
  const good = await Promise.all(Array.from({ length: GOOD }, () => alertReceiver()));
  for (const url of [...good.map(({ origin }) => origin), ...others]) await subscribeAll(ctx, url);
  const courier = startCourier(ctx, { every: 20 });
  onTestFinished(() => courier.stop());
  const before = memoryInUse();
  const promised = performance.now();
  await tick(ctx);
  // A message whose answer came too late is sent again: what counts is its first arrival.
  await until(() => good.every((one) => firstArrivals(one).size >= DUE), 60_000);
  await courier.stop();
  const grown = memoryInUse() - before;
  const took = good.flatMap((one) => [...firstArrivals(one).values()].map((at) => at - promised)).sort((a, b) => a - b);
  return { took, grown, sockets: good.map((one) => one.sockets) };
}

/** By the id of the message. */
function firstArrivals({ arrivals }: AlertReceiver): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { id, at } of arrivals) if (!first.has(id)) first.set(id, at);
  return first;
}

/** In bytes, after all that nobody holds was thrown away. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const p99 = (sorted: readonly number[]) => sorted[Math.floor(sorted.length * 0.99)]!;
const limitOf = (calm: readonly number[]) => Math.max(2 * p99(calm), 2_000);

test('ten hostile receivers of 50 keep nobody else waiting, fill no memory and hold no connection', async () => {
  const calm = await delays([]);
  const hostile = await hostileReceivers();
  const { took, grown, sockets } = await delays(hostile.origins);
  expect(took).toHaveLength(GOOD * DUE);
  expect(Math.min(...hostile.asked)).toBeGreaterThan(0);
  expect(p99(took)).toBeLessThan(limitOf(calm.took));
  expect(grown).toBeLessThan(32 * 2 ** 20);
  await until(() => [...sockets, ...hostile.sockets].every((open) => open.size === 0));
});

test('the same looks see who waits behind a hostile receiver, connections that nobody ends, and memory that is held', async () => {
  const { ctx: given } = await dueRegister('sqlite', DUE);
  const ctx = impatient(given, 60_000);
  const arrived: string[] = [];
  // One host for all, half of which never answers.
  const { origin, sockets } = await listening((request, response) => {
    if (request.url === '/hangs') return;
    arrived.push(request.url!);
    response.writeHead(204).end();
  });
  for (const path of ['/hangs', '/hangs', '/hangs', '/good']) await subscribeAll(ctx, origin + path);
  await tick(ctx);
  const courier = startCourier(ctx, { every: 20 });
  onTestFinished(() => courier.stop());
  await sleep(3_000);
  expect(arrived.length).toBeLessThan(DUE);
  expect(sockets.size).toBeGreaterThan(0);
  const before = memoryInUse();
  const held = Buffer.alloc(33 * 2 ** 20);
  expect(memoryInUse() - before).toBeGreaterThan(32 * 2 ** 20);
  expect(held).toHaveLength(33 * 2 ** 20);
});

const STORM = 5_000;
const WEBHOOKS = 10;
/** Long past, so that it is due by any clock. */
const MIDNIGHT = '2026-01-10';

test(`${STORM} routes due at one midnight are told to ${WEBHOOKS} webhooks while the server answers every question`, async () => {
  const { ctx, url } = await dueRegister('sqlite', STORM, MIDNIGHT);
  const receivers = await Promise.all(Array.from({ length: WEBHOOKS }, () => alertReceiver()));
  for (const { origin } of receivers) await subscribeAll(ctx, origin);
  const env = {
    DATABASE_URL: url,
    PORT: '0',
    TICK: 'off',
    COURIER: 'on',
    WEBHOOK_HTTP: 'on',
    WEBHOOK_ALLOW: '127.0.0.0/8',
    RATE_LIMIT: '0',
    LOG_LEVEL: 'warn',
  };
  const server = startCli(['serve'], env);
  const origin = /http:\/\/localhost:\d+/.exec(await said(server, 'It holds'))![0];

  const statuses = new Map<number | string, number>();
  let done = false;
  const asking = (async () => {
    while (!done) {
      const status = await statusOf(`${origin}/api/v1/routes`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      await sleep(100);
    }
  })();
  expect(await cli(['tick', '--at', `${MIDNIGHT}T23:59:00Z`], { DATABASE_URL: url })).toMatchObject({ code: 0, stderr: '' });
  await until(() => receivers.every(({ arrivals }) => arrivals.length >= STORM), 240_000);
  done = true;
  await asking;
  expect([...statuses.keys()]).toEqual([200]);
  expect(statuses.get(200)).toBeGreaterThan(20);
  server.child.kill('SIGTERM');
  expect(await server.finished).toMatchObject({ code: 0, stderr: '' });
  expect(await statusOf(`${origin}/api/v1/routes`)).not.toBe(200);
  for (const { arrivals } of receivers) {
    expect(arrivals).toHaveLength(STORM);
    expect(new Set(arrivals.map((one) => one.route)).size).toBe(STORM);
  }
});

/** What the server answers, read to its end; the fault where there is no answer. */
async function statusOf(url: string): Promise<number | string> {
  try {
    const response = await fetch(url);
    await response.text();
    return response.status;
  } catch (fault) {
    return String(fault);
  }
}
