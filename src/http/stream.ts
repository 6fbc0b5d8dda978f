import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { type AlertFilter, wants } from '../domain/alerts.ts';
import { AppError } from '../domain/errors.ts';
import { EVENT_TYPES, ROUTE_STATUSES } from '../domain/vocabulary.ts';
import type { Database } from '../store/db.ts';
import { numberBefore } from '../store/event-list.ts';
import { listEvents } from '../store/events.ts';
import { readVersion } from '../store/register.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { openTail, type Tail, type Told, toldOf } from './event-tail.ts';
import { anyOf, wholeNumber } from './parameters.ts';
import { readRouteFilter, routeFilterFaults, routeFilterShape } from './route-query.ts';

export interface StreamOptions {
  /** Milliseconds between two looks at the log, between two signs of life, for a reader that takes nothing, for one stream in all. */
  pollMs: number;
  heartbeatMs: number;
  stallMs: number;
  longestMs: number;
  /** How many events a reader that was away is sent. */
  replay: number;
  readers: number;
  readersOfClient: number;
  /** Characters of what came lately that are kept for all. */
  keep: number;
}

const USUAL: StreamOptions = {
  pollMs: 1_000,
  heartbeatMs: 15_000,
  stallMs: 30_000,
  // A key that was taken back ends its streams no later than this; readers come back by themselves and miss nothing.
  longestMs: 3_600_000,
  replay: 10_000,
  readers: 500,
  readersOfClient: 10,
  keep: 16 * 1_048_576,
};
/** How many events a reader is handed at once, and how many characters of them: what one that is slow can hold on to. */
const PAGE = 100;
const PIECE = 65_536;
const RETRY_MS = 5_000;

const number = wholeNumber({ min: 0, max: 999_999_999_999_999 });

/** `GET /api/v1/events/stream`. */
export function eventStream(given: Partial<StreamOptions> = {}): Endpoint {
  const options = { ...USUAL, ...given };
  const roomOf = rooms(options);
  return endpoint({
    method: 'get',
    path: '/api/v1/events/stream',
    summary: 'Follow events as they happen',
    description: `Server-sent events: \`id\` is the event’s number, \`event\` its type, \`data\` the event as in the log. Begins after \`Last-Event-ID\` (or \`lastEventId\`), without either with what happens from now on. Who was away for more than ${options.replay.toLocaleString('en')} events is told so by \`event: gap\` with \`{ from, to }\`: what has numbers above \`from\` up to \`to\` is in the log only. A stream ends after an hour at the latest; \`EventSource\` comes back by itself and misses nothing.`,
    tags: ['Events'],
    access: 'public',
    query: z.object({
      type: anyOf(EVENT_TYPES).optional(),
      status: anyOf(ROUTE_STATUSES).optional().meta({ description: 'the route’s, once the event had happened' }),
      place: routeFilterShape.place,
      airline: routeFilterShape.airline,
      lastEventId: number.optional().meta({ description: 'for those who cannot set the header, which outweighs it' }),
    }),
    headers: z.object({ 'last-event-id': number.optional().meta({ description: 'number of the newest event that is known' }) }),
    responses: { 200: { description: 'Events until one of the two sides goes', contentType: 'text/event-stream' } },
    errors: ['invalid_request', 'overloaded'],
    faults: routeFilterFaults,
    handler: (ctx, { query, headers, client, ending }) => {
      const filters = filtersOf(ctx, query);
      const reader: Reader = {
        client,
        seen: headers['last-event-id'] ?? query.lastEventId,
        isWanted: ({ facts }) => filters.some((filter) => wants(filter, facts)),
        signal: ending(),
      };
      // Proxies that gather answers would hold a stream back.
      return {
        stream: follow(ctx, roomOf(ctx.database), reader, options),
        stallMs: options.stallMs,
        headers: { 'X-Accel-Buffering': 'no' },
      };
    },
  });
}

interface Reader {
  client: string;
  /** Number of the newest event that it knows. */
  seen: number | undefined;
  isWanted: (told: Told) => boolean;
  signal: AbortSignal;
}

interface FilterQuery {
  type?: AlertFilter['types'] | undefined;
  status?: AlertFilter['statuses'] | undefined;
  place?: string | undefined;
  airline?: string | undefined;
}

/** A code that several airlines had means each of them. */
function filtersOf(ctx: Ctx, { type = [], status = [], place, airline }: FilterQuery): AlertFilter[] {
  const read = readRouteFilter(ctx, { place, airline });
  return (read.airlines ?? [null]).map((id) => ({ types: type, statuses: status, place: read.place?.code ?? null, airline: id }));
}

