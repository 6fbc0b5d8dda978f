import { z } from 'zod';
import { createKey, revokeKey, type ShownKey, shownKey } from '../actions/keys.ts';
import { SCOPES } from '../domain/vocabulary.ts';
import { listAudit } from '../store/audit.ts';
import { listKeys } from '../store/keys.ts';
import { makeCursor, queryDigest, readCursor } from './cursor.ts';
import { endpoint } from './endpoint.ts';
import { auditView, cursor, id, instant, keyView, limit, listView } from './schemas.ts';

const TAGS = ['Administration'];

function keyBody(key: ShownKey) {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scope: key.scope,
    createdAt: key.created_at,
    expiresAt: key.expires_at,
    revokedAt: key.revoked_at,
    lastUsedAt: key.last_used_at,
  };
}

const list = endpoint({
  method: 'get',
  path: '/api/v1/keys',
  summary: 'List the keys',
  tags: TAGS,
  access: 'admin',
  responses: { 200: { description: 'Every key, without its secret', schema: listView(keyView) } },
  handler: async (ctx) => ({ body: { items: (await listKeys(ctx.db)).map((row) => keyBody(shownKey(row))), nextCursor: null } }),
});

const create = endpoint({
  method: 'post',
  path: '/api/v1/keys',
  summary: 'Make a key',
  description: 'The token is in this answer and nowhere else.',
  tags: TAGS,
  access: 'admin',
  body: z.strictObject({ name: z.string().trim().min(1).max(200), scope: z.enum(SCOPES), expiresAt: instant.nullish() }),
  responses: { 201: { description: 'The key and its token', schema: keyView.extend({ token: z.string() }).meta({ id: 'NewKey' }) } },
  errors: ['invalid_request'],
  handler: async (ctx, { body }) => {
    const { key, token } = await createKey(ctx, { name: body.name, scope: body.scope, expiresAt: body.expiresAt ?? null });
    return { status: 201, body: { ...keyBody(key), token } };
  },
});

const revoke = endpoint({
  method: 'delete',
  path: '/api/v1/keys/{id}',
  summary: 'Revoke a key',
  description: 'Takes effect at once, in every process. The key stays in the list.',
  tags: TAGS,
  access: 'admin',
  params: z.object({ id }),
  responses: { 200: { description: 'The key, revoked', schema: keyView } },
  errors: ['not_found'],
  handler: async (ctx, { params }) => ({ body: keyBody(await revokeKey(ctx, params.id)) }),
});

const audit = endpoint({
  method: 'get',
  path: '/api/v1/audit',
  summary: 'Read the audit',
  description:
    'Newest first: every change, who made it by which key in which request, and what stood before and after. Each line carries the digest of the line before it.',
  tags: TAGS,
  access: 'admin',
  query: z.object({ subject: z.string().max(100).optional().meta({ description: 'such as route:<id> or key:<id>' }), limit, cursor }),
  responses: { 200: { description: 'One page of the audit', schema: listView(auditView) } },
  errors: ['invalid_request', 'invalid_cursor'],
  handler: async (ctx, { query }) => {
    const digest = queryDigest(query);
    const [before] = readCursor(query.cursor, digest, 1) ?? [];
    const size = query.limit ?? 50;
    const filter = {
      ...(before === undefined ? {} : { before: Number(before) || 0 }),
      ...(query.subject === undefined ? {} : { subject: query.subject }),
    };
    const rows = await listAudit(ctx.db, filter, size + 1);
    const shown = rows.slice(0, size);
    const items = shown.map((row) => ({
      number: row.seq,
      at: row.at,
      actor: row.actor,
      keyId: row.key_id,
      requestId: row.request_id,
      action: row.action,
      subject: row.subject,
      before: row.before === null ? null : JSON.parse(row.before),
      after: row.after === null ? null : JSON.parse(row.after),
      digest: row.digest,
    }));
    return { body: { items, nextCursor: rows.length > size ? makeCursor(digest, [String(shown.at(-1)!.seq)]) : null } };
  },
});

export const adminEndpoints = [list, create, revoke, audit];
