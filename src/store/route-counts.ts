import { sql } from 'kysely';
import type { Flag, RouteStatus } from '../domain/vocabulary.ts';
import type { Db } from './db.ts';
import { type RouteFilter, routeSelection } from './route-list.ts';

/** How many routes a filter selects. */
export async function countSelected(db: Db, filter: RouteFilter): Promise<number> {
  const where = routeSelection(filter);
  const query = db.selectFrom('routes').select((eb) => eb.fn.countAll<number>().as('count'));
  const row = await (where === undefined ? query : query.where(where)).executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The countries with the most routes; a route within a country counts once. */
export async function busiestCountries(db: Db, limit: number): Promise<{ country: string; count: number }[]> {
  const ends = db
    .selectFrom('routes')
    .select(['id', 'origin_country as country'])
    .union(db.selectFrom('routes').select(['id', 'destination_country as country']));
  const rows = await db
    .selectFrom(ends.as('ends'))
    .select((eb) => ['ends.country', eb.fn.countAll<number>().as('count')])
    .groupBy('ends.country')
    .orderBy(sql`count(*)`, 'desc')
    .orderBy('ends.country')
    .limit(limit)
    .execute();
  return rows.map(({ country, count }) => ({ country, count: Number(count) }));
}

/** The places that have routes among those of a metropolitan area or a country, with how many, the busiest first. */
export async function countsWithin(db: Db, kind: 'metro' | 'country', code: string): Promise<{ code: string; count: number }[]> {
  const of = (end: 'origin' | 'destination') =>
    db
      .selectFrom('routes')
      .select(['id', `${end} as code`])
      .where(`${end}_${kind}` as 'origin_country', '=', code);
  const rows = await db
    .selectFrom(of('origin').unionAll(of('destination')).as('ends'))
    .select((eb) => ['ends.code', eb.fn.countAll<number>().as('count')])
    .groupBy('ends.code')
    .orderBy(sql`count(*)`, 'desc')
    .orderBy('ends.code')
    .execute();
  return rows.map(({ code: one, count }) => ({ code: one, count: Number(count) }));
}

export interface KeptRow {
  status: RouteStatus;
  flag: Flag;
  launched_on: string | null;
  slip_days: number | null;
}

/** What an airline's record is made of. */
export function listKept(db: Db, airline: string): Promise<KeptRow[]> {
  return db.selectFrom('routes').select(['status', 'flag', 'launched_on', 'slip_days']).where('airline', '=', airline).execute();
}
