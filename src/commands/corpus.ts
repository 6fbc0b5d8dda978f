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

const claimShape = z
  .looseObject({
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
  })
  .refine(({ earliest, latest }) => !earliest || !latest || earliest <= latest, 'has its latest day before its earliest');

const textSchema = z.looseObject(textShape);
const claimSchema = z.looseObject({ ...textShape, truth: z.array(claimShape) });

/** Dates that `boundsOf` understands. */
const WRITTEN_DATE = /^(?:\.\.|\d{4}(?:-\d\d(?:-\d\d)?)?)?(?:\/(?:\.\.|\d{4}(?:-\d\d(?:-\d\d)?)?)?)?$/;

/** A line with a text, or what is wrong with it. */
export function textLine(line: string): CorpusLine | string {
  return parsed(textSchema, line);
}

/** The same with what the text is known to say. */
export interface LabelledLine extends CorpusLine {
  claims: Claim[];
  truth: readonly z.output<typeof claimShape>[];
}

export function claimLine(line: string): LabelledLine | string {
  const read = parsed(claimSchema, line);
  return typeof read === 'string' ? read : { ...read, claims: read.truth.map(claimOf) };
}

/** What can be read, and will not count as it was probably meant. */
export function doubtsOf({ truth }: LabelledLine, isPlace: (code: string) => boolean): string[] {
  return truth.flatMap((claim, index) => {
    const codes = Object.entries({
      origin: [claim.origin],
      destination: [claim.destination],
      origin_any: claim.origin_any ?? [],
      destination_any: claim.destination_any ?? [],
    }).flatMap(([name, all]) =>
      all
        .filter((code) => !isPlace(code))
        .map((code) => `truth.${index}.${name}: "${code}" is no code of a place here: no draft can answer it`),
    );
    const dates = (claim.launch_edtf_any ?? [])
      .filter((date) => date !== null && !WRITTEN_DATE.test(date))
      .map((date) => `truth.${index}.launch_edtf_any: "${date}" counts as no date: write 2027-05-03, 2027-05, 2027 or two of these, A/B`);
    return [...codes, ...dates];
  });
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
  const { issues } = read.error;
  if (issues.some((issue) => issue.path.length === 0)) return 'is no object with id, published_on and text';
  return issues.map((issue) => faultText(issue, value)).join('; ');
}

function faultText(issue: z.core.$ZodIssue, line: unknown): string {
  const name = issue.path.join('.');
  if (valueAt(line, issue.path) === undefined) return `${name} is missing`;
  if (issue.code === 'invalid_value') return `${name}: must be one of ${issue.values.join(', ')}`;
  return `${name}: ${issue.code === 'invalid_type' ? `must be ${TYPES[issue.expected] ?? issue.expected}` : issue.message}`;
}

const TYPES: Readonly<Record<string, string>> = { string: 'a text', array: 'a list', object: 'an object', boolean: 'true or false' };

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[step], value);
}
