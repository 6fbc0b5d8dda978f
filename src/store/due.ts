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

const passedEverywhere = prepared<{ date: string; at: string; limit: number }, { id: string }>((db, value) =>
  db
    .selectFrom('routes')
    .select('id')
    .where('next_check_on', '<=', value('date'))
    .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', value('at'))]))
    .orderBy('next_check_on')
    .limit(value('limit')),
);

/** The clocks that have something to check on a date: steps from one to the next in the index, however many routes share one. */
const clocksWaiting = prepared<{ date: string }, { clock: string | null }>((db, value) => {
  const date = sql`${value('date')}`;
  return {
    compile: () =>
      sql<{ clock: string | null }>`
        with recursive waiting (clock) as (
          select min(origin_zones) from routes where next_check_on = ${date}
          union all
          select (select min(origin_zones) from routes where next_check_on = ${date} and origin_zones > waiting.clock)
          from waiting where waiting.clock is not null
        )
        select clock from waiting where clock is not null`.compile(db) as never,
  };
});

const onDate = prepared<{ date: string; clock: string; at: string; limit: number }, { id: string }>((db, value) =>
  db
    .selectFrom('routes')
    .select('id')
    .where('next_check_on', '=', value('date'))
    .where('origin_zones', '=', value('clock'))
    .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', value('at'))]))
    .limit(value('limit')),
);

/** The three questions, for looking at the engine's plans. */
export function dueQueries(db: Db) {
  const some = { date: '2026-11-24', at: '2026-11-24T00:00:00.000Z', limit: 100, clock: 'Asia/Almaty' };
  return [passedEverywhere.bind(db, some), clocksWaiting.bind(db, some), onDate.bind(db, some)];
}

/**
 * Routes whose day to look again has come at their origin. The world shows at most three local dates at once: what is due
 * by the earliest is due everywhere; on the later ones only the clocks are asked that something waits at.
 */
export async function listDue(db: Db, clocks: ReadonlyMap<string, string>, at: string, limit: number): Promise<string[]> {
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

export async function retryLater(db: Db, id: string, at: string): Promise<void> {
  await db.updateTable('routes').set({ retry_at: at }).where('id', '=', id).execute();
}
