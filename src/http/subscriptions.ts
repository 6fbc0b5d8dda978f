import { z } from 'zod';
import {
  askForMails,
  changeSubscription,
  createSubscription,
  getOwn,
  removeSubscription,
  rotateSecret,
  type ShownSubscription,
  shownSubscription,
  testSubscription,
} from '../actions/subscriptions.ts';
import type { Ctx } from '../context.ts';
import { mailboxOf } from '../domain/alerts.ts';
import type { Finding } from '../domain/errors.ts';
import { CHANNELS, EVENT_TYPES, ROUTE_STATUSES, SUBSCRIPTION_STATES } from '../domain/vocabulary.ts';
import { filterOf } from '../store/event-facts.ts';
import { listSubscriptions } from '../store/subscriptions.ts';
import { alertFilterBody, readFilterBody } from './alert-filter.ts';
import { makeCursor, queryDigest, readCursor } from './cursor.ts';
import { endpoint } from './endpoint.ts';
import { invalid } from './input.ts';
import { cursor, id, limit, listView } from './schemas.ts';

const TAGS = ['Subscriptions'];
const params = z.object({ id });

const url = z.string().min(1).max(2000).meta({ format: 'uri', example: 'https://example.org/inaugural' });
const email = z
  .string()
  .transform((text, check) => {
    const mailbox = mailboxOf(text);
    if (mailbox !== undefined) return mailbox;
    check.addIssue({ code: 'custom', message: 'must be an e-mail address' });
    return z.NEVER;
  })
  .meta({ format: 'email', maxLength: 254, example: 'desk@example.org' });
const description = z.string().trim().max(200).nullish();
const contact = email
  .nullish()
  .meta({ description: 'where you are told, by e-mail, when a webhook was switched off because nothing was received' });

const filterView = z
  .looseObject({
    types: z.array(z.enum(EVENT_TYPES)),
    statuses: z.array(z.enum(ROUTE_STATUSES)),
    place: z.string().nullable(),
    airline: z.string().nullable(),
  })
  .meta({ id: 'AlertFilter', description: 'All conditions hold together; empty lists and null leave nothing out' });

