import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { GEOJSON_END, GEOJSON_START, routeFeature } from '../feeds/geojson.ts';
import { ledgerHeader, ledgerLines } from '../feeds/ledger-csv.ts';
import { type FeedRoute, routesHeader, routesLines } from '../feeds/routes-csv.ts';
import { listRoutesAsOf } from '../store/as-of.ts';
import { ledgerPages, routePages } from '../store/pages.ts';
import type { RouteFilter } from '../store/route-list.ts';
import type { RouteRow } from '../store/tables.ts';
import { endpoint, type Result } from './endpoint.ts';
import { routeJson } from './render.ts';
import { readRouteFilter, routeFilterFaults, routeFilterQuery } from './route-query.ts';

const TAGS = ['Exports'];
const CSV = 'text/csv; charset=utf-8';
const GEOJSON = 'application/geo+json';
const featureCollection = z
  .looseObject({ type: z.literal('FeatureCollection'), features: z.array(z.looseObject({})) })
  .meta({ id: 'FeatureCollection' });

async function* selection(ctx: Ctx, filter: RouteFilter, asOf: string | undefined): AsyncGenerator<FeedRoute[]> {
  const feedRoute = (row: RouteRow): FeedRoute => JSON.parse(routeJson(ctx.reference, row));
  if (asOf !== undefined) {
    const rows = await listRoutesAsOf(ctx.db, ctx.reference, filter, asOf, { sort: 'launch', limit: Number.MAX_SAFE_INTEGER });
    for (let start = 0; start < rows.length; start += 500) yield rows.slice(start, start + 500).map(feedRoute);
    return;
  }
  for await (const rows of routePages(ctx.db, filter)) yield rows.map(feedRoute);
}

function download(stream: AsyncIterable<string>, file: string): Result {
  return { stream, headers: { 'Content-Disposition': `attachment; filename="${file}"` } };
}

const routesCsv = endpoint({
  method: 'get',
  path: '/exports/routes.csv',
  summary: 'Export routes as CSV',
  description: 'The filters of the list of routes.',
  tags: TAGS,
  access: 'public',
  query: routeFilterQuery,
  responses: { 200: { description: 'Every route of the selection, by launch', contentType: CSV } },
  errors: ['invalid_request'],
  faults: routeFilterFaults,
  handler: (ctx, { query }) => {
    const filter = readRouteFilter(ctx, query);
    async function* lines() {
      yield routesHeader();
      for await (const routes of selection(ctx, filter, query.asOf)) yield routesLines(routes);
    }
    return download(lines(), 'routes.csv');
  },
});

const routesGeoJson = endpoint({
  method: 'get',
  path: '/exports/routes.geojson',
  summary: 'Export routes as GeoJSON',
  description: 'The filters of the list of routes. Each route is a line between its ends.',
  tags: TAGS,
  access: 'public',
  query: routeFilterQuery,
  responses: { 200: { description: 'Every route of the selection, by launch', contentType: GEOJSON, schema: featureCollection } },
  errors: ['invalid_request'],
  faults: routeFilterFaults,
  handler: (ctx, { query }) => {
    const filter = readRouteFilter(ctx, query);
    async function* features() {
      let separator = GEOJSON_START;
      for await (const routes of selection(ctx, filter, query.asOf)) {
        yield separator + routes.map(routeFeature).join(',\n');
        separator = ',\n';
      }
      yield separator === GEOJSON_START ? GEOJSON_START + GEOJSON_END : GEOJSON_END;
    }
    return download(features(), 'routes.geojson');
  },
});

const announcementsCsv = endpoint({
  method: 'get',
  path: '/exports/announcements.csv',
  summary: 'Export the ledger as CSV',
  description: 'Every statement that stands, in the columns that `inaugural import` reads.',
  tags: TAGS,
  access: 'public',
  responses: { 200: { description: 'The ledger by day of publication', contentType: CSV } },
  handler: (ctx) => {
    async function* lines() {
      yield ledgerHeader();
      for await (const rows of ledgerPages(ctx.db)) yield ledgerLines(rows);
    }
    return download(lines(), 'announcements.csv');
  },
});

export const exportEndpoints = [routesCsv, routesGeoJson, announcementsCsv];
