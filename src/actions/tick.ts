import { setImmediate as breathe } from 'node:timers/promises';
import { type Ctx, instantText } from '../context.ts';
import { nextReminderOn, reminderKey, reminderReached } from '../domain/alerts.ts';
import { type ClockState, judgeClock } from '../domain/clock.ts';
import { addDays, daysBetween } from '../domain/dates.ts';
import type { FlagEventData, ReminderEventData } from '../domain/event-data.ts';
import { flagKey, flagOn, nextCheckOn } from '../domain/flags.ts';
import type { Flag } from '../domain/vocabulary.ts';
import type { Window } from '../domain/windows.ts';
import { dayStartAtPlace } from '../domain/zones.ts';
import { clocksAt, flagRoute, listDue, noteReminder, retryLater } from '../store/due.ts';
import { findEventTimes } from '../store/events.ts';
import { launchOf } from '../store/projection.ts';
import { noteTick, readRegister } from '../store/register.ts';
import { listRoutesById } from '../store/routes.ts';
import type { RouteRow } from '../store/tables.ts';
import { routeFacts } from './ledger.ts';
import { inTransaction, type WriteCtx, whole } from './transaction.ts';

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
  // Reminders first: what a flag makes untrue is better not said at all than said and taken back.
  for (const check of ['remind_on', 'next_check_on'] as const) {
    if (options.dryRun) {
      await lookAt(atCtx, await listDue(ctx.db, check, clocks, result.at, Number.MAX_SAFE_INTEGER), clocks, result);
      continue;
    }
    for (;;) {
      const due = someOf(await listDue(ctx.db, check, clocks, result.at, BATCH * SPREAD));
      if (due.length === 0) break;
      if (performance.now() > stopAt || options.signal?.aborted) {
        result.finished = false;
        break;
      }
      await lookAtBatch(atCtx, due, clocks, result);
      await breathe();
    }
  }
  if (!options.dryRun && options.at === undefined && result.finished) await whole(ctx, (db) => noteTick(db, result.at));
  return result;
}

function someOf(due: readonly string[]): readonly string[] {
  const start = Math.floor(Math.random() * Math.ceil(due.length / BATCH)) * BATCH;
  return due.slice(start, start + BATCH);
}

/** What would be done, without doing it. */
async function lookAt(ctx: Ctx, due: readonly string[], clocks: ReadonlyMap<string, string>, result: Tick): Promise<void> {
  const decisions = (await listRoutesById(ctx.db, due)).map((row) => decide(ctx, row, clocks));
  const told = await findEventTimes(ctx.db, decisions.flatMap(keysOf));
  for (const { row, flag, reminder } of decisions) {
    if (flag !== undefined) result.flagged.push({ route: row.id, origin: row.origin, destination: row.destination, flag: flag.flag });
    for (const one of [flag, reminder]) if (one !== undefined && !told.has(one.key)) result.events += 1;
  }
}

async function lookAtBatch(ctx: Ctx, due: readonly string[], clocks: ReadonlyMap<string, string>, result: Tick): Promise<void> {
  const done = await inTransaction(ctx, async (tx) => {
    const flagged: Flagged[] = [];
    let failed = 0;
    // Read again: another process may have been here since.
    const decisions = (await listRoutesById(tx.db, due)).map((row) => decide(tx, row, clocks));
    const told = await findEventTimes(tx.db, decisions.flatMap(keysOf));
    for (const decision of decisions) {
      if (decision.isUnclear) {
        failed += 1;
        await retryLater(tx.db, decision.row.id, instantText(tx.now() + RETRY_MS));
      } else if (decision.flag !== undefined) {
        if (await raiseFlag(tx, decision.row, decision.flag, told)) {
          const { id, origin, destination } = decision.row;
          flagged.push({ route: id, origin, destination, flag: decision.flag.flag });
        }
      } else if (decision.row.remind_on !== decision.remindOn) {
        const noted = await noteReminder(tx.db, decision.row, decision.remindOn);
        if (noted && decision.reminder !== undefined && !told.has(decision.reminder.key)) {
          tx.journal.events.push(reminderEvent(tx, decision.row, decision.reminder));
        }
      }
    }
    return { flagged, failed, events: tx.journal.events.length };
  });
  result.flagged.push(...done.flagged);
  result.failed += done.failed;
  result.events += done.events;
}

