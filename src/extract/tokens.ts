import type { Span } from './draft.ts';
import { remembered } from './remembered.ts';

/** What is known of a word or a mark wherever it stands. */
interface Spelling {
  /** As written. */
  text: string;
  /** Without case and accents: what names and phrases are compared by. */
  key: string;
  word: boolean;
  /** The word begins with a capital. */
  capital: boolean;
}

/** A word or one mark of a text. */
export interface Token extends Span, Spelling {}

const TOKEN = /([\p{L}\p{M}]+(?:['’](?!s\b|s$)[\p{L}\p{M}]+)?|\p{N}+)|['’]s(?![\p{L}\p{N}])|[^\s]/uy;
const PLAIN = /^[A-Za-z0-9 ]*$/;
const MARKS = /[\u0300-\u036f'’ʻ]/g;
const LETTERS: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', ı: 'i', ð: 'd', đ: 'd', ß: 'ss', æ: 'ae', ə: 'a' };
const SPECIAL = /[øłıðđßæə]/g;

/** Marks that stand for the same. */
const MARK_KEYS = new Map([
  ...["'s", '’s'].map((mark) => [mark, "'s"] as const),
  ['&', 'and'] as const,
  ...[...'–—‐‑‒−'].map((mark) => [mark, '–'] as const),
]);

/** A name or a word as it is compared: without case, accents and apostrophes. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter);
}

export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (let start = firstWritten(text, 0); start < text.length; ) {
    const end = plainEnd(text, start) ?? tokenEnd(text, start);
    const { text: written, key, word, capital } = spellingOf(text.slice(start, end));
    tokens.push({ start, end, text: written, key, word, capital });
    start = firstWritten(text, end);
  }
  return tokens;
}

const spellingOf = remembered((text): Spelling => {
  // A mark that leans on nothing ("\u0301") is one of the letters, and no word.
  const word = /^[\p{L}\p{N}]/u.test(text);
  const key = word ? fold(text) : (MARK_KEYS.get(text) ?? text);
  const first = text[0] as string;
  return { text, key, word, capital: word && first !== first.toLowerCase() };
});

/** Where a plain mark, a word of plain letters or a number of plain digits ends that nothing else can belong to; null: that is to be looked at closely. */
function plainEnd(text: string, start: number): number | null {
  const code = text.charCodeAt(start);
  if (code > 127 || code === APOSTROPHE) return null;
  const belongs = isLetter(code) ? isLetter : isDigit(code) ? isDigit : null;
  if (belongs === null) return start + 1;
  let end = start + 1;
  while (belongs(text.charCodeAt(end))) end++;
  const next = text.charCodeAt(end);
  return next > 127 || next === APOSTROPHE ? null : end;
}

const APOSTROPHE = 39;

function tokenEnd(text: string, start: number): number {
  TOKEN.lastIndex = start;
  return TOKEN.test(text) ? TOKEN.lastIndex : start + 1;
}

/** One of the tokens from one up to before another has a key of that kind. */
export function holds(tokens: readonly Token[], from: number, to: number, kind: RegExp): boolean {
  const end = Math.min(to, tokens.length);
  for (let at = from; at < end; at++) if (kind.test((tokens[at] as Token).key)) return true;
  return false;
}

/** The first character from a place on that is no space. */
export function firstWritten(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at), text, at)) at++;
  return at;
}

function isSpace(code: number, text: string, at: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(text[at] as string));
}

export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
