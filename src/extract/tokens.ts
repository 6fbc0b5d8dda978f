import type { Span } from './draft.ts';

/** A word or one mark of a text. */
export interface Token extends Span {
  /** As written. */
  text: string;
  /** Without case and accents: what names and phrases are compared by. */
  key: string;
  word: boolean;
  /** The word begins with a capital. */
  capital: boolean;
}

const TOKEN = /([\p{L}\p{M}]+(?:['’](?!s\b|s$)[\p{L}\p{M}]+)?|\p{N}+)|['’]s(?![\p{L}\p{N}])|[^\s]/gu;
const PLAIN = /^[A-Za-z0-9 ]*$/;
const MARKS = /[\u0300-\u036f'’]/g;
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
  for (const match of text.matchAll(TOKEN)) {
    const written = match[0];
    // A mark that leans on nothing ("\u0301") is one of the letters, and no word.
    const word = match[1] !== undefined && !/^\p{M}/u.test(written);
    const key = word ? fold(written) : (MARK_KEYS.get(written) ?? written);
    const first = written[0] as string;
    tokens.push({
      start: match.index,
      end: match.index + written.length,
      text: written,
      key,
      word,
      capital: word && first !== first.toLowerCase(),
    });
  }
  return tokens;
}
