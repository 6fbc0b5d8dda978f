import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Feed, write } from './stories.ts';

type Random = (below: number) => number;
type Way = (response: ServerResponse, feed: Feed, request: IncomingMessage) => void;

/** A feed with the habits of its server. */
interface Hosted {
  feed: Feed;
  url: string;
  /** How it tells that nothing has changed. */
  validators: 'none' | 'etag' | 'date' | 'constant';
  encoding: 'identity' | 'gzip' | 'deflate' | 'br';
  /** It fails no more often than so in a row. */
  most: number;
  row: number;
}

export interface Hosts {
  hosted: Hosted[];
  /** Every way to fail, with how often it was met. */
  met: Map<string, number>;
  answers: number;
  /** Told who got a good answer (`User-Agent`), when all of it is sent. */
  onAnswered: (agent: string) => void;
  /** Connections to addresses where nobody has to come. */
  trapped: string[];
  /** From now on, all is well. */
  mend: () => void;
  close: () => void;
}

const PACK = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, identity: (text: Buffer) => text };
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024));
const LARGE = Buffer.alloc(3 * 1024 * 1024, '<item>');

/** Serves feeds from a few hosts of loopback (127.0.1.x), which fail in every way; traps lie at addresses where no request may go. */
export async function serveFeeds(feeds: readonly Feed[], random: Random, faultsOfTen: number): Promise<Hosts> {
  const trapped: string[] = [];
  const traps = await Promise.all(['127.0.0.1', '::1', '127.0.2.1'].map((address) => trap(address, trapped)));
  const ports = traps.map(({ port }) => port);
  const forbidden = [
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/feed',
    'http://192.168.1.1/',
    'http://[fd00::1]/',
    'https://168.63.129.16/',
    `http://127.0.0.1:${ports[0]}/`,
    `http://2130706433:${ports[0]}/`,
    `http://0.0.0.0:${ports[0]}/`,
    `http://localhost:${ports[0]}/`,
    `http://[::ffff:127.0.0.1]:${ports[0]}/`,
    `http://[::1]:${ports[1]}/`,
    `http://127.0.2.1:${ports[2]}/`,
    'file:///etc/passwd',
    'gopher://127.0.1.1/',
  ];
  const ways = waysToFail(forbidden, random);
  const met = new Map<string, number>();
  let isMended = false;

  const hosts: Hosts = {
    hosted: [],
    met,
    answers: 0,
    onAnswered: () => {},
    trapped,
    mend: () => {
      isMended = true;
    },
    close: () => {
      for (const server of [...servers, ...traps.map((one) => one.server)]) server.close();
      for (const server of servers) server.closeAllConnections();
    },
  };
  const servers = await Promise.all(Array.from({ length: 10 }, (_, host) => listen(`127.0.1.${host + 1}`)));
  for (const [index, feed] of feeds.entries()) {
    const { address, port } = servers[index % servers.length]!.address() as AddressInfo;
    hosts.hosted.push({
      feed,
      url: `http://${address}:${port}/${index}`,
      validators: (['etag', 'date', 'none', 'constant'] as const)[random(4)]!,
      encoding: (['identity', 'gzip', 'deflate', 'br'] as const)[random(4)]!,
      most: feed.shows > 100 ? 5 : 2,
      row: 0,
    });
  }
  return hosts;

  async function listen(address: string): Promise<Server> {
    const server = createServer((request, response) => {
      const [, index, place] = request.url!.split('/');
      const one = hosts.hosted[Number(index)];
      if (one === undefined) return void response.writeHead(404).end();
      response.on('error', () => {});
      hosts.answers += 1;
      if (place === 'round') return void response.writeHead(302, { location: `/${index}/round` }).end();
      if (!isMended && place === undefined && one.row < one.most && random(10) < faultsOfTen) {
        one.row += 1;
        const [name, way] = ways[random(ways.length)]!;
        met.set(name, (met.get(name) ?? 0) + 1);
        return way(response, one.feed, request);
      }
      if (place === undefined && random(12) === 0)
        return void response.writeHead(random(2) ? 302 : 308, { location: `/${index}/real` }).end();
      one.row = 0;
      response.on('finish', () => hosts.onAnswered(request.headers['user-agent'] ?? ''));
      answer(one, response, request, isMended);
    });
    server.listen(0, address);
    await once(server, 'listening');
    return server;
  }
}

