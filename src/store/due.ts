import { sql } from 'kysely';
import { localDateAtPlace } from '../domain/zones.ts';
import { type Db, prepared } from './db.ts';
import type { Reference } from './reference.ts';
import type { RouteRow } from './tables.ts';

/** The local date at each distinct clock of the register's places (a clock is one zone, or all zones of a country). */
export function clocksAt(reference: Reference, instant: number): Map<string, string> {
  const clocks = new Map<string, string>();
  for (const { timeZones } of reference.places) {
    const name = timeZones.join(' ');
    if (!clocks.has(name)) clocks.set(name, localDateAtPlace(timeZones, instant));
  }
  return clocks;
}

/** The columns that say when a route is looked at again: its flag may change, or a reminder is to be sent. */
export const CHECKS = ['next_check_on', 'remind_on'] as const;
export type Check = (typeof CHECKS)[number];

interface Asked {
  date: string;
  at: string;
  clock: string;
  limit: number;
}

const questionsOf = (column: Check) => ({
  passedEverywhere: prepared<Omit<Asked, 'clock'>, { id: string }>((db, value) =>
    db
      .selectFrom('routes')
      .select('id')
      .where(column, '<=', value('date'))
      .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', value('at'))]))
      .orderBy(column)
      .limit(value('limit')),
  ),
  /** The clocks that have something to check on a date: steps from one to the next in the index, however many routes share one. */
  clocksWaiting: prepared<Pick<Asked, 'date'>, { clock: string | null }>((db, value) => {
    const date = sql`${value('date')}`;
    const day = sql.ref(column);
    return {
      compile: () =>
        sql<{ clock: string | null }>`
          with recursive waiting (clock) as (
            select min(origin_zones) from routes where ${day} = ${date}
            union all
            select (select min(origin_zones) from routes where ${day} = ${date} and origin_zones > waiting.clock)
            from waiting where waiting.clock is not null
          )
          select clock from waiting where clock is not null`.compile(db) as never,
    };
  }),
  onDate: prepared<Asked, { id: string }>((db, value) =>
    db
      .selectFrom('routes')
      .select('id')
      .where(column, '=', value('date'))
      .where('origin_zones', '=', value('clock'))
      .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', value('at'))]))
      .limit(value('limit')),
  ),
});

const QUESTIONS = { next_check_on: questionsOf('next_check_on'), remind_on: questionsOf('remind_on') };

/** Every question of the tick, for looking at the engine's plans. */
export function dueQueries(db: Db) {
  const some = { date: '2026-11-24', at: '2026-11-24T00:00:00.000Z', limit: 100, clock: 'Asia/Almaty' };
  return CHECKS.flatMap((check) => {
    const { passedEverywhere, clocksWaiting, onDate } = QUESTIONS[check];
    return [passedEverywhere.bind(db, some), clocksWaiting.bind(db, some), onDate.bind(db, some)];
  });
}

/**
 * Routes whose day to look again has come at their origin. The world shows at most three local dates at once: what is due
 * by the earliest is due everywhere; on the later ones only the clocks are asked that something waits at.
 */
export async function listDue(db: Db, check: Check, clocks: ReadonlyMap<string, string>, at: string, limit: number): Promise<string[]> {
  const { passedEverywhere, clocksWaiting, onDate } = QUESTIONS[check];
  const [earliest, ...later] = [...new Set(clocks.values())].sort();
  if (earliest === undefined) return [];
  const due = (await passedEverywhere(db, { date: earliest, at, limit })).map((row) => row.id);
  for (const date of later) {
    if (due.length >= limit) break;
    for (const { clock } of await clocksWaiting(db, { date })) {
      if (clock === null || (clocks.get(clock) ?? '') < date || due.length >= limit) continue;
      due.push(...(await onDate(db, { date, clock, at, limit: limit - due.length })).map((row) => row.id));
    }
  }
  return due;
}

export interface FlagChange extends Pick<RouteRow, 'id' | 'flag' | 'flagged_at' | 'next_check_on' | 'updated_at'> {
  /** The version the decision was made on. */
  version: number;
}

const flag = prepared<FlagChange & { next: number }, { id: string }>((db, value) =>
  db
    .updateTable('routes')
    .set({
      flag: value('flag'),
      flagged_at: value('flagged_at'),
      next_check_on: value('next_check_on'),
      // Both flags come after the window's first day.
      remind_on: null,
      retry_at: null,
      version: value('next'),
      updated_at: value('updated_at'),
    })
    .where('id', '=', value('id'))
    .where('version', '=', value('version'))
    .returning('id'),
);

/** False when the route has changed since. */
export async function flagRoute(db: Db, change: FlagChange): Promise<boolean> {
  return (await flag(db, { ...change, next: change.version + 1 })).length === 1;
}

/** A reminder was given, or its day has passed. Nobody reads this column of the route, so its version stays. False when the route has changed since. */
export async function noteReminder(db: Db, { id, version }: Pick<RouteRow, 'id' | 'version'>, next: string | null): Promise<boolean> {
  const result = await db
    .updateTable('routes')
    .set({ remind_on: next, retry_at: null })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function retryLater(db: Db, id: string, at: string): Promise<void> {
  await db.updateTable('routes').set({ retry_at: at }).where('id', '=', id).execute();
}
