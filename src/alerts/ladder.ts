const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after one failed attempt the next is made: the schedule that Standard Webhooks recommends, ten attempts in three days. */
export const LADDER_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

const JITTER = 0.2;
/** A receiver may ask for more time than the ladder gives, but not for ever. */
const LONGEST_WISH_MS = 24 * HOUR;

/**
 * Milliseconds until the next attempt after `attempts` failed ones; undefined when that was the last. `random` gives a
 * number from 0 to 1: those who failed together must not all come back together. `retryAfter` is the receiver's wish in seconds.
 */
export function nextAttemptIn(attempts: number, retryAfter: number | null, random: () => number): number | undefined {
  const step = LADDER_MS[attempts - 1];
  if (step === undefined) return undefined;
  const jittered = step * (1 + JITTER * (2 * random() - 1));
  return Math.max(jittered, Math.min((retryAfter ?? 0) * SECOND, LONGEST_WISH_MS));
}
