import { z } from 'zod';
import { EVENT_TYPES } from '../domain/vocabulary.ts';
import { listEvents } from '../store/events.ts';
import type { EventRow } from '../store/tables.ts';
import { makeCursor, queryDigest, readCursor } from './cursor.ts';
import { endpoint } from './endpoint.ts';
import { anyOf, wholeNumber } from './parameters.ts';
import { cursor, eventView, id, limit, listView } from './schemas.ts';

const list = endpoint({
  method: 'get',
  path: '/api/v1/events',
  summary: 'Read the log of events',
  description:
    'What changed in what is believed, in the order of their numbers. Numbers rise, with gaps; a reader that asks for what comes after the newest number it has seen misses nothing. `occurredAt` is when it became true, `recordedAt` when the register learnt it.',
  tags: ['Events'],
  access: 'public',
  cacheable: true,
  query: z.object({
    after: wholeNumber({ min: 0, max: 999_999_999_999_999 }).optional(),
    type: anyOf(EVENT_TYPES).optional(),
    routeId: id.optional(),
    limit,
    cursor,
  }),
  responses: { 200: { description: 'One page of events, oldest first', schema: listView(eventView) } },
  errors: ['invalid_request', 'invalid_cursor'],
  handler: async (ctx, { query }) => {
    const digest = queryDigest(query);
    const [seen] = readCursor(query.cursor, digest, 1) ?? [];
    const size = query.limit ?? 50;
    const filter = {
      after: Number(seen ?? query.after ?? 0) || 0,
      ...(query.type === undefined ? {} : { types: query.type }),
      ...(query.routeId === undefined ? {} : { routeId: query.routeId }),
    };
    const rows = await listEvents(ctx.db, filter, size + 1);
    const shown = rows.slice(0, size);
    return {
      body: { items: shown.map(eventBody), nextCursor: rows.length > size ? makeCursor(digest, [String(shown.at(-1)!.seq)]) : null },
    };
  },
});

export function eventBody(row: EventRow) {
  return {
    number: row.seq,
    id: row.id,
    type: row.type,
    routeId: row.route_id,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    data: JSON.parse(row.data),
  };
}

export const eventEndpoints = [list];