/** All that a reader is sent. Each goes at its own pace along one log: who is slow reads again what the others have long had. */
async function* follow(ctx: Ctx, room: Room, { client, seen, isWanted, signal }: Reader, options: StreamOptions): AsyncGenerator<string> {
  const leave = room.enter(client);
  try {
    const tail = await room.tail(ctx);
    const started = performance.now();
    const newest = await readVersion(ctx.db);
    const gapTo = seen === undefined ? undefined : await endOfGap(ctx, seen, newest, options.replay);
    let position = gapTo ?? seen ?? newest;
    const gap = gapTo === undefined ? '' : `id: ${gapTo}\nevent: gap\ndata: ${JSON.stringify({ from: seen, to: gapTo })}\n\n`;
    yield `retry: ${RETRY_MS}\n\n${gap}${mark(position)}`;
    let spoke = performance.now();
    while (!signal.aborted && performance.now() - started < options.longestMs) {
      const before = position;
      const looked = tail.position();
      const news = tail.after(position, PAGE) ?? (await replay(ctx, position));
      // Where the log has nothing more, it had nothing up to where the tail had looked.
      position = news.at(-1)?.seq ?? Math.max(position, looked);
      for (const text of pieces(news.filter(isWanted))) {
        yield text;
        spoke = performance.now();
      }
      const silent = performance.now() - spoke;
      if (silent >= options.heartbeatMs) {
        yield `: still here\n${mark(position)}`;
        spoke = performance.now();
      } else if (position === before) await tail.wait(position, Math.max(1, options.heartbeatMs - silent), signal);
    }
  } finally {
    leave();
  }
}

/** The number up to which a reader that knows `seen` is not told what it missed; undefined when it misses nothing. */
async function endOfGap(ctx: Ctx, seen: number, newest: number, most: number): Promise<number | undefined> {
  // The register was brought back from a backup: its numbers begin anew.
  if (seen > newest) return newest;
  if (newest - seen <= most) return undefined;
  const before = await numberBefore(ctx.db, most);
  return seen < before ? before : undefined;
}

/** Tells a reader where it stands without telling it of an event: it goes on from there when it comes back. */
function mark(position: number): string {
  return `id: ${position}\n\n`;
}

async function replay(ctx: Ctx, after: number): Promise<Told[]> {
  const rows = await listEvents(ctx.db, { after }, PAGE);
  await breathe();
  return rows.map((row) => toldOf(ctx, row));
}

function* pieces(news: readonly Told[]): Generator<string> {
  let text = '';
  for (const told of news) {
    text += told.text;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** The readers of one database. */
interface Room {
  /** Counts a reader in, or refuses it. Returns what counts it out. */
  enter: (client: string) => () => void;
  tail: (ctx: Ctx) => Promise<Tail>;
}

function rooms(options: StreamOptions): (database: Database) => Room {
  const known = new WeakMap<Database, Room>();
  return (database) => {
    const room = known.get(database) ?? newRoom(options);
    known.set(database, room);
    return room;
  };
}

function newRoom(options: StreamOptions): Room {
  const ofClient = new Map<string, number>();
  let readers = 0;
  // Open for as long as somebody reads.
  let tail: Promise<Tail> | undefined;
  const close = (): void => {
    const last = tail;
    tail = undefined;
    last?.then(
      (open) => open.close(),
      () => {},
    );
  };
  return {
    enter(client) {
      const own = ofClient.get(client) ?? 0;
      if (own >= options.readersOfClient) {
        throw new AppError('rate_limited', `Your address follows ${own} streams already, which is the most. Close one of them.`, {
          retryAfter: 60,
        });
      }
      if (readers >= options.readers) {
        throw new AppError('overloaded', `${readers} streams are open, which is the most. Try again later, or read /api/v1/events.`, {
          retryAfter: 60,
        });
      }
      readers += 1;
      ofClient.set(client, own + 1);
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        readers -= 1;
        const left = ofClient.get(client)! - 1;
        if (left === 0) ofClient.delete(client);
        else ofClient.set(client, left);
        if (readers === 0) close();
      };
    },
    tail(ctx) {
      if (tail === undefined) {
        const opening = openTail(ctx, options);
        tail = opening;
        opening.catch(() => {
          if (tail === opening) tail = undefined;
        });
      }
      return tail;
    },
  };
}

export const streamEndpoints = [eventStream()];