const subscriptionView = z
  .looseObject({
    id: z.string(),
    channel: z.enum(CHANNELS),
    url: z.string().nullable(),
    email: z.string().nullable(),
    description: z.string().nullable(),
    contact: z.string().nullable(),
    filter: filterView,
    state: z.enum(SUBSCRIPTION_STATES),
    stateReason: z.string().nullable(),
    failures: z.number().meta({ description: 'failed attempts since the last success' }),
    failingSince: z.string().nullable(),
    lastSuccessAt: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Subscription' });

const withSecret = subscriptionView.extend({ secret: z.string() }).meta({ id: 'NewSubscription' });

function subscriptionBody(row: ShownSubscription) {
  return {
    id: row.id,
    channel: row.channel,
    url: row.channel === 'webhook' ? row.target : null,
    email: row.channel === 'email' ? row.target : null,
    description: row.description,
    contact: row.contact,
    filter: filterOf(row),
    state: row.state,
    stateReason: row.state_reason,
    failures: row.failures,
    failingSince: row.failing_since,
    lastSuccessAt: row.last_success_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const list = endpoint({
  method: 'get',
  path: '/api/v1/subscriptions',
  summary: 'List subscriptions',
  description: 'Those of your key; with an admin key everybody’s.',
  tags: TAGS,
  access: 'reader',
  query: z.object({ limit, cursor }),
  responses: { 200: { description: 'One page of subscriptions, the oldest first', schema: listView(subscriptionView) } },
  errors: ['invalid_request', 'invalid_cursor'],
  handler: async (ctx, { query }) => {
    const digest = queryDigest(query);
    const [after = ''] = readCursor(query.cursor, digest, 1) ?? [];
    const size = query.limit ?? 50;
    const owner = ctx.actor.scope === 'admin' ? 'everybody' : { keyId: ctx.actor.keyId! };
    const rows = await listSubscriptions(ctx.db, owner, after, size + 1);
    const shown = rows.slice(0, size);
    return {
      body: {
        items: shown.map((row) => subscriptionBody(shownSubscription(row))),
        nextCursor: rows.length > size ? makeCursor(digest, [shown.at(-1)!.id]) : null,
      },
    };
  },
});

const create = endpoint({
  method: 'post',
  path: '/api/v1/subscriptions',
  summary: 'Subscribe to alerts',
  description:
    'By webhook, signed as Standard Webhooks has it with the secret that is in this answer and nowhere else; or by e-mail, which begins when the reader of the mailbox has confirmed. At least once, always under one id, in order for each route.',
  tags: TAGS,
  access: 'reader',
  idempotent: true,
  body: z.strictObject({
    channel: z.enum(CHANNELS),
    url: url.optional(),
    email: email.optional(),
    description,
    contact,
    filter: alertFilterBody.optional(),
  }),
  responses: { 201: { description: 'The subscription and its secret', schema: withSecret, headers: ['Location'] } },
  errors: ['invalid_request', 'conflict'],
  handler: async (ctx, { body, complete }) => {
    const findings: Finding[] = [];
    const [needed, other] = body.channel === 'webhook' ? (['url', 'email'] as const) : (['email', 'url'] as const);
    if (body[needed] === undefined) findings.push({ pointer: `/${needed}`, detail: `is required for the channel ${body.channel}` });
    if (body[other] !== undefined) findings.push({ pointer: `/${other}`, detail: `does not belong to the channel ${body.channel}` });
    const filter = readFilterBody(ctx, body.filter ?? {}, findings);
    if (findings.length > 0) throw invalid(findings);
    const wanted = {
      channel: body.channel,
      target: body[needed]!,
      filter: { types: [], statuses: [], place: null, airline: null, ...filter },
      description: body.description ?? null,
      contact: body.contact ?? null,
    };
    const resultOf = ({ subscription, secret }: { subscription: ShownSubscription; secret: string }) => ({
      status: 201,
      location: `/api/v1/subscriptions/${subscription.id}`,
      body: { ...subscriptionBody(subscription), secret },
    });
    return resultOf(await createSubscription(ctx, wanted, (tx, made) => complete(tx, resultOf(made))));
  },
});

const ask = endpoint({
  method: 'post',
  path: '/api/v1/subscriptions/email',
  summary: 'Ask for alerts by e-mail, without a key',
  description:
    'A letter goes to the mailbox; the alerts begin when its reader follows the link in it. The answer is the same whether or not a letter is sent: one mailbox gets no more than three in a day.',
  tags: TAGS,
  access: 'public',
  body: z.strictObject({ email, filter: alertFilterBody.optional() }),
  responses: { 202: { description: 'Look into the mailbox', schema: z.looseObject({ detail: z.string() }).meta({ id: 'Accepted' }) } },
  errors: ['invalid_request', 'conflict'],
  handler: async (ctx, { body }) => {
    const findings: Finding[] = [];
    const filter = readFilterBody(ctx, body.filter ?? {}, findings);
    if (findings.length > 0) throw invalid(findings);
    await askForMails(ctx, { target: body.email, filter: { types: [], statuses: [], place: null, airline: null, ...filter } });
    return { status: 202, body: { detail: 'A letter with a link is on its way; the alerts begin when you have followed it.' } };
  },
});

const read = endpoint({
  method: 'get',
  path: '/api/v1/subscriptions/{id}',
  summary: 'Read a subscription',
  tags: TAGS,
  access: 'reader',
  params,
  responses: { 200: { description: 'The subscription, without its secret', schema: subscriptionView } },
  errors: ['not_found'],
  handler: async (ctx, { params }) => ({ body: await shownOwn(ctx, params.id) }),
});

async function shownOwn(ctx: Ctx, subscriptionId: string) {
  return subscriptionBody(shownSubscription(await getOwn(ctx, subscriptionId)));
}

const change = endpoint({
  method: 'patch',
  path: '/api/v1/subscriptions/{id}',
  summary: 'Change, pause or resume a subscription',
  description:
    'What is not given stays. Paused, alerts wait and are sent when it is resumed, as far as they are still true. A disabled one is resumed by `"state": "active"`; what it missed can be asked for by a replay.',
  tags: TAGS,
  access: 'reader',
  params,
  body: z.strictObject({
    url: url.optional(),
    description,
    contact,
    filter: alertFilterBody.optional(),
    state: z.enum(['active', 'paused']).optional(),
  }),
  responses: { 200: { description: 'The subscription', schema: subscriptionView } },
  errors: ['not_found', 'invalid_request', 'conflict'],
  handler: async (ctx, { params, body }) => {
    const findings: Finding[] = [];
    const filter = body.filter === undefined ? undefined : readFilterBody(ctx, body.filter, findings);
    if (findings.length > 0) throw invalid(findings);
    const changed = await changeSubscription(ctx, params.id, {
      ...(body.url === undefined ? {} : { target: body.url }),
      ...(filter === undefined ? {} : { filter }),
      ...(body.description === undefined ? {} : { description: body.description }),
      ...(body.contact === undefined ? {} : { contact: body.contact }),
      ...(body.state === undefined ? {} : { state: body.state }),
    });
    return { body: subscriptionBody(changed) };
  },
});

const remove = endpoint({
  method: 'delete',
  path: '/api/v1/subscriptions/{id}',
  summary: 'End a subscription',
  description: 'With its deliveries. What is under way may still arrive.',
  tags: TAGS,
  access: 'reader',
  params,
  responses: { 204: { description: 'It is gone' } },
  errors: ['not_found'],
  handler: async (ctx, { params }) => {
    await removeSubscription(ctx, params.id);
    return {};
  },
});

const test = endpoint({
  method: 'post',
  path: '/api/v1/subscriptions/{id}/test',
  summary: 'Send a test',
  description: 'Sends a message of type `subscription.test` now and tells how that went. No event, no retries.',
  tags: TAGS,
  access: 'reader',
  params,
  responses: {
    200: {
      description: 'How it went',
      schema: z
        .looseObject({ delivered: z.boolean(), status: z.number().nullable(), fault: z.string().nullable(), milliseconds: z.number() })
        .meta({ id: 'TestResult' }),
    },
  },
  errors: ['not_found', 'conflict'],
  handler: async (ctx, { params }) => {
    const { status, fault, milliseconds } = await testSubscription(ctx, params.id);
    return { body: { delivered: fault === null, status, fault, milliseconds: Math.round(milliseconds) } };
  },
});

const secret = endpoint({
  method: 'post',
  path: '/api/v1/subscriptions/{id}/secret',
  summary: 'Change the signing secret',
  description: 'The new one is in this answer and nowhere else. For 24 hours messages carry the signatures of both.',
  tags: TAGS,
  access: 'reader',
  params,
  responses: { 200: { description: 'The subscription and its new secret', schema: withSecret } },
  errors: ['not_found', 'conflict'],
  handler: async (ctx, { params }) => {
    const made = await rotateSecret(ctx, params.id);
    return { body: { ...subscriptionBody(made.subscription), secret: made.secret } };
  },
});

export const subscriptionEndpoints = [list, create, ask, read, change, remove, test, secret];
