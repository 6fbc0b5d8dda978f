import { z } from 'zod';
import { addCorrection, readCorrection, removeCorrection, type WrittenCorrection } from '../actions/corrections.ts';
import { CORRECTION_KINDS } from '../domain/vocabulary.ts';
import { WORDS_MOST } from '../extract/names/correction-words.ts';
import { listCorrections } from '../store/corrections.ts';
import type { CorrectionRow } from '../store/tables.ts';
import { makeCursor, queryDigest, readCursor } from './cursor.ts';
import { endpoint } from './endpoint.ts';
import { cursor, id, limit, listView } from './schemas.ts';

const TAGS = ['Corrections'];

const kind = z.enum(CORRECTION_KINDS).meta({
  description:
    '`place`, `airline`: the words name it in texts, before whatever else they may mean; `drop`: a sentence with the words announces nothing',
});

const correctionView = z
  .looseObject({
    id: z.string(),
    kind,
    words: z.string(),
    means: z.string().nullable().meta({ description: 'code of the place, id of the airline; null for what is dropped' }),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .meta({ id: 'Correction', description: 'What the reader of texts was taught' });

function correctionBody(row: CorrectionRow) {
  const { id: correctionId, kind: what, words, means } = row;
  return { id: correctionId, kind: what, words, means, createdAt: row.created_at, createdBy: row.created_by };
}

const list = endpoint({
  method: 'get',
  path: '/api/v1/corrections',
  summary: 'List what the reader of texts was taught',
  tags: TAGS,
  access: 'admin',
  query: z.object({ limit, cursor }),
  responses: { 200: { description: 'One page of corrections, the oldest first', schema: listView(correctionView) } },
  errors: ['invalid_request', 'invalid_cursor'],
  handler: async (ctx, { query }) => {
    const digest = queryDigest(query);
    const [after = ''] = readCursor(query.cursor, digest, 1) ?? [];
    const size = query.limit ?? 50;
    const rows = await listCorrections(ctx.db, after, size + 1);
    const shown = rows.slice(0, size);
    return { body: { items: shown.map(correctionBody), nextCursor: rows.length > size ? makeCursor(digest, [shown.at(-1)!.id]) : null } };
  },
});

const add = endpoint({
  method: 'post',
  path: '/api/v1/corrections',
  summary: 'Teach the reader of texts',
  description:
    'Every text is read with it from now on, over HTTP, at the desk and from feeds. A name must stand in the text as whole words, with a capital wherever the correction has one (“the” aside), a single word in capitals (“KC”) in capitals; a text that says itself which one it means, by country, region or code, is believed. What is dropped is found in any letters.',
  tags: TAGS,
  access: 'admin',
  idempotent: true,
  body: z.strictObject({
    kind,
    words: z.string().min(1).max(WORDS_MOST).meta({ description: 'as texts have them', example: 'the Queen City' }),
    means: z.string().max(80).nullish().meta({
      description: 'for a place: its IATA or metropolitan code; for an airline: code, id or name; left out for what is dropped',
      example: 'YQR',
    }),
  }),
  responses: { 201: { description: 'The correction', schema: correctionView } },
  errors: ['invalid_request', 'conflict'],
  faults: (ctx, { body }) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
    const read = readCorrection(ctx, writtenFrom(body));
    return read.ok ? [] : read.findings.map(({ pointer, detail }) => ({ pointer: `/${pointer}`, detail }));
  },
  handler: async (ctx, { body, complete }) => {
    const resultOf = (row: CorrectionRow) => ({ status: 201, body: correctionBody(row) });
    return resultOf(await addCorrection(ctx, writtenFrom(body), (tx, row) => complete(tx, resultOf(row))));
  },
});

/** Whatever is no text counts as not said: the schema has its word on that. */
function writtenFrom(body: object): WrittenCorrection {
  const given = body as Record<string, unknown>;
  const textOf = (name: string) => (typeof given[name] === 'string' ? given[name] : '');
  return { kind: textOf('kind'), words: textOf('words'), means: textOf('means') };
}

const remove = endpoint({
  method: 'delete',
  path: '/api/v1/corrections/{id}',
  summary: 'Take a correction back',
  description: 'Texts are read without it again. What was recorded meanwhile stays.',
  tags: TAGS,
  access: 'admin',
  params: z.object({ id }),
  responses: { 204: { description: 'It is gone' } },
  errors: ['not_found'],
  handler: async (ctx, { params }) => {
    await removeCorrection(ctx, params.id);
    return {};
  },
});

export const correctionEndpoints = [list, add, remove];
