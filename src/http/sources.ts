import { z } from 'zod';
import { addSource, changeSource, removeSource } from '../actions/sources.ts';
import { TEXT_LIMITS } from '../domain/announcement.ts';
import { SOURCE_KINDS, SOURCE_STATES } from '../domain/vocabulary.ts';
import { listSources } from '../store/sources.ts';
import type { SourceRow } from '../store/tables.ts';
import { makeCursor, queryDigest, readCursor } from './cursor.ts';
import { endpoint } from './endpoint.ts';
import { cursor, id, limit, listView } from './schemas.ts';

const TAGS = ['Sources'];
const params = z.object({ id });

const url = z.string().min(1).max(2000).meta({ format: 'uri', example: 'https://news.example/feed.xml' });
const name = z
  .string()
  .trim()
  .min(1)
  .max(TEXT_LIMITS.sourceName)
  .meta({ description: 'as the ledger is to name it', example: 'The Herald' });
const kind = z.enum(SOURCE_KINDS);

const sourceView = z
  .looseObject({
    id: z.string(),
    url: z.string(),
    name: z.string(),
    kind,
    state: z.enum(SOURCE_STATES),
    stateReason: z.string().nullable(),
    everyMinutes: z.number().nullable().meta({ description: 'how often the feed wants to be asked' }),
    nextPollAt: z.string(),
    failures: z.number().meta({ description: 'since the last success' }),
    failingSince: z.string().nullable(),
    lastSuccessAt: z.string().nullable(),
    lastFault: z.string().nullable().meta({ description: 'what went wrong the last time; or which item of the feed could not be read' }),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Source', description: 'A feed that is watched' });

function sourceBody(row: SourceRow) {
  return {
    id: row.id,
    url: row.url,
    name: row.name,
    kind: row.kind,
    state: row.state,
    stateReason: row.state_reason,
    everyMinutes: row.every_minutes,
    nextPollAt: row.next_poll_at,
    failures: row.failures,
    failingSince: row.failing_since,
    lastSuccessAt: row.last_success_at,
    lastFault: row.last_fault,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const list = endpoint({
  method: 'get',
  path: '/api/v1/sources',
  summary: 'List the feeds that are watched',
  tags: TAGS,
  access: 'admin',
  query: z.object({ limit, cursor }),
  responses: { 200: { description: 'One page of sources, the oldest first', schema: listView(sourceView) } },
  errors: ['invalid_request', 'invalid_cursor'],
  handler: async (ctx, { query }) => {
    const digest = queryDigest(query);
    const [after = ''] = readCursor(query.cursor, digest, 1) ?? [];
    const size = query.limit ?? 50;
    const rows = await listSources(ctx.db, after, size + 1);
    const shown = rows.slice(0, size);
    return { body: { items: shown.map(sourceBody), nextCursor: rows.length > size ? makeCursor(digest, [shown.at(-1)!.id]) : null } };
  },
});

const add = endpoint({
  method: 'post',
  path: '/api/v1/sources',
  summary: 'Watch a feed',
  description:
    'RSS, Atom or JSON Feed at a public address. It is asked as often as it wants, between every 15 minutes and once a day; what its new items seem to announce is put into the inbox.',
  tags: TAGS,
  access: 'admin',
  idempotent: true,
  body: z.strictObject({ url, name, kind: kind.optional() }),
  responses: { 201: { description: 'The source', schema: sourceView } },
  errors: ['invalid_request', 'conflict'],
  handler: async (ctx, { body, complete }) => {
    const resultOf = (row: SourceRow) => ({ status: 201, body: sourceBody(row) });
    const wanted = { url: body.url, name: body.name, kind: body.kind ?? ('media' as const) };
    return resultOf(await addSource(ctx, wanted, (tx, row) => complete(tx, resultOf(row))));
  },
});

const change = endpoint({
  method: 'patch',
  path: '/api/v1/sources/{id}',
  summary: 'Rename, pause or resume a source',
  description: 'What is not given stays. Resumed, it is asked at once.',
  tags: TAGS,
  access: 'admin',
  params,
  body: z.strictObject({ name: name.optional(), kind: kind.optional(), state: z.enum(SOURCE_STATES).optional() }),
  responses: { 200: { description: 'The source', schema: sourceView } },
  errors: ['not_found', 'invalid_request'],
  handler: async (ctx, { params, body }) => {
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    return { body: sourceBody(await changeSource(ctx, params.id, given)) };
  },
});

const remove = endpoint({
  method: 'delete',
  path: '/api/v1/sources/{id}',
  summary: 'Watch a feed no longer',
  description: 'What it gave to the inbox stays there.',
  tags: TAGS,
  access: 'admin',
  params,
  responses: { 204: { description: 'It is gone' } },
  errors: ['not_found'],
  handler: async (ctx, { params }) => {
    await removeSource(ctx, params.id);
    return {};
  },
});

export const sourceEndpoints = [list, add, change, remove];
