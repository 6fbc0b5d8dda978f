import { z } from 'zod';
import { isLocalDate } from '../domain/dates.ts';
import { boundsOf, CLAIM_KINDS, type Claim } from '../extract/score.ts';

/** A text of a file of texts. */
export interface CorpusLine {
  id: string | number;
  published_on: string;
  text: string;
}

const textShape = {
  id: z.union([z.string(), z.number()]),
  published_on: z.string().refine(isLocalDate, 'must be a day of the calendar, written YYYY-MM-DD'),
  text: z.string(),
};

const texts = z.array(z.string()).nullish();
const day = z.string().refine(isLocalDate, 'must be a day of the calendar, written YYYY-MM-DD').nullish();

const claimShape = z.looseObject({
  origin: z.string(),
  destination: z.string(),
  origin_any: texts,
  destination_any: texts,
  airline: z.string().nullish(),
  airline_iata: z.string().nullish(),
  kind: z.enum(CLAIM_KINDS),
  kind_any: z.array(z.enum(CLAIM_KINDS)).nullish(),
  earliest: day,
  latest: day,
  launch_edtf_any: z.array(z.string().nullable()).nullish(),
  optional: z.boolean().nullish(),
});

const textSchema = z.looseObject(textShape);
const claimSchema = z.looseObject({ ...textShape, truth: z.array(claimShape) });

/** A line with a text, or what is wrong with it. */
export function textLine(line: string): CorpusLine | string {
  return parsed(textSchema, line);
}

/** The same with what the text is known to say. */
export function claimLine(line: string): (CorpusLine & { claims: Claim[] }) | string {
  const read = parsed(claimSchema, line);
  return typeof read === 'string' ? read : { ...read, claims: read.truth.map(claimOf) };
}

function claimOf(truth: z.output<typeof claimShape>): Claim {
  return {
    origin: truth.origin,
    destination: truth.destination,
    originAny: truth.origin_any ?? [],
    destinationAny: truth.destination_any ?? [],
    airline: truth.airline || null,
    airlineIata: truth.airline_iata || null,
    kinds: [truth.kind, ...(truth.kind_any ?? [])],
    windows: [{ earliest: truth.earliest ?? null, latest: truth.latest ?? null }, ...(truth.launch_edtf_any ?? []).map(boundsOf)],
    optional: truth.optional ?? false,
  };
}

function parsed<T extends z.ZodType>(schema: T, line: string): z.output<T> | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (issue === undefined || issue.path.length === 0) return 'is no object with id, published_on and text';
  const name = issue.path.join('.');
  return issue.code === 'invalid_type' && issue.message.endsWith('undefined') ? `${name} is missing` : `${name}: ${issue.message}`;
}
