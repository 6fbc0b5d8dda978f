import type { Ctx } from '../../context.ts';
import { AppError, type Finding } from '../../domain/errors.ts';
import { FLAGS, type Flag, isPending, ROUTE_STATUSES, type RouteStatus } from '../../domain/vocabulary.ts';
import { type RouteFilterQuery, readRouteFilter, routeFilterQuery } from '../../http/route-query.ts';
import { check } from '../../http/validation.ts';
import type { Airline, Place } from '../../store/reference.ts';
import { ROUTE_SORTS, type RouteFilter } from '../../store/route-list.ts';
import { resolveAirline, resolvePlace } from '../resolve.ts';

/** The names of the filters, in the order in which addresses have them. */
export const FILTERS = ['place', 'country', 'airline', 'status', 'flag', 'from', 'to', 'season'] as const;
export type FilterName = (typeof FILTERS)[number];
export const PARAMETERS = [...FILTERS, 'sort', 'page'] as const;
export type HomeQuery = Partial<Record<(typeof PARAMETERS)[number], string>>;

const PENDING = ROUTE_STATUSES.filter(isPending);
const ALL = 'all';
const LARGEST_PAGE = 1_000_000;

/** `next`: what is due, the newest first; then what comes, the soonest first; then what is overdue, the latest first. */
const HOME_SORTS = ['next', ...ROUTE_SORTS] as const;
export type HomeSort = (typeof HOME_SORTS)[number];

/** What is asked for, understood as far as it can be. */
export interface Selection {
  /** In its shortest form: names as codes, nothing that is so without being said. */
  query: HomeQuery;
  filter: RouteFilter;
  /** The same for the API's lists, feeds and exports. */
  apiQuery: Readonly<Record<string, string | undefined>>;
  place?: Place;
  country?: Place;
  airline?: Airline;
  statuses: readonly RouteStatus[];
  flags: readonly Flag[];
  sort: HomeSort;
  page: number;
  /** What is wrong, by field. */
  faults: ReadonlyMap<string, string>;
  /** What a name may mean. */
  places: readonly Place[];
  airlines: readonly Airline[];
}

export function readSelection(ctx: Ctx, given: HomeQuery): Selection {
  const typed: HomeQuery = {};
  for (const name of PARAMETERS) {
    const text = given[name]?.trim();
    if (text !== undefined && text !== '') typed[name] = text;
  }
  const faults = new Map<string, string>();
  const query = { ...typed };
  const { place, places } = readPlace(ctx, typed.place, faults);
  if (place !== undefined) query.place = place.code;
  const country = readCountry(ctx, typed.country, faults);
  if (country !== undefined) query.country = country.code;
  const { airline, airlines } = readAirline(ctx, typed.airline, faults);
  if (airline !== undefined) query.airline = airline.id;

  const statuses = readStatuses(typed.status, faults);
  setOrDrop(query, 'status', statusText(statuses));
  const flags = readChoices('flag', typed.flag, FLAGS, faults);
  setOrDrop(query, 'flag', flags.length === FLAGS.length ? undefined : flags.join(','));
  const unasked = usualSort(statuses);
  const asked = readSort(typed.sort, faults);
  const sort = asked === undefined || asked === 'next' ? unasked : asked;
  setOrDrop(query, 'sort', sort === unasked ? undefined : sort);
  const page = /^[1-9]\d*$/.test(typed.page ?? '') ? Math.min(Number(typed.page), LARGEST_PAGE) : 1;
  setOrDrop(query, 'page', page === 1 ? undefined : String(page));
  // What is wrong stays as it was typed.
  for (const name of faults.keys()) Object.assign(query, { [name]: typed[name as FilterName] });

  const dates = { launchFrom: typed.from, launchTo: typed.to, season: typed.season };
  const filter = readFilter(ctx, { place: place?.code, country: country?.code, ...dates }, faults);
  if (airline !== undefined) filter.airlines = [airline.id];
  if (query.status === undefined) filter.pending = true;
  else if (statuses.length < ROUTE_STATUSES.length) filter.statuses = statuses;
  if (query.flag !== undefined) filter.flags = flags;
  const { sort: _sort, page: _page, status: _status, from, to, ...same } = query;
  const status = query.status === undefined ? PENDING.join(',') : query.status === ALL ? undefined : query.status;
  return {
    query,
    filter,
    apiQuery: { ...same, status, launchFrom: from, launchTo: to },
    ...(place === undefined ? {} : { place }),
    ...(country === undefined ? {} : { country }),
    ...(airline === undefined ? {} : { airline }),
    statuses,
    flags,
    sort,
    page,
    faults,
    places,
    airlines,
  };
}

