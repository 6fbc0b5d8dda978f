import { createHash } from 'node:crypto';
import type { Ctx } from '../context.ts';
import type { Endpoint, IdempotencyClaim, IdempotencyStore, Input, Result, StoredAnswer } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import type { ReadInput } from './input.ts';

/** Runs a handler so that a repeat under the same `Idempotency-Key` gets the same answer and does nothing. */
export async function idempotently(
  store: IdempotencyStore | undefined,
  endpoint: Endpoint,
  exchange: Exchange,
  ctx: Ctx,
  read: ReadInput,
  input: Input<unknown, unknown, unknown, unknown>,
  usualStatus: number,
): Promise<Result> {
  const run = (given: typeof input) => endpoint.handler(ctx, given as Input<never, never, never, never>);
  if (read.idempotencyKey === undefined || exchange.key === undefined) return run(input);
  if (store === undefined) throw new Error('no idempotency store was given');

  const claim: IdempotencyClaim = {
    keyId: exchange.key.id,
    idempotencyKey: read.idempotencyKey,
    requestDigest: digestOf(exchange, read.bytes),
  };
  const before = await store.claim(ctx, claim);
  if (before.state === 'replay') {
    const { ETag, ...headers } = before.headers;
    const answer = { status: before.status, json: before.body, headers: { ...headers, 'Idempotency-Replayed': 'true' } };
    return ETag === undefined ? answer : { ...answer, etag: ETag };
  }
  let completed = false;
  try {
    const complete = async (tx: Ctx, result: Result): Promise<void> => {
      await store.complete(tx, claim, storedAnswer(result, usualStatus));
      completed = true;
    };
    const result = await run({ ...input, complete });
    if (!completed) {
      // The work is done, whether or not this can be noted.
      await store
        .complete(ctx, claim, storedAnswer(result, usualStatus))
        .catch((fault) => ctx.log.warn({ err: fault }, 'an answer was not kept for repeats'));
    }
    return result;
  } catch (fault) {
    // The first fault is the one to tell; a claim that stays runs out by itself.
    await store.release(ctx, claim).catch((second) => ctx.log.warn({ err: second }, 'an idempotency claim was not released'));
    throw fault;
  }
}

function digestOf({ request }: Exchange, body: Buffer | undefined): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(body ?? '')
    .digest('hex');
}

function storedAnswer(result: Result, usualStatus: number): StoredAnswer {
  const headers: Record<string, string> = { ...result.headers };
  if (result.location !== undefined) headers.Location = result.location;
  if (result.etag !== undefined) headers.ETag = result.etag;
  return { status: result.status ?? usualStatus, headers, body: result.json ?? JSON.stringify(result.body ?? null) };
}
