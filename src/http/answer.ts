import type { IncomingMessage } from 'node:http';
import { setImmediate as breathe } from 'node:timers/promises';
import { AppError } from '../domain/errors.ts';
import { SWALLOWED } from './body.ts';
import type { Exchange } from './exchange.ts';
import { PROBLEM_TYPE, refusalOf } from './problems.ts';

export const HTML = 'text/html; charset=utf-8';

/** On every answer. Flat, as `writeHead` takes it fastest. */
const SECURITY = ['X-Content-Type-Options', 'nosniff', 'Referrer-Policy', 'no-referrer', 'Cross-Origin-Resource-Policy', 'cross-origin'];
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";
const EXPOSED = 'ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';

/** Reads may be used by the pages of any site: the key, if there is one, is the page's own and never a cookie. */
const OPEN_TO_BROWSERS = ['Access-Control-Allow-Origin', '*', 'Access-Control-Expose-Headers', EXPOSED];

/** Nothing from another host, no script or style inside the page. A form tells this server where it was sent from, and no other. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
const PAGE_SECURITY = [
  'X-Content-Type-Options',
  'nosniff',
  'Referrer-Policy',
  'same-origin',
  'Cross-Origin-Resource-Policy',
  'same-origin',
];

export function pageHeaders(policy: string = PAGE_POLICY): string[] {
  return [...PAGE_SECURITY, 'Cross-Origin-Opener-Policy', 'same-origin', 'Content-Security-Policy', policy];
}

export function constantHeaders(options: { isRead: boolean; policy?: string | undefined }): string[] {
  return [...SECURITY, 'Content-Security-Policy', options.policy ?? API_POLICY, ...(options.isRead ? OPEN_TO_BROWSERS : [])];
}

const READ_HEADERS = constantHeaders({ isRead: true });
const WRITE_HEADERS = constantHeaders({ isRead: false });

/** Sends a complete answer by hand: `res.send` costs as much as a query. */
export function send(exchange: Exchange, status: number, headers: readonly string[], body: string | Buffer | undefined): void {
  const length = body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  // Plain ASCII, which most answers are, is written faster as latin1.
  sendSized(exchange, status, headers, body, length, length === body?.length ? 'latin1' : 'utf8');
}

/** The same with a body whose characters stand for bytes. */
export function sendBytes(exchange: Exchange, status: number, headers: readonly string[], body: string): void {
  sendSized(exchange, status, headers, body, body.length, 'latin1');
}

function sendSized(
  exchange: Exchange,
  status: number,
  headers: readonly string[],
  body: string | Buffer | undefined,
  length: number,
  encoding: BufferEncoding,
): void {
  const { response } = exchange;
  const all = headers.concat('X-Request-Id', exchange.id);
  addPassing(exchange, all);
  if (status !== 304 && status !== 204) all.push('Content-Length', String(length));
  response.writeHead(status, all);
  if (body === undefined || exchange.request.method === 'HEAD') {
    response.end();
    return;
  }
  exchange.bytes = length;
  response.end(body, encoding);
}

/** What an answer says of this client and this moment. */
function addPassing(exchange: Exchange, headers: string[]): void {
  const { verdict } = exchange;
  if (verdict !== undefined) {
    headers.push(
      'RateLimit',
      `"${verdict.limiter.name}";r=${verdict.remaining};t=${verdict.reset}`,
      'RateLimit-Policy',
      verdict.limiter.policy,
    );
  }
  if (exchange.lifecycle.closing) headers.push('Connection', 'close');
}

/**
 * Sends an answer piece by piece, no faster than the client reads. The first piece is made before the head is sent, so
 * that a failure until then is a proper problem; after it, only a broken connection can tell. With `stallMs` a client is
 * waited for no longer than that, and not at all once the server is about to stop.
 */
export async function sendStream(
  exchange: Exchange,
  status: number,
  headers: readonly string[],
  chunks: AsyncIterable<string | Uint8Array>,
  stallMs?: number,
): Promise<void> {
  const { response } = exchange;
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    let next = await iterator.next();
    const all = headers.concat('X-Request-Id', exchange.id);
    addPassing(exchange, all);
    response.writeHead(status, all);
    if (exchange.request.method !== 'HEAD') {
      while (!next.done && !response.closed) {
        exchange.bytes += Buffer.byteLength(next.value);
        if (!response.write(next.value)) await drained(exchange, stallMs);
        // Even a source that never waits must not keep the others waiting.
        await breathe();
        if (response.closed) break;
        next = await iterator.next();
      }
    }
    response.end();
  } finally {
    await iterator.return?.();
  }
}

function drained({ response, lifecycle }: Exchange, stallMs: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const { signal } = lifecycle.ending;
    const cut = (): void => void response.destroy();
    const timer = stallMs === undefined ? undefined : setTimeout(cut, stallMs);
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cut);
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
    if (stallMs !== undefined) signal.addEventListener('abort', cut);
    if (response.closed) done();
    else if (stallMs !== undefined && signal.aborted) cut();
  });
}

/** Answers whatever was thrown. Returns true if it is a mistake of ours. */
export function sendFault(exchange: Exchange, fault: unknown, more: readonly string[] = []): boolean {
  const { response, request } = exchange;
  const { problem, headers, isBug } = refusalOf(fault, exchange.id);
  if (response.headersSent || response.closed) {
    response.destroy();
    return isBug;
  }
  const last = ['Cache-Control', 'no-store', ...headers, ...more];
  if (isUploading(request) && !exchange.lifecycle.closing) last.push('Connection', 'close');
  const page = exchange.faultPage?.(problem, request, exchange.form);
  if (page !== undefined) {
    const own = page.location === undefined ? [] : ['Location', page.location];
    send(exchange, page.status, [...pageHeaders(), 'Content-Type', HTML, ...own, ...last], page.html);
    return isBug;
  }
  const all = request.method === 'GET' || request.method === 'HEAD' ? READ_HEADERS : WRITE_HEADERS;
  send(exchange, problem.status, [...all, 'Content-Type', PROBLEM_TYPE, ...last], JSON.stringify(problem));
  return isBug;
}

/** Whether more is on its way than we would read only to throw it away. */
function isUploading(request: IncomingMessage): boolean {
  if (request.complete) return false;
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > SWALLOWED;
}

const PREFLIGHT = [
  ...['Access-Control-Allow-Origin', '*', 'Access-Control-Allow-Methods', 'GET, HEAD'],
  ...['Access-Control-Allow-Headers', 'Authorization, If-None-Match, Last-Event-ID, X-Request-Id', 'Access-Control-Max-Age', '86400'],
];

export function sendOptions(exchange: Exchange, allow: string): void {
  const preflight = exchange.request.headers['access-control-request-method'] !== undefined;
  send(exchange, 204, [...SECURITY, 'Allow', allow, ...(preflight ? PREFLIGHT : [])], undefined);
}

export function sendMethodNotAllowed(exchange: Exchange, allow: string): void {
  const fault = new AppError('method_not_allowed', `${exchange.request.method} is not possible here. Possible are ${allow}.`);
  sendFault(exchange, fault, ['Allow', allow]);
}

/** Whether `If-None-Match` names the tag; weak and strong tags are alike for this. */
export function tagMatches(header: string, etag: string): boolean {
  if (header === etag || header.trim() === '*') return true;
  return header.includes(etag) && header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
