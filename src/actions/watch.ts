import { setImmediate } from 'node:timers/promises';
import type { Document } from '../alerts/outgoing.ts';
import { type Ctx, instantText } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import type { Reader } from '../extract/extract.ts';
import { type FeedItem, readFeed } from '../extract/feeds/feed.ts';
import { insertItems, listDueSources, listNoted, releaseSource, takeSource, updateItem } from '../store/sources.ts';
import type { ItemRow, SourceRow } from '../store/tables.ts';
import { readerOf } from './extraction.ts';
import { type HostSlots, hostSlots } from './host-slots.ts';
import { dayOf, fileDrafts, type Unfiled, unfiled } from './inbox.ts';
import { backOff, DAY_MINUTES, isToBeRead, pauseAfter, turnoverOf, unreadFault } from './polling.ts';
import { getSource } from './sources.ts';
import { inTransaction, whole } from './transaction.ts';

export interface Watching {
  /** What finds announcements in texts; not given: the register's own. */
  reader?: Reader;
  /** Not given: one of its own. */
  queue?: PollQueue;
  /** Ends what is under way; it is done again later. */
  signal?: AbortSignal;
  /** Told of each step that a crash could fall between. */
  onStep?: (step: 'taken' | 'fetched' | 'recorded') => void;
}

/** Whose turn it is in this process: a few sources at once, fewer of one host, and none that is waiting already. */
export interface PollQueue {
  all: HostSlots;
  hosts: HostSlots;
  waiting: Set<string>;
}

/** How asking a source went. */
export interface Polled {
  /** In a sentence; null: well. */
  fault: string | null;
  newItems: number;
  drafts: number;
  /** In a sentence, of items whose reading failed; null: there is none. */
  unread: string | null;
}

/** Longer than any request and any reading takes. */
const LEASE_MS = 5 * 60_000;
const AT_ONCE = 8;
const AT_ONCE_PER_HOST = 2;
const MINUTE_MS = 60_000;
/** Other work has its turn after so much of this. */
const TURN_MS = 5;

export function pollQueue(): PollQueue {
  return { all: hostSlots(AT_ONCE), hosts: hostSlots(AT_ONCE_PER_HOST), waiting: new Set() };
}

/** Asks every source that is due, a few at once. Returns how many were asked. */
export async function pollDue(ctx: Ctx, watching: Watching = {}): Promise<number> {
  const { all, hosts, waiting } = watching.queue ?? pollQueue();
  const due = (await listDueSources(ctx.db, instantText(ctx.now()), 1000)).filter(({ id }) => !waiting.has(id));
  let asked = 0;
  const inTurn = async ({ id, url }: { id: string; url: string }): Promise<void> => {
    waiting.add(id);
    // The host's turn first: who waits for a slow host takes no place from others.
    const free = [await hosts.take(new URL(url).hostname), await all.take('')];
    try {
      if (!watching.signal?.aborted && (await poll(ctx, id, watching, false)) !== undefined) asked += 1;
    } catch (fault) {
      ctx.log.error({ err: fault, source: id }, 'a source could not be looked after; it is tried again');
    } finally {
      for (const one of free) one();
      waiting.delete(id);
    }
  };
  await Promise.all(due.map(inTurn));
  return asked;
}

/** Asks one source now, due or not. */
export async function pollNow(ctx: Ctx, id: string, watching: Watching = {}): Promise<Polled> {
  await getSource(ctx, id);
  const polled = await poll(ctx, id, watching, true);
  if (polled === undefined) throw new AppError('conflict', `Source ${id} is being asked by another process.`);
  return polled;
}

/** Undefined: another has the source, or had it until now. */
async function poll(ctx: Ctx, id: string, watching: Watching, early: boolean): Promise<Polled | undefined> {
  const lease = ctx.newId();
  const now = ctx.now();
  const until = instantText(now + LEASE_MS);
  const source = await whole(ctx, (db) => takeSource(db, { id, lease, until }, instantText(now), early));
  if (source === undefined) return undefined;
  watching.onStep?.('taken');
  const document = await ctx.outgoing.get(source.url, { etag: source.etag, lastModified: source.last_modified }, watching.signal);
  watching.onStep?.('fetched');
  const held = { ...source, lease };
  const polled = await take(ctx, held, document, watching).catch((fault) => {
    // It is not the feed's fault; but to ask it for the same again and again would not help.
    ctx.log.error({ err: fault, source: id }, 'the items of a source could not be noted');
    return fail(ctx, held, 'its items could not be noted; the log of the server says why', document);
  });
  watching.onStep?.('recorded');
  return polled;
}

type Held = SourceRow & { lease: string };

