import { z } from 'zod';
import { retract } from '../actions/announcements.ts';
import { recordAnnouncement } from '../actions/record.ts';
import { worldOf } from '../actions/world.ts';
import {
  type Draft,
  type Field,
  type RawAnnouncement,
  REASON_MOST,
  readAnnouncement,
  STATEMENT_FIELDS,
  TEXT_LIMITS,
  type World,
} from '../domain/announcement.ts';
import { AppError, type Finding } from '../domain/errors.ts';
import { SOURCE_KINDS, STATUSES } from '../domain/vocabulary.ts';
import { findAnnouncement } from '../store/announcements.ts';
import { endpoint, type Result } from './endpoint.ts';
import { invalid } from './input.ts';
import { announcementBody, createdResult, recordedJson } from './render.ts';
import { announcementView, id, recordedView } from './schemas.ts';

const TAGS = ['Announcements'];

const text = (limit: number, description: string) => z.string().max(limit).nullish().meta({ description });

/** What a statement is made of in a request. Dates and codes are understood by `readAnnouncement`, as everywhere. */
export const statementShape = {
  origin: z.string().max(10).meta({ description: 'IATA airport (ALA), metropolitan area (LON) or country (KZ)', example: 'ALA' }),
  destination: z.string().max(10).meta({ example: 'LHE' }),
  airline: z.string().max(80).nullish().meta({ description: 'IATA or ICAO code, or id; left out if none was named', example: 'DV' }),
  status: z.enum(STATUSES),
  effective: z.string().max(60).nullish().meta({
    description:
      'when that takes effect: 2023-04-21, 2023-04, 2023, 2026-Q3, 2026-H1, S27, W26, 01APR27, or A/B with `..` for an open side; `withdrawn`: the date was taken back',
    example: '2023-04',
  }),
  wording: text(TEXT_LIMITS.wording, 'the exact words that gave the timing'),
  weeklyFrequency: z.int().min(1).max(1000).nullish().meta({ description: 'flights a week' }),
  speaker: text(TEXT_LIMITS.speaker, 'who said it'),
  source: z.strictObject({
    name: z.string().min(1).max(TEXT_LIMITS.sourceName),
    kind: z.enum(SOURCE_KINDS),
    url: text(TEXT_LIMITS.sourceUrl, 'where it can be read'),
  }),
  publishedOn: z.string().max(10).meta({ description: 'the day it was published', format: 'date', example: '2023-03-23' }),
  note: text(TEXT_LIMITS.note, 'what else an editor should know'),
};

const newStatement = z.strictObject({
  ...statementShape,
  routeId: id.nullish().meta({ description: 'the route that is meant, if the pair has several; otherwise it is found or made' }),
});

type Statement = Omit<z.output<typeof newStatement>, 'routeId' | 'source'> & {
  source: { name: string; kind: string; url?: string | null | undefined };
};

const POINTERS: Partial<Record<Field, string>> = { sourceName: '/source/name', sourceKind: '/source/kind', sourceUrl: '/source/url' };

/** Understands a statement of a request, or refuses it with every fault by its pointer. */
export function draftFrom(body: Statement, world: World): Draft {
  const read = readAnnouncement(rawFrom(body), world);
  if (read.ok) return read.draft;
  throw invalid(read.findings.map(located));
}

/** What is wrong with the codes and dates of a statement whose schema is broken elsewhere; `known` is what the path says. */
function statementFaults(body: unknown, world: World, known: Partial<RawAnnouncement> = {}): readonly Finding[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const read = readAnnouncement({ ...rawFrom(body), ...known }, world);
  return read.ok ? [] : read.findings.map(located);
}

/** A fault of a statement, at its place in a request. */
export function located({ field, detail }: { field: Field; detail: string }): Finding {
  return { pointer: POINTERS[field] ?? `/${field}`, detail };
}

/** Whatever is no text or number counts as not said: the schema has its word on that. */
function rawFrom(body: object): RawAnnouncement {
  const { source, ...given } = body as Record<string, unknown>;
  const { name, kind, url } = (typeof source === 'object' && source !== null ? source : {}) as Record<string, unknown>;
  const all: Record<string, unknown> = { ...given, sourceName: name, sourceKind: kind, sourceUrl: url };
  return Object.fromEntries(
    STATEMENT_FIELDS.map((field) => [field, typeof all[field] === 'string' || typeof all[field] === 'number' ? String(all[field]) : '']),
  );
}

const record = endpoint({
  method: 'post',
  path: '/api/v1/announcements',
  summary: 'Record a statement',
  description: 'Finds the route that the statement is about, or makes it, and says what is believed now.',
  tags: TAGS,
  access: 'editor',
  idempotent: true,
  body: newStatement,
  responses: { 201: { description: 'The statement, and the route as it now stands', schema: recordedView, headers: ['Location'] } },
  errors: ['invalid_request', 'not_found', 'conflict', 'duplicate_announcement'],
  faults: (ctx, { body }) => statementFaults(body, worldOf(ctx)),
  handler: async (ctx, { body, complete }) => {
    const draft = draftFrom(body, worldOf(ctx));
    let result: Result = {};
    await recordAnnouncement(ctx, draft, {
      ...(body.routeId == null ? {} : { routeId: body.routeId }),
      alsoWrite: async (tx, recorded) => {
        result = createdResult(tx.reference, recorded);
        await complete(tx, result);
      },
    });
    return result;
  },
});

const read = endpoint({
  method: 'get',
  path: '/api/v1/announcements/{id}',
  summary: 'Read a statement',
  tags: TAGS,
  access: 'public',
  cacheable: true,
  params: z.object({ id }),
  responses: { 200: { description: 'The statement', schema: announcementView } },
  errors: ['not_found'],
  handler: async (ctx, { params }) => {
    const row = await findAnnouncement(ctx.db, params.id);
    if (row === undefined) throw new AppError('not_found', `There is no announcement ${params.id}.`);
    return { body: announcementBody(ctx.reference, row) };
  },
});

const retraction = endpoint({
  method: 'post',
  path: '/api/v1/announcements/{id}/retraction',
  summary: 'Take a statement back',
  description: 'It stays in the ledger with the reason, and no longer counts: what is believed is what the other statements add up to.',
  tags: TAGS,
  access: 'editor',
  idempotent: true,
  params: z.object({ id }),
  body: z.strictObject({ reason: z.string().trim().min(1).max(REASON_MOST) }),
  responses: { 200: { description: 'The statement, and the route as it now stands', schema: recordedView } },
  errors: ['not_found', 'conflict'],
  handler: async (ctx, { params, body, complete }) => {
    let result: Result = {};
    await retract(ctx, params.id, body.reason, async (tx, { announcement, route }) => {
      result = {
        json: recordedJson(tx.reference, { announcement, route }),
      };
      await complete(tx, result);
    });
    return result;
  },
});

export const announcementEndpoints = [record, read, retraction];
