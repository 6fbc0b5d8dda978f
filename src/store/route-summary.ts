import { type ExpressionBuilder, sql } from 'kysely';
import { type Flag, isPending, ROUTE_STATUSES, type RouteStatus } from '../domain/vocabulary.ts';
import type { Db } from './db.ts';
import { type RouteFilter, routeSelection } from './route-list.ts';
import type { Tables } from './tables.ts';

/** Routes that a selection has of one status and flag. */
export interface StatusCount {
  status: RouteStatus;
  flag: Flag;
  routes: number;
}

/** Routes from one country to another. */
export interface CountryCount {
  origin_country: string;
  destination_country: string;
  routes: number;
  overdue: number;
  due: number;
  pending: number;
  launched: number;
}

/** Routes whose window begins and ends in these months (`2027-03`; open sides at the ends of time). */
export interface MonthCount extends StatusCount {
  first: string;
  last: string;
}

const routes = sql<number>`count(*)`.as('routes');
const PENDING = ROUTE_STATUSES.filter(isPending);

/**
 * The index that holds all that is counted by begins with the status, so there is always a condition on that. What other indexes
 * would find row by row, countries and dates, stands in `coalesce`, which keeps the engines to that index.
 */
function selected(db: Db, { pending, place, launchFrom, launchTo, ...filter }: RouteFilter) {
  const statuses = filter.statuses ?? (pending === undefined ? ROUTE_STATUSES : PENDING);
  const isCountry = place?.kind === 'country';
  const selection = routeSelection({ ...filter, statuses, ...(place === undefined || isCountry ? {} : { place }) })!;
  let query = db.selectFrom('routes').where(selection);
  if (isCountry) {
    query = query.where(sql<boolean>`(coalesce(origin_country, '') = ${place.code} or coalesce(destination_country, '') = ${place.code})`);
  }
  if (launchFrom !== undefined) query = query.where(sql<boolean>`coalesce(launch_end, '') >= ${launchFrom}`);
  if (launchTo !== undefined) query = query.where(sql<boolean>`coalesce(launch_start, '') <= ${launchTo}`);
  return query;
}

/** How many routes a selection has, by status and flag. */
export async function countByStatus(db: Db, filter: RouteFilter): Promise<StatusCount[]> {
  return counted(await selected(db, filter).select(['status', 'flag', routes]).groupBy(['status', 'flag']).execute());
}

/** The pairs of countries with the most routes between them, by the direction of the first flight; not those within one country. */
export async function countByCountries(db: Db, filter: RouteFilter, limit: number): Promise<CountryCount[]> {
  const those = (name: 'overdue' | 'due' | 'pending' | 'launched', condition: ReturnType<typeof sql<boolean>>) =>
    sql<number>`sum(case when ${condition} then 1 else 0 end)`.as(name);
  const rows = await selected(db, filter)
    .whereRef('origin_country', '<>', 'destination_country')
    .select([
      'origin_country',
      'destination_country',
      routes,
      those('overdue', sql`flag = 'overdue'`),
      those('due', sql`flag = 'due'`),
      those('pending', sql`status in ('proposed', 'announced', 'confirmed', 'postponed')`),
      those('launched', sql`status = 'launched'`),
    ])
    .groupBy(['origin_country', 'destination_country'])
    .orderBy('routes', 'desc')
    .orderBy('origin_country')
    .orderBy('destination_country')
    .limit(limit)
    .execute();
  return counted(rows);
}

/** How many routes with a date a selection has by the months that their windows begin and end in. */
export async function countByMonths(db: Db, filter: RouteFilter): Promise<MonthCount[]> {
  const first = sql<string>`substr(launch_start, 1, 7)`;
  const last = sql<string>`substr(launch_end, 1, 7)`;
  const rows = await selected(db, filter)
    .whereRef('launch_start', '<=', 'launch_end')
    .select(['status', 'flag', first.as('first'), last.as('last'), routes])
    .groupBy([first, last, 'status', 'flag'])
    .execute();
  return counted(rows);
}

/** The codes of the countries that routes begin or end in. */
export async function countriesWithRoutes(db: Db): Promise<string[]> {
  const has =
    (end: 'origin_country' | 'destination_country') =>
    ({ exists, selectFrom }: ExpressionBuilder<Tables, 'places'>) =>
      exists(selectFrom('routes').select('routes.id').whereRef(`routes.${end}`, '=', 'places.code'));
  const rows = await db
    .selectFrom('places')
    .select('code')
    .where('kind', '=', 'country')
    .where((eb) => eb.or([has('origin_country')(eb), has('destination_country')(eb)]))
    .execute();
  return rows.map((row) => row.code);
}

/** PostgreSQL hands over counts and sums as numbers or as text, by their kind. */
function counted<Row extends object>(rows: readonly Row[]): Row[] {
  const numbers = new Set(['routes', 'overdue', 'due', 'pending', 'launched']);
  return rows.map(
    (row) => Object.fromEntries(Object.entries(row).map(([name, one]) => [name, numbers.has(name) ? Number(one) : one])) as Row,
  );
}
