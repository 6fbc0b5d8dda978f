import type { Span } from '../draft.ts';
import { firstWritten, isDigit, isLetter } from '../tokens.ts';

/** A word (letters only), a number (digits only) or a mark; `S27` is two tokens, the second glued to the first. */
export interface Token extends Span {
  readonly kind: 'word' | 'number' | 'mark' | 'end';
  /** In lower case. */
  readonly text: string;
  readonly capital: boolean;
  /** Nothing stands between it and the token before. */
  readonly glued: boolean;
}

export type Tokens = readonly Token[];

const PIECE = /([\p{L}\p{M}]+)|(\d+)|([^\s\p{L}\p{M}\d])\3*/uy;
const END: Token = { kind: 'end', text: '', capital: false, glued: false, start: -1, end: -1 };
/** No word that a reader knows is longer: what is longer need not be compared. */
const LONGEST = 40;

/** Cuts a text into words, numbers and marks; a run of one mark is one token. */
export function tokenise(text: string): Tokens {
  const tokens: Token[] = [];
  let last = -1;
  for (let start = firstWritten(text, 0); start < text.length; start = firstWritten(text, last)) {
    const { end, kind } = pieceAt(text, start);
    const known = end - start > LONGEST ? '' : text.slice(start, end).toLowerCase();
    tokens.push({ kind, text: known, capital: kind === 'word' && text[start] !== known[0], glued: start === last, start, end });
    last = end;
  }
  return tokens;
}

function pieceAt(text: string, start: number): { end: number; kind: Token['kind'] } {
  const code = text.charCodeAt(start);
  const belongs = isLetter(code) ? isLetter : isDigit(code) ? isDigit : null;
  let end = start + 1;
  if (belongs !== null) {
    while (belongs(text.charCodeAt(end))) end++;
    if (!(text.charCodeAt(end) > 127)) return { end, kind: belongs === isLetter ? 'word' : 'number' };
  }
  PIECE.lastIndex = start;
  const match = PIECE.exec(text);
  end = start + (match?.[0].length ?? 1);
  return { end, kind: match?.[1] !== undefined ? 'word' : match?.[2] !== undefined ? 'number' : 'mark' };
}

/** The token at a place; beyond either end one that equals nothing. */
export function at(tokens: Tokens, i: number): Token {
  return tokens[i] ?? END;
}

/** Whether these words stand there, one after the other. */
export function follows(tokens: Tokens, i: number, first: string, second?: string, third?: string): boolean {
  return (
    at(tokens, i).text === first &&
    (second === undefined || at(tokens, i + 1).text === second) &&
    (third === undefined || at(tokens, i + 2).text === third)
  );
}

/** A hyphen or a dash of some length. */
export function isDash(token: Token): boolean {
  return token.text === '-' || token.text === '–' || token.text === '—' || token.text === '‐' || token.text === '‑';
}

export function skip(tokens: Tokens, i: number, ...words: readonly string[]): number {
  return words.includes(at(tokens, i).text) ? i + 1 : i;
}