function answer({ feed, validators, encoding }: Hosted, response: ServerResponse, request: IncomingMessage, isMended: boolean): void {
  const etag = `"${feed.version}"`;
  const changed = new Date(Date.UTC(2026, 0, 1) + feed.version * 1000).toUTCString();
  const isKnown =
    (validators === 'etag' && request.headers['if-none-match'] === etag) ||
    (validators === 'date' && request.headers['if-modified-since'] === changed);
  if (isKnown && !isMended) return void response.writeHead(304).end();
  const headers: Record<string, string> = { 'content-type': 'application/xml' };
  if (validators === 'etag') headers.etag = etag;
  if (validators === 'date') headers['last-modified'] = changed;
  // It never changes, whatever the feed says; but then nobody is told "as it was" for it.
  if (validators === 'constant') headers.etag = '"always"';
  if (encoding !== 'identity') headers['content-encoding'] = encoding;
  response.writeHead(200, headers).end(PACK[encoding](Buffer.from(write(feed))));
}

function waysToFail(forbidden: readonly string[], random: Random): [string, Way][] {
  const half = (feed: Feed) => write(feed).slice(0, -40 - random(200));
  return [
    ['500', (response) => response.writeHead(500).end('<rss/>')],
    ['503 with Retry-After', (response) => response.writeHead(503, { 'retry-after': '60' }).end()],
    ['429', (response) => response.writeHead(429, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }).end()],
    ['404', (response) => response.writeHead(404).end()],
    ['reset', (response) => response.socket!.resetAndDestroy()],
    ['closed', (response) => response.socket!.end()],
    ['cut off', (response, feed) => response.writeHead(200, { 'content-length': '9999999' }).write(half(feed), () => response.destroy())],
    ['silent', () => {}],
    ['dripping head', (response) => drip(response, 'HTTP/1.1 200 OK\r\nX-Drip: ')],
    ['dripping body', (response) => drip(response, 'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<rss>')],
    ['truncated', (response, feed) => response.end(half(feed))],
    [
      'a page',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html><body><p>Moved<br></body></html>'),
    ],
    [
      'an image',
      (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0])),
    ],
    ['JSON of another kind', (response) => response.end('{"items":[{"id":"x"}]}')],
    ['not HTTP', (response) => response.socket!.end('SSH-2.0-Other\r\n')],
    ['forbidden redirect', (response) => response.writeHead(302, { location: forbidden[random(forbidden.length)]! }).end()],
    ['forbidden redirect', (response) => response.writeHead(301, { location: forbidden[random(forbidden.length)]! }).end()],
    ['forbidden redirect', (response) => response.writeHead(307, { location: forbidden[random(forbidden.length)]! }).end()],
    ['redirects in a circle', (response, _feed, request) => response.writeHead(302, { location: `${request.url}/round` }).end()],
    ['redirect to nowhere', (response) => response.writeHead(302, { location: 'http://[/' }).end()],
    ['gzip bomb', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB)],
    ['too large', (response) => response.end(LARGE)],
    ['wrong encoding', (response, feed) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(write(feed))],
    ['unknown encoding', (response, feed) => response.writeHead(200, { 'content-encoding': 'zstd' }).end(write(feed))],
    [
      'entities',
      (response) =>
        response.end('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'),
    ],
    ['untrue 304', (response) => response.writeHead(304).end()],
    ['empty for once', (response) => response.writeHead(200, { etag: '"empty"' }).end('<rss><channel></channel></rss>')],
  ];
}

function drip({ socket }: ServerResponse, head: string): void {
  socket!.on('error', () => {});
  socket!.write(head);
  const timer = setInterval(() => socket!.write('x'), 200);
  socket!.on('close', () => clearInterval(timer));
}

async function trap(address: string, trapped: string[]) {
  const server = createPlainServer((socket) => {
    trapped.push(address);
    socket.destroy();
  });
  server.listen(0, address);
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}
