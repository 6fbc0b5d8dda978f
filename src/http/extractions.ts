import { z } from 'zod';
import { EFFECT_KINDS, type Effect, readerOf, understand } from '../actions/extraction.ts';
import { MOVE_KINDS, ROUTE_STATUSES, STATUSES } from '../domain/vocabulary.ts';
import { describeWindow } from '../domain/windows.ts';
import { EVIDENCE_FIELDS, type ExtractedDraft } from '../extract/draft.ts';
import type { Reference } from '../store/reference.ts';
import { endpoint } from './endpoint.ts';
import { airlineBody, endBody } from './render.ts';
import { airlineView, localDate, placeView, windowView } from './schemas.ts';

/** In characters. */
export const TEXT_MOST = 100_000;

const span = z.looseObject({ start: z.number(), end: z.number() });
const spans = z.array(span);

const effectView = z
  .looseObject({
    kind: z.enum(EFFECT_KINDS).meta({
      description:
        '`newRoute`: nothing is known of the route; `repeats`: says what was known; `moves`: another date; `changes`: another status, or something new; `contradicts`: does not fit what is believed; `late`: newer statements are believed in its place',
    }),
    routeId: z
      .string()
      .nullable()
      .meta({ description: 'the route that it would go to; null: it would be made, by this draft or one before it' }),
    statusBefore: z.enum(ROUTE_STATUSES).nullable(),
    move: z
      .looseObject({ kind: z.enum(MOVE_KINDS), days: z.number().nullable(), from: windowView, to: windowView })
      .nullable()
      .meta({ description: 'how the promise would move since the dated statement before' }),
  })
  .meta({ id: 'Effect', description: 'What recording a draft would change, after those before it' });

const draftView = z
  .looseObject({
    origin: placeView,
    destination: placeView,
    airline: airlineView.nullable(),
    status: z.enum(STATUSES),
    effective: windowView.nullable(),
    wording: z.string().nullable().meta({ description: 'the exact words that gave the timing' }),
    weeklyFrequency: z.number().nullable(),
    speaker: z.string().nullable(),
    confidence: z.number().meta({ description: 'from 0 to 1: how sure the reading is' }),
    evidence: z
      .looseObject(Object.fromEntries(EVIDENCE_FIELDS.map((field) => [field, spans.optional()])))
      .meta({ description: 'the words that each field came from, as offsets into `text` in UTF-16 code units; `end` is the one after' }),
    alternatives: z
      .looseObject({ origin: z.array(z.string()), destination: z.array(z.string()), airline: z.array(z.string()) })
      .meta({ description: 'what else a name may mean: codes of places, ids of airlines, the likeliest first' }),
    effect: effectView,
  })
  .meta({ id: 'ExtractedDraft', description: 'A statement that a text seems to hold, for an editor to accept, mend or drop' });

function draftBody(reference: Reference, draft: ExtractedDraft, effect: Effect) {
  const { status, effective, wording, weeklyFrequency, speaker, confidence, evidence, alternatives } = draft;
  const { kind, routeId, statusBefore, move } = effect;
  return {
    origin: endBody(reference, draft.origin),
    destination: endBody(reference, draft.destination),
    airline: airlineBody(reference, draft.airline),
    status,
    effective: effective === null ? null : describeWindow(effective, wording),
    wording,
    weeklyFrequency,
    speaker,
    confidence,
    evidence,
    alternatives,
    effect: {
      kind,
      routeId,
      statusBefore,
      move:
        move === null
          ? null
          : { kind: move.kind, days: move.days, from: describeWindow(move.from, null), to: describeWindow(move.to, null) },
    },
  };
}

const extract = endpoint({
  method: 'post',
  path: '/api/v1/extractions',
  summary: 'Read the statements out of a text',
  description:
    'Proposes the statements that a news text seems to hold, each with the words that it came from and what recording it, after those before it, would change. Nothing is stored, neither the text nor the drafts: record what is right with `POST /api/v1/announcements`. The same text gives the same drafts. The whole body may have as many bytes as `BODY_LIMIT` allows (64 KiB unless the operator changed it), whatever the characters.',
  tags: ['Announcements'],
  access: 'public',
  body: z.strictObject({
    text: z
      .string()
      .min(1)
      .max(TEXT_MOST)
      .meta({ example: 'SCAT will start flights from Almaty to Lahore on 21 April, the airline said.' }),
    publishedOn: localDate.meta({ description: 'the day it was published: dates such as “next month” count from it' }),
  }),
  responses: { 200: { description: 'The drafts, in the order of the text', schema: z.looseObject({ items: z.array(draftView) }) } },
  errors: ['invalid_request'],
  handler: async (ctx, { body }) => {
    const reader = await readerOf(ctx);
    const drafts = reader.read(body.text, body.publishedOn);
    const effects = await understand(ctx, drafts, body.publishedOn);
    return { body: { items: drafts.map((draft, index) => draftBody(ctx.reference, draft, effects[index]!)) } };
  },
});

export const extractionEndpoints = [extract];
