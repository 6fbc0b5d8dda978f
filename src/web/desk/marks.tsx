import type { ComponentChildren } from 'preact';
import { EVIDENCE_FIELDS, type EvidenceField, type Span } from '../../extract/draft.ts';

/** Words of a text that a field of a draft came from. */
export interface Mark extends Span {
  field: EvidenceField;
  /** Its number, where a text has several. */
  draft?: number;
}

interface Piece {
  text: string;
  marks: readonly Mark[];
}

/** The text cut wherever a mark begins or ends: the pieces together are the text. Marks outside of it count for nothing. */
export function piecesOf(text: string, marks: readonly Mark[]): Piece[] {
  const inside = marks
    .map((mark) => ({ ...mark, start: Math.max(mark.start, 0), end: Math.min(mark.end, text.length) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const cuts = [...new Set([0, ...inside.flatMap(({ start, end }) => [start, end]), text.length])].sort((a, b) => a - b);
  let open: Mark[] = [];
  let next = 0;
  return cuts.slice(0, -1).map((from, index) => {
    open = open.filter(({ end }) => end > from);
    for (; next < inside.length && inside[next]!.start === from; next += 1) open.push(inside[next]!);
    return { text: text.slice(from, cuts[index + 1]), marks: [...open] };
  });
}

const FIELD_WORDS: Readonly<Record<EvidenceField, string>> = {
  origin: 'from',
  destination: 'to',
  airline: 'airline',
  status: 'what is said',
  effective: 'when',
  weeklyFrequency: 'flights a week',
  speaker: 'speaker',
};

/** The text with the words that were found in it, each with the numbers of the drafts that it belongs to. */
export function MarkedText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  let at = 0;
  return (
    <p class="marked">
      {piecesOf(text, marks).map((piece) => {
        at += piece.text.length;
        if (piece.marks.length === 0) return piece.text;
        const fields = [...new Set(piece.marks.map(({ field }) => field))];
        const ending = piece.marks.filter(({ end }) => end === at);
        const numbers = [...new Set(ending.flatMap(({ draft }) => draft ?? []))].sort((a, b) => a - b);
        const title = fields.map((field) => FIELD_WORDS[field]).join(', ');
        return (
          <mark key={at} class={fields.map((field) => `by-${field}`).join(' ')} title={title}>
            {piece.text}
            {numbers.length > 0 && <sup>{numbers.join(' ')}</sup>}
          </mark>
        );
      })}
    </p>
  );
}

/** What the colours of the marks mean. */
export function MarkKey({ children }: { children?: ComponentChildren }) {
  return (
    <p class="soft small">
      {EVIDENCE_FIELDS.map((field) => (
        <span key={field}>
          <mark class={`by-${field}`}>{FIELD_WORDS[field]}</mark>{' '}
        </span>
      ))}
      {children}
    </p>
  );
}
