import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';
import type { Resolve } from './destination.ts';
import { dialler, type Fit, type OutgoingPolicy } from './dial.ts';
import { type Document, documentGetter, type Known } from './document.ts';
import { parseRetryAfter } from './retry-after.ts';

export type { Document, OutgoingPolicy, Resolve };

interface OutgoingMessage {
  headers: Record<string, string>;
  body: string;
}

export interface Outgoing {
  /** Why the URL may not be called, as a sentence for the person who gave it; undefined: it may. Looks the host up. */
  refusal: (url: string) => Promise<string | undefined>;
  /** Never throws. */
  post: (url: string, message: OutgoingMessage, signal?: AbortSignal) => Promise<Answer>;
  /** Gets a document, or learns that it is as it was. Never throws. */
  get: (url: string, known: Known, signal?: AbortSignal) => Promise<Document>;
  /** Stops what is under way; nothing is sent afterwards. */
  close: () => void;
}

type Outcome = Omit<Answer, 'milliseconds'>;

/** Requests to URLs that strangers gave: only to addresses that were judged, within one time limit, and reading little. */
export function guardedOutgoing(policy: OutgoingPolicy): Outgoing {
  const { maxBytes = 65_536 } = policy;
  const { find, open, within, close } = dialler(policy);

  return { refusal, post, get: documentGetter(policy, { find, open, within, close }), close };

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

  function exchange(to: Fit, message: OutgoingMessage, signal: AbortSignal): Promise<Outcome> {
    const headers = { ...message.headers, 'content-length': String(Buffer.byteLength(message.body)) };
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
        request = open(to, { method: 'POST', headers }, end);
      } catch {
        // Node refuses headers with line breaks in them.
        end('the request cannot be written as HTTP');
        return;
      }
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

  function verdictOn(response: IncomingMessage): Outcome {
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return { status, fault: null, retryAfter: null };
    const redirect = status >= 300 && status < 400 && response.headers.location !== undefined;
    const fault = redirect ? `answered with a redirect (${status}), which is never followed` : `answered with status ${status}`;
    return { status, fault, retryAfter: parseRetryAfter(response.headers['retry-after'], policy.now()) };
  }
}

function failed(fault: string): Outcome {
  return { status: null, fault, retryAfter: null };
}
