import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import { publicUrl } from '../config.ts';
import type { Ctx } from '../context.ts';
import { pairPath } from '../domain/addresses.ts';
import { EVENT_TYPES, type EventType, PRECISIONS, ROUTE_STATUSES } from '../domain/vocabulary.ts';
import { atomFeed } from '../feeds/atom.ts';
import type { Feed } from '../feeds/feed.ts';
import { jsonFeed } from '../feeds/json-feed.ts';
import { type CalendarMove, type CalendarRoute, calendarFrame, launchEvents } from '../feeds/launches-ics.ts';
import { listLedgers } from '../store/announcements.ts';
import { listNewestEvents } from '../store/event-list.ts';
import { routePages } from '../store/pages.ts';
import type { RouteFilter } from '../store/route-list.ts';
import type { RouteRow } from '../store/tables.ts';
import { endpoint } from './endpoint.ts';
import { eventBody } from './events.ts';
import { anyOf } from './parameters.ts';
import { ledgerBodies, routeJson } from './render.ts';
import { type RouteFilterQuery, readRouteFilter, routeFilterFaults, routeFilterShape } from './route-query.ts';

const TAGS = ['Feeds'];
const ATOM = 'application/atom+xml; charset=utf-8';
const JSON_FEED = 'application/feed+json';
const CALENDAR = 'text/calendar; charset=utf-8';
const EVENTS_SHOWN = 100;
const LAUNCHES_SHOWN = 5_000;

// A feed tells of what is believed now.
const { asOf: _asOf, ...filters } = routeFilterShape;
const launchesQuery = z.object(filters);
const eventsQuery = z.object({ ...filters, type: anyOf(EVENT_TYPES).optional() });
type EventsQuery = z.output<typeof eventsQuery>;

const events = {
  method: 'get',
  description: `The newest ${EVENTS_SHOWN} events of the routes that the filters select (those of the list of routes), newest first. An entry’s id never changes.`,
  tags: TAGS,
  access: 'public',
  cacheable: true,
  query: eventsQuery,
  errors: ['invalid_request'],
  faults: routeFilterFaults,
} as const;

const atom = endpoint({
  ...events,
  path: '/feeds/events.atom',
  summary: 'Follow events as an Atom feed',
  responses: { 200: { description: 'The feed (RFC 4287)', contentType: ATOM } },
  handler: async (ctx, { query }) => ({ text: atomFeed(await feedOf(ctx, '/feeds/events.atom', query)) }),
});

const json = endpoint({
  ...events,
  path: '/feeds/events.json',
  summary: 'Follow events as a JSON feed',
  responses: {
    200: {
      description: 'The feed (JSON Feed 1.1)',
      contentType: JSON_FEED,
      schema: z
        .looseObject({ version: z.string(), title: z.string(), items: z.array(z.looseObject({ id: z.string() })) })
        .meta({ id: 'JsonFeed' }),
    },
  },
  handler: async (ctx, { query }) => ({ text: jsonFeed(await feedOf(ctx, '/feeds/events.json', query)) }),
});

async function feedOf(ctx: Ctx, path: string, query: EventsQuery): Promise<Feed> {
  const { type, ...ofRoutes } = query;
  const rows = await listNewestEvents(ctx.db, readRouteFilter(ctx, ofRoutes), type, EVENTS_SHOWN);
  return { title: titled('Inaugural: air routes', query), url: addressOf(ctx, path, query), events: rows.map(eventBody) };
}

const launches = endpoint({
  method: 'get',
  path: '/feeds/launches.ics',
  summary: 'Follow first flights as a calendar',
  description: `An event over the window of each first flight of the routes that the filters select, the first ${LAUNCHES_SHOWN.toLocaleString('en')} by launch. Without \`status\`: what is promised and what has flown.`,
  tags: TAGS,
  access: 'public',
  cacheable: true,
  query: launchesQuery,
  responses: { 200: { description: 'The calendar (RFC 5545)', contentType: CALENDAR } },
  errors: ['invalid_request'],
  faults: routeFilterFaults,
  handler: async (ctx, { query }) => {
    const { start, end } = calendarFrame(titled('First flights', query));
    const parts = [start];
    for await (const rows of launchPages(ctx, readRouteFilter(ctx, query))) {
      parts.push(launchEvents(await calendarRoutes(ctx, rows)));
      await breathe();
    }
    return { text: parts.join('') + end };
  },
});

const SHOWN_UNASKED = ROUTE_STATUSES.filter((status) => !['suspended', 'ended', 'cancelled', 'retracted'].includes(status));

/** Only routes with a date have a place in a calendar. */
async function* launchPages(ctx: Ctx, filter: RouteFilter): AsyncGenerator<RouteRow[]> {
  let left = LAUNCHES_SHOWN;
  for await (const rows of routePages(ctx.db, { statuses: SHOWN_UNASKED, precisions: PRECISIONS, ...filter })) {
    yield rows.slice(0, left);
    left -= rows.length;
    if (left <= 0) return;
  }
}

async function calendarRoutes(ctx: Ctx, rows: readonly RouteRow[]): Promise<CalendarRoute[]> {
  const ledgers = await listLedgers(
    ctx.db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const moves = ledgerBodies(ctx.reference, ledgers.get(row.id) ?? [], row).flatMap(({ publishedOn, move }): CalendarMove[] =>
      move === null || move.kind === 'repeated' ? [] : [{ publishedOn, from: move.from.label, to: move.to.label, days: move.days }],
    );
    return { ...JSON.parse(routeJson(ctx.reference, row)), moves, url: publicUrl(ctx.config) + pairPath(row.origin, row.destination) };
  });
}

type Query = RouteFilterQuery & { type?: readonly EventType[] | undefined };

/** What was asked for, in an order of its own: the address by which the feed is known. */
function partsOf(query: Query): [string, string][] {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function addressOf(ctx: Ctx, path: string, query: Query): string {
  const parts = new URLSearchParams(partsOf(query)).toString();
  return `${publicUrl(ctx.config)}${path}${parts === '' ? '' : `?${parts}`}`;
}

function titled(title: string, query: Query): string {
  const parts = partsOf(query).map(([name, value]) => `${name} ${value}`);
  return parts.length === 0 ? title : `${title} (${parts.join(', ')})`;
}

export const feedEndpoints = [atom, json, launches];
