import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { plainAddress } from './addresses.ts';
import type { Answer } from './answer.ts';
import { type Destination, destinationFinder, type Resolve } from './destination.ts';
import { lookUpAll } from './name-lookup.ts';
import { parseRetryAfter } from './retry-after.ts';

export type { Resolve };

export interface OutgoingPolicy {
  /** Addresses and CIDR ranges that may be called although they are not public. */
  allow: readonly string[];
  plainHttp: boolean;
  userAgent: string;
  now: () => number;
  /** Every address of a name; name servers and the system are asked if not given. */
  resolve?: Resolve;
  /** For one attempt in all, the lookup and the answer's body included. */
  timeoutMs?: number;
  /** So much of an answer's body is read. */
  maxBytes?: number;
  /** Certificates to trust instead of the well-known ones, in PEM. */
  ca?: string;
}

interface OutgoingMessage {
  headers: Record<string, string>;
  body: string;
}

export interface Outgoing {
  /** Why the URL may not be called, as a sentence for the person who gave it; undefined: it may. Looks the host up. */
  refusal: (url: string) => Promise<string | undefined>;
  /** Never throws. */
  post: (url: string, message: OutgoingMessage, signal?: AbortSignal) => Promise<Answer>;
  /** Stops what is under way; nothing is sent afterwards. */
  close: () => void;
}

type Outcome = Omit<Answer, 'milliseconds'>;
type Fit = Extract<Destination, { url: URL }>;

const MAX_HEADER_BYTES = 16_384;
const STOPPED = 'was stopped';

/** Requests to URLs that strangers gave: only to addresses that were judged, within one time limit, reading little and following nothing. */
export function guardedOutgoing(policy: OutgoingPolicy): Outgoing {
  const { timeoutMs = 15_000, maxBytes = 65_536 } = policy;
  const find = destinationFinder({ ...policy, resolve: policy.resolve ?? ((host) => lookUpAll(host)) });
  // The next address is tried after a fifth of the time; Node's own 250 ms gives up on far ones.
  const connecting = { keepAlive: false, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: Math.max(Math.ceil(timeoutMs / 5), 10) };
  const plain = new http.Agent(connecting);
  // A resumed session would skip the look at the certificate.
  const secure = new https.Agent({ ...connecting, maxCachedSessions: 0, rejectUnauthorized: true, ca: policy.ca });
  const running = new Set<AbortController>();
  let closed = false;

  return { refusal, post, close };

  async function refusal(url: string): Promise<string | undefined> {
    return within(undefined, async (signal) => {
      const found = await find(url, signal);
      return 'refusal' in found ? found.refusal : undefined;
    });
  }

  async function post(url: string, message: OutgoingMessage, signal?: AbortSignal): Promise<Answer> {
    const start = performance.now();
    const outcome = await within(signal, async (limit) => {
      const found = await find(url, limit);
      if (limit.aborted) return failed(limit.reason);
      if ('fault' in found) return failed(found.fault);
      return exchange(found, message, limit);
    });
    return { ...outcome, milliseconds: Math.round(performance.now() - start) };
  }

  function close(): void {
    closed = true;
    for (const stop of running) stop.abort(STOPPED);
    plain.destroy();
    secure.destroy();
  }

  /** Runs work with a signal that tells why it has to end, as a fault. */
  async function within<T>(outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const onAbort = (): void => stop.abort(STOPPED);
    const timer = setTimeout(() => stop.abort(`no answer within ${timeoutMs / 1000} s`), timeoutMs);
    running.add(stop);
    outer?.addEventListener('abort', onAbort, { once: true });
    if (closed || outer?.aborted) onAbort();
    try {
      return await work(stop.signal);
    } finally {
      clearTimeout(timer);
      outer?.removeEventListener('abort', onAbort);
      running.delete(stop);
    }
  }

  function exchange(to: Fit, message: OutgoingMessage, signal: AbortSignal): Promise<Outcome> {
    return new Promise((settle) => {
      let request: ClientRequest | undefined;
      // Known as soon as the answer's head is: what happens to the rest of it changes nothing.
      let verdict: Outcome | undefined;
      const end = (fault: string): void => {
        signal.removeEventListener('abort', onAbort);
        settle(verdict ?? failed(fault));
        request?.destroy();
      };
      const onAbort = (): void => end(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        request = open(to, message);
      } catch {
        // Node refuses headers with line breaks in them.
        end('the request cannot be written as HTTP');
        return;
      }
      request.on('socket', (socket) => checkOnConnect(socket, to, end));
      request.on('error', (error) => end(faultOf(error, request?.socket ?? null)));
      request.on('close', () => end('the connection was closed without an answer'));
      request.on('upgrade', (response) => {
        verdict = verdictOn(response);
        end('');
      });
      request.on('response', (response) => {
        verdict = verdictOn(response);
        let read = 0;
        response.on('error', () => end(''));
        response.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > maxBytes) end('');
        });
        response.on('end', () => end(''));
      });
      request.end(message.body);
    });
  }

  function open({ url, host, addresses }: Fit, message: OutgoingMessage): ClientRequest {
    const options: https.RequestOptions = {
      method: 'POST',
      host,
      port: url.port,
      path: url.pathname + url.search,
      maxHeaderSize: MAX_HEADER_BYTES,
      lookup: lookupOf(addresses),
      headers: { ...message.headers, host: url.host, 'user-agent': policy.userAgent, 'content-length': Buffer.byteLength(message.body) },
    };
    if (url.protocol === 'http:') return http.request({ ...options, agent: plain });
    // SNI knows neither addresses nor a dot at the end (RFC 6066).
    return https.request({ ...options, agent: secure, servername: isIP(host) === 0 ? host.replace(/\.$/, '') : '' });
  }

  function verdictOn(response: IncomingMessage): Outcome {
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return { status, fault: null, retryAfter: null };
    const redirect = status >= 300 && status < 400 && response.headers.location !== undefined;
    const fault = redirect ? `answered with a redirect (${status}), which is never followed` : `answered with status ${status}`;
    return { status, fault, retryAfter: parseRetryAfter(response.headers['retry-after'], policy.now()) };
  }
}

