import { addDays, type LocalDate } from './dates.ts';
import type { Flag } from './vocabulary.ts';
import type { Window } from './windows.ts';

/**
 * What the calendar says of a pending promise on a local date at the origin.
 * A window with an open start has always been open; one with an open end never closes.
 */
export function flagOn(window: Window | null, date: LocalDate): Flag {
  if (window === null) return 'none';
  if (window.latest !== null && date > window.latest) return 'overdue';
  if (window.earliest === null || date >= window.earliest) return 'due';
  return 'none';
}

/** Sorts before every date that can be written: look at the next tick. */
export const ALWAYS: LocalDate = '0001-01-01';

/** The local date at the origin on which the flag may next change; null when it cannot change by itself any more. */
export function nextCheckOn(window: Window | null, flag: Flag): LocalDate | null {
  if (window === null || flag === 'overdue') return null;
  if (flag === 'none') return window.earliest ?? ALWAYS;
  return window.latest === null ? null : addDays(window.latest, 1);
}

/**
 * The unique key of the event that says a window has opened or closed. One promise of one day is told once, however
 * often and from however many processes it is found, and a promise that returns to an old window finds its flag again.
 */
export function flagKey(routeId: string, flag: 'due' | 'overdue', window: Window): string {
  const bound = flag === 'due' ? window.earliest : window.latest;
  return `route.launch_${flag}:${routeId}:${bound ?? '..'}`;
}
