import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { guardedOutgoing, type OutgoingPolicy } from '../../src/alerts/outgoing.ts';
import { until } from '../support/http.ts';
import { resolverOf } from './fixtures/destinations.ts';
import { type Behaviour, certificateFor, type Receiver, receiver } from './support/receiver.ts';

const NOW = Date.UTC(2026, 2, 29, 1, 0, 0);
const PATIENT = 30_000;
const IMPATIENT = 1_000;
const MESSAGE = { headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1' }, body: '{"to":"Zürich"}' };

function outgoing(policy: Partial<OutgoingPolicy> = {}) {
  const made = guardedOutgoing({
    allow: ['127.0.0.0/8'],
    plainHttp: true,
    userAgent: 'Inaugural/test',
    now: () => NOW,
    timeoutMs: PATIENT,
    ...policy,
  });
  onTestFinished(made.close);
  return made;
}

async function listening(behaviour: Behaviour): Promise<Receiver> {
  const made = await receiver(behaviour);
  onTestFinished(made.close);
  return made;
}

const answers = (text: string) => ({ asked: (socket: Socket) => void socket.end(text) });
const keeps = (text: string) => ({ asked: (socket: Socket) => void socket.write(text) });
const status = (line: string, ...headers: string[]) =>
  answers([`HTTP/1.1 ${line}`, ...headers, 'Content-Length: 2', '', 'ok'].join('\r\n'));

function drips(start: string, drop: string) {
  return {
    asked: (socket: Socket) => {
      socket.write(start);
      const timer = setInterval(() => socket.write(drop), 10);
      socket.on('close', () => clearInterval(timer));
    },
  };
}

const SUCCESS = (code: number) => ({ status: code, fault: null, retryAfter: null });
const FAULT = (fault: string, code: number | null = null, retryAfter: number | null = null) => ({ status: code, fault, retryAfter });
const STATUS = (code: number, retryAfter: number | null = null) => FAULT(`answered with status ${code}`, code, retryAfter);
const REDIRECT = (code: number) => FAULT(`answered with a redirect (${code}), which is never followed`, code);
const LATE = FAULT('no answer within 1 s');
const CLOSED = FAULT('the connection was closed without an answer');
const NOT_HTTP = FAULT('the answer is not HTTP');

type Row = [name: string, behaviour: Behaviour, expected: ReturnType<typeof FAULT> | ReturnType<typeof SUCCESS>];

const DECIDED: Row[] = [
  ['200', status('200 OK'), SUCCESS(200)],
  ['204', answers('HTTP/1.1 204 No Content\r\n\r\n'), SUCCESS(204)],
  ['202 with a body, and the connection kept', keeps('HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok'), SUCCESS(202)],
  ['HTTP/1.0 without a length', answers('HTTP/1.0 200 OK\r\n\r\nok'), SUCCESS(200)],
  ['slow within the limit', { asked: (socket) => void setTimeout(() => socket.end('HTTP/1.1 200 OK\r\n\r\n'), 200) }, SUCCESS(200)],
  [
    '103 and 102 before 200',
    answers('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'),
    SUCCESS(200),
  ],
  [
    'a head of 200 and a reset',
    { asked: (socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\nx', () => setTimeout(() => socket.resetAndDestroy(), 50)) },
    SUCCESS(200),
  ],
  ['a body shorter than its length', answers('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok'), SUCCESS(200)],
  ['200 with bad chunks', answers('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok'), SUCCESS(200)],
  ['500 with bad chunks', answers('HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok'), STATUS(500)],
  ['two answers for one request', answers('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 No\r\n\r\n'), SUCCESS(200)],
  ['304', answers('HTTP/1.1 304 Not Modified\r\n\r\n'), STATUS(304)],
  ['400', status('400 Bad Request'), STATUS(400)],
  ['401', status('401 Unauthorized', 'WWW-Authenticate: Basic'), STATUS(401)],
  ['404', status('404 Not Found'), STATUS(404)],
  ['407', status('407 Proxy Authentication Required'), STATUS(407)],
  ['410', status('410 Gone'), STATUS(410)],
  ['429 with seconds', status('429 Too Many', 'Retry-After: 120'), STATUS(429, 120)],
  ['429 with a date', status('429 Too Many', 'Retry-After: Sun, 29 Mar 2026 01:01:30 GMT'), STATUS(429, 90)],
  ['429 with nonsense', status('429 Too Many', 'Retry-After: when I am back'), STATUS(429)],
  ['500', status('500 Internal Server Error'), STATUS(500)],
  ['503 for years', status('503 Service Unavailable', 'Retry-After: 99999999'), STATUS(503, 86_400)],
  ['101', answers('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'), STATUS(101)],
  ['status 999', status('999 Odd'), STATUS(999)],
  ['a reset at once', { connected: (socket) => void socket.resetAndDestroy() }, CLOSED],
  ['a reset after the request', { asked: (socket) => void socket.resetAndDestroy() }, CLOSED],
  ['a close without an answer', { asked: (socket) => void socket.end() }, CLOSED],
  ['a half-close without an answer', { halfOpen: true, connected: (socket) => void socket.end() }, CLOSED],
  ['half a head and a close', answers('HTTP/1.1 200 OK\r\nX-'), CLOSED],
  ['garbage', answers('\u0000\u0001 hello\r\n\r\n'), NOT_HTTP],
  ['SSH', { connected: (socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n') }, NOT_HTTP],
  ['two lengths', answers('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nok'), NOT_HTTP],
  ['huge headers', answers(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`), FAULT('the headers of the answer are too large')],
  ['endless headers', drips('HTTP/1.1 200 OK\r\n', 'X: x\r\n'.repeat(500)), FAULT('the headers of the answer are too large')],
];

const HANGING: Row[] = [
  ['nothing', {}, LATE],
  ['a request never read', { connected: (socket) => void socket.pause() }, LATE],
  ['100 Continue only', keeps('HTTP/1.1 100 Continue\r\n\r\n'), LATE],
  ['100 Continue for ever', drips('', 'HTTP/1.1 100 Continue\r\n\r\n'), LATE],
  ['dripping headers', drips('HTTP/1.1 200 OK\r\n', 'X: x\r\n'), LATE],
  ['a dripping status line', drips('HTTP/1.1 200 ', 'O'), LATE],
  ['a head of 200 and nothing', keeps('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'), SUCCESS(200)],
  ['a head of 500 and nothing', keeps('HTTP/1.1 500 No\r\nContent-Length: 9\r\nRetry-After: 5\r\n\r\n'), STATUS(500, 5)],
  ['200 and a dripping body', drips('HTTP/1.1 200 OK\r\n\r\n', 'x'), SUCCESS(200)],
  ['500 and a dripping body', drips('HTTP/1.1 500 No\r\n\r\n', 'x'), STATUS(500)],
];

describe('receivers', () => {
  test.concurrent.each([...DECIDED.map((row) => [...row, PATIENT] as const), ...HANGING.map((row) => [...row, IMPATIENT] as const)])(
    '%s',
    async (_name, behaviour, expected, timeoutMs) => {
      const sockets: Socket[] = [];
      const connected = (socket: Socket): void => {
        sockets.push(socket);
        behaviour.connected?.(socket);
      };
      const there = await receiver({ ...behaviour, connected });
      const calls = guardedOutgoing({ allow: ['127.0.0.1'], plainHttp: true, userAgent: 'x', now: () => NOW, timeoutMs });
      const { milliseconds, ...answer } = await calls.post(`http://127.0.0.1:${there.port}/`, MESSAGE);
      expect(answer).toEqual(expected);
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      expect(there.connections).toBe(1);
      // The other end has hung up: whatever the receiver does, it is left without a socket.
      for (const socket of sockets) socket.resume().end();
      await until(() => there.open() === 0);
      calls.close();
      await there.close();
    },
  );

  test('a body of 300 MB is left after a few bytes', async () => {
    const there = await listening({
      asked: (socket) => {
        let left = 300 * 16;
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const pour = (): void => {
          while (!socket.destroyed && left > 0) {
            left -= 1;
            if (!socket.write(Buffer.alloc(65_536))) return void socket.once('drain', pour);
          }
          socket.end();
        };
        pour();
      },
    });
    expect(await outgoing().post(`http://127.0.0.1:${there.port}/`, MESSAGE)).toMatchObject(SUCCESS(200));
    await until(() => there.open() === 0);
    // What the kernel took in before the end: far from 300 MB.
    expect(there.sent()).toBeLessThan(32 * 1024 * 1024);
  });

  test('so much of a body is read as the limit says, and one byte more ends it', async () => {
    const body = (length: number) => keeps(`HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(length)}`);
    const enough = await listening(body(1000));
    const waited = await outgoing({ maxBytes: 1000, timeoutMs: IMPATIENT }).post(`http://127.0.0.1:${enough.port}/`, MESSAGE);
    expect(waited.milliseconds).toBeGreaterThan(IMPATIENT - 50);
    const more = await listening(body(1001));
    const left = await outgoing({ maxBytes: 1000 }).post(`http://127.0.0.1:${more.port}/`, MESSAGE);
    expect(left.milliseconds).toBeLessThan(PATIENT - 50);
    expect([waited, left]).toMatchObject([SUCCESS(200), SUCCESS(200)]);
    await until(() => enough.open() + more.open() === 0);
  });

  test.each([301, 302, 303, 307, 308])('a redirect with %i is a fault and is not followed', async (code) => {
    const canary = await listening(status('200 OK'));
    const there = await listening(status(`${code} Elsewhere`, `Location: http://127.0.0.1:${canary.port}/`));
    expect(await outgoing().post(`http://127.0.0.1:${there.port}/`, MESSAGE)).toMatchObject(REDIRECT(code));
    expect(canary.connections).toBe(0);
    expect(there.connections).toBe(1);
  });

  test('a closed port is told as refused', async () => {
    const gone = await receiver({});
    await gone.close();
    expect(await outgoing().post(`http://127.0.0.1:${gone.port}/`, MESSAGE)).toMatchObject(FAULT('the connection was refused'));
  });
});

describe('what is sent', () => {
  test('the message goes out as it is, under our own name, on a connection of its own', async () => {
    const there = await listening(keeps('HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n'));
    const calls = outgoing({ resolve: resolverOf([{ url: 'http://hooks.example.com', addresses: ['127.0.0.1'] }]) });
    const url = `http://hooks.example.com:${there.port}/a%20b/ü?c=d#e`;
    const message = { ...MESSAGE, headers: { ...MESSAGE.headers, Host: 'elsewhere', 'User-Agent': 'elsewhere', 'Content-Length': '1' } };
    await calls.post(url, message);
    await calls.post(url, message);
    expect(there.connections).toBe(2);
    await until(() => there.open() === 0);
    const [first, second] = there.requests;
    expect(second).toBe(first);
    const [head, body] = first!.split('\r\n\r\n');
    expect(body).toBe(MESSAGE.body);
    expect(head!.split('\r\n')).toEqual([
      'POST /a%20b/%C3%BC?c=d HTTP/1.1',
      'content-type: application/json',
      'webhook-id: msg_1',
      `host: hooks.example.com:${there.port}`,
      'user-agent: Inaugural/test',
      'content-length: 16',
      'Connection: close',
    ]);
  });

  test('a header that would begin a line of its own is not sent', async () => {
    const there = await listening(status('200 OK'));
    const message = { headers: { 'x-a': 'b\r\nx-c: d' }, body: '' };
    expect(await outgoing().post(`http://127.0.0.1:${there.port}/`, message)).toMatchObject(FAULT('the request cannot be written as HTTP'));
    expect(there.connections).toBe(0);
  });

  test("a name is looked up with the system's resolver unless another is given, and tried at each of its addresses", async () => {
    const there = await listening(status('200 OK'));
    const everywhere = { allow: ['127.0.0.0/8', '::1'] };
    expect(await outgoing(everywhere).post(`http://localhost:${there.port}/`, MESSAGE)).toMatchObject(SUCCESS(200));
    const resolve = resolverOf([{ url: 'http://two.example.com', addresses: ['127.0.0.2', '127.0.0.1'] }]);
    expect(await outgoing({ resolve }).post(`http://two.example.com:${there.port}/`, MESSAGE)).toMatchObject(SUCCESS(200));
    expect(there.connections).toBe(2);
  });
});

describe('TLS', () => {
  let good: { key: string; cert: string };
  let other: { key: string; cert: string };
  beforeAll(() => {
    good = certificateFor('hooks.example.com');
    other = certificateFor('other.example.com');
  });
  const resolve = resolverOf([
    { url: 'https://hooks.example.com', addresses: ['127.0.0.1'] },
    { url: 'https://hooks.example.com.', addresses: ['127.0.0.1'] },
  ]);

  test('a certificate that is trusted and for the name is taken', async () => {
    const there = await listening({ ...status('200 OK'), tls: good });
    const calls = outgoing({ resolve, ca: good.cert, plainHttp: false });
    expect(await calls.post(`https://hooks.example.com:${there.port}/`, MESSAGE)).toMatchObject(SUCCESS(200));
    expect(await calls.post(`https://hooks.example.com.:${there.port}/`, MESSAGE)).toMatchObject(SUCCESS(200));
    expect(there.names).toEqual(['hooks.example.com', 'hooks.example.com']);
    await until(() => there.open() === 0);
  });

  test('a certificate signed by itself is not, and nothing is sent', async () => {
    const there = await listening({ ...status('200 OK'), tls: good });
    const answer = await outgoing({ resolve }).post(`https://hooks.example.com:${there.port}/`, MESSAGE);
    expect(answer).toMatchObject(FAULT('the certificate is not valid: it is signed by itself'));
    expect(there.requests).toEqual([]);
    await until(() => there.open() === 0);
  });

  test('a certificate for another name is not, and nothing is sent', async () => {
    const there = await listening({ ...status('200 OK'), tls: other });
    const calls = outgoing({ resolve, ca: other.cert });
    const fault = FAULT('the certificate is not valid: it is for another name');
    expect(await calls.post(`https://hooks.example.com:${there.port}/`, MESSAGE)).toMatchObject(fault);
    expect(await calls.post(`https://127.0.0.1:${there.port}/`, MESSAGE)).toMatchObject(fault);
    expect(there.requests).toEqual([]);
    await until(() => there.open() === 0);
  });

  test('a port without TLS is no receiver of https, and one with TLS is none of http', async () => {
    const plain = await listening({ connected: (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n') });
    const answer = await outgoing({ resolve }).post(`https://hooks.example.com:${plain.port}/`, MESSAGE);
    expect(answer).toMatchObject(FAULT('no TLS connection could be made'));
    const secure = await listening({ ...status('200 OK'), tls: good });
    const other = await outgoing().post(`http://127.0.0.1:${secure.port}/`, MESSAGE);
    expect(['the connection was closed without an answer', 'the answer is not HTTP']).toContain(other.fault);
    await until(() => plain.open() + secure.open() === 0);
  });

  test('a handshake that never ends is cut', async () => {
    const there = await listening({});
    expect(await outgoing({ resolve, timeoutMs: IMPATIENT }).post(`https://hooks.example.com:${there.port}/`, MESSAGE)).toMatchObject(LATE);
    await until(() => there.open() === 0);
  });
});

describe('an end', () => {
  let there: Receiver;
  beforeAll(async () => {
    there = await receiver({});
  });
  afterAll(() => there.close());

  test('comes with the signal', async () => {
    const stop = new AbortController();
    const answer = outgoing().post(`http://127.0.0.1:${there.port}/`, MESSAGE, stop.signal);
    await until(() => there.open() === 1);
    stop.abort();
    expect(await answer).toMatchObject(FAULT('was stopped'));
    await until(() => there.open() === 0);
  });

  test('comes with the close, after which nothing is sent', async () => {
    const calls = outgoing();
    const before = there.connections;
    const many = Promise.all([1, 2, 3].map(() => calls.post(`http://127.0.0.1:${there.port}/`, MESSAGE)));
    await until(() => there.open() === 3);
    calls.close();
    expect(await many).toMatchObject([FAULT('was stopped'), FAULT('was stopped'), FAULT('was stopped')]);
    expect(await calls.post(`http://127.0.0.1:${there.port}/`, MESSAGE)).toMatchObject(FAULT('was stopped'));
    expect(there.connections).toBe(before + 3);
    await until(() => there.open() === 0);
  });

  test('comes before the beginning if the signal does', async () => {
    const before = there.connections;
    const answer = await outgoing().post(`http://127.0.0.1:${there.port}/`, MESSAGE, AbortSignal.abort());
    expect(answer).toMatchObject(FAULT('was stopped'));
    expect(there.connections).toBe(before);
  });

  test('comes for a lookup that never ends', async () => {
    const calls = outgoing({ resolve: () => new Promise(() => {}), timeoutMs: 50 });
    expect(await calls.post('http://example.com/', MESSAGE)).toMatchObject(FAULT('no answer within 0.05 s'));
    expect(await calls.refusal('http://example.com/')).toBe('example.com cannot be found in DNS.');
  });

  test('is no error, whatever the URL is', async () => {
    const resolve = () => {
      throw new Error('no resolver');
    };
    const calls = outgoing({ resolve, allow: [] });
    const strange = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string({ unit: 'binary' }).map((text) => `http://${text}`),
      // Only in 127/8 and never allowed, so that a hole would do no harm.
      fc.tuple(fc.string(), fc.string()).map(([path, query]) => `http://127.0.0.1:1/${path}?${query}`),
    );
    await fc.assert(
      fc.asyncProperty(strange, async (url) => {
        const parsed = URL.parse(url);
        fc.pre(parsed === null || !/^[\d.]+$|^\[/.test(parsed.hostname) || parsed.hostname.startsWith('127.'));
        expect(await calls.refusal(url)).toMatch(/\.$/);
        expect((await calls.post(url, MESSAGE)).fault).toMatch(/^its /);
      }),
      { numRuns: 500 },
    );
  });
});
