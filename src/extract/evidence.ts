import { EVIDENCE_FIELDS, type EvidenceField, type ExtractedDraft, type Span } from './draft.ts';

/** A sentence of a text, and where in it the words stand that fields of a draft came from. */
export interface Evidence {
  sentence: string;
  marks: (Span & { field: EvidenceField })[];
}

/** Of a sentence without end, so much is kept on either side of the words. */
const AROUND = 300;

/** The sentences that a draft came from, in the order of the text. */
export function evidenceOf(text: string, draft: Pick<ExtractedDraft, 'evidence'>): Evidence[] {
  const spans = EVIDENCE_FIELDS.flatMap((field) => (draft.evidence[field] ?? []).map((span) => ({ ...span, field }))).sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  const found: (Span & Evidence)[] = [];
  for (const span of spans) {
    const last = found.at(-1);
    const home = last !== undefined && span.end <= last.end ? last : sentenceAround(text, span);
    if (home !== last) found.push(home);
    home.marks.push({ field: span.field, start: span.start - home.start, end: span.end - home.start });
  }
  return found.map(({ sentence, marks }) => ({ sentence, marks }));
}

function sentenceAround(text: string, span: Span): Span & Evidence {
  const before = text.slice(Math.max(span.start - AROUND, 0), span.start);
  const behind = text.slice(span.end, span.end + AROUND);
  const start = span.start - before.length + beginningOf(before);
  const stop = /[.!?]["'”’)]?(?=\s)|\n/.exec(behind);
  const end = span.end + (stop === null ? behind.length : stop.index + (stop[0] === '\n' ? 0 : stop[0].length));
  return { start, end, sentence: text.slice(start, end), marks: [] };
}

/** Behind the last end of a sentence. */
function beginningOf(text: string): number {
  let at = 0;
  for (const match of text.matchAll(/[.!?]["'”’)]?\s+|\n/g)) at = match.index + match[0].length;
  return at;
}
