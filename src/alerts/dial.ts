import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { plainAddress } from './addresses.ts';
import { type Destination, destinationFinder, type Resolve } from './destination.ts';
import { lookUpAll } from './name-lookup.ts';

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
  /** So much of the answer to a message is read. */
  maxBytes?: number;
  /** So much of a document is read, packed or unpacked. */
  maxDocumentBytes?: number;
  /** Certificates to trust instead of the well-known ones, in PEM. */
  ca?: string;
}

export type Fit = Extract<Destination, { url: URL }>;

interface Request {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
}

/** What every request to a stranger's URL goes through. */
export interface Dialler {
  find: (url: string, signal: AbortSignal) => Promise<Destination>;
  /** Opens a connection to an address that was judged. Throws for headers that cannot be written. */
  open: (to: Fit, request: Request, end: (fault: string) => void) => ClientRequest;
  /** Runs work with a signal that tells why it has to end, as a fault. */
  within: <T>(outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  close: () => void;
}

const MAX_HEADER_BYTES = 16_384;
const STOPPED = 'was stopped';

export function dialler(policy: OutgoingPolicy): Dialler {
  const { timeoutMs = 15_000 } = policy;
  const find = destinationFinder({ ...policy, resolve: policy.resolve ?? ((host) => lookUpAll(host)) });
  // The next address is tried after a fifth of the time; Node's own 250 ms gives up on far ones.
  const connecting = { keepAlive: false, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: Math.max(Math.ceil(timeoutMs / 5), 10) };
  const plain = new http.Agent(connecting);
  // A resumed session would skip the look at the certificate.
  const secure = new https.Agent({ ...connecting, maxCachedSessions: 0, rejectUnauthorized: true, ca: policy.ca });
  const running = new Set<AbortController>();
  let closed = false;

  return { find, open, within, close };

  function close(): void {
    closed = true;
    for (const stop of running) stop.abort(STOPPED);
    plain.destroy();
    secure.destroy();
  }

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

  function open(to: Fit, { method, headers }: Request, end: (fault: string) => void): ClientRequest {
    const { url, host, addresses } = to;
    const options: https.RequestOptions = {
      method,
      host,
      port: url.port,
      path: url.pathname + url.search,
      maxHeaderSize: MAX_HEADER_BYTES,
      lookup: lookupOf(addresses),
      headers: { ...headers, host: url.host, 'user-agent': policy.userAgent },
    };
    // SNI knows neither addresses nor a dot at the end (RFC 6066).
    const servername = isIP(host) === 0 ? host.replace(/\.$/, '') : '';
    const request =
      url.protocol === 'http:' ? http.request({ ...options, agent: plain }) : https.request({ ...options, agent: secure, servername });
    request.on('socket', (socket) => checkOnConnect(socket, to, end));
    request.on('error', (error) => end(faultOf(error, request.socket)));
    request.on('close', () => end('the connection was closed without an answer'));
    return request;
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
