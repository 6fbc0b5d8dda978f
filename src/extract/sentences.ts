import { isVerb } from './events/verbs.ts';
import type { Token } from './tokens.ts';

/** A part of the tokens that stands for one statement: from the first to the one after the last. */
export interface Sentence {
  from: number;
  to: number;
  /** It begins a line. */
  opensLine: boolean;
  /** It is an entry of a list. */
  bullet: boolean;
}

const ABBREVIATIONS = new Set(
  (
    'mr mrs ms dr st ste prof gen sen rep gov capt lt col jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat ' +
    'fla calif ala ariz ark colo conn del ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ' +
    'inc ltd co corp no vs etc approx int intl mt ft u s n c d y e w h j m b k l p r t v f g a'
  ).split(' '),
);

/** Sentences of a text: a line runs into the next one only where it wraps, and a full stop after an abbreviation ends nothing. */
export function splitSentences(text: string, tokens: readonly Token[]): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  let opensLine = true;
  const close = (to: number, line: boolean): void => {
    const first = tokens[from];
    if (to > from && first) sentences.push({ from, to, opensLine, bullet: opensLine && isBullet(first.text) });
    from = to;
    opensLine = line;
  };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    const next = tokens[at + 1];
    if (!next) break;
    if (breaksLine(text, token, next)) close(at + 1, true);
    else if (endsSentence(tokens, at, text)) close(at + 1, false);
  }
  close(tokens.length, true);
  return sentences;
}

const LETTER_FIRST = /^\p{L}/u;

/** A new line begins, and not one that only wraps: after a word, with a small letter. */
function breaksLine(text: string, { end, word }: Token, next: Token): boolean {
  let lines = 0;
  for (let at = end; at < next.start; at++) if (text.charCodeAt(at) === 10) lines++;
  const wraps = lines === 1 && word && next.word && !next.capital && LETTER_FIRST.test(next.text);
  return lines > 0 && !wraps;
}

const BULLET = /^[•*·▪●–—-]$/;

function isBullet(mark: string): boolean {
  return BULLET.test(mark);
}

const STOP = /^[.!?;]$/;
const CLOSING = /["”’»)]/;
const NUMBER_FIRST = /^\p{N}/u;
const OPENING = /["“‘«([•]/;
const LETTER = /^\p{L}$/u;
const LETTERS = /\p{L}/u;

function endsSentence(tokens: readonly Token[], at: number, text: string): boolean {
  const token = tokens[at] as Token;
  if (!STOP.test(token.key)) return false;
  const next = tokens[at + 1] as Token;
  if (token.key === ';') return !isInBracket(tokens, at) && saysMore(tokens, at + 1);
  // A quotation mark directly after the stop belongs to it.
  if (next.start === token.end && !CLOSING.test(next.text)) return false;
  const begins = next.word ? next.capital || NUMBER_FIRST.test(next.text) : OPENING.test(next.text);
  if (!begins) return false;
  if (token.key !== '.') return true;
  const before = tokens[at - 1];
  if (!before || before.end !== token.start) return true;
  const isInitial = LETTER.test(before.text) && !NUMBER_FIRST.test(tokens[at - 2]?.text ?? '');
  if (isInitial) return next.capital && tokens[at - 2]?.key === '.' && startsStatement(next.key);
  return before.text === 's' || !ABBREVIATIONS.has(before.key) || !LETTERS.test(text.slice(before.start, before.end));
}

function isInBracket(tokens: readonly Token[], at: number): boolean {
  for (let before = at - 1; before >= 0 && before > at - 8; before--) {
    const key = tokens[before]?.key;
    if (key === ')') return false;
    if (key === '(') return true;
  }
  return false;
}

const END = /^[.;!?]$/;
const HELPING = /^(?:is|are|was|were|will|would|has|have|had|follows?|comes?|gets?|sees?)$/;

/** What follows a semicolon has a verb of its own; else it goes on with a list. */
function saysMore(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < tokens.length && at < from + 30; at++) {
    const token = tokens[at] as Token;
    if (END.test(token.key)) return false;
    if (isVerb(token) || HELPING.test(token.key)) return true;
  }
  return false;
}

const FIRST_WORD = /^(the|it|this|these|they|he|she|in|on|from|at|for|but|and|a|an|its|there|new|flights|both|all)$/;

/** Words that follow an initial only where a new sentence begins. */
function startsStatement(key: string): boolean {
  return FIRST_WORD.test(key);
}
