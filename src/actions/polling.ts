import type { FeedItem } from '../extract/feeds/feed.ts';
import type { ItemRow } from '../store/tables.ts';

export const DAY_MINUTES = 1440;
const LEAST_MINUTES = 15;
const USUAL_MINUTES = 60;
/** Of an interval, so much is added by chance, that not all are asked in one moment. */
const JITTER = 0.1;
const MINUTE_MS = 60_000;
/** With fewer dates nothing is concluded from them. */
const LEAST_DATES = 4;
const MOST_READINGS = 5;
const FIRST_WAIT_MS = 60 * MINUTE_MS;
const MAX_TITLE = 80;

interface Wishes {
  /** Seconds, by the header of the answer. */
  maxAge: number | null;
  retryAfter: number | null;
}

/**
 * How many minutes to leave a feed in peace: as long as it wants, or as its answer is good, but not so long that more than half of what it
 * shows makes way; and always as long as it asks us to wait. `chance`: from 0 to 1.
 */
export function pauseAfter(
  { maxAge, retryAfter }: Wishes,
  { everyMinutes, turnoverMinutes }: { everyMinutes: number | null; turnoverMinutes: number | null },
  chance: number,
): number {
  const wanted = Math.max(everyMinutes ?? (maxAge === null ? USUAL_MINUTES : 0), (maxAge ?? 0) / 60);
  return spread(Math.min(wanted, turnoverMinutes ?? DAY_MINUTES), retryAfter, chance);
}

/** The same for a feed that has failed so often in a row: ever longer, but before a quarter of what it shows makes way, for the next tries may fail too. */
export function backOff(failures: number, turnoverMinutes: number | null, retryAfter: number | null, chance: number): number {
  const doubled = LEAST_MINUTES * 2 ** Math.min(failures - 1, 10);
  const most = turnoverMinutes === null ? DAY_MINUTES : turnoverMinutes / 2;
  return spread(Math.min(doubled, most), retryAfter, chance);
}

function spread(minutes: number, retryAfter: number | null, chance: number): number {
  return within(within(Math.max(minutes, (retryAfter ?? 0) / 60)) * (1 + JITTER * chance));
}

function within(minutes: number): number {
  return Math.min(Math.max(minutes, LEAST_MINUTES), DAY_MINUTES);
}

/**
 * In how many minutes half of what a feed shows was published; null: its dates do not tell. The half in the middle, because the oldest may be
 * there for ever and the newest be of tomorrow.
 */
export function turnoverOf(items: readonly Pick<FeedItem, 'publishedAt'>[]): number | null {
  const dates = items.flatMap((item) => item.publishedAt ?? []).sort((a, b) => b - a);
  if (dates.length < LEAST_DATES) return null;
  const [newer, older] = [dates[Math.floor(dates.length / 4)]!, dates[Math.floor((dates.length * 3) / 4)]!];
  return newer === older ? null : Math.ceil((newer - older) / MINUTE_MS);
}

/** What was never read; and what could not be read, some hours later, ever more seldom, a few times. */
export function isToBeRead(noted: Pick<ItemRow, 'failures' | 'first_seen_at'> | undefined, now: number): boolean {
  if (noted === undefined) return true;
  const { failures, first_seen_at } = noted;
  if (failures === 0 || failures >= MOST_READINGS) return false;
  return now >= Date.parse(first_seen_at) + (2 ** failures - 1) * FIRST_WAIT_MS;
}

/** Of the items that a feed shows, those that could not be read, in a sentence; and whether any of them is to be tried again. */
export function unreadFault(
  items: readonly Pick<FeedItem, 'id' | 'title'>[],
  failures: ReadonlyMap<string, number>,
): { unread: string | null; wantsAll: boolean } {
  const failed = items.filter((item) => (failures.get(item.id) ?? 0) > 0);
  const [first] = failed;
  if (first === undefined) return { unread: null, wantsAll: false };
  const wantsAll = failed.some((item) => failures.get(item.id)! < MOST_READINGS);
  const others = failed.length === 1 ? '' : ` and ${failed.length - 1} more`;
  const more = wantsAll ? 'it is tried again' : `given up after ${MOST_READINGS} tries`;
  return { unread: `the item "${first.title.slice(0, MAX_TITLE)}"${others} could not be read; ${more}`, wantsAll };
}