/** A literal address is dialled without a lookup, and one address can lead to another (0.0.0.0 does): so look at the other end, too. */
function checkOnConnect(socket: Socket, { addresses }: Fit, end: (fault: string) => void): void {
  const judged = addresses.map(({ address }) => plainAddress(address));
  socket.once('connect', () => {
    if (!judged.includes(plainAddress(socket.remoteAddress ?? ''))) end('its address is not public');
  });
}

/** Answers every question with the addresses that were judged, so that nobody asks DNS a second time. */
function lookupOf(addresses: Fit['addresses']): LookupFunction {
  return (_host, options, answer) => {
    const [first] = addresses;
    process.nextTick(() => (options.all ? answer(null, [...addresses]) : answer(null, first!.address, first!.family)));
  };
}

function failed(fault: string): Outcome {
  return { status: null, fault, retryAfter: null };
}

/** In our own words: an error's text may hold what the receiver chose. */
function faultOf(error: NodeJS.ErrnoException, socket: Socket | null): string {
  const code = error.code ?? '';
  const unauthorized = (socket as TLSSocket | null)?.authorizationError;
  if (unauthorized) return `the certificate is not valid: ${certificateFault(code)}`;
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'the connection was closed without an answer';
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'its address cannot be reached';
  if (code === 'HPE_HEADER_OVERFLOW') return 'the headers of the answer are too large';
  if (code.startsWith('HPE_')) return 'the answer is not HTTP';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'no TLS connection could be made';
  return `the request failed${code === '' ? '' : ` (${code})`}`;
}

function certificateFault(code: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'it has expired';
  if (code === 'CERT_NOT_YET_VALID') return 'it is not valid yet';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'it is for another name';
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return 'it is signed by itself';
  return `nobody whom this server trusts has signed it (${code})`;
}
