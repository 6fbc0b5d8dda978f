import type { ClientRequest, IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dialler, Fit, OutgoingPolicy } from './dial.ts';
import { parseRetryAfter } from './retry-after.ts';

/** What is known of a document from the last time it was got. */
export interface Known {
  etag: string | null;
  lastModified: string | null;
}

/** How an attempt to get a document ended. */
export interface Document {
  /** The HTTP status; null when no answer came. */
  status: number | null;
  /** What went wrong, in a sentence; null: here it is, or it is as it was. */
  fault: string | null;
  /** Null: it is as it was (304), or could not be got. */
  body: Uint8Array | null;
  /** Where it was found, after redirects. */
  url: string;
  contentType: string | undefined;
  etag: string | null;
  lastModified: string | null;
  /** Seconds for which it need not be asked for again; null: nothing was said of that. */
  maxAge: number | null;
  retryAfter: number | null;
}

const MAX_REDIRECTS = 3;
/** Longer validators are not kept. */
const MAX_VALIDATOR = 500;
const REDIRECTS = [301, 302, 303, 307, 308];
const UNPACK: Record<string, (packed: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

type Head = Pick<IncomingMessage, 'statusCode' | 'headers'>;
type Got = { head: Head; packed: Buffer } | { fault: string; status: number | null };

/** Gets documents from strangers' URLs: each hop of a redirect is judged like the first, and no cookie is kept or sent. */
export function documentGetter(policy: OutgoingPolicy, { find, open, within }: Dialler) {
  const { maxDocumentBytes: most = 2 * 1024 * 1024 } = policy;
  const tooLarge = `the document is larger than ${Math.round(most / 1024).toLocaleString('en')} KiB`;

  return (url: string, known: Known, outer?: AbortSignal): Promise<Document> =>
    within(outer, async (signal) => {
      for (let hop = 0, at = url; ; hop += 1) {
        const found = await find(at, signal);
        if (signal.aborted) return failed(at, signal.reason);
        if ('fault' in found) return failed(at, hop === 0 ? found.fault : `it leads elsewhere, and there ${found.fault}`);
        const got = await exchange(found, known, signal);
        if ('fault' in got) return failed(at, got.fault, got.status);
        const { location } = got.head.headers;
        if (!REDIRECTS.includes(got.head.statusCode ?? 0) || location === undefined) return documentOf(at, got.head, got.packed);
        const next = URL.parse(location, at);
        if (next === null) return failed(at, 'its redirect leads nowhere', got.head.statusCode);
        if (hop === MAX_REDIRECTS) return failed(at, `it was redirected more than ${MAX_REDIRECTS} times`, got.head.statusCode);
        at = next.href;
      }
    });

  function exchange(to: Fit, known: Known, signal: AbortSignal): Promise<Got> {
    return new Promise((settle) => {
      let request: ClientRequest | undefined;
      const finish = (got: Got): void => {
        signal.removeEventListener('abort', onAbort);
        settle(got);
        request?.destroy();
      };
      const end = (fault: string, status: number | null = null): void => finish({ fault, status });
      const onAbort = (): void => end(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        request = open(to, { method: 'GET', headers: headersFor(known) }, end);
      } catch {
        end('the request cannot be written as HTTP');
        return;
      }
      request.on('upgrade', () => end('the answer is not HTTP'));
      request.on('response', (head) => {
        const status = head.statusCode ?? 0;
        // Of an answer that is no document, the head says all.
        if (status !== 200) return finish({ head, packed: Buffer.alloc(0) });
        const chunks: Buffer[] = [];
        let size = 0;
        const cutOff = () => end('the document was cut off');
        head.on('error', cutOff);
        head.on('aborted', cutOff);
        head.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > most) end(tooLarge, status);
          else chunks.push(chunk);
        });
        head.on('end', () => finish({ head, packed: Buffer.concat(chunks) }));
      });
      request.end();
    });
  }

  async function documentOf(url: string, head: Head, packed: Buffer): Promise<Document> {
    const status = head.statusCode ?? 0;
    const { headers } = head;
    const said = {
      status,
      url,
      contentType: headers['content-type'],
      etag: validator(headers.etag),
      lastModified: validator(headers['last-modified']),
      maxAge: maxAge(headers['cache-control']),
      retryAfter: parseRetryAfter(headers['retry-after'], policy.now()),
    };
    if (status === 304) return { ...said, fault: null, body: null };
    if (status !== 200) return { ...said, fault: `answered with status ${status}`, body: null };
    const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (encoding === 'identity' || encoding === '') return { ...said, fault: null, body: packed };
    const unpack = Object.hasOwn(UNPACK, encoding) ? UNPACK[encoding] : undefined;
    if (unpack === undefined) return { ...said, fault: 'the document is packed in a way that nobody asked for', body: null };
    try {
      return { ...said, fault: null, body: await unpack(packed, { maxOutputLength: most }) };
    } catch (error) {
      const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      return { ...said, fault: isLarge ? tooLarge : 'the document cannot be unpacked', body: null };
    }
  }
}

function headersFor({ etag, lastModified }: Known): Record<string, string> {
  return {
    accept: 'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.8, */*;q=0.5',
    'accept-encoding': 'gzip, deflate, br',
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

/** As it can be sent back; null: it cannot. */
function validator(text: string | undefined): string | null {
  return text !== undefined && /^[\x20-\x7e]+$/.test(text) && text.length <= MAX_VALIDATOR ? text : null;
}

function maxAge(text: string | undefined): number | null {
  const seconds = /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(text ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds);
}

function failed(url: string, fault: string, status: number | null = null): Document {
  return { status, fault, body: null, url, contentType: undefined, etag: null, lastModified: null, maxAge: null, retryAfter: null };
}
