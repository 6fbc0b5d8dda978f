import type { CorrectionKind } from '../../domain/vocabulary.ts';
import { type Token, tokenise } from '../tokens.ts';
import { isWord } from './taught.ts';

/** In characters. */
export const WORDS_MOST = 100;

const LITTLE = new Set(
  (
    "'s a an the and or but of in on at to from for by with as is are was were be been has have had will would it its this that these those they their he she " +
    'we who which not no new said says say also more than into between via after before about over up out all some other'
  ).split(' '),
);

/** Words of nearly every text about air routes. */
const USUAL = new Set(
  (
    'air airline airlines airport airports airways carrier city country flight flights fly flies flying route routes service services launch launches launched ' +
    'launching start starts started starting begin begins beginning resume resumes announced announces plan plans planned weekly daily direct nonstop ' +
    'passengers aircraft year years month months week weeks day days today time times one two three first last next north south east west northern ' +
    'southern eastern western international national january february march april may june july august september october november december monday ' +
    'tuesday wednesday thursday friday saturday sunday spring summer autumn fall winter'
  ).split(' '),
);

/** The words of a correction as they are compared: with the same there is one. */
export function wordsKey(words: string): string {
  return keptTokens(words)
    .map((token) => token.key)
    .join(' ');
}

/** Why words cannot be those of a correction; undefined: they can. */
export function wordsFault(kind: CorrectionKind, words: string): string | undefined {
  if (words === '') return 'is missing: write the words as texts have them';
  if (words.length > WORDS_MOST) return `is ${words.length} characters long; ${WORDS_MOST} is the most`;
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(words)) return 'holds a character that cannot be seen; take it out';
  const tokens = keptTokens(words);
  if (tokens.length === 0) return 'holds no word';
  const telling = tokens.filter((token) => !LITTLE.has(token.key));
  const usual = telling.filter((token) => USUAL.has(token.key));
  const around = 'write more of the words around it';
  if (usual.length === telling.length && (kind === 'drop' || telling.length <= 1)) return `stands in nearly every text: ${around}`;
  const [only, ...others] = telling;
  return only !== undefined && others.length === 0 && isTooShort(kind, only) ? `is too short to mean one thing: ${around}` : undefined;
}

/** Two letters are a name in capitals alone ("KC"), and no pattern. */
function isTooShort(kind: CorrectionKind, { text }: Token): boolean {
  return text.length < 2 || (text.length === 2 && (kind === 'drop' || text !== text.toUpperCase() || !/\p{L}/u.test(text)));
}

function keptTokens(words: string): Token[] {
  return tokenise(words).filter(isWord);
}