async function take(ctx: Ctx, source: Held, document: Document, watching: Watching): Promise<Polled | undefined> {
  const giveBack = async () => {
    await whole(ctx, (db) => releaseSource(db, source.id, source.lease, {}));
    return undefined;
  };
  if (watching.signal?.aborted) return giveBack();
  if (document.fault !== null) return fail(ctx, source, document.fault, document);
  if (document.body === null) return succeed(ctx, source, document, asBefore(source));
  const read = readFeed(document.body, document.contentType, document.url);
  if (!read.ok) return fail(ctx, source, read.fault, document);
  const turn = turns();
  const items: FeedItem[] = [];
  for (const item of read.feed.items) {
    items.push(item);
    await turn();
  }
  const keys = items.map((item) => item.id);
  const noted = await listNoted(ctx.db, source.id, keys);
  const reader = watching.reader ?? (await readerOf(ctx));
  const done: ReadItem[] = [];
  for (const item of items) {
    const before = noted.get(item.id);
    if (!isToBeRead(before, ctx.now())) continue;
    await turn();
    if (watching.signal?.aborted) return giveBack();
    done.push(readItem(ctx, source, item, before, reader));
  }
  const failures = new Map([...noted.values()].map((row) => [row.item_key, row.failures]));
  for (const { item, failures: now } of done) failures.set(item.id, now);
  return succeed(ctx, source, document, {
    everyMinutes: read.feed.everyMinutes,
    turnoverMinutes: turnoverOf(items),
    done,
    ...unreadFault(items, failures),
  });
}

/** What a good answer brought. */
interface Brought {
  everyMinutes: number | null;
  turnoverMinutes: number | null;
  done: readonly ReadItem[];
  unread: string | null;
  /** Some of what could not be read is to be tried again, so that all of it is to be sent again. */
  wantsAll: boolean;
}

/** Of an answer that it is as it was. */
function asBefore(source: SourceRow): Brought {
  const unread = source.failures === 0 ? source.last_fault : null;
  return { everyMinutes: source.every_minutes, turnoverMinutes: source.turnover_minutes, done: [], unread, wantsAll: false };
}

/** An item whose reading was tried. */
interface ReadItem {
  item: FeedItem;
  /** What was noted of it before. */
  before: ItemRow | undefined;
  drafts: readonly Unfiled[];
  failures: number;
}

/** One item that cannot be read must not keep the others from being read. */
function readItem(ctx: Ctx, source: Held, item: FeedItem, before: ItemRow | undefined, reader: Reader): ReadItem {
  try {
    const publishedOn = dayOf(ctx, item);
    const drafts = reader.read(item.text, publishedOn).map((draft) => unfiled(source, item, publishedOn, draft));
    return { item, before, drafts, failures: 0 };
  } catch (fault) {
    ctx.log.error({ err: fault, source: source.id, item: item.id }, 'an item could not be read');
    return { item, before, drafts: [], failures: (before?.failures ?? 0) + 1 };
  }
}

/** Lets other work have its turn now and then. */
function turns(): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < TURN_MS) return;
    await setImmediate();
    begun = performance.now();
  };
}

/** Notes the items and files what was found in them, in one transaction: none is lost by a crash, and none filed twice. */
async function succeed(ctx: Ctx, source: Held, document: Document, brought: Brought): Promise<Polled | undefined> {
  const { everyMinutes, turnoverMinutes, done, unread, wantsAll } = brought;
  const at = instantText(ctx.now());
  const isAsItWas = document.status === 304;
  const change = {
    etag: wantsAll ? null : (document.etag ?? (isAsItWas ? source.etag : null)),
    last_modified: wantsAll ? null : (document.lastModified ?? (isAsItWas ? source.last_modified : null)),
    every_minutes: everyMinutes === null ? null : Math.ceil(Math.min(everyMinutes, DAY_MINUTES)),
    turnover_minutes: turnoverMinutes,
    next_poll_at: instantText(ctx.now() + pauseAfter(document, brought, ctx.random()) * MINUTE_MS),
    failures: 0,
    failing_since: null,
    last_success_at: at,
    last_fault: unread,
  };
  if (done.length === 0) {
    const isHolder = await whole(ctx, (db) => releaseSource(db, source.id, source.lease, change));
    return isHolder ? { fault: null, newItems: 0, drafts: 0, unread } : undefined;
  }
  return inTransaction(ctx, async (tx) => {
    if (!(await releaseSource(tx.db, source.id, source.lease, change))) return undefined;
    const fresh = done.filter(({ before }) => before === undefined);
    const row = ({ item, failures }: ReadItem): ItemRow => ({
      id: tx.newId(),
      source_id: source.id,
      item_key: item.id,
      first_seen_at: at,
      failures,
    });
    await insertItems(tx.db, fresh.map(row));
    for (const { before, failures } of done) if (before !== undefined) await updateItem(tx.db, before.id, { failures });
    const drafts = await fileDrafts(
      tx,
      done.flatMap((one) => one.drafts),
    );
    return { fault: null, newItems: fresh.length, drafts, unread };
  });
}

async function fail(ctx: Ctx, source: Held, fault: string, { status, retryAfter }: Document): Promise<Polled | undefined> {
  const at = instantText(ctx.now());
  const failures = source.failures + 1;
  const pause = backOff(failures, source.turnover_minutes, retryAfter, ctx.random());
  const isGone = status === 410;
  const isHolder = await whole(ctx, (db) =>
    releaseSource(db, source.id, source.lease, {
      next_poll_at: instantText(ctx.now() + pause * MINUTE_MS),
      failures,
      failing_since: source.failing_since ?? at,
      last_fault: fault,
      ...(isGone ? { state: 'paused' as const, state_reason: 'the feed is gone for good (410)', updated_at: at } : {}),
    }),
  );
  return isHolder ? { fault, newItems: 0, drafts: 0, unread: null } : undefined;
}
