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

const TOKEN = /[\p{L}\p{M}]+(?:['’](?!s\b|s$)[\p{L}\p{M}]+)?|\p{N}+|['’]s(?![\p{L}\p{N}])|[^\s]/gu;
const MARKS = /[\u0300-\u036f'’]/g;
const LETTERS: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', ı: 'i', ð: 'd', đ: 'd', ß: 'ss', æ: 'ae', ə: 'a' };
const SPECIAL = /[øłıðđßæə]/g;

/** A name or a word as it is compared: without case, accents and apostrophes. */
export function fold(text: string): string {
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
    const word = /^[\p{L}\p{N}]/u.test(written);
    const first = written[0] ?? '';
    const key = word
      ? fold(written)
      : /^['’]s$/.test(written)
        ? "'s"
        : written === '&'
          ? 'and'
          : /^[–—‐‑‒−]$/.test(written)
            ? '–'
            : written;
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
