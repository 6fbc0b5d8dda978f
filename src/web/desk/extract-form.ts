import { createHash } from 'node:crypto';
import { z } from 'zod';
import { edtfOf } from '../../domain/windows.ts';
import { EVIDENCE_FIELDS, type EvidenceField, type ExtractedDraft } from '../../extract/draft.ts';
import type { Mark } from './marks.tsx';
import { readingsOf, withInstead } from './readings.ts';
import type { Typed } from './statement.ts';

/** What all drafts of a text have in common. */
const SOURCE_NAMES = ['publishedOn', 'sourceName', 'sourceKind', 'sourceUrl'] as const;
/** What each draft has of its own. */
const OWN_NAMES = [
  'origin',
  'originChoice',
  'destination',
  'destinationChoice',
  'airline',
  'airlineChoice',
  'status',
  'effective',
  'wording',
  'weeklyFrequency',
  'speaker',
  'note',
] as const satisfies readonly (keyof Typed)[];

type TypedSource = Pick<Typed, (typeof SOURCE_NAMES)[number]>;
type TypedOwn = Pick<Typed, (typeof OWN_NAMES)[number]>;

/** A draft as it stands in the form. Its number begins with 1. */
export interface DraftForm {
  number: number;
  own: TypedOwn;
  accepted: boolean;
  found: Found;
}

/** What the reading found beside the fields: it goes through the form unseen. */
type Found = z.output<typeof foundShape>;

/** More are never shown: a text that seems to hold more is no news. */
const DRAFTS_MOST = 50;

const span = z.strictObject({ start: z.int(), end: z.int() });
const foundShape = z.strictObject({
  evidence: z.partialRecord(z.enum(EVIDENCE_FIELDS), z.array(span)),
  readings: z.strictObject({ origin: z.array(z.string()), destination: z.array(z.string()), airline: z.array(z.string()) }),
  confidence: z.number().nullable(),
});
const NOTHING_FOUND: Found = { evidence: {}, readings: { origin: [], destination: [], airline: [] }, confidence: null };

export interface ExtractForm {
  source: TypedSource;
  text: string;
  /** Undefined: the text has not been read yet. */
  drafts: readonly DraftForm[] | undefined;
  /** The digest of the text that the drafts came from: where another one stands now, nothing can be marked. */
  readDigest: string;
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** The names of a draft's fields begin with this. */
export function prefixOf(number: number): string {
  return `d${number}-`;
}

export function formOf(body: Readonly<Record<string, string>>): ExtractForm {
  const source = Object.fromEntries(SOURCE_NAMES.map((name) => [name, body[name] ?? ''])) as TypedSource;
  const count = Math.min(Number(body.drafts) || 0, DRAFTS_MOST);
  const drafts = Array.from({ length: count }, (_, index) => draftOf(body, index + 1));
  return { source, text: body.text ?? '', drafts: body.drafts === undefined ? undefined : drafts, readDigest: body.readDigest ?? '' };
}

function draftOf(body: Readonly<Record<string, string>>, number: number): DraftForm {
  const prefix = prefixOf(number);
  const own = Object.fromEntries(OWN_NAMES.map((name) => [name, body[prefix + name] ?? ''])) as TypedOwn;
  return {
    number,
    own: withInstead(own, body, prefix),
    accepted: (body[`${prefix}accept`] ?? '') !== '',
    found: foundOf(body[`${prefix}found`]),
  };
}

function foundOf(text: string | undefined): Found {
  try {
    return foundShape.parse(JSON.parse(text ?? ''));
  } catch {
    return NOTHING_FOUND;
  }
}

/** The drafts of a reading, not accepted yet. */
export function draftForms(read: readonly ExtractedDraft[]): DraftForm[] {
  return read.slice(0, DRAFTS_MOST).map(({ evidence, alternatives, confidence, ...draft }, index) => ({
    number: index + 1,
    own: {
      origin: draft.origin,
      originChoice: '',
      destination: draft.destination,
      destinationChoice: '',
      airline: draft.airline ?? '',
      airlineChoice: '',
      status: draft.status,
      effective: draft.effective === null ? '' : edtfOf(draft.effective),
      wording: draft.wording ?? '',
      weeklyFrequency: draft.weeklyFrequency === null ? '' : String(draft.weeklyFrequency),
      speaker: draft.speaker ?? '',
      note: '',
    },
    accepted: false,
    found: {
      evidence: Object.fromEntries(Object.entries(evidence).map(([field, spans]) => [field, [...spans]])),
      readings: readingsOf(draft, alternatives),
      confidence,
    },
  }));
}

export function marksOf(drafts: readonly DraftForm[]): Mark[] {
  return drafts.flatMap(({ number, found }) =>
    Object.entries(found.evidence).flatMap(([field, spans]) =>
      spans.map((one) => ({ ...one, field: field as EvidenceField, draft: number })),
    ),
  );
}
