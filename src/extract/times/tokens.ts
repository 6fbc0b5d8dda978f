import { remembered } from '../remembered.ts';
import { firstWritten, isDigit, isLetter } from '../tokens.ts';

/** A word (letters only), a number (digits only) or a mark; `S27` is two tokens, the second glued to the first. */
export interface Token {
  readonly kind: 'word' | 'number' | 'mark' | 'end';
  /** In lower case. */
  readonly text: string;
  readonly capital: boolean;
  /** So many characters it takes. */
  readonly length: number;
  /** Nothing stands between it and the token before. */
  readonly glued: boolean;
}

/** The tokens of a text, and where in it each of them begins. */
export interface Tokens {
  readonly list: readonly Token[];
  readonly starts: readonly number[];
}

const PIECE = /[\p{L}\p{M}]+|\d+|([^\s\p{L}\p{M}\d])\1*/uy;
const END: Token = { kind: 'end', text: '', capital: false, length: 0, glued: false };
/** No word that a reader knows is longer: what is longer need not be compared. */
const LONGEST = 40;

/** Cuts a text into words, numbers and marks; a run of one mark is one token. */
export function tokenise(text: string): Tokens {
  const list: Token[] = [];
  const starts: number[] = [];
  let last = -1;
  for (let start = firstWritten(text, 0); start < text.length; start = firstWritten(text, last)) {
    const end = pieceEnd(text, start);
    const piece = pieceOf(text.slice(start, end));
    list.push(start === last ? piece.glued : piece.free);
    starts.push(start);
    last = end;
  }
  return { list, starts };
}

/** One token serves wherever the same is written, one where it is glued to what stands before it. */
const pieceOf = remembered((written): { free: Token; glued: Token } => {
  const kind = /^[\p{L}\p{M}]/u.test(written) ? 'word' : /^\d/.test(written) ? 'number' : 'mark';
  const text = written.length > LONGEST ? '' : written.toLowerCase();
  const free: Token = { kind, text, capital: kind === 'word' && written[0] !== text[0], length: written.length, glued: false };
  return { free, glued: { ...free, glued: true } };
});

function pieceEnd(text: string, start: number): number {
  const code = text.charCodeAt(start);
  let end = start + 1;
  if (isLetter(code)) while (isLetter(text.charCodeAt(end))) end++;
  else if (isDigit(code)) while (isDigit(text.charCodeAt(end))) end++;
  else while (text.charCodeAt(end) === code) end++;
  // Plain letters may go on with others; a mark that is not plain may be two characters or a letter.
  if (code <= 127 && !(text.charCodeAt(end) > 127)) return end;
  PIECE.lastIndex = start;
  return PIECE.test(text) ? PIECE.lastIndex : start + 1;
}

/** The token at a place; beyond either end one that equals nothing. */
export function at(tokens: Tokens, i: number): Token {
  return tokens.list[i] ?? END;
}

/** Where a token begins in the text. */
export function startOf({ starts }: Tokens, i: number): number {
  return starts[i] as number;
}

/** Where the token before this one ends in the text. */
export function endOf({ list, starts }: Tokens, i: number): number {
  return (starts[i - 1] as number) + (list[i - 1] as Token).length;
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
