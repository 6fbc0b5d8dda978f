import { type Token, tokenise } from './tokens.ts';

/** Words of editors, ready to be found in a text. */
export interface Taught<T> {
  /** The longest phrase that begins at a token and ends before another. */
  longestAt: (tokens: readonly Token[], at: number, end: number) => { to: number; value: T } | null;
}

interface Word {
  key: string;
  /** How it must be written where it stands. */
  written: 'anyhow' | 'capital' | 'capitals';
}

interface Phrase<T> {
  words: readonly Word[];
  value: T;
}

/**
 * `name`: a word that is written with a capital stands with one in the text too ("the" aside), and a single word in capitals
 * ("KC") in capitals; only marks that join words may stand between ("Saint-Denis", "St. Denis").
 * `pattern`: letters of any case, with any marks between.
 */
export type TaughtKind = 'name' | 'pattern';

export function taughtOf<T>(kind: TaughtKind, given: readonly { words: string; value: T }[]): Taught<T> {
  const byFirst = new Map<string, Phrase<T>[]>();
  for (const { words, value } of given) {
    const phrase = { words: wordsOf(kind, words), value };
    const [first] = phrase.words;
    if (first === undefined) continue;
    const others = byFirst.get(first.key);
    if (others === undefined) byFirst.set(first.key, [phrase]);
    else others.push(phrase);
  }
  return {
    longestAt: (tokens, at, end) => {
      let longest: { to: number; value: T } | null = null;
      for (const { words, value } of byFirst.get(tokens[at]?.key ?? '') ?? []) {
        const to = endOf(kind, words, tokens, at, end);
        if (to !== null && (longest === null || to > longest.to)) longest = { to, value };
      }
      return longest;
    },
  };
}

function wordsOf(kind: TaughtKind, text: string): Word[] {
  const tokens = tokenise(text).filter(isWord);
  return tokens.map((token) => ({ key: token.key, written: kind === 'pattern' ? 'anyhow' : writtenAs(token, tokens.length === 1) }));
}

function writtenAs({ key, text, capital }: Token, isAlone: boolean): Word['written'] {
  if (!capital || key === 'the') return 'anyhow';
  return isAlone && isInCapitals(text) ? 'capitals' : 'capital';
}

function isInCapitals(text: string): boolean {
  return text.length > 1 && text === text.toUpperCase();
}

function endOf(kind: TaughtKind, words: readonly Word[], tokens: readonly Token[], at: number, end: number): number | null {
  let here = at;
  for (const [index, word] of words.entries()) {
    while (index > 0 && here < end && isBetween(kind, tokens, here)) here++;
    if (here >= end || !fits(word, tokens[here] as Token)) return null;
    here++;
  }
  return here;
}

function fits({ key, written }: Word, token: Token): boolean {
  if (key !== token.key) return false;
  return written === 'anyhow' || (written === 'capital' ? token.capital : isInCapitals(token.text));
}

/** A mark that may stand between two words of a phrase. */
function isBetween(kind: TaughtKind, tokens: readonly Token[], at: number): boolean {
  const [before, token, next] = [tokens[at - 1], tokens[at] as Token, tokens[at + 1]];
  if (isWord(token)) return false;
  if (kind === 'pattern') return true;
  if (before?.end !== token.start) return false;
  // "St. Denis", "Travellers' Rest"; elsewhere a full stop with a space behind it ends a sentence.
  if (/^['’]$/.test(token.key) || (token.key === '.' && before.text.length <= 3)) return true;
  return /^[.\-–/]$/.test(token.key) && next?.start === token.end;
}

/** What counts when words are compared: all but marks. */
export function isWord({ word, key }: Token): boolean {
  return word || key === 'and' || key === "'s";
}
