import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Airline, Place, Reference } from '../store/reference.ts';
import { listRoutes } from '../store/route-list.ts';
import { links } from './links.ts';
import { PUBLIC_PAGE } from './page.ts';
import { pairName, placeName } from './parts/names.tsx';
import { pairsOf, readPair } from './resolve.ts';

const MOST = 8;
const MOST_AIRLINES = 3;
const MOST_PAIRS = 3;
/** Of what two names can mean together so many pairs are looked up. */
const READINGS = 9;

interface Suggestion {
  label: string;
  detail: string;
  /** What a field takes for it. */
  value: string;
  href: string;
}

const suggestion = z.object({ label: z.string(), detail: z.string(), value: z.string(), href: z.string() });

export const suggestEndpoint = endpoint({
  ...PUBLIC_PAGE,
  path: '/suggest',
  summary: 'What fits what is typed',
  query: z.object({ q: z.string().max(100).optional(), kind: z.enum(['place', 'airline', 'all']).optional() }),
  responses: { 200: { description: 'The best few', schema: z.array(suggestion) } },
  handler: async (ctx, { query: { q = '', kind = 'all' } }) => ({ body: q.trim() === '' ? [] : await suggestionsFor(ctx, q.trim(), kind) }),
});

async function suggestionsFor(ctx: Ctx, q: string, kind: 'place' | 'airline' | 'all'): Promise<Suggestion[]> {
  const { reference } = ctx;
  const places = () => reference.searchPlaces(q).slice(0, MOST);
  const airlines = () => reference.searchAirlines(q).slice(0, MOST);
  if (kind === 'place') return places().map((place) => ofPlace(reference, place, q));
  if (kind === 'airline') return airlines().map((airline) => ofAirline(reference, airline));
  const pairs = await pairsFor(ctx, q);
  const someAirlines = airlines().slice(0, MOST_AIRLINES);
  return [
    ...pairs,
    ...places()
      .slice(0, MOST - pairs.length - someAirlines.length)
      .map((place) => ofPlace(reference, place, q)),
    ...someAirlines.map((airline) => ofAirline(reference, airline)),
  ];
}

function ofPlace(reference: Reference, place: Place, q: string): Suggestion {
  const country = reference.place(place.country)?.name ?? place.country;
  const wanted = q.toLowerCase();
  const alias = placeName(place).toLowerCase().startsWith(wanted)
    ? undefined
    : place.aliases.find((one) => one.toLowerCase().startsWith(wanted));
  const kind =
    place.kind === 'country' ? 'country' : place.kind === 'metro' ? `all airports, ${country}` : `${airportName(place)}, ${country}`;
  return {
    label: `${placeName(place)} (${place.code})`,
    detail: alias === undefined ? kind : `${alias}; ${kind}`,
    value: place.code,
    href: links.place(place),
  };
}

/** Its own name where that says more than the city’s. */
function airportName({ name, city }: Place): string {
  return city === null || name === city ? 'airport' : name;
}

function ofAirline(reference: Reference, airline: Airline): Suggestion {
  const country = reference.place(airline.country)?.name ?? airline.country;
  const code = airline.iata ?? airline.icao;
  return {
    label: code === null ? airline.name : `${airline.name} (${code})`,
    detail: `airline, ${country}`,
    value: airline.id,
    href: links.airline(airline.id),
  };
}

/** Routes of the register whose two ends the words name: `ALA LHE`, `ALA-LHE`, `almaty lahore`. */
async function pairsFor(ctx: Ctx, q: string): Promise<Suggestion[]> {
  const found = new Map<string, Suggestion>();
  for (const { from, to } of pairsOf(readPair(ctx.reference, q)).slice(0, READINGS)) {
    const rows = [
      ...(await listRoutes(ctx.db, { origin: from, destination: to }, { sort: 'launch', limit: MOST_PAIRS })),
      ...(await listRoutes(ctx.db, { origin: to, destination: from }, { sort: 'launch', limit: MOST_PAIRS })),
    ];
    for (const row of rows) {
      const value = `${row.origin}-${row.destination}`;
      const label = `${pairName(ctx.reference, row)} (${value})`;
      if (found.size < MOST_PAIRS) found.set(value, { label, detail: 'route', value, href: links.pair(row.origin, row.destination) });
    }
  }
  return [...found.values()];
}
