import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { clientFinder } from '../../../src/http/client.ts';
import { endpoint } from '../../../src/http/endpoint.ts';
import { limiter } from '../../../src/http/limits.ts';
import { testServer, until, withKey } from '../../support/http.ts';

const thing = endpoint({
  method: 'get',
  path: '/thing',
  summary: 'A thing',
  access: 'public',
  responses: { 200: { description: 'It', schema: z.looseObject({}) } },
  handler: () => ({ body: {} }),
});

const start = (env: Record<string, string>) => testServer(() => [thing], { env });

test('who asks too often is told how long to wait, and may go on after it', async () => {
  const { get, clock } = await start({ RATE_LIMIT: '60' });
  for (let asked = 0; asked < 60; asked += 1) expect((await get('/thing')).status).toBe(200);
  const refused = await get('/thing');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.headers.get('ratelimit')).toBe('"address";r=0;t=60');
  expect(refused.headers.get('ratelimit-policy')).toBe('"address";q=60;w=60');
  expect(await refused.json()).toMatchObject({ code: 'rate_limited', detail: 'Too many requests. Try again in 1 s.' });
  clock.now += 1_000;
  expect((await get('/thing')).status).toBe(200);
  expect((await get('/thing')).status).toBe(429);
});

test('unknown paths and documents count too; health never does', async () => {
  const { get } = await start({ RATE_LIMIT: '3' });
  await get('/nothing');
  await get('/openapi.json');
  await get('/thing', { method: 'POST' });
  expect((await get('/nothing')).status).toBe(429);
  for (let probe = 0; probe < 5; probe += 1) {
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready', { headers: { authorization: 'Bearer wrong' } })).status).toBe(200);
  }
});

test('a key has a limit of its own, wherever it comes from', async () => {
  const { ctx, get } = await start({ RATE_LIMIT: '2', RATE_LIMIT_KEYED: '3' });
  const [a, b] = [await withKey(ctx, 'reader'), await withKey(ctx, 'reader')];
  await get('/thing');
  await get('/thing');
  expect((await get('/thing')).status).toBe(429);
  const as = (key: typeof a) => get('/thing', { headers: { authorization: key.authorization } });
  expect((await as(a)).headers.get('ratelimit')).toMatch(/^"key";r=2;/);
  await as(a);
  await as(a);
  expect((await as(a)).status).toBe(429);
  expect((await as(b)).status).toBe(200);
});

test('zero means no limit, and no headers of one', async () => {
  const { get } = await start({ RATE_LIMIT: '0' });
  const answer = await get('/thing');
  expect(answer.headers.get('ratelimit')).toBeNull();
  for (let guess = 0; guess < 30; guess += 1) expect((await get('/thing', { headers: { authorization: 'Bearer x' } })).status).toBe(401);
});

test('a stranger cannot dodge its limit by writing X-Forwarded-For', async () => {
  const { get } = await start({ RATE_LIMIT: '2' });
  const from = (forwarded: string) => get('/thing', { headers: { 'x-forwarded-for': forwarded } });
  await from('203.0.113.1');
  await from('203.0.113.2');
  expect((await from('203.0.113.3')).status).toBe(429);
});

test('behind a proxy of ours each client has its own limit, and cannot dodge it by writing further left', async () => {
  const { get, log } = await start({ RATE_LIMIT: '2', TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' });
  const from = (forwarded: string) => get('/thing', { headers: { 'x-forwarded-for': forwarded } });
  expect((await from('1.2.3.4, 203.0.113.1')).status).toBe(200);
  expect((await from('5.6.7.8, 203.0.113.1, 10.1.1.1')).status).toBe(200);
  expect((await from('9.9.9.9, 203.0.113.1')).status).toBe(429);
  expect((await from('203.0.113.2')).status).toBe(200);
  await until(() => log().filter((line) => line.client === '203.0.113.1').length === 3);
});

const find = (proxies: string[], peer: string, forwarded?: string) =>
  clientFinder(proxies)({ socket: { remoteAddress: peer }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage);

test.each([
  ['192.0.2.7', undefined, '192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', undefined, '192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['10.0.0.1', '[2001:db8:1:2::9]:443', '2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['10.0.0.1', '203.0.113.5:1234', '203.0.113.5', '203.0.113.5'],
  ['::ffff:10.0.0.1', '::ffff:203.0.113.5', '203.0.113.5', '203.0.113.5'],
  ['10.0.0.1', 'unknown', '10.0.0.1', '10.0.0.1'],
  ['10.0.0.1', '203.0.113.5, nonsense', '10.0.0.1', '10.0.0.1'],
  ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3', '10.0.0.3'],
  ['10.0.0.1', '2130706433', '10.0.0.1', '10.0.0.1'],
  ['fe80::1%eth0', undefined, 'fe80::1', 'fe80:0:0:0::/64'],
  ['192.0.2.7', '203.0.113.5', '192.0.2.7', '192.0.2.7'],
])('a request from %s forwarded for %s is of %s, counted as %s', (peer, forwarded, address, group) => {
  expect(find(['10.0.0.0/8'], peer, forwarded)).toEqual({ address, group });
});

test('over any span a client gets its burst and its rate, never more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 600 }),
      fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 }),
      (perMinute, pauses) => {
        const bucket = limiter('x', perMinute);
        let [now, allowed] = [1_000_000, 0];
        for (const pause of pauses) {
          now += pause;
          if (bucket.take('a', now).allowed) allowed += 1;
        }
        expect(allowed).toBeLessThanOrEqual(perMinute + ((now - 1_000_000) / 60_000) * perMinute + 1e-6);
      },
    ),
  );
});

test('who waits as long as it is told is let in, whatever the rate', () => {
  for (const perMinute of [1, 7, 60, 600]) {
    const bucket = limiter('x', perMinute);
    let now = 0;
    while (bucket.take('a', now).allowed);
    now += bucket.look('a', now).retryAfter * 1000;
    expect(bucket.take('a', now).allowed, `${perMinute}`).toBe(true);
  }
});

test('a clock that is set back neither refills nor freezes a bucket', () => {
  const bucket = limiter('x', 60);
  for (let asked = 0; asked < 60; asked += 1) bucket.take('a', 1_000_000);
  expect(bucket.take('a', 500_000).allowed).toBe(false);
  expect(bucket.take('a', 501_000).allowed).toBe(true);
});

test('a flood of addresses costs no memory, and does not free one that keeps asking', () => {
  const bucket = limiter('x', 10, 1_000);
  let allowed = 0;
  for (let index = 0; index < 50_000; index += 1) {
    bucket.take(`address-${index}`, 0);
    if (index % 100 === 0 && bucket.take('persistent', 0).allowed) allowed += 1;
  }
  expect(bucket.size()).toBeLessThanOrEqual(2_000);
  expect(allowed).toBe(10);
});
