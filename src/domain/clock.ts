/** How far the clock may run behind the newest tick on record: other processes' clocks differ, and NTP steps. */
const BEHIND_TOLERANCE_MS = 5 * 60_000;
/** How long the register may have slept. A clock farther ahead of the newest tick is more likely wrong than late. */
const AHEAD_TOLERANCE_MS = 550 * 86_400_000;

export type ClockState = { trusted: true } | { trusted: false; reason: string };

/** Whether the time can be believed, given the newest moment that the database knows of. Both in milliseconds. */
export function judgeClock(now: number, newestKnown: number | undefined): ClockState {
  if (newestKnown === undefined) return { trusted: true };
  if (now < newestKnown - BEHIND_TOLERANCE_MS)
    return { trusted: false, reason: `the clock is behind the newest tick on record (${iso(newestKnown)})` };
  if (now > newestKnown + AHEAD_TOLERANCE_MS) {
    return { trusted: false, reason: `the clock is more than 550 days ahead of the newest tick on record (${iso(newestKnown)})` };
  }
  return { trusted: true };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
