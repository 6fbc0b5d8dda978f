import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createKey } from '../../src/actions/keys.ts';
import { startCourier } from '../../src/courier.ts';
import type { Scope } from '../../src/domain/vocabulary.ts';
import { closeServer, createServer } from '../../src/http/server.ts';
import { createApi } from '../../src/serve.ts';
import { type TestOptions, type TestRegister, testRegister } from './register.ts';

interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
  body: any;
}

export interface TestApi extends TestRegister {
  origin: string;
  keys: Record<Scope, string>;
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  /** With the editor's key unless `key` says otherwise. */
  send: (
    method: string,
    path: string,
    body?: unknown,
    options?: { key?: string | null; headers?: Record<string, string> },
  ) => Promise<Answer>;
}

/** The real server on a free port over a register of its own, with a key of each scope. */
export async function testApi(options: TestOptions = {}): Promise<TestApi> {
  const register = await testRegister({ ...options, env: { RATE_LIMIT: '0', RATE_LIMIT_KEYED: '0', ...options.env } });
  const { ctx } = register;
  const keys = {} as Record<Scope, string>;
  for (const scope of ['reader', 'editor', 'admin'] as const) keys[scope] = (await createKey(ctx, { name: scope, scope })).token;
  const server = createServer(createApi(ctx));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => closeServer(server, 100));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(origin + path, { redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
  };
  return {
    ...register,
    origin,
    keys,
    get: (path, headers = {}) => ask(path, { headers }),
    send: (method, path, body, { key = keys.editor, headers = {} } = {}) =>
      ask(path, {
        method,
        headers: {
          ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

/** Sends what is owed by now. */
export async function courierRuns({ ctx }: Pick<TestApi, 'ctx'>): Promise<void> {
  const courier = startCourier(ctx, { every: 3_600_000 });
  await courier.idle();
  await courier.stop();
}
