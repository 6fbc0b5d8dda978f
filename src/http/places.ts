import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { PLACE_KINDS } from '../domain/vocabulary.ts';
import { makeCursor, queryDigest, readCursor } from './cursor.ts';
import { endpoint } from './endpoint.ts';
import { anyOf } from './parameters.ts';
import { placeBody } from './render.ts';
import { airlineDetail, cursor, limit, listView, placeDetail } from './schemas.ts';

const TAGS = ['Places and airlines'];
const q = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .meta({ description: 'a name, a code or an alias; accents and case aside', example: 'nur-sultan' });
const country = z.string().length(2).optional().meta({ description: 'ISO 3166-1 alpha-2', example: 'KZ' });

/** One page of a list that is in memory; a page begins after the key of the last item of the one before. */
function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  query: { limit?: number | undefined; cursor?: string | undefined },
): { items: T[]; nextCursor: string | null } {
  const digest = queryDigest(query);
  const [seen] = readCursor(query.cursor, digest, 1) ?? [];
  const start = seen === undefined ? 0 : items.findIndex((item) => keyOf(item) === seen) + 1;
  const page = items.slice(start, start + (query.limit ?? 50));
  const more = start + page.length < items.length;
  return { items: page, nextCursor: more ? makeCursor(digest, [keyOf(page.at(-1)!)]) : null };
}

const listPlaces = endpoint({
  method: 'get',
  path: '/api/v1/places',
  summary: 'Search airports, metropolitan areas and countries',
  description: 'Best match first; without `q` by code.',
  tags: TAGS,
  access: 'public',
  cacheable: true,
  query: z.object({ q, kind: anyOf(PLACE_KINDS).optional(), country, limit, cursor }),
  responses: { 200: { description: 'One page of places', schema: listView(placeDetail) } },
  errors: ['invalid_request', 'invalid_cursor'],
  handler: ({ reference }, { query }) => {
    const found = query.q === undefined ? reference.places : reference.searchPlaces(query.q);
    const wanted = found.filter(
      (place) =>
        (query.kind === undefined || query.kind.includes(place.kind)) &&
        (query.country === undefined || place.country === query.country.toUpperCase()),
    );
    const page = pageOf(wanted, (place) => place.code, query);
    return { body: { ...page, items: page.items.map(placeBody) } };
  },
});

const readPlace = endpoint({
  method: 'get',
  path: '/api/v1/places/{code}',
  summary: 'Read a place',
  tags: TAGS,
  access: 'public',
  cacheable: true,
  params: z.object({ code: z.string().min(2).max(3).meta({ example: 'ALA' }) }),
  responses: { 200: { description: 'The place; a metropolitan area with its airports', schema: placeDetail } },
  errors: ['not_found'],
  handler: ({ reference }, { params }) => {
    const place = reference.place(params.code.toUpperCase());
    if (place === undefined) throw new AppError('not_found', `There is no place ${params.code}. Search with /api/v1/places?q=…`);
    const members =
      place.kind === 'metro'
        ? { members: reference.places.filter((one) => one.metro === place.code && one !== place).map((one) => one.code) }
        : {};
    return { body: { ...placeBody(place), ...members } };
  },
});

const listAirlines = endpoint({
  method: 'get',
  path: '/api/v1/airlines',
  summary: 'Search airlines',
  description: 'Best match first; without `q` by id. `code` finds every airline that has or had the code.',
  tags: TAGS,
  access: 'public',
  cacheable: true,
  query: z.object({
    q,
    code: z.string().min(2).max(3).optional().meta({ description: 'IATA or ICAO', example: 'DV' }),
    country,
    limit,
    cursor,
  }),
  responses: { 200: { description: 'One page of airlines', schema: listView(airlineDetail) } },
  errors: ['invalid_request', 'invalid_cursor'],
  handler: ({ reference }, { query }) => {
    const found = query.q === undefined ? reference.airlines : reference.searchAirlines(query.q);
    const code = query.code?.toUpperCase();
    const wanted = found.filter(
      (airline) =>
        (code === undefined || airline.iata === code || airline.icao === code) &&
        (query.country === undefined || airline.country === query.country.toUpperCase()),
    );
    return { body: pageOf(wanted, (airline) => airline.id, query) };
  },
});

const readAirline = endpoint({
  method: 'get',
  path: '/api/v1/airlines/{id}',
  summary: 'Read an airline',
  tags: TAGS,
  access: 'public',
  cacheable: true,
  params: z.object({
    id: z.string().min(1).max(80).meta({ description: 'its id; a code names several over the years', example: 'scat-airlines' }),
  }),
  responses: { 200: { description: 'The airline', schema: airlineDetail } },
  errors: ['not_found'],
  handler: ({ reference }, { params }) => {
    const airline = reference.airline(params.id);
    if (airline === undefined)
      throw new AppError('not_found', `There is no airline ${params.id}. Search with /api/v1/airlines?q=… or ?code=…`);
    return { body: airline };
  },
});

export const placeEndpoints = [listPlaces, readPlace, listAirlines, readAirline];
