import { z } from 'zod';
import { joinRoutes } from '../actions/announcements.ts';
import { recordAnnouncement } from '../actions/record.ts';
import { worldOf } from '../actions/world.ts';
import { type Ctx, utcDay } from '../context.ts';
import { addDays } from '../domain/dates.ts';
import { AppError } from '../domain/errors.ts';
import { FLAGS, STATUSES, type Status } from '../domain/vocabulary.ts';
import { listLedger, listLedgers } from '../store/announcements.ts';
import { listRoutesAsOf, routesAsOf } from '../store/as-of.ts';
import { listRoutes, positionOf, ROUTE_SORTS, type RouteFilter, type RoutePosition, type RouteSort } from '../store/route-list.ts';
import { findJoinedRoute, findRoute } from '../store/routes.ts';
import type { RouteRow } from '../store/tables.ts';
import { draftFrom, statementShape } from './announcements.ts';
import { makeCursor, queryDigest, readCursor } from './cursor.ts';
import { endpoint, type Result } from './endpoint.ts';
import { anyOf, wholeNumber } from './parameters.ts';
import { type announcementBody, byteText, ledgerBodies, listBytes, recordedJson, routeBytes, routeJson } from './render.ts';
import { readRouteFilter, routeFilterFaults, routeFilterShape } from './route-query.ts';
import { cursor, id, ledgerEntryView, limit, listView, localDate, recordedView, routeView } from './schemas.ts';

const TAGS = ['Routes'];
const include = z.enum(['announcements', 'none']).optional().meta({
  description: '`announcements` puts the ledger with its moves into each route; the default where both ends are given as airports',
});
const params = z.object({ id });

const list = endpoint({
  method: 'get',
  path: '/api/v1/routes',
  summary: 'List routes',
  description: 'All filters hold together. Routes without a launch date come last by `launch`.',
  tags: TAGS,
  access: 'public',
  cacheable: true,
  query: z.object({ ...routeFilterShape, include, sort: z.enum(ROUTE_SORTS).optional().meta({ default: 'launch' }), limit, cursor }),
  responses: { 200: { description: 'One page of routes', schema: listView(routeView) } },
  errors: ['invalid_request', 'invalid_cursor'],
  faults: routeFilterFaults,
  handler: (ctx, { query }) => {
    const filter = readRouteFilter(ctx, query);
    const isPair = filter.origin?.kind === 'airport' && filter.destination?.kind === 'airport';
    return page(ctx, filter, { ...query, include: query.include ?? (isPair ? 'announcements' : 'none') }, queryDigest(query));
  },
});

const upcoming = endpoint({
  method: 'get',
  path: '/api/v1/routes/upcoming',
  summary: 'List the routes that are to start in the coming days',
  description:
    'Pending routes whose launch window overlaps today and the days that follow, by window. With `flag=due` or `flag=overdue` those that wait for somebody to show that they flew, however long ago their window opened.',
  tags: TAGS,
  access: 'public',
  cacheable: true,
  cacheKey: utcDay,
  query: z.object({
    within: wholeNumber({ min: 1, max: 3660, standard: 90 }).optional(),
    flag: anyOf(FLAGS).optional(),
    place: routeFilterShape.place,
    airline: routeFilterShape.airline,
    limit,
    cursor,
  }),
  responses: { 200: { description: 'One page of routes', schema: listView(routeView) } },
  errors: ['invalid_request', 'invalid_cursor'],
  faults: routeFilterFaults,
  handler: (ctx, { query }) => {
    const { within = 90, flag, place, airline } = query;
    const filter: RouteFilter = { ...readRouteFilter(ctx, { place, airline, flag }), pending: true };
    if (flag === undefined || flag.includes('none')) {
      filter.launchFrom = utcDay(ctx);
      filter.launchTo = addDays(utcDay(ctx), within);
    }
    return page(ctx, filter, { limit: query.limit, cursor: query.cursor }, queryDigest(query));
  },
});

