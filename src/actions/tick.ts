import { setImmediate as breathe } from 'node:timers/promises';
import { type Ctx, instantText } from '../context.ts';
import { type ClockState, judgeClock } from '../domain/clock.ts';
import { addDays } from '../domain/dates.ts';
import type { FlagEventData } from '../domain/event-data.ts';
import { flagKey, flagOn, nextCheckOn } from '../domain/flags.ts';
import type { Flag } from '../domain/vocabulary.ts';
import type { Window } from '../domain/windows.ts';
import { dayStartAtPlace } from '../domain/zones.ts';
import { clocksAt, flagRoute, listDue, retryLater } from '../store/due.ts';
import { findEventTimes } from '../store/events.ts';
import { launchOf } from '../store/projection.ts';
import { noteTick, readRegister } from '../store/register.ts';
import { listRoutesById } from '../store/routes.ts';
import type { RouteRow } from '../store/tables.ts';
import { routeFacts } from './ledger.ts';
import { inTransaction, type WriteCtx } from './transaction.ts';

interface Flagged {
  route: string;
  origin: string;
  destination: string;
  flag: Flag;
}

export interface Tick {
  at: string;
  flagged: Flagged[];
  /** How many events were appended (in a dry run: would be). */
  events: number;
  /** Routes that could not be evaluated; they are looked at again in an hour. */
  failed: number;
  clock: ClockState;
  /** False when the deadline came first; the next tick goes on. */
  finished: boolean;
}

export interface TickOptions {
  /** Milliseconds; given by an operator it is believed whatever the records say. Not given: now. */
  at?: number;
  dryRun?: boolean;
  /** Milliseconds after which no further batch is begun. */
  deadline?: number;
  signal?: AbortSignal;
}

const BATCH = 100;
/** Over how many batches processes that tick at once spread out, so that they seldom pick the same routes. */
const SPREAD = 8;
const RETRY_MS = 3_600_000;

/**
 * Flags every route whose window has opened or closed at its origin by that moment. Decides from the database alone, so
 * that it catches up after any pause and may run in several processes at once.
 */
export async function tick(ctx: Ctx, options: TickOptions = {}): Promise<Tick> {
  const at = options.at ?? ctx.now();
  const result: Tick = { at: instantText(at), flagged: [], events: 0, failed: 0, clock: { trusted: true }, finished: true };
  if (options.at === undefined) {
    const register = await readRegister(ctx.db);
    result.clock = judgeClock(at, register.last_tick_at === null ? undefined : Date.parse(register.last_tick_at));
    if (!result.clock.trusted) return result;
  }
  const clocks = clocksAt(ctx.reference, at);
  const atCtx: Ctx = { ...ctx, now: () => at };
  const stopAt = performance.now() + (options.deadline ?? Number.POSITIVE_INFINITY);
  if (options.dryRun) {
    await lookAt(atCtx, await listDue(ctx.db, clocks, result.at, Number.MAX_SAFE_INTEGER), clocks, result);
    return result;
  }
  for (;;) {
    const due = someOf(await listDue(ctx.db, clocks, result.at, BATCH * SPREAD));
    if (due.length === 0) break;
    if (performance.now() > stopAt || options.signal?.aborted) {
      result.finished = false;
      break;
    }
    await flagBatch(atCtx, due, clocks, result);
    await breathe();
  }
  if (options.at === undefined && result.finished) await noteTick(ctx.db, result.at);
  return result;
}

function someOf(due: readonly string[]): readonly string[] {
  const start = Math.floor(Math.random() * Math.ceil(due.length / BATCH)) * BATCH;
  return due.slice(start, start + BATCH);
}

/** What would be flagged, without flagging it. */
async function lookAt(ctx: Ctx, due: readonly string[], clocks: ReadonlyMap<string, string>, result: Tick): Promise<void> {
  const decisions = (await listRoutesById(ctx.db, due)).flatMap((row) => decide(ctx, row, clocks) ?? []);
  const told = await findEventTimes(
    ctx.db,
    decisions.map((decision) => decision.key),
  );
  for (const { row, flag, key } of decisions) {
    result.flagged.push({ route: row.id, origin: row.origin, destination: row.destination, flag });
    if (!told.has(key)) result.events += 1;
  }
}