function setOrDrop(query: HomeQuery, name: keyof HomeQuery, text: string | undefined): void {
  if (text === undefined) delete query[name];
  else query[name] = text;
}

type Faults = Map<string, string>;

function readPlace(ctx: Ctx, text: string | undefined, faults: Faults): { place?: Place; places: readonly Place[] } {
  if (text === undefined) return { places: [] };
  const read = resolvePlace(ctx.reference, text);
  if (read.kind === 'one') return { place: read.found, places: [] };
  if (read.kind === 'none') {
    faults.set('place', `No place is called “${quoted(text)}”. Try another spelling, the country, or a code such as ALA.`);
    return { places: [] };
  }
  faults.set('place', `“${quoted(text)}” can be one of several places. Which one?`);
  return { places: read.choices };
}

function readCountry(ctx: Ctx, text: string | undefined, faults: Faults): Place | undefined {
  if (text === undefined) return undefined;
  const byCode = ctx.reference.place(text.toUpperCase());
  const countries = byCode === undefined ? ctx.reference.searchPlaces(text) : [byCode];
  const country = countries.find((one) => one.kind === 'country');
  if (country === undefined) faults.set('country', `No country is called “${quoted(text)}”. Choose one from the list.`);
  return country;
}

function readAirline(ctx: Ctx, text: string | undefined, faults: Faults): { airline?: Airline; airlines: readonly Airline[] } {
  if (text === undefined) return { airlines: [] };
  const read = resolveAirline(ctx.reference, text);
  if (read.kind === 'one') return { airline: read.found, airlines: [] };
  if (read.kind === 'none') {
    faults.set('airline', `No airline is called “${quoted(text)}”. Try another spelling, or a code such as DV.`);
    return { airlines: [] };
  }
  faults.set('airline', `“${quoted(text)}” can be one of several airlines. Which one?`);
  return { airlines: read.choices };
}

function readStatuses(text: string | undefined, faults: Faults): readonly RouteStatus[] {
  if (text === undefined) return PENDING;
  return text === ALL ? ROUTE_STATUSES : readChoices('status', text, ROUTE_STATUSES, faults);
}

function statusText(statuses: readonly RouteStatus[]): string | undefined {
  if (statuses.length === ROUTE_STATUSES.length) return ALL;
  return statuses.length === PENDING.length && statuses.every(isPending) ? undefined : statuses.join(',');
}

/** In the order of the vocabulary; all of them when nothing is said. */
function readChoices<const T extends string>(name: 'status' | 'flag', text: string | undefined, choices: readonly T[], faults: Faults) {
  if (text === undefined) return choices;
  const findings: Finding[] = [];
  check(routeFilterQuery, { [name]: text }, () => '', findings);
  if (findings[0] !== undefined) faults.set(name, sentence(findings[0].detail));
  const wanted = text.split(',').map((one) => one.trim());
  return choices.filter((one) => wanted.includes(one));
}

/** Of what is still to come the next matters most; of what has been, the last. */
export function usualSort(statuses: readonly RouteStatus[]): HomeSort {
  return statuses.every(isPending) ? 'next' : '-launch';
}

function readSort(text: string | undefined, faults: Faults): HomeSort | undefined {
  const sort = HOME_SORTS.find((one) => one === text);
  if (sort === undefined && text !== undefined) faults.set('sort', `The list can be sorted by ${HOME_SORTS.join(', ')}.`);
  return sort;
}

const FIELDS: Readonly<Record<string, FilterName>> = { '?launchFrom': 'from', '?launchTo': 'to', '?season': 'season' };

function readFilter(ctx: Ctx, query: RouteFilterQuery, faults: Faults): RouteFilter {
  try {
    return readRouteFilter(ctx, query);
  } catch (fault) {
    if (!(fault instanceof AppError) || fault.code !== 'invalid_request') throw fault;
    for (const { pointer, detail } of fault.findings) faults.set(FIELDS[pointer] ?? pointer, sentence(detail));
    return {};
  }
}

function sentence(detail: string): string {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function quoted(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
