import { setImmediate } from 'node:timers/promises';
import type { Document } from '../alerts/outgoing.ts';
import { type Ctx, instantText } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import type { ExtractedDraft } from '../extract/draft.ts';
import type { Reader } from '../extract/extract.ts';
import { type FeedItem, readFeed } from '../extract/feed.ts';
import { insertItems, listDueSources, listSeen, releaseSource, takeSource } from '../store/sources.ts';
import type { SourceRow } from '../store/tables.ts';
import { readerOf } from './extraction.ts';
import { dayOf, fileDrafts, type ReadItem } from './inbox.ts';
import { getSource } from './sources.ts';
import { inTransaction, whole } from './transaction.ts';

export interface Watching {
  /** What finds announcements in texts; not given: the register's own. */
  reader?: Reader;
  /** Ends what is under way; it is done again later. */
  signal?: AbortSignal;
  /** Told of each step that a crash could fall between. */
  onStep?: (step: 'taken' | 'fetched' | 'recorded') => void;
}

/** How asking a source went. */
export interface Polled {
  /** In a sentence; null: well. */
  fault: string | null;
  newItems: number;
  drafts: number;
}

/** Longer than any request and any reading takes. */
const LEASE_MS = 5 * 60_000;
const AT_ONCE = 8;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const LEAST_MINUTES = 15;
const USUAL_MINUTES = 60;
/** Of an interval, so much is added by chance, that not all are asked in one moment. */
const JITTER = 0.1;
/** Other work has its turn after so many items. */
const ITEMS_AT_ONCE = 20;

/** Asks every source that is due, a few at once. Returns how many were asked. */
export async function pollDue(ctx: Ctx, watching: Watching = {}): Promise<number> {
  const due = await listDueSources(ctx.db, instantText(ctx.now()), 1000);
  let asked = 0;
  const next = async (): Promise<void> => {
    for (let id = due.shift(); id !== undefined && !watching.signal?.aborted; id = due.shift()) {
      try {
        if ((await poll(ctx, id, watching, false)) !== undefined) asked += 1;
      } catch (fault) {
        ctx.log.error({ err: fault, source: id }, 'a source could not be looked after; it is tried again');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
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
  if (watching.signal?.aborted) {
    await whole(ctx, (db) => releaseSource(db, id, lease, {}));
    return undefined;
  }
  const polled = await take(ctx, { ...source, lease }, document, watching.reader ?? (await readerOf(ctx)));
  watching.onStep?.('recorded');
  return polled;
}

type Held = SourceRow & { lease: string };

async function take(ctx: Ctx, source: Held, document: Document, reader: Reader): Promise<Polled | undefined> {
  if (document.fault !== null) return fail(ctx, source, document.fault, document);
  if (document.body === null) return succeed(ctx, source, document, source.every_minutes, []);
  const read = readFeed(document.body, document.contentType, document.url);
  if (!read.ok) return fail(ctx, source, read.fault, document);
  const { items, everyMinutes } = read.feed;
  const seen = await listSeen(
    ctx.db,
    source.id,
    items.map((item) => item.id),
  );
  const fresh = items.filter((item) => !seen.has(item.id));
  return succeed(ctx, source, document, everyMinutes, await readItems(ctx, source, fresh, reader));
}

async function readItems(ctx: Ctx, source: Held, items: readonly FeedItem[], reader: Reader): Promise<ReadItem[]> {
  const read: ReadItem[] = [];
  for (const [index, item] of items.entries()) {
    if (index % ITEMS_AT_ONCE === ITEMS_AT_ONCE - 1) await setImmediate();
    const publishedOn = dayOf(ctx, item);
    let drafts: readonly ExtractedDraft[] = [];
    try {
      drafts = reader.read(item.text, publishedOn);
    } catch (fault) {
      // One item that cannot be read must not keep the others from being read, now and ever after.
      ctx.log.error({ err: fault, source: source.id, item: item.id }, 'an item could not be read; it is left out');
    }
    read.push({ item, publishedOn, drafts });
  }
  return read;
}

/** Notes the items and files what was found in them, in one transaction: none is lost by a crash, and none filed twice. */
async function succeed(
  ctx: Ctx,
  source: Held,
  document: Document,
  everyMinutes: number | null,
  items: readonly ReadItem[],
): Promise<Polled | undefined> {
  const at = instantText(ctx.now());
  const pause = within(intervalMinutes(everyMinutes, document) * (1 + JITTER * ctx.random()));
  const change = {
    etag: document.etag ?? (document.status === 304 ? source.etag : null),
    last_modified: document.lastModified ?? (document.status === 304 ? source.last_modified : null),
    every_minutes: everyMinutes === null ? null : Math.ceil(Math.min(everyMinutes, DAY_MINUTES)),
    next_poll_at: instantText(ctx.now() + pause * MINUTE_MS),
    failures: 0,
    failing_since: null,
    last_success_at: at,
    last_fault: null,
  };
  if (items.length === 0) {
    const isHolder = await whole(ctx, (db) => releaseSource(db, source.id, source.lease, change));
    return isHolder ? { fault: null, newItems: 0, drafts: 0 } : undefined;
  }
  return inTransaction(ctx, async (tx) => {
    if (!(await releaseSource(tx.db, source.id, source.lease, change))) return undefined;
    const rows = items.map(({ item }) => ({ id: tx.newId(), source_id: source.id, item_key: item.id, first_seen_at: at }));
    await insertItems(tx.db, rows);
    return { fault: null, newItems: items.length, drafts: await fileDrafts(tx, source, items) };
  });
}

async function fail(ctx: Ctx, source: Held, fault: string, { status, retryAfter }: Document): Promise<Polled | undefined> {
  const at = instantText(ctx.now());
  const failures = source.failures + 1;
  const doubled = LEAST_MINUTES * 2 ** Math.min(failures - 1, 10);
  const pause = within(Math.max(doubled, (retryAfter ?? 0) / 60) * (1 + JITTER * ctx.random()));
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
  return isHolder ? { fault, newItems: 0, drafts: 0 } : undefined;
}

/** As the feed wants it, or as long as its answer is good. */
function intervalMinutes(everyMinutes: number | null, { maxAge, retryAfter }: Document): number {
  const cached = Math.max(maxAge ?? 0, retryAfter ?? 0) / 60;
  return within(Math.max(everyMinutes ?? (maxAge === null ? USUAL_MINUTES : 0), cached));
}

function within(minutes: number): number {
  return Math.min(Math.max(minutes, LEAST_MINUTES), DAY_MINUTES);
}
