import { type Token, tokenise } from '../tokens.ts';

/** Words of editors, ready to be found in a text. */
export interface Taught<T> {
  /** The longest phrase that begins at a token and ends before another. */
  longestAt: (tokens: readonly Token[], at: number, end: number) => { to: number; value: T } | null;
}

/** How a word must be written where it stands. */
type Written = 'anyhow' | 'capital' | 'capitals';

interface Node<T> {
  next: Map<string, Node<T>>;
  /** What ends here. */
  phrases: { written: readonly Written[]; value: T }[];
}

/**
 * `name`: a word that is written with a capital stands with one in the text too ("the" aside), and a single word in capitals
 * ("KC") in capitals; only marks that join words may stand between ("Saint-Denis", "St. Denis").
 * `pattern`: letters of any case, with any marks between.
 */
export type TaughtKind = 'name' | 'pattern';

export function taughtOf<T>(kind: TaughtKind, given: readonly { words: string; value: T }[]): Taught<T> {
  const root: Node<T> = { next: new Map(), phrases: [] };
  for (const { words, value } of given) {
    const tokens = tokenise(words).filter(isWord);
    let node = root;
    for (const { key } of tokens) {
      const next: Node<T> = node.next.get(key) ?? { next: new Map(), phrases: [] };
      node.next.set(key, next);
      node = next;
    }
    const written = tokens.map((token) => (kind === 'pattern' ? 'anyhow' : writtenAs(token, tokens.length === 1)));
    node.phrases.push({ written, value });
  }
  return { longestAt: (tokens, at, end) => longestFrom(root, kind, tokens, at, end) };
}

function longestFrom<T>(root: Node<T>, kind: TaughtKind, tokens: readonly Token[], at: number, end: number) {
  if (!root.next.has((tokens[at] as Token).key)) return null;
  const found: Token[] = [];
  let longest: { to: number; value: T } | null = null;
  let node = root;
  for (let here = at; here < end; here++) {
    if (here > at && isBetween(kind, tokens, here)) continue;
    const token = tokens[here] as Token;
    const next = node.next.get(token.key);
    if (next === undefined) break;
    node = next;
    found.push(token);
    const phrase = node.phrases.find(({ written }) => written.every((one, index) => fits(one, found[index] as Token)));
    if (phrase) longest = { to: here + 1, value: phrase.value };
  }
  return longest;
}

function writtenAs({ key, text, capital }: Token, isAlone: boolean): Written {
  if (!capital || key === 'the') return 'anyhow';
  return isAlone && isInCapitals(text) ? 'capitals' : 'capital';
}

function isInCapitals(text: string): boolean {
  return text.length > 1 && text === text.toUpperCase();
}

function fits(written: Written, { text, capital }: Token): boolean {
  return written === 'anyhow' || (written === 'capital' ? capital : isInCapitals(text));
}

const APOSTROPHE = /^['’]$/;
const JOINT = /^[.\-–/]$/;

/** A mark that may stand between two words of a phrase. */
function isBetween(kind: TaughtKind, tokens: readonly Token[], at: number): boolean {
  const [before, token, next] = [tokens[at - 1], tokens[at] as Token, tokens[at + 1]];
  if (isWord(token)) return false;
  if (kind === 'pattern') return true;
  if (before?.end !== token.start) return false;
  // "St. Denis", "Travellers' Rest"; elsewhere a full stop with a space behind it ends a sentence.
  if (APOSTROPHE.test(token.key) || (token.key === '.' && before.text.length <= 3)) return true;
  return JOINT.test(token.key) && next?.start === token.end;
}

/** What counts when words are compared: all but marks. */
export function isWord({ word, key }: Token): boolean {
  return word || key === 'and' || key === "'s";
}
