import { z } from 'zod';
import { redeliver, replay } from '../actions/replay.ts';
import { getOwn } from '../actions/subscriptions.ts';
import { AppError } from '../domain/errors.ts';
import { DELIVERY_STATES, EVENT_TYPES } from '../domain/vocabulary.ts';
import { findDelivery, listAttempts, listDeliveries } from '../store/deliveries.ts';
import type { DeliveryRow } from '../store/tables.ts';
import { makeCursor, queryDigest, readCursor } from './cursor.ts';
import { endpoint } from './endpoint.ts';
import { cursor, id, instant, limit, listView } from './schemas.ts';

const TAGS = ['Subscriptions'];
const oneOf = z.object({ id, deliveryId: id });

const deliveryView = z
  .looseObject({
    id: z.string(),
    eventNumber: z.number(),
    type: z.enum(EVENT_TYPES),
    routeId: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.number(),
    dueAt: z.string().meta({ description: 'when the next attempt is made, or was due' }),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

const attemptView = z
  .looseObject({
    number: z.number(),
    at: z.string(),
    milliseconds: z.number(),
    status: z.number().nullable().meta({ description: 'of the HTTP answer, or the reply code of the mail server' }),
    fault: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });

function deliveryBody(row: DeliveryRow) {
  return {
    id: row.id,
    eventNumber: row.event_seq,
    type: row.event_type,
    routeId: row.route_id,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}

const list = endpoint({
  method: 'get',
  path: '/api/v1/subscriptions/{id}/deliveries',
  summary: 'List the deliveries of a subscription',
  tags: TAGS,
  access: 'reader',
  params: z.object({ id }),
  query: z.object({ state: z.enum(DELIVERY_STATES).optional(), limit, cursor }),
  responses: { 200: { description: 'One page of deliveries, the newest first', schema: listView(deliveryView) } },
  errors: ['not_found', 'invalid_request', 'invalid_cursor'],
  handler: async (ctx, { params, query }) => {
    const subscription = await getOwn(ctx, params.id);
    const digest = queryDigest(query);
    const [before] = readCursor(query.cursor, digest, 1) ?? [];
    const size = query.limit ?? 50;
    const rows = await listDeliveries(
      ctx.db,
      {
        subscriptionId: subscription.id,
        ...(query.state === undefined ? {} : { state: query.state }),
        ...(before === undefined ? {} : { before }),
      },
      size + 1,
    );
    const shown = rows.slice(0, size);
    return {
      body: { items: shown.map(deliveryBody), nextCursor: rows.length > size ? makeCursor(digest, [shown.at(-1)!.id]) : null },
    };
  },
});

const read = endpoint({
  method: 'get',
  path: '/api/v1/subscriptions/{id}/deliveries/{deliveryId}',
  summary: 'Read a delivery with its attempts',
  tags: TAGS,
  access: 'reader',
  params: oneOf,
  responses: {
    200: { description: 'The delivery', schema: deliveryView.extend({ log: z.array(attemptView) }).meta({ id: 'DeliveryWithLog' }) },
  },
  errors: ['not_found'],
  handler: async (ctx, { params }) => {
    const subscription = await getOwn(ctx, params.id);
    const row = await findDelivery(ctx.db, subscription.id, params.deliveryId);
    if (row === undefined) throw new AppError('not_found', `There is no delivery ${params.deliveryId} of this subscription.`);
    const attempts = await listAttempts(ctx.db, row.id);
    return {
      body: {
        ...deliveryBody(row),
        log: attempts.map(({ number, at, milliseconds, status, fault }) => ({ number, at, milliseconds, status, fault })),
      },
    };
  },
});

const repeat = endpoint({
  method: 'post',
  path: '/api/v1/subscriptions/{id}/deliveries/{deliveryId}/redelivery',
  summary: 'Send a delivery once more',
  description: 'Under the same id, from the first attempt on.',
  tags: TAGS,
  access: 'reader',
  params: oneOf,
  responses: { 202: { description: 'It waits to be sent', schema: deliveryView } },
  errors: ['not_found', 'conflict'],
  handler: async (ctx, { params }) => ({ status: 202, body: deliveryBody(await redeliver(ctx, params.id, params.deliveryId)) }),
});

const repeatAll = endpoint({
  method: 'post',
  path: '/api/v1/subscriptions/{id}/replay',
  summary: 'Send all since a moment once more',
  description:
    'Every event recorded since then that the filter selects, under the same ids and in order, whether it was sent before or not. What is not true any more is left out.',
  tags: TAGS,
  access: 'reader',
  params: z.object({ id }),
  body: z.strictObject({ since: instant }),
  responses: { 202: { description: 'How many wait to be sent', schema: z.looseObject({ deliveries: z.number() }).meta({ id: 'Replay' }) } },
  errors: ['not_found', 'invalid_request'],
  handler: async (ctx, { params, body }) => ({ status: 202, body: { deliveries: await replay(ctx, params.id, body.since) } }),
});

export const deliveryEndpoints = [list, read, repeat, repeatAll];
