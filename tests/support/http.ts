import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createKey } from '../../src/actions/keys.ts';
import type { Ctx } from '../../src/context.ts';
import type { Scope } from '../../src/domain/vocabulary.ts';
import { type App, createApp, type Extras } from '../../src/http/app.ts';
import type { Endpoint } from '../../src/http/endpoint.ts';
import { createServer, type Timeouts } from '../../src/http/server.ts';
import { type TestOptions, type TestRegister, testRegister } from './register.ts';

export interface TestServer extends TestRegister {
  app: App;
  server: ReturnType<typeof createServer>;
  port: number;
  /** `http://127.0.0.1:PORT`. */
  base: string;
  /** `fetch` on this server. */
  get: (path: string, init?: RequestInit) => Promise<Response>;
  /** The lines of the log so far. */
  log: () => Record<string, unknown>[];
}

/** The real server on a free port, over a register of its own; closed when the test ends. */
export async function testServer(
  endpoints: (ctx: Ctx) => readonly Endpoint[],
  options: TestOptions & { extras?: Partial<Extras>; timeouts?: Partial<Timeouts> } = {},
): Promise<TestServer> {
  const register = await testRegister(options);
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
  const ctx: Ctx = { ...register.ctx, log };
  const app = createApp(ctx, endpoints(ctx), { version: '1.2.3', ...options.extras });
  const server = createServer(app, options.timeouts);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  return {
    ...register,
    ctx,
    app,
    server,
    port,
    base,
    get: (path, init) => fetch(base + path, init),
    log: () => lines.map((line) => JSON.parse(line)),
  };
}

/** A new key, and the header that brings it. */
export async function withKey(ctx: Ctx, scope: Scope, expiresAt: string | null = null): Promise<{ id: string; authorization: string }> {
  const { key, token } = await createKey(ctx, { name: `${scope} of the test`, scope, expiresAt });
  return { id: key.id, authorization: `Bearer ${token}` };
}

/** Waits until something holds; fails the test after some seconds. */
export async function until(holds: () => boolean | Promise<boolean>, patienceMs = 5_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it did not come to hold');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export interface RawConnection {
  socket: Socket;
  send: (text: string) => void;
  /** All that came so far. */
  received: () => string;
  /** Resolves when the other side has closed. */
  closed: Promise<void>;
}

/** A connection on which anything can be written, however wrong. */
export async function rawConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  onTestFinished(() => {
    socket.destroy();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return { socket, send: (data) => void socket.write(data, 'latin1'), received: () => text, closed };
}