async function raiseFlag(tx: WriteCtx, row: RouteRow, raised: RaisedFlag, told: ReadonlyMap<string, string>): Promise<boolean> {
  const { flag, window, key } = raised;
  const change = {
    id: row.id,
    version: row.version,
    flag,
    flagged_at: told.get(key) ?? tx.at,
    next_check_on: nextCheckOn(window, flag),
    updated_at: tx.at,
  };
  if (!(await flagRoute(tx.db, change))) return false;
  if (!told.has(key)) tx.journal.events.push(flagEvent(tx, row, raised));
  tx.journal.audit.push({
    action: 'route.flagged',
    subject: `route:${row.id}`,
    before: { flag: row.flag, version: row.version },
    after: { flag, version: row.version + 1 },
  });
  return true;
}

interface RaisedFlag {
  flag: 'due' | 'overdue';
  window: Window;
  key: string;
}

interface Reminder {
  daysLeft: number;
  localDate: string;
  key: string;
}

/** What a route deserves now. */
interface Decision {
  row: RouteRow;
  /** The local date or the window is not known: somebody has to look. */
  isUnclear: boolean;
  /** A flag that it has not got yet. */
  flag?: RaisedFlag;
  reminder?: Reminder;
  /** The day of the next reminder. */
  remindOn: string | null;
}

function keysOf({ flag, reminder }: Decision): string[] {
  return [flag, reminder].flatMap((one) => (one === undefined ? [] : [one.key]));
}

function decide(ctx: Ctx, row: RouteRow, clocks: ReadonlyMap<string, string>): Decision {
  const date = clocks.get(row.origin_zones);
  const window = launchOf(row);
  const decision: Decision = { row, isUnclear: false, remindOn: row.remind_on };
  if (row.pending !== 1) return decision;
  if (date === undefined || window === null) {
    // Another process may have dealt with it since: then nothing waits any more.
    if (row.next_check_on === null && row.remind_on === null) return decision;
    ctx.log.error({ route: row.id, clock: row.origin_zones }, 'a route cannot be evaluated; it is looked at again in an hour');
    return { ...decision, isUnclear: true };
  }
  const flag = flagOn(window, date);
  if (flag !== 'none' && flag !== row.flag) decision.flag = { flag, window, key: flagKey(row.id, flag, window) };
  if (row.remind_on === null || row.remind_on > date || window.earliest === null) return decision;
  const days = ctx.config.REMIND_DAYS;
  decision.remindOn = nextReminderOn(window.earliest, date, days);
  const reached = reminderReached(window.earliest, date, days);
  if (reached !== null) {
    const key = reminderKey(row.id, window.earliest, reached);
    decision.reminder = { daysLeft: daysBetween(date, window.earliest), localDate: date, key };
  }
  return decision;
}

function flagEvent(tx: WriteCtx, row: RouteRow, { flag, window, key }: RaisedFlag) {
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

function reminderEvent(tx: WriteCtx, row: RouteRow, { daysLeft, localDate, key }: Reminder) {
  return {
    id: tx.newId(),
    key,
    type: 'route.launch_approaching' as const,
    route_id: row.id,
    occurred_at: instantText(dayStartAtPlace(row.origin_zones.split(' '), localDate)),
    data: JSON.stringify({ ...routeFacts(tx, row), daysLeft, localDate } satisfies ReminderEventData),
  };
}

/** The moment at which the window opened, or had closed, at the origin; undefined for one that was always open. */
function reachedAt(row: RouteRow, flag: 'due' | 'overdue', window: Window): string | undefined {
  const date = flag === 'due' ? window.earliest : window.latest === null ? null : addDays(window.latest, 1);
  return date === null ? undefined : instantText(dayStartAtPlace(row.origin_zones.split(' '), date));
}