interface PageQuery {
  sort?: RouteSort | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
  asOf?: string | undefined;
  include?: 'announcements' | 'none';
}

async function page(ctx: Ctx, filter: RouteFilter, query: PageQuery, digest: string): Promise<Result> {
  const { sort = 'launch', limit: size = 50, asOf } = query;
  const [at, after] = readCursor(query.cursor, digest, 2) ?? [];
  const position: RoutePosition | undefined = at === undefined || after === undefined ? undefined : { at, id: after };
  const wanted = { sort, limit: size + 1, ...(position ? { after: position } : {}) };
  const rows =
    asOf === undefined ? await listRoutes(ctx.db, filter, wanted) : await listRoutesAsOf(ctx.db, ctx.reference, filter, asOf, wanted);
  const shown = rows.slice(0, size);
  const last = rows.length > size ? positionOf(shown.at(-1)!, sort) : undefined;
  const next = last === undefined ? null : makeCursor(digest, [last.at, last.id]);
  const texts =
    query.include === 'announcements' ? await withLedgers(ctx, shown, asOf) : shown.map((row) => routeBytes(ctx.reference, row));
  return { bytes: listBytes(texts, next) };
}

/** Routes as JSON in byte text with their ledgers in them. */
async function withLedgers(ctx: Ctx, rows: readonly RouteRow[], asOf?: string): Promise<string[]> {
  const ledgers = await listLedgers(
    ctx.db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const entries = (ledgers.get(row.id) ?? []).filter((entry) => asOf === undefined || entry.published_on <= asOf);
    const route = routeBytes(ctx.reference, row);
    return `${route.slice(0, -1)},"announcements":${byteText(JSON.stringify(ledgerBodies(ctx.reference, entries, row)))}}`;
  });
}

const read = endpoint({
  method: 'get',
  path: '/api/v1/routes/{id}',
  summary: 'Read a route',
  tags: TAGS,
  access: 'public',
  cacheable: true,
  params,
  query: z.object({ include, asOf: localDate.optional() }),
  responses: {
    200: { description: 'The route', schema: routeView, headers: ['ETag'] },
    308: { description: 'The route was joined to another', headers: ['Location'] },
  },
  errors: ['not_found', 'invalid_request'],
  handler: async (ctx, { params: { id: routeId }, query }) => {
    const row = await findRoute(ctx.db, routeId);
    if (row === undefined) return joined(ctx, routeId, '');
    const { asOf } = query;
    if (asOf === undefined && query.include !== 'announcements')
      return { bytes: routeBytes(ctx.reference, row), etag: String(row.version) };
    readRouteFilter(ctx, { asOf });
    const shown = asOf === undefined ? row : (await routesAsOf(ctx.db, ctx.reference, [row], asOf))[0];
    if (shown === undefined)
      throw new AppError(
        'not_found',
        `Nothing had been said of this route by ${asOf}; the first statement is of ${row.first_announced_on}.`,
      );
    const [bytes] = query.include === 'announcements' ? await withLedgers(ctx, [shown], asOf) : [routeBytes(ctx.reference, shown)];
    return { bytes: bytes!, etag: [row.version, asOf, query.include].filter((part) => part !== undefined).join('.') };
  },
});

const ledger = endpoint({
  method: 'get',
  path: '/api/v1/routes/{id}/announcements',
  summary: "Read a route's ledger",
  description: 'Every statement in the order of publication, those taken back included, with the moves of the promise between them.',
  tags: TAGS,
  access: 'public',
  cacheable: true,
  params,
  responses: {
    200: { description: 'The ledger, whole', schema: listView(ledgerEntryView) },
    308: { description: 'The route was joined to another', headers: ['Location'] },
  },
  errors: ['not_found'],
  handler: async (ctx, { params: { id: routeId } }) => {
    const row = await findRoute(ctx.db, routeId);
    if (row === undefined) return joined(ctx, routeId, '/announcements');
    return { body: { items: ledgerBodies(ctx.reference, await listLedger(ctx.db, routeId), row), nextCursor: null } };
  },
});

