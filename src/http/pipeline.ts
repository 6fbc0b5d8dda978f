import { crc32 } from 'node:zlib';
import type { Ctx } from '../context.ts';
import type { KeyRow } from '../store/tables.ts';
import { constantHeaders, pageHeaders, send, sendBytes, sendFault, sendStream, tagMatches } from './answer.ts';
import { actorOf, authorize } from './auth.ts';
import { CLIENT_GONE } from './body.ts';
import type { ResponseCache } from './cache.ts';
import { encode, encodingFor, encodingHeaders } from './encoding.ts';
import type { Endpoint, IdempotencyStore, Input, Result } from './endpoint.ts';
import { type Exchange, endSignal, type FaultPage, goneSignal } from './exchange.ts';
import { idempotently } from './idempotency.ts';
import { type ReadInput, readFormFields, readInput } from './input.ts';
import { assertOwnSite, keyOfSession } from './session.ts';

export interface Services {
  ctx: Ctx;
  cache: ResponseCache;
  idempotency: IdempotencyStore | undefined;
  dataVersion: () => Promise<number>;
  findKey: (exchange: Exchange, token: string) => Promise<KeyRow>;
  faultPage: FaultPage | undefined;
  /** Names the program and its reference data in ETags. */
  epoch: string;
}

export type Run = (exchange: Exchange, params: object) => Promise<void>;

/** All that happens to a request once its endpoint is known, in order. */
export function pipeline(endpoint: Endpoint, services: Services): Run {
  const { ctx, cache } = services;
  const { PUBLIC_READ } = ctx.config;
  const isRead = endpoint.method === 'get';
  const heads = headsOf(endpoint, PUBLIC_READ);
  const usual = Number(Object.keys(endpoint.responses)[0]);

  const usesSession = endpoint.isPage && (!PUBLIC_READ || !['open', 'public'].includes(endpoint.access));
  const answer = async (exchange: Exchange, params: object): Promise<void> => {
    if (endpoint.form) assertOwnSite(ctx, exchange.request);
    if (usesSession) exchange.key ??= await keyOfSession(ctx, exchange.request);
    try {
      authorize(endpoint.access, exchange.key, PUBLIC_READ);
    } catch (fault) {
      // A session may end while a form is filled in: what was typed goes back with the refusal.
      if (endpoint.form && exchange.key === undefined) exchange.form = await readFormFields(ctx, endpoint, exchange.request);
      throw fault;
    }
    const shared = exchange.key === undefined && (PUBLIC_READ || endpoint.access === 'open');
    const wanted = exchange.request.headers['if-none-match'];
    let version = 0;
    let versionTag: string | undefined;
    let cacheKey = '';
    let hash = 0;
    const encoding = endpoint.isPage ? encodingFor(exchange.request) : 'identity';
    if (endpoint.cacheable) {
      version = await services.dataVersion();
      const url = exchange.request.url as string;
      const extra = endpoint.cacheKey?.(ctx, exchange.request) ?? '';
      cacheKey = extra === '' && encoding === 'identity' ? url : `${encoding} ${extra} ${url}`;
      if (shared) {
        const kept = cache.get(cacheKey, version);
        if (kept !== undefined) {
          if (wanted !== undefined && tagMatches(wanted, kept.etag)) send(exchange, 304, kept.notModifiedHeaders, undefined);
          else sendBytes(exchange, usual, kept.headers, kept.body);
          return;
        }
      }
      hash = crc32(cacheKey);
      versionTag = `"${version}.${services.epoch}.${hash.toString(36)}"`;
      // This very URL was answered with this tag, so the client has what it would get.
      if (wanted !== undefined && wanted !== '*' && tagMatches(wanted, versionTag)) {
        send(exchange, 304, [...heads.of(usual, shared), 'ETag', versionTag], undefined);
        return;
      }
    }
    const read = await readInput(ctx, endpoint, exchange.request, params);
    const requestCtx: Ctx = { ...ctx, actor: actorOf(exchange) };
    const result = endpoint.idempotent
      ? await idempotently(services.idempotency, endpoint, exchange, requestCtx, read, inputOf(exchange, read, services), usual)
      : await endpoint.handler(requestCtx, inputOf(exchange, read, services) as Input<never, never, never, never>);
    const status = result.status ?? usual;
    const fixed = heads.of(status, shared);
    const etag = result.etag === undefined ? (status === usual ? versionTag : undefined) : `"${result.etag}-${services.epoch}"`;
    const headers = withOwnHeaders(fixed, result, etag);
    if (isRead && etag !== undefined && wanted !== undefined && tagMatches(wanted, etag)) {
      send(exchange, 304, withoutType(headers), undefined);
      return;
    }
    if (result.stream !== undefined) {
      await sendStream(exchange, status, headers, result.stream, result.stallMs);
      return;
    }
    const plain = result.bytes ?? bodyOf(result);
    const body = endpoint.isPage && plain !== undefined ? await encode(plain, encoding) : plain;
    if (endpoint.isPage && plain !== undefined) {
      for (const pair of Object.entries(encodingHeaders(encoding))) headers.push(...pair);
    }
    const isKept = shared && endpoint.cacheable && status === usual && etag !== undefined && body !== undefined;
    if (isKept && cache.isAskedAgain(hash)) {
      const bytes = result.bytes ?? (Buffer.isBuffer(body) ? body : Buffer.from(body)).toString('latin1');
      cache.set(cacheKey, { version, etag, headers, notModifiedHeaders: withoutType(headers), body: bytes });
    }
    if (result.bytes === undefined) send(exchange, status, headers, body);
    else sendBytes(exchange, status, headers, result.bytes);
  };

  return async (exchange, params) => {
    exchange.route = endpoint.path;
    exchange.faultPage = endpoint.isPage ? services.faultPage : undefined;
    try {
      await answer(exchange, params);
    } catch (fault) {
      if (fault === CLIENT_GONE) exchange.response.destroy();
      else if (sendFault(exchange, fault)) ctx.log.error({ err: fault, requestId: exchange.id, route: endpoint.path }, 'a request failed');
    }
  };
}

