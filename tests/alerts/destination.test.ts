import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { guardedOutgoing, type OutgoingPolicy, type Resolve } from '../../src/alerts/outgoing.ts';
import { until } from '../support/http.ts';
import { forbiddenDestinations, PUBLIC_LOOKALIKES, resolverOf, type Spelling } from './fixtures/destinations.ts';
import { loopbackOnly } from './support/loopback-only.ts';
import { type Receiver, receiver } from './support/receiver.ts';

const MESSAGE = { headers: {}, body: '{}' };
const NOT_PUBLIC = { status: null, fault: 'its address is not public', retryAfter: null };

let canaries: Receiver[];
let spellings: Spelling[];
const belt = loopbackOnly();

beforeAll(async () => {
  const answer = { asked: (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n') };
  canaries = [await receiver(answer), await receiver({ ...answer, host: '::1' })];
  spellings = canaries.flatMap(({ port }) => forbiddenDestinations(port));
});

afterAll(async () => {
  belt.undo();
  await Promise.all(canaries.map((canary) => canary.close()));
});

function outgoing(policy: Partial<OutgoingPolicy> = {}) {
  const made = guardedOutgoing({ allow: [], plainHttp: true, userAgent: 'test', now: () => 0, ...policy });
  onTestFinished(made.close);
  return made;
}

const visits = () => canaries.reduce((sum, canary) => sum + canary.connections, 0);

test('no spelling of a forbidden destination is registered or called', async () => {
  const calls = outgoing({ resolve: resolverOf(spellings) });
  const [before, dials] = [visits(), belt.dialled.length];
  expect(spellings.length).toBeGreaterThan(200);
  for (const { url } of spellings) {
    expect(await calls.refusal(url), url).toMatch(
      / is not at a public address\. This server calls public addresses only, and those that its operator allows\.$|must not hold a user name/,
    );
    expect(await calls.post(url, MESSAGE), url).toMatchObject({ status: null, fault: expect.stringMatching(/not public|user name/) });
  }
  expect(belt.dialled.slice(dials)).toEqual([]);
  expect(visits()).toBe(before);
});

test('a filter of strings would let some of them through', () => {
  const naive = /^https?:\/\/(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|\[::1\]|\[f[cde])/i;
  const through = spellings.filter(({ url }) => !naive.test(url));
  expect(through.length).toBeGreaterThan(100);
});

test('the canaries sing when they are called, and the belt notes it', async () => {
  const before = visits();
  const calls = outgoing({ allow: ['127.0.0.1', '::1'] });
  expect(await calls.post(`http://0x7f.1:${canaries[0]!.port}/`, MESSAGE)).toMatchObject({ status: 200, fault: null });
  expect(await calls.post(`http://[0:0::1]:${canaries[1]!.port}/`, MESSAGE)).toMatchObject({ status: 200, fault: null });
  expect(visits()).toBe(before + 2);
  expect(belt.dialled.slice(-2)).toEqual(['127.0.0.1', '::1']);
});

test('what only looks forbidden may be registered', async () => {
  const calls = outgoing({ resolve: resolverOf(PUBLIC_LOOKALIKES) });
  const refused = [];
  for (const { url } of PUBLIC_LOOKALIKES) refused.push(await calls.refusal(url));
  expect(PUBLIC_LOOKALIKES).toHaveLength(20);
  expect(refused).toEqual(PUBLIC_LOOKALIKES.map(() => undefined));
});

test('a name that is public when it is registered and not when it is called is not called', async () => {
  const answers = ['192.0.1.1', '127.0.0.1'];
  const resolve: Resolve = async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }];
  const calls = outgoing({ resolve });
  const [before, dials] = [visits(), belt.dialled.length];
  const url = `http://rebinding.example.com:${canaries[0]!.port}/`;
  expect(await calls.refusal(url)).toBeUndefined();
  expect(await calls.post(url, MESSAGE)).toMatchObject(NOT_PUBLIC);
  expect(visits()).toBe(before);
  expect(belt.dialled.length).toBe(dials);
});

test('a call asks DNS once and dials what it was told then', async () => {
  let asked = 0;
  const resolve: Resolve = async () => [{ address: ++asked === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }];
  const calls = outgoing({ resolve, allow: ['127.0.0.1'] });
  const dials = belt.dialled.length;
  expect(await calls.post(`http://once.example.com:${canaries[0]!.port}/`, MESSAGE)).toMatchObject({ status: 200 });
  expect(asked).toBe(1);
  expect(belt.dialled.slice(dials)).toEqual(['127.0.0.1']);
});

test('an address that leads to another one is left before a word is said', async () => {
  const { port, requests } = canaries[0]!;
  const before = requests.length;
  expect(await outgoing({ allow: ['0.0.0.0'] }).post(`http://0.0.0.0:${port}/`, MESSAGE)).toMatchObject(NOT_PUBLIC);
  await until(() => canaries[0]!.open() === 0);
  expect(requests.length).toBe(before);
});

test('names of the own network are not even looked up, unless the operator allows addresses', async () => {
  const asked: string[] = [];
  const resolve = (addresses: string[]) =>
    (async (host) => {
      asked.push(host);
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    }) as Resolve;
  const refusals = (allow: string[], addresses: string[]) =>
    outgoing({ allow, resolve: resolve(addresses) }).refusal('http://n8n.internal/');

  expect(await refusals([], ['10.0.0.5'])).toMatch(/^n8n\.internal is not at a public address/);
  expect(asked).toEqual([]);
  expect(await refusals(['10.0.0.0/8'], ['10.0.0.5'])).toBeUndefined();
  expect(await refusals(['10.0.0.0/8'], ['10.0.0.5', '192.168.0.5'])).toMatch(/not at a public address/);
  expect(await refusals(['10.0.0.0/8'], ['10.0.0.5', '192.0.1.1'])).toMatch(/not at a public address/);
  expect(asked.length).toBe(3);
});

test.each([
  ['', 'The URL is not valid.'],
  ['example.com/hook', 'The URL is not valid.'],
  ['https://', 'The URL is not valid.'],
  ['https://1.2.3.4.5/', 'The URL is not valid.'],
  ['http://192.0.1.1/', 'The URL must begin with https://.'],
  ['ftp://192.0.1.1/', 'The URL must begin with https://.'],
  ['file:///etc/passwd', 'The URL must begin with https://.'],
  ['https://user@192.0.1.1/', 'The URL must not hold a user name or a password.'],
  ['https://:secret@192.0.1.1/', 'The URL must not hold a user name or a password.'],
  [`https://192.0.1.1/${'x'.repeat(1983)}`, 'The URL is longer than 2,000 characters.'],
  ['https://nowhere.example.com/', 'nowhere.example.com cannot be found in DNS.'],
  ['https://nothing.example.com/', 'nothing.example.com cannot be found in DNS.'],
  [`https://192.0.1.1/${'x'.repeat(1982)}`, undefined],
  ['https://192.0.1.1:8443/hook?x=y#z', undefined],
])('%s: %s', async (url, refusal) => {
  const resolve = resolverOf([{ url: 'https://nothing.example.com', addresses: [] }]);
  expect(await outgoing({ plainHttp: false, resolve }).refusal(url)).toBe(refusal);
});

test('a call says the same in its fault, and that a name is unknown', async () => {
  const calls = outgoing({ plainHttp: false, resolve: resolverOf([]) });
  const fault = async (url: string) => (await calls.post(url, MESSAGE)).fault;
  expect(await fault('http://127.0.0.1/')).toBe('its URL must begin with https://');
  expect(await fault('https://nowhere.example.com/')).toBe('its host cannot be found in DNS');
  expect(await outgoing().refusal('ftp://example.com/')).toBe('The URL must begin with https:// or http://.');
});