async function joined(ctx: Ctx, routeId: string, rest: string): Promise<Result> {
  const kept = await findJoinedRoute(ctx.db, routeId);
  if (kept === undefined) throw new AppError('not_found', `There is no route ${routeId}. Find routes under /api/v1/routes.`);
  return { status: 308, location: `/api/v1/routes/${kept}${rest}` };
}

const change = endpoint({
  method: 'patch',
  path: '/api/v1/routes/{id}',
  summary: "Record the editor's own statement about a route",
  description:
    'Makes an announcement of its own, with the editor as its source unless another is given. What is not given stays as it is believed.',
  tags: TAGS,
  access: 'editor',
  ifMatch: true,
  params,
  body: z.strictObject({
    status: z.enum(STATUSES).optional(),
    effective: statementShape.effective,
    wording: statementShape.wording,
    weeklyFrequency: statementShape.weeklyFrequency,
    airline: statementShape.airline,
    speaker: statementShape.speaker,
    source: statementShape.source.optional(),
    publishedOn: statementShape.publishedOn.optional(),
    note: statementShape.note,
  }),
  responses: { 200: { description: 'The statement and the route as it now stands', schema: recordedView, headers: ['ETag'] } },
  errors: ['not_found', 'invalid_request', 'conflict', 'duplicate_announcement', 'precondition_failed'],
  handler: async (ctx, { params: { id: routeId }, body, ifMatch }) => {
    const row = await findRoute(ctx.db, routeId);
    if (row === undefined) throw new AppError('not_found', `There is no route ${routeId}.`);
    if (Object.keys(body).length === 0)
      throw new AppError('invalid_request', 'Say at least one thing about the route: its status, or what takes effect when.');
    const draft = draftFrom(
      {
        ...body,
        origin: row.origin,
        destination: row.destination,
        status: body.status ?? statusNow(row),
        source: body.source ?? { name: ctx.actor.name, kind: 'editor' },
        publishedOn: body.publishedOn ?? utcDay(ctx),
      },
      worldOf(ctx),
    );
    const recorded = await recordAnnouncement(ctx, draft, { routeId, ifMatch, mustCount: true });
    return recordedResult(ctx, recorded);
  },
});

function statusNow(row: RouteRow): Status {
  if (row.status === 'retracted') {
    throw new AppError('invalid_request', 'Every statement about this route was taken back: say its status.', {
      findings: [{ pointer: '/status', detail: 'is required' }],
    });
  }
  return row.status;
}

function recordedResult(
  ctx: Ctx,
  { announcement, route }: { announcement: Parameters<typeof announcementBody>[1]; route: RouteRow },
): Result {
  return {
    json: recordedJson(ctx.reference, { announcement, route }),
    etag: String(route.version),
  };
}

const join = endpoint({
  method: 'post',
  path: '/api/v1/routes/{id}/joined',
  summary: 'Join another route to this one',
  description:
    'For two routes of one pair that turned out to be one. The other’s ledger moves here, and its address leads here from now on.',
  tags: TAGS,
  access: 'editor',
  ifMatch: true,
  params,
  body: z.strictObject({ routeId: id.meta({ description: 'the route that is given up' }) }),
  responses: { 200: { description: 'The route with both ledgers', schema: routeView, headers: ['ETag'] } },
  errors: ['not_found', 'conflict', 'precondition_failed'],
  handler: async (ctx, { params: { id: routeId }, body, ifMatch }) => {
    const row = await joinRoutes(ctx, routeId, body.routeId, ifMatch);
    return { json: routeJson(ctx.reference, row), etag: String(row.version) };
  },
});

export const routeEndpoints = [list, upcoming, read, ledger, change, join];
