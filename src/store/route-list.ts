import {
  type CompiledQuery,
  type Expression,
  type ExpressionBuilder,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { Flag, Precision, RouteStatus } from '../domain/vocabulary.ts';
import { type Db, type Prepared, prepared } from './db.ts';
import type { Place, Reference } from './reference.ts';
import type { RouteRow, Tables } from './tables.ts';

export const ROUTE_SORTS = ['launch', '-launch', 'updated', '-updated'] as const;
export type RouteSort = (typeof ROUTE_SORTS)[number];

/** All conditions hold together. */
export interface RouteFilter {
  statuses?: readonly RouteStatus[];
  pending?: true;
  flags?: readonly Flag[];
  precisions?: readonly Precision[];
  /** An end lies in the place: the airport itself, or in the metropolitan area or country. */
  place?: Place;
  origin?: Place;
  destination?: Place;
  /** Airline ids. */
  airlines?: readonly string[];
  /** Some end or the airline is one of these (the hits of a search). */
  hits?: Hits[];
  /** Windows that reach to this local date or later. */
  launchFrom?: string;
  /** Windows that begin on this local date or earlier. */
  launchTo?: string;
  updatedSince?: string;
  firstAnnouncedBy?: string;
}

export interface Hits {
  airports: readonly string[];
  metros: readonly string[];
  countries: readonly string[];
  airlines: readonly string[];
}

/** A place in the list: the sort column's text and the id of the last route seen. */
export interface RoutePosition {
  at: string;
  id: string;
}

type Values = Record<string, unknown>;
type Routes = ExpressionBuilder<Tables, 'routes'>;
type SqlText = RawBuilder<SqlBool>;
type ValueOf = <T = string>(name: string) => T;
interface Condition {
  /** Names the SQL of the condition: the same shape is the same text. */
  shape: string;
  values: Values;
  where: (eb: Routes, value: ValueOf) => Expression<SqlBool>;
}

const LISTS_KEPT = 1000;
const queries = new Map<string, Prepared<Values, RouteRow>>();

export interface RoutePage {
  sort: RouteSort;
  after?: RoutePosition;
  /** Routes that are passed over: for pages that have numbers. */
  offset?: number;
  limit: number;
}

/** One page of the list. */
export async function listRoutes(db: Db, filter: RouteFilter, page: RoutePage): Promise<RouteRow[]> {
  const { query, values } = prepareList(filter, page);
  return query(db, values);
}

/** The SQL of a page, for looking at the engine's plan. */
export function listRoutesQuery(db: Db, filter: RouteFilter, page: RoutePage): CompiledQuery {
  const { query, values } = prepareList(filter, page);
  return query.bind(db, values);
}

/** Each combination of filters is compiled once. */
function prepareList(filter: RouteFilter, page: RoutePage): { query: Prepared<Values, RouteRow>; values: Values } {
  const conditions = conditionsOf(filter);
  const either = filter.place === undefined ? [[]] : eitherEnd(filter.place);
  const shape = [
    page.sort,
    page.after === undefined ? 'first' : 'after',
    page.offset === undefined ? '' : 'offset',
    ...conditions.map((one) => one.shape),
    filter.place?.kind ?? '',
  ].join('&');
  let query = queries.get(shape);
  if (query === undefined) {
    query = listQuery(page, conditions, either);
    if (queries.size >= LISTS_KEPT) queries.clear();
    queries.set(shape, query);
  }
  const values: Values = { limit: page.limit, offset: page.offset };
  if (page.after !== undefined) Object.assign(values, { at: page.after.at, afterId: page.after.id });
  for (const condition of conditions) Object.assign(values, condition.values);
  for (const condition of either[0] ?? []) Object.assign(values, condition.values);
  return { query, values };
}

/** The same conditions for a query of another kind, on `routes` alone; undefined when the filter leaves nothing out. */
export function routeSelection(filter: RouteFilter): ((eb: Routes) => Expression<SqlBool>) | undefined {
  const conditions = conditionsOf(filter);
  const either = filter.place === undefined ? [] : eitherEnd(filter.place);
  if (conditions.length === 0 && either.length === 0) return undefined;
  const given = Object.assign({}, ...[...conditions, ...either.flat()].map((one) => one.values)) as Values;
  const value = ((name: string) => given[name]) as ValueOf;
  const all = (eb: Routes, some: Condition[]) => eb.and(some.map((one) => one.where(eb, value)));
  return (eb) => eb.and([all(eb, conditions), ...(either.length === 0 ? [] : [eb.or(either.map((some) => all(eb, some)))])]);
}

/** The position after a row in a list sorted that way. */
export function positionOf(row: RouteRow, sort: RouteSort): RoutePosition {
  return { at: row[sortColumn(sort)], id: row.id };
}

function sortColumn(sort: RouteSort): 'launch_start' | 'updated_at' {
  return sort === 'launch' || sort === '-launch' ? 'launch_start' : 'updated_at';
}

/** `either`: alternatives that exclude each other; each becomes a branch that its own index delivers in order, merged by the engine. */
function listQuery({ sort, after, offset }: RoutePage, conditions: Condition[], either: Condition[][]): Prepared<Values, RouteRow> {
  const column = sortColumn(sort);
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  return prepared<Values, RouteRow>((db, give) => {
    const value = give as ValueOf;
    const branches = either.map((alternative) => {
      let branch: SelectQueryBuilder<Tables, 'routes', RouteRow> = db.selectFrom('routes').selectAll();
      for (const condition of [...conditions, ...alternative]) branch = branch.where((eb) => condition.where(eb, value));
      if (after !== undefined) {
        const comparison = direction === 'asc' ? sql`>` : sql`<`;
        branch = branch.where(sql<SqlBool>`(${sql.ref(column)}, id) ${comparison} (${value('at')}, ${value('afterId')})`);
      }
      return branch;
    });
    const [first, second] = branches as [SelectQueryBuilder<Tables, 'routes', RouteRow>, SelectQueryBuilder<Tables, 'routes', RouteRow>?];
    const all = second === undefined ? first : first.unionAll(second);
    const page = all.orderBy(column, direction).orderBy('id', direction).limit(value<number>('limit'));
    return offset === undefined ? page : page.offset(value<number>('offset'));
  });
}

const END_COLUMNS = {
  airport: ['origin', 'destination'],
  metro: ['origin_metro', 'destination_metro'],
  country: ['origin_country', 'destination_country'],
} as const;

function eitherEnd(place: Place): Condition[][] {
  const [origin, destination] = END_COLUMNS[place.kind];
  const values = { place: place.code };
  return [
    [{ shape: '', values, where: (eb, value) => eb(origin, '=', value('place')) }],
    [
      { shape: '', values, where: (eb, value) => eb(destination, '=', value('place')) },
      { shape: '', values, where: (eb, value) => eb.or([eb(origin, 'is', null), eb(origin, '<>', value('place'))]) },
    ],
  ];
}

function conditionsOf(filter: RouteFilter): Condition[] {
  const conditions: Condition[] = [];
  const equal = (name: string, column: (typeof END_COLUMNS)[keyof typeof END_COLUMNS][number], given: string) => {
    conditions.push({ shape: `${name}=${column}`, values: { [name]: given }, where: (eb, value) => eb(column, '=', value<never>(name)) });
  };
  const among = (name: string, column: 'status' | 'flag' | 'launch_precision' | 'airline', given: readonly string[]) => {
    const list = valueList(name, given);
    conditions.push({
      shape: list.shape,
      values: list.values,
      where: (eb, value) =>
        eb(
          column,
          'in',
          list.names.map((one) => value<never>(one)),
        ),
    });
  };
  const compare = (
    name: string,
    column: 'launch_end' | 'launch_start' | 'updated_at' | 'first_announced_on',
    operator: '>=' | '<=',
    given: string,
  ) => {
    conditions.push({ shape: name, values: { [name]: given }, where: (eb, value) => eb(column, operator, value(name)) });
  };

  // Constants in the text, so that the engines see that the partial indexes fit.
  const constant = (shape: string, where: SqlText) => conditions.push({ shape, values: {}, where: () => where });
  if (filter.pending) constant('pending', sql`pending = 1`);
  if (filter.statuses !== undefined) among('status', 'status', filter.statuses);
  if (filter.flags !== undefined) {
    among('flag', 'flag', filter.flags);
    if (!filter.flags.includes('none')) constant('flagged', sql`flag <> 'none'`);
  }
  if (filter.precisions !== undefined) among('precision', 'launch_precision', filter.precisions);
  if (filter.origin !== undefined) equal('origin', END_COLUMNS[filter.origin.kind][0], filter.origin.code);
  if (filter.destination !== undefined) equal('destination', END_COLUMNS[filter.destination.kind][1], filter.destination.code);
  if (filter.airlines !== undefined) among('airline', 'airline', filter.airlines);
  if (filter.launchFrom !== undefined) compare('launchFrom', 'launch_end', '>=', filter.launchFrom);
  if (filter.launchTo !== undefined) compare('launchTo', 'launch_start', '<=', filter.launchTo);
  if (filter.updatedSince !== undefined) compare('updatedSince', 'updated_at', '>=', filter.updatedSince);
  if (filter.firstAnnouncedBy !== undefined) compare('firstAnnouncedBy', 'first_announced_on', '<=', filter.firstAnnouncedBy);
  filter.hits?.forEach((hits, index) => {
    conditions.push(anyOf(`q${index}`, hits));
  });
  return conditions;
}

function anyOf(name: string, hits: Hits): Condition {
  const columns = [
    ['origin', hits.airports],
    ['destination', hits.airports],
    ['origin_metro', hits.metros],
    ['destination_metro', hits.metros],
    ['origin_country', hits.countries],
    ['destination_country', hits.countries],
    ['airline', hits.airlines],
  ] as const;
  const parts = columns
    .filter(([, given]) => given.length > 0)
    .map(([column, given]) => ({ column, list: valueList(`${name}_${column}`, given) }));
  return {
    shape: parts.map((part) => part.list.shape).join('|') || `${name}:nothing`,
    values: Object.assign({}, ...parts.map((part) => part.list.values)),
    where: (eb, value) =>
      parts.length === 0
        ? eb('id', '=', '')
        : eb.or(
            parts.map(({ column, list }) =>
              eb(
                column,
                'in',
                list.names.map((one) => value<never>(one)),
              ),
            ),
          ),
  };
}

/** Lists are padded to a power of two by repeating the last value, so that a few shapes serve every length. */
function valueList(name: string, given: readonly string[]): { shape: string; names: string[]; values: Values } {
  const length = 2 ** Math.ceil(Math.log2(Math.max(given.length, 1)));
  const names = Array.from({ length }, (_, index) => `${name}${index}`);
  const values = Object.fromEntries(names.map((one, index) => [one, given[Math.min(index, given.length - 1)]]));
  return { shape: `${name}*${length}`, names, values };
}

/** What a search text can mean for a route. */
export function hitsOf(reference: Reference, text: string): Hits {
  const places = reference.searchPlaces(text);
  const codes = (kind: Place['kind']) => places.filter((place) => place.kind === kind).map((place) => place.code);
  return {
    airports: codes('airport'),
    metros: codes('metro'),
    countries: codes('country'),
    airlines: reference.searchAirlines(text).map((airline) => airline.id),
  };
}
