import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { guardedOutgoing, type OutgoingPolicy } from '../../src/alerts/outgoing.ts';
import { loopbackOnly } from './support/loopback-only.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const NOTHING = { etag: null, lastModified: null };

async function server(handle: Handler): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const made = createServer((request, response) => {
    asked.push(request);
    handle(request, response);
  });
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  onTestFinished(() => {
    made.closeAllConnections();
    made.close();
  });
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, asked };
}

function outgoing(policy: Partial<OutgoingPolicy> = {}) {
  const made = guardedOutgoing({ allow: ['127.0.0.0/8'], plainHttp: true, userAgent: 'Inaugural/test', now: () => 0, ...policy });
  onTestFinished(made.close);
  return made;
}

const sends = (body: string | Uint8Array, headers: Record<string, string> = {}, status = 200): Handler => {
  return (_request, response) => void response.writeHead(status, headers).end(body);
};

test('a document comes with what is needed to ask for it again, and then it is as it was', async () => {
  const { url, asked } = await server((request, response) => {
    const isKnown = request.headers['if-none-match'] === '"a"' && request.headers['if-modified-since'] === 'Mon, 02 Mar 2026 00:00:00 GMT';
    const headers = {
      etag: '"a"',
      'last-modified': 'Mon, 02 Mar 2026 00:00:00 GMT',
      'cache-control': 'public, max-age=600',
      'set-cookie': 'a=b',
    };
    response.writeHead(isKnown ? 304 : 200, { ...headers, 'content-type': 'text/xml' }).end(isKnown ? undefined : 'words');
  });
  const { get } = outgoing();
  const first = await get(url, NOTHING);
  expect(first).toMatchObject({ status: 200, fault: null, contentType: 'text/xml', etag: '"a"', maxAge: 600 });
  expect(Buffer.from(first.body!).toString()).toBe('words');
  expect(await get(url, first)).toMatchObject({ status: 304, fault: null, body: null });
  expect(asked.map((one) => one.headers.cookie)).toEqual([undefined, undefined]);
  expect(asked[0]!.headers['user-agent']).toBe('Inaugural/test');
});

test.each<[string, Handler, string | null]>([
  ['gzip', sends(gzipSync('words'), { 'content-encoding': 'gzip' }), null],
  ['gzip that is none', sends('words', { 'content-encoding': 'gzip' }), 'the document cannot be unpacked'],
  ['a gzip bomb', sends(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }), 'the document is larger than 2,048 KiB'],
  ['3 MiB', sends(Buffer.alloc(3 * 1024 * 1024)), 'the document is larger than 2,048 KiB'],
  ['an unknown packing', sends('words', { 'content-encoding': 'zstd' }), 'the document is packed in a way that nobody asked for'],
  ['404', sends('no', {}, 404), 'answered with status 404'],
  [
    'fewer bytes than said',
    (_request, response) => void response.writeHead(200, { 'content-length': '9' }).write('ok', () => response.destroy()),
    'the document was cut off',
  ],
  ['nothing for ever', () => {}, 'no answer within 0.5 s'],
  ['a head and then nothing', (_request, response) => void response.writeHead(200).write('a'), 'no answer within 0.5 s'],
  [
    'a redirect to itself',
    (request, response) => void response.writeHead(302, { location: request.url! }).end(),
    'it was redirected more than 3 times',
  ],
  [
    'a redirect to a file',
    sends('', { location: 'file:///etc/passwd' }, 301),
    'it leads elsewhere, and there its URL must begin with https:// or http://',
  ],
])('%s', async (_name, handler, fault) => {
  const { url } = await server(handler);
  expect((await outgoing({ timeoutMs: 500 }).get(url, NOTHING)).fault).toBe(fault);
});

test('three redirects are followed, and what is found there is told', async () => {
  const { url } = await server((request, response) => {
    const step = Number(request.url!.slice(1));
    if (step < 3) response.writeHead(307, { location: `/${step + 1}` }).end();
    else response.end('words');
  });
  expect(await outgoing().get(`${url}/0`, NOTHING)).toMatchObject({ fault: null, url: `${url}/3` });
});

test.each(['http://10.0.0.1/', 'http://169.254.169.254/latest/meta-data/', 'http://[::ffff:192.168.0.1]/', 'http://inner.example/'])(
  'a redirect to %s is not followed, and nothing is dialled there',
  async (location) => {
    const { url, asked } = await server(sends('', { location }, 302));
    const { get } = outgoing({ resolve: async () => [{ address: '10.1.2.3', family: 4 }] });
    const belt = loopbackOnly();
    onTestFinished(belt.undo);
    const { fault } = await get(url, NOTHING);
    expect(fault).toBe('it leads elsewhere, and there its address is not public');
    expect(asked).toHaveLength(1);
    expect(new Set(belt.dialled)).toEqual(new Set(['127.0.0.1']));
  },
);

test('without leave for plain HTTP a redirect does not lead there', async () => {
  const { url, asked } = await server(sends('words'));
  expect((await outgoing({ plainHttp: false }).get(url, NOTHING)).fault).toBe('its URL must begin with https://');
  expect(asked).toEqual([]);
});
