import { z } from 'zod';
import { worldOf } from '../actions/world.ts';
import type { Ctx } from '../context.ts';
import { isLocalDate } from '../domain/dates.ts';
import type { Finding } from '../domain/errors.ts';
import { parseSeason, seasonBounds } from '../domain/seasons.ts';
import { FLAGS, PRECISIONS, ROUTE_STATUSES } from '../domain/vocabulary.ts';
import { parseWindow } from '../domain/windows.ts';
import type { Place } from '../store/reference.ts';
import { type Hits, hitsOf, type RouteFilter } from '../store/route-list.ts';
import { invalid } from './input.ts';
import { anyOf } from './parameters.ts';
import { instant, localDate } from './schemas.ts';

const code = (description: string) => z.string().min(2).max(3).optional().meta({ description, example: 'ALA' });

/** The filters of the list of routes, of its exports and of whatever else shows a selection of routes. All hold together. */
export const routeFilterShape = {
  status: anyOf(ROUTE_STATUSES).optional(),
  flag: anyOf(FLAGS).optional(),
  place: code('an end lies here: an airport, a metropolitan area with its airports (LON), a country with all its places (KZ)'),
  origin: code('the first flight leaves here'),
  destination: code('the first flight lands here'),
  country: z.string().length(2).optional().meta({ description: 'an end lies in this country, besides what `place` says', example: 'PK' }),
  airline: z.string().min(2).max(80).optional().meta({ description: 'IATA or ICAO code, or id', example: 'DV' }),
  launchFrom: z
    .string()
    .max(30)
    .optional()
    .meta({ description: 'windows that reach to this date (any form: 2026-04-21, 2026-04, 2026-Q2, S27) or later', example: '2026-04' }),
  launchTo: z
    .string()
    .max(30)
    .optional()
    .meta({ description: 'windows that begin on this date (any form) or earlier', example: '2026-10' }),
  season: z.string().max(10).optional().meta({ description: 'windows that overlap the IATA season: S27, W26', example: 'S27' }),
  precision: anyOf(PRECISIONS).optional(),
  q: z.string().min(2).max(100).optional().meta({ description: 'a place or an airline by name, code or alias', example: 'nur-sultan' }),
  updatedSince: instant.optional(),
  asOf: localDate.optional().meta({
    description: 'what was believed on this day: only what had been published by then counts',
    format: 'date',
    example: '2023-03-24',
  }),
};

export const routeFilterQuery = z.object(routeFilterShape);
export type RouteFilterQuery = z.output<typeof routeFilterQuery>;

/** Resolves codes, dates and names, or refuses the query with every fault in it. */
export function readRouteFilter(ctx: Ctx, query: RouteFilterQuery): RouteFilter {
  const { filter, findings } = resolve(ctx, query);
  if (findings.length > 0) throw invalid(findings);
  if (query.status !== undefined) filter.statuses = query.status;
  if (query.flag !== undefined) filter.flags = query.flag;
  if (query.precision !== undefined) filter.precisions = query.precision;
  if (query.updatedSince !== undefined) filter.updatedSince = query.updatedSince;
  if (query.q !== undefined) filter.hits = [...(filter.hits ?? []), ...readSearch(ctx, query.q)];
  return filter;
}

/** What is wrong with the codes and dates of a query whose schema is broken elsewhere. */
export function routeFilterFaults(ctx: Ctx, { query }: { query: Readonly<Record<string, string>> }): readonly Finding[] {
  return resolve(ctx, query).findings;
}

/** What needs the places, the airlines and the calendar to be understood; each as it was written. */
type Written = Partial<
  Record<'place' | 'origin' | 'destination' | 'country' | 'airline' | 'launchFrom' | 'launchTo' | 'season' | 'asOf', string | undefined>
>;

function resolve(ctx: Ctx, query: Written): { filter: RouteFilter; findings: Finding[] } {
  const findings: Finding[] = [];
  const filter: RouteFilter = {};
  for (const end of ['place', 'origin', 'destination'] as const) {
    const place = placeNamed(ctx, end, query[end], findings);
    if (place !== undefined) filter[end] = place;
  }
  const country = placeNamed(ctx, 'country', query.country, findings);
  if (country !== undefined) {
    // One place is what the indexes of the list are made for; the country is tested besides where there is one already.
    if (filter.place === undefined) filter.place = country;
    else filter.hits = [{ airports: [], metros: [], countries: [country.code], airlines: [] }];
  }
  if (query.airline !== undefined) {
    const airlines = ctx.reference.airlinesCoded(query.airline.length <= 3 ? query.airline.toUpperCase() : query.airline);
    if (airlines.length === 0) {
      findings.push({ pointer: '?airline', detail: `"${query.airline}" is no airline of the register; look it up under /api/v1/airlines` });
    } else filter.airlines = airlines.map((airline) => airline.id);
  }
  readDates(query, filter, findings);
  if (query.asOf !== undefined && isLocalDate(query.asOf) && query.asOf > worldOf(ctx).today) {
    findings.push({ pointer: '?asOf', detail: `${query.asOf} has not come yet: what will be believed then is not known` });
  }
  return { filter, findings };
}

function placeNamed(ctx: Ctx, end: string, text: string | undefined, findings: Finding[]): Place | undefined {
  if (text === undefined) return undefined;
  const place = ctx.reference.place(text.toUpperCase());
  if (place === undefined)
    findings.push({ pointer: `?${end}`, detail: `"${text}" is no place of the register; look it up under /api/v1/places` });
  return place;
}

function readDates(query: Written, filter: RouteFilter, findings: Finding[]): void {
  const from: string[] = [];
  const to: string[] = [];
  for (const name of ['launchFrom', 'launchTo'] as const) {
    const text = query[name];
    if (text === undefined) continue;
    const parsed = parseWindow(text);
    const bound = parsed.ok ? (name === 'launchFrom' ? parsed.window.earliest : parsed.window.latest) : null;
    if (!parsed.ok) findings.push({ pointer: `?${name}`, detail: parsed.detail });
    else if (bound === null) findings.push({ pointer: `?${name}`, detail: `"${text}" is open on the side that counts here; give a date` });
    else (name === 'launchFrom' ? from : to).push(bound);
  }
  if (query.season !== undefined) {
    const season = parseSeason(query.season);
    if (season === undefined)
      findings.push({
        pointer: '?season',
        detail: `"${query.season}" is no IATA season; write S27 for summer 2027, W26 for winter 2026/27`,
      });
    else {
      const { earliest, latest } = seasonBounds(season);
      from.push(earliest);
      to.push(latest);
    }
  }
  if (from.length > 0) filter.launchFrom = from.sort().at(-1)!;
  if (to.length > 0) filter.launchTo = to.sort()[0]!;
}

/** The whole text names something, or else each of its words must. */
function readSearch(ctx: Ctx, text: string): Hits[] {
  const whole = hitsOf(ctx.reference, text);
  const words = text.split(/\s+/).filter((word) => word !== '');
  const isEmpty = Object.values(whole).every((codes) => codes.length === 0);
  return isEmpty && words.length > 1 ? words.map((word) => hitsOf(ctx.reference, word)) : [whole];
}
