import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { Ctx } from '../context.ts';
import type { ErrorCode, Finding } from '../domain/errors.ts';
import type { Scope } from '../domain/vocabulary.ts';
import type { KeyRow } from '../store/tables.ts';
import { assertStrict } from './validation.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/**
 * Who may call: `open` anybody at all times; `public` anybody, or with PUBLIC_READ=off the holder of any key;
 * the others the holder of a key of that scope or a wider one.
 */
export type Access = 'open' | 'public' | Scope;

export interface Answer {
  description: string;
  /** What the JSON body looks like. */
  schema?: z.ZodType;
  /** Given with the charset it needs; not given: `application/json` if there is a schema. */
  contentType?: string;
  /** Names of headers that this answer carries besides the usual ones. */
  headers?: readonly ('Location' | 'ETag')[];
}

/** What a handler gives back. One of `body`, `json`, `bytes`, `text` and `stream`, or none. */
export interface Result {
  /** Not given: the first of the endpoint's `responses`. */
  status?: number;
  /** Turned into JSON. */
  body?: unknown;
  /** JSON that is text already. */
  json?: string;
  /** JSON of which each character is a byte: the fastest to send, for what is asked for most. Only where nothing is kept for repeats. */
  bytes?: string;
  /** Sent as it is. */
  text?: string | Buffer;
  /** Sent chunk by chunk as fast as the client reads; ended early when it goes. */
  stream?: AsyncIterable<string | Uint8Array>;
  /** Of a stream without an end of its own: milliseconds after which a client that takes nothing of what waits for it is cut off. */
  stallMs?: number;
  /** Without quotes, `7` or so. Lists need none: theirs is made from the data version. */
  etag?: string;
  location?: string;
  headers?: Readonly<Record<string, string>>;
}

export interface Input<Params, Query, Headers, Body> {
  params: Params;
  query: Query;
  headers: Headers;
  body: Body;
  /** The tags of `If-Match` as handlers gave them in `etag`; only for endpoints with `ifMatch`. */
  ifMatch: readonly string[] | '*';
  /** Aborts when the client goes away before the answer is complete. */
  signal: () => AbortSignal;
  /** The same for an answer without an end of its own: aborts too when the server is about to stop. */
  ending: () => AbortSignal;
  /** Names who asks as limits see it: an address, or a group of addresses that one subscriber has. */
  client: string;
  /**
   * Records the answer under the request's `Idempotency-Key` in the transaction that does the work, so that a repeat gets the
   * same answer and does nothing. Does nothing without such a key. An answer that was not recorded so is recorded afterwards.
   */
  complete: (tx: Ctx, result: Result) => Promise<void>;
  /** The key that holds this token; counted as if it had come in the header. Throws `unauthenticated` or `rate_limited`. */
  findKey: (token: string) => Promise<KeyRow>;
  /** Who asks, if they brought a key. */
  key: KeyRow | undefined;
  request: IncomingMessage;
}

interface Spec<P, Q, H, B> {
  method: Method;
  /** `/api/v1/routes/{id}`. */
  path: string;
  summary: string;
  description?: string;
  tags?: readonly string[];
  /** Not given: made from method and path. */
  operationId?: string;
  access: Access;
  params?: P;
  query?: Q;
  headers?: H;
  body?: B;
  /** The body is what an HTML form sends, each field a text; not JSON. Taken from pages of this server alone. */
  form?: boolean;
  /** Takes so many bytes of a body, where that is more than BODY_LIMIT: for people with a key, whose texts are long. A form of theirs outlives its session, so it is read without one too. */
  bodyLimit?: number;
  responses: Readonly<Record<number, Answer>>;
  /** What the handler may refuse with. What the HTTP layer refuses by itself need not be named. */
  errors?: readonly ErrorCode[];
  /** The answer depends on the URL, the data and the program alone (and on `cacheKey`), never on who asks. */
  cacheable?: boolean;
  /**
   * Names what a schema cannot see: codes that nobody has, days that have not come. Asked only of a request whose schema is
   * broken already, so that its other faults are told in the same breath; the handler finds them by itself.
   */
  faults?: (ctx: Ctx, given: { query: Readonly<Record<string, string>>; body: unknown }) => readonly Finding[];
  /** What else the answer depends on: the day, say. */
  cacheKey?: (ctx: Ctx, request: IncomingMessage) => string;
  /** Takes `Idempotency-Key`. */
  idempotent?: boolean;
  /** Needs `If-Match`. */
  ifMatch?: boolean;
  /** False: never counted against a limit, and keys are not looked at. */
  limited?: boolean;
  /** False: not in the OpenAPI document. */
  documented?: boolean;
  /** For people in a browser: compressed, with a page's headers, and refused with a page. The key may come from a session of the desk. */
  isPage?: boolean;
  /** In place of the API's own, or a page's. */
  contentSecurityPolicy?: string;
  cacheControl?: string;
}

export interface Endpoint extends Spec<z.ZodObject, z.ZodObject, z.ZodObject, z.ZodType> {
  handler: (ctx: Ctx, input: Input<never, never, never, never>) => Result | Promise<Result>;
}

type None = z.ZodObject<Record<never, never>>;

/** One call of the API: the Express route, the validation and the OpenAPI document all come from this object. */
export function endpoint<
  P extends z.ZodObject = None,
  Q extends z.ZodObject = None,
  H extends z.ZodObject = None,
  B extends z.ZodType = z.ZodUndefined,
>(
  spec: Spec<P, Q, H, B> & {
    handler: (ctx: Ctx, input: Input<z.output<P>, z.output<Q>, z.output<H>, z.output<B>>) => Result | Promise<Result>;
  },
): Endpoint {
  const name = `${spec.method.toUpperCase()} ${spec.path}`;
  if (spec.body !== undefined) assertStrict(spec.body, name);
  const inPath = [...spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  if (
    inPath.sort().join() !==
    Object.keys(spec.params?.shape ?? {})
      .sort()
      .join()
  )
    throw new Error(`${name}: params and path differ`);
  if (spec.form && !spec.isPage) throw new Error(`${name}: only a page takes a form`);
  if (spec.bodyLimit !== undefined && !spec.form && ['open', 'public'].includes(spec.access))
    throw new Error(`${name}: a large body needs a key`);
  if (spec.idempotent && !['editor', 'admin', 'reader'].includes(spec.access)) throw new Error(`${name}: an idempotent call needs a key`);
  if (spec.cacheable && (spec.method !== 'get' || !['open', 'public'].includes(spec.access))) {
    throw new Error(`${name}: only what anybody may read is cacheable`);
  }
  return spec as unknown as Endpoint;
}

/** An answer in the form in which it is kept for repeats. */
export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyClaim {
  keyId: string;
  idempotencyKey: string;
  requestDigest: string;
}

/** Remembers answers to requests that may be sent again. */
export interface IdempotencyStore {
  /** Throws `idempotency_in_progress` or `idempotency_mismatch`. */
  claim: (ctx: Ctx, claim: IdempotencyClaim) => Promise<{ state: 'claimed' } | ({ state: 'replay' } & StoredAnswer)>;
  /** Within the transaction that did the work. */
  complete: (tx: Ctx, claim: IdempotencyClaim, answer: StoredAnswer) => Promise<void>;
  /** After a failure. Leaves a claim alone that was completed. */
  release: (ctx: Ctx, claim: IdempotencyClaim) => Promise<void>;
}
