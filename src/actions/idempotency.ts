import { type Ctx, instantText } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import { isUniqueViolation } from '../store/db.ts';
import { completeIdempotency, deleteIdempotency, findIdempotency, putIdempotency } from '../store/idempotency.ts';

/** One request under its `Idempotency-Key`, told apart by what it asks. */
export interface Claim {
  keyId: string;
  idempotencyKey: string;
  requestDigest: string;
}

export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A request that did not come back within this was cut off by a crash: the next one may take its place. */
const CLAIM_MS = 60_000;
const KEPT_MS = 24 * 3_600_000;

/** Takes the key for this request, or finds the answer that was given to it before. */
export async function claimIdempotency(ctx: Ctx, claim: Claim): Promise<{ state: 'claimed' } | ({ state: 'replay' } & KeptAnswer)> {
  const now = ctx.now();
  const at = instantText(now);
  const row = {
    key_id: claim.keyId,
    idempotency_key: claim.idempotencyKey,
    request_digest: claim.requestDigest,
    claimed_until: instantText(now + CLAIM_MS),
    status: null,
    headers: null,
    body: null,
    expires_at: instantText(now + KEPT_MS),
  };
  try {
    return await ctx.db.transaction().execute(async (db) => {
      const before = await findIdempotency(db, claim.keyId, claim.idempotencyKey);
      if (before !== undefined && before.expires_at > at) {
        if (before.request_digest !== claim.requestDigest) {
          throw new AppError(
            'idempotency_mismatch',
            'This Idempotency-Key was used with another request. Use a new one for a new request.',
          );
        }
        if (before.status !== null) {
          return { state: 'replay', status: before.status, headers: JSON.parse(before.headers ?? '{}'), body: before.body ?? '' };
        }
        if (before.claimed_until > at) throw inProgress();
      }
      await putIdempotency(db, row);
      return { state: 'claimed' };
    });
  } catch (fault) {
    // Two at the same moment: the other was first.
    if (isUniqueViolation(fault)) throw inProgress();
    throw fault;
  }
}

function inProgress(): AppError {
  return new AppError(
    'idempotency_in_progress',
    'The first request with this Idempotency-Key is still being worked on. Repeat it in a second.',
    {
      retryAfter: 1,
    },
  );
}

/** Keeps the answer, in the transaction that did the work. */
export async function keepAnswer(tx: Ctx, claim: Claim, answer: KeptAnswer): Promise<void> {
  await completeIdempotency(tx.db, claim.keyId, claim.idempotencyKey, {
    status: answer.status,
    headers: JSON.stringify(answer.headers),
    body: answer.body,
  });
}

/** Gives the key back after a request that failed, so that it can be sent again. A kept answer stays. */
export async function releaseIdempotency(ctx: Ctx, claim: Claim): Promise<void> {
  const row = await findIdempotency(ctx.db, claim.keyId, claim.idempotencyKey);
  if (row !== undefined && row.status === null && row.request_digest === claim.requestDigest) {
    await deleteIdempotency(ctx.db, claim.keyId, claim.idempotencyKey);
  }
}