function inputOf(exchange: Exchange, read: ReadInput, services: Services): Input<unknown, unknown, unknown, unknown> {
  const { params, query, headers, body, ifMatch } = read;
  const signals = { signal: () => goneSignal(exchange), ending: () => endSignal(exchange) };
  const client = exchange.client.group;
  const findKey = (token: string) => services.findKey(exchange, token);
  const { request, key } = exchange;
  return { params, query, headers, body, ifMatch, request, client, key, findKey, ...signals, complete: async () => {} };
}

function bodyOf(result: Result): string | Buffer | undefined {
  return result.json ?? result.text ?? (result.body === undefined ? undefined : JSON.stringify(result.body));
}

/** The headers that are the same on every answer of an endpoint, made once for each status and audience. */
function headsOf(endpoint: Endpoint, publicRead: boolean) {
  const make = (status: string, cacheControl: string): string[] => {
    const answer = endpoint.responses[Number(status)];
    const type = answer?.contentType ?? (answer?.schema === undefined ? undefined : 'application/json');
    return [
      ...(endpoint.isPage
        ? pageHeaders(endpoint.contentSecurityPolicy)
        : constantHeaders({ isRead: endpoint.method === 'get', policy: endpoint.contentSecurityPolicy })),
      ...['Cache-Control', endpoint.cacheControl ?? cacheControl],
      ...(type === undefined ? [] : ['Content-Type', type]),
    ];
  };
  const forAudience = (cacheControl: string) =>
    new Map(Object.keys(endpoint.responses).map((status) => [Number(status), make(status, cacheControl)]));
  const isPublic = endpoint.access === 'open' || (endpoint.access === 'public' && publicRead);
  const shared = forAudience(endpoint.cacheable && isPublic ? 'no-cache' : 'no-store');
  const own = forAudience(endpoint.cacheable ? 'private, no-cache' : 'no-store');
  return {
    of(status: number, isShared: boolean): string[] {
      const found = (isShared ? shared : own).get(status);
      if (found === undefined) throw new Error(`${endpoint.method} ${endpoint.path} gave status ${status}, which it does not declare`);
      return found;
    },
  };
}

function withOwnHeaders(fixed: string[], result: Result, etag: string | undefined): string[] {
  const headers = [...fixed];
  if (etag !== undefined) headers.push('ETag', etag);
  if (result.location !== undefined) headers.push('Location', result.location);
  if (result.headers !== undefined) for (const [name, value] of Object.entries(result.headers)) headers.push(name, value);
  return headers;
}

function withoutType(headers: readonly string[]): string[] {
  return headers.filter((_, index) => headers[index - (index % 2)] !== 'Content-Type');
}
