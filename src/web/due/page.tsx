import { z } from 'zod';
import { publicUrl } from '../../config.ts';
import type { Ctx } from '../../context.ts';
import { localDateAtPlace } from '../../domain/zones.ts';
import { makeCursor, queryDigest, readCursor } from '../../http/cursor.ts';
import { endpoint } from '../../http/endpoint.ts';
import { cursor } from '../../http/schemas.ts';
import { listLedgers } from '../../store/announcements.ts';
import { toStatement } from '../../store/projection.ts';
import type { Airline, Place } from '../../store/reference.ts';
import { countSelected } from '../../store/route-counts.ts';
import { listRoutes, positionOf, type RouteFilter } from '../../store/route-list.ts';
import type { RouteRow } from '../../store/tables.ts';
import { PUBLIC_PAGE, quarterHour, render } from '../page.ts';
import { placeName } from '../parts/names.tsx';
import { type Resolved, resolveAirline, resolvePlace } from '../resolve.ts';
import { historyOf } from '../route/history.ts';
import type { Said } from '../route/story.ts';
import { DuePage, type DueRow, type DueView } from './view.tsx';

const AT_ONCE = 50;
const FLAG_CHOICES = ['due', 'overdue'] as const;

export const duePage = endpoint({
  ...PUBLIC_PAGE,
  cacheKey: quarterHour,
  path: '/due',
  summary: 'What is due or overdue',
  query: z.object({
    place: z.string().max(100).optional(),
    airline: z.string().max(100).optional(),
    flag: z.enum([...FLAG_CHOICES, '']).optional(),
    cursor,
  }),
  handler: async (ctx, { query }) => {
    const { place: placeText = '', airline: airlineText = '', flag = '' } = query;
    const place = placeText.trim() === '' ? undefined : resolvePlace(ctx.reference, placeText);
    const airline = airlineText.trim() === '' ? undefined : resolveAirline(ctx.reference, airlineText);
    const faults = {
      place: faultOf(place, placeText, (one) => `${placeName(one)} (${one.code})`),
      airline: faultOf(airline, airlineText, (one) => `${one.name} (${one.iata ?? one.id})`),
    };
    const isFaulty = faults.place !== undefined || faults.airline !== undefined;
    const filter: RouteFilter = { pending: true, flags: flag === '' ? FLAG_CHOICES : [flag] };
    if (place?.kind === 'one') filter.place = place.found;
    if (airline?.kind === 'one') filter.airlines = [airline.found.id];
    const chosen = {
      place: filter.place?.code,
      airline: filter.airlines?.[0],
      flag: flag === '' ? undefined : flag,
    };
    const listed = isFaulty ? { rows: [], total: 0, next: undefined } : await listDue(ctx, filter, chosen, query.cursor);
    const view: DueView = {
      ...listed,
      chosen,
      faults,
      written: { place: placeText, airline: airlineText, flag },
      isFirst: query.cursor === undefined,
    };
    return { status: isFaulty ? 400 : 200, text: render(<DuePage reference={ctx.reference} view={view} base={publicUrl(ctx.config)} />) };
  },
});

function faultOf<T extends Place | Airline>(
  resolved: Resolved<T> | undefined,
  text: string,
  nameOf: (one: T) => string,
): string | undefined {
  if (resolved === undefined || resolved.kind === 'one') return undefined;
  if (resolved.kind === 'none') return `“${text}” is not known here by code or name. Write it in another way, or leave the field empty.`;
  return `“${text}” can mean ${resolved.choices.slice(0, 4).map(nameOf).join(', ')}. Write the code of the one you mean.`;
}

async function listDue(ctx: Ctx, filter: RouteFilter, chosen: object, text: string | undefined) {
  const digest = queryDigest({ ...chosen });
  const [at, id] = readCursor(text, digest, 2) ?? [];
  const after = at === undefined || id === undefined ? {} : { after: { at, id } };
  const found = await listRoutes(ctx.db, filter, { sort: 'launch', limit: AT_ONCE + 1, ...after });
  const routes = found.slice(0, AT_ONCE);
  const last = found.length > AT_ONCE ? positionOf(routes.at(-1)!, 'launch') : undefined;
  const total = last === undefined && text === undefined ? routes.length : await countSelected(ctx.db, filter);
  return {
    rows: await dueRows(ctx, routes),
    total,
    next: last === undefined ? undefined : makeCursor(digest, [last.at, last.id]),
  };
}

/** Routes with the statement that promised the date and the last that was said. */
async function dueRows(ctx: Ctx, routes: readonly RouteRow[]): Promise<DueRow[]> {
  const ledgers = await listLedgers(
    ctx.db,
    routes.map((row) => row.id),
  );
  return routes.map((row) => {
    const live = (ledgers.get(row.id) ?? []).filter((entry) => entry.retracted_at === null);
    const today = localDateAtPlace(row.origin_zones.split(' '), ctx.now());
    const said = live.map((entry): Said => ({ ...toStatement(entry), speaker: entry.speaker, source: entry.source_name }));
    const { dateFrom } = historyOf(said, row, today);
    return { row, today, promise: live.find((entry) => entry.id === dateFrom?.id), last: live.at(-1) };
  });
}
