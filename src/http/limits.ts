import { generations } from './generations.ts';

/** What a bucket says of one request. */
export interface Verdict {
  allowed: boolean;
  remaining: number;
  /** Seconds until the bucket is full again. */
  reset: number;
  /** Seconds until one more request fits. */
  retryAfter: number;
  limiter: Limiter;
}

export interface Limiter {
  name: string;
  /** `RateLimit-Policy`, as draft-ietf-httpapi-ratelimit-headers has it. */
  policy: string;
  take: (client: string, now: number) => Verdict;
  /** The same without taking. */
  look: (client: string, now: number) => Verdict;
  /** How many clients are remembered. */
  size: () => number;
}

interface Bucket {
  tokens: number;
  at: number;
}

const CLIENTS_KEPT = 50_000;

/**
 * A token bucket per client that holds a minute's worth. Clients that stayed away while many others came are forgotten:
 * a flood of addresses costs no memory.
 */
export function limiter(name: string, perMinute: number, kept: number = CLIENTS_KEPT): Limiter {
  const buckets = generations<string, Bucket>(kept);
  const perMillisecond = perMinute / 60_000;

  const bucketOf = (client: string, now: number): Bucket => {
    let bucket = buckets.get(client);
    if (bucket === undefined) {
      bucket = { tokens: perMinute, at: now };
      buckets.set(client, bucket);
    }
    const passed = now - bucket.at;
    if (passed > 0) bucket.tokens = Math.min(perMinute, bucket.tokens + passed * perMillisecond);
    // A clock that was set back must not freeze the bucket.
    bucket.at = now;
    return bucket;
  };
  const verdict = (tokens: number, allowed: boolean): Verdict => ({
    allowed,
    remaining: Math.max(0, Math.floor(tokens)),
    reset: Math.ceil((perMinute - tokens) / perMillisecond / 1000),
    retryAfter: tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / perMillisecond / 1000)),
    limiter: self,
  });
  const self: Limiter = {
    name,
    policy: `"${name}";q=${perMinute};w=60`,
    take(client, now) {
      const bucket = bucketOf(client, now);
      const allowed = bucket.tokens >= 1;
      if (allowed) bucket.tokens -= 1;
      return verdict(bucket.tokens, allowed);
    },
    look(client, now) {
      const { tokens } = bucketOf(client, now);
      return verdict(tokens, tokens >= 1);
    },
    size: () => buckets.size().entries,
  };
  return self;
}
