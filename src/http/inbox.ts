import { z } from 'zod';
import { acceptDraft, alternativesIn, dropDraft, evidenceIn, readDraft } from '../actions/inbox.ts';
import { type RawAnnouncement, REASON_MOST } from '../domain/announcement.ts';
import { AppError, type Finding } from '../domain/errors.ts';
import { DRAFT_STATES, SOURCE_KINDS, STATUSES } from '../domain/vocabulary.ts';
import { describeWindow, windowFromBounds } from '../domain/windows.ts';
import { EVIDENCE_FIELDS } from '../extract/draft.ts';
import { listInbox } from '../store/inbox.ts';
import type { InboxRow } from '../store/tables.ts';
import { located, statementShape } from './announcements.ts';
import { makeCursor, queryDigest, readCursor } from './cursor.ts';
import { endpoint, type Result } from './endpoint.ts';
import { createdResult } from './render.ts';
import { announcementView, cursor, id, limit, listView, recordedView } from './schemas.ts';

const TAGS = ['Inbox'];
const params = z.object({ id });

const draftView = z
  .looseObject({
    id: z.string(),
    state: z.enum(DRAFT_STATES).meta({ description: '`known`: the ledger has it, or another draft says the same' }),
    source: z.looseObject({ id: z.string().nullable(), name: z.string(), kind: z.enum(SOURCE_KINDS) }),
    item: z.looseObject({ title: z.string(), link: z.string().nullable(), publishedOn: z.string() }),
    origin: z.string(),
    destination: z.string(),
    airline: z.string().nullable(),
    status: z.enum(STATUSES),
    effective: announcementView.shape.effective,
    wording: z.string().nullable(),
    weeklyFrequency: z.number().nullable(),
    speaker: z.string().nullable(),
    confidence: z.number(),
    evidence: z.array(
      z.looseObject({
        sentence: z.string(),
        marks: z.array(z.looseObject({ field: z.enum(EVIDENCE_FIELDS), start: z.number(), end: z.number() })),
      }),
    ),
    alternatives: z.looseObject({ origin: z.array(z.string()), destination: z.array(z.string()), airline: z.array(z.string()) }),
    announcementId: z.string().nullable(),
    reason: z.string().nullable(),
    createdAt: z.string(),
    decidedAt: z.string().nullable(),
    decidedBy: z.string().nullable(),
  })
  .meta({ id: 'Draft', description: 'An announcement that an item of a feed seems to hold' });

function draftBody(row: InboxRow) {
  const window = windowFromBounds(row.earliest, row.latest);
  return {
    id: row.id,
    state: row.state,
    source: { id: row.source_id, name: row.source_name, kind: row.source_kind },
    item: { title: row.item_title, link: row.link, publishedOn: row.published_on },
    origin: row.origin,
    destination: row.destination,
    airline: row.airline,
    status: row.status,
    effective: window === null ? null : describeWindow(window, row.wording),
    wording: row.wording,
    weeklyFrequency: row.weekly_frequency,
    speaker: row.speaker,
    confidence: row.confidence / 100,
    evidence: evidenceIn(row),
    alternatives: alternativesIn(row),
    announcementId: row.announcement_id,
    reason: row.reason,
    createdAt: row.created_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  };
}

const list = endpoint({
  method: 'get',
  path: '/api/v1/inbox',
  summary: 'List drafts',
  description: 'What was found in the feeds that are watched, with the sentences it came from.',
  tags: TAGS,
  access: 'editor',
  query: z.object({ state: z.enum(DRAFT_STATES).optional().meta({ description: 'not given: open' }), limit, cursor }),
  responses: { 200: { description: 'One page of drafts, the newest first', schema: listView(draftView) } },
  errors: ['invalid_request', 'invalid_cursor'],
  handler: async (ctx, { query }) => {
    const digest = queryDigest(query);
    const [before] = readCursor(query.cursor, digest, 1) ?? [];
    const size = query.limit ?? 50;
    const rows = await listInbox(ctx.db, query.state ?? 'open', before, size + 1);
    const shown = rows.slice(0, size);
    return { body: { items: shown.map(draftBody), nextCursor: rows.length > size ? makeCursor(digest, [shown.at(-1)!.id]) : null } };
  },
});

const mended = z.strictObject({ ...statementShape, source: statementShape.source.partial() }).partial();

/** What the editor says otherwise; null takes away. */
function mendedFrom({ source = {}, ...given }: z.output<typeof mended>): RawAnnouncement {
  const { name: sourceName, kind: sourceKind, url: sourceUrl } = source;
  const said = Object.entries({ ...given, sourceName, sourceKind, sourceUrl }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([field, value]) => [field, value === null ? '' : String(value)]));
}

function unacceptable(findings: readonly Finding[]): AppError {
  const [first] = findings;
  return new AppError('invalid_request', `The draft cannot be accepted as it is: ${first!.pointer} ${first!.detail}.`, { findings });
}

const accept = endpoint({
  method: 'post',
  path: '/api/v1/inbox/{id}/acceptance',
  summary: 'Accept a draft',
  description: 'Records it as a statement, with what the body says otherwise; null takes a field away.',
  tags: TAGS,
  access: 'editor',
  idempotent: true,
  params,
  body: mended,
  responses: { 201: { description: 'The statement, and the route as it now stands', schema: recordedView, headers: ['Location'] } },
  errors: ['not_found', 'invalid_request', 'conflict', 'duplicate_announcement'],
  handler: async (ctx, { params, body, complete }) => {
    const read = await readDraft(ctx, params.id, mendedFrom(body));
    if (!read.ok) throw unacceptable(read.findings.map(located));
    let result: Result = {};
    await acceptDraft(ctx, params.id, read.draft, {
      alsoWrite: async (tx, recorded) => {
        result = createdResult(tx.reference, recorded);
        await complete(tx, result);
      },
    });
    return result;
  },
});

const drop = endpoint({
  method: 'post',
  path: '/api/v1/inbox/{id}/drop',
  summary: 'Drop a draft',
  description: 'It is no announcement, or not one for this register.',
  tags: TAGS,
  access: 'editor',
  idempotent: true,
  params,
  body: z.strictObject({ reason: z.string().trim().min(1).max(REASON_MOST) }),
  responses: { 200: { description: 'The draft', schema: draftView } },
  errors: ['not_found', 'invalid_request', 'conflict'],
  handler: async (ctx, { params, body, complete }) => {
    const resultOf = (row: InboxRow) => ({ body: draftBody(row) });
    return resultOf(await dropDraft(ctx, params.id, body.reason, (tx, row) => complete(tx, resultOf(row))));
  },
});

export const inboxEndpoints = [list, accept, drop];