async function flagBatch(ctx: Ctx, due: readonly string[], clocks: ReadonlyMap<string, string>, result: Tick): Promise<void> {
  const done = await inTransaction(ctx, async (tx) => {
    const flagged: Flagged[] = [];
    let failed = 0;
    const decisions: Decision[] = [];
    // Read again: another process may have been here since.
    for (const row of await listRoutesById(tx.db, due)) {
      const decision = decide(tx, row, clocks);
      if (decision !== undefined) decisions.push(decision);
      else if (row.next_check_on !== null && isLookedAt(row, clocks)) {
        failed += 1;
        await retryLater(tx.db, row.id, instantText(tx.now() + RETRY_MS));
      }
    }
    const told = await findEventTimes(
      tx.db,
      decisions.map((decision) => decision.key),
    );
    for (const decision of decisions) {
      const { row, flag, window, key } = decision;
      const flaggedAt = told.get(key) ?? tx.at;
      const change = {
        id: row.id,
        version: row.version,
        flag,
        flagged_at: flaggedAt,
        next_check_on: nextCheckOn(window, flag),
        updated_at: tx.at,
      };
      if (!(await flagRoute(tx.db, change))) continue;
      if (!told.has(key)) tx.journal.events.push(flagEvent(tx, decision));
      tx.journal.audit.push({
        action: 'route.flagged',
        subject: `route:${row.id}`,
        before: { flag: row.flag, version: row.version },
        after: { flag, version: row.version + 1 },
      });
      flagged.push({ route: row.id, origin: row.origin, destination: row.destination, flag });
    }
    return { flagged, failed, events: tx.journal.events.length };
  });
  result.flagged.push(...done.flagged);
  result.failed += done.failed;
  result.events += done.events;
}

/** Whether the row still waits for this moment (another process may have dealt with it). */
function isLookedAt(row: RouteRow, clocks: ReadonlyMap<string, string>): boolean {
  const date = clocks.get(row.origin_zones);
  return date === undefined || (row.next_check_on !== null && row.next_check_on <= date);
}

interface Decision {
  row: RouteRow;
  flag: 'due' | 'overdue';
  window: Window;
  key: string;
}

/** The flag that the route deserves now; undefined when it has it already, or when the route cannot be evaluated. */
function decide(ctx: Ctx, row: RouteRow, clocks: ReadonlyMap<string, string>): Decision | undefined {
  const date = clocks.get(row.origin_zones);
  const window = launchOf(row);
  if (date === undefined || window === null) {
    ctx.log.error({ route: row.id, clock: row.origin_zones }, 'a route cannot be evaluated; it is looked at again in an hour');
    return undefined;
  }
  if (row.pending !== 1) return undefined;
  const flag = flagOn(window, date);
  if (flag === 'none' || flag === row.flag) return undefined;
  return { row, flag, window, key: flagKey(row.id, flag, window) };
}

function flagEvent(tx: WriteCtx, { row, flag, window, key }: Decision) {
  return {
    id: tx.newId(),
    key,
    type: flag === 'due' ? ('route.launch_due' as const) : ('route.launch_overdue' as const),
    route_id: row.id,
    occurred_at: reachedAt(row, flag, window) ?? tx.at,
    data: JSON.stringify({
      ...routeFacts(tx, { ...row, flag }),
      localDate: flag === 'due' ? window.earliest : window.latest,
    } satisfies FlagEventData),
  };
}

/** The moment at which the window opened, or had closed, at the origin; undefined for one that was always open. */
function reachedAt(row: RouteRow, flag: 'due' | 'overdue', window: Window): string | undefined {
  const date = flag === 'due' ? window.earliest : window.latest === null ? null : addDays(window.latest, 1);
  return date === null ? undefined : instantText(dayStartAtPlace(row.origin_zones.split(' '), date));
}
