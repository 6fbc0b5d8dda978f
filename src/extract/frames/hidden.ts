import type { Mention } from '../names/names.ts';
import type { Sentence } from '../sentences.ts';
import { firstAt } from '../sorted.ts';
import type { Frequency } from '../times/times.ts';
import type { Token } from '../tokens.ts';

const LEADING =
  /^(?:on|from|in|by|for|since|until|till|of|as|effective|starting|beginning|commencing|with|effect|late|early|at|this|around|start|starts|begin|begins|both|only|during|through)$/;

/** Whether a token is read over. */
export type Hidden = (token: number) => boolean;

/** Tokens of times, frequencies and brackets without names: the places around them are read as if they were not there. */
export function hiddenTokens(
  tokens: readonly Token[],
  { from, to }: Sentence,
  mentions: readonly Mention[],
  times: readonly { from: number; to: number }[],
  frequencies: readonly Frequency[],
): Hidden {
  const flags: boolean[] = new Array(to - from).fill(false);
  const hide = (begin: number, end: number): void => {
    for (let at = begin; at < end; at++) flags[at - from] = true;
  };
  for (const time of times) {
    let before = time.from;
    while (before > from && LEADING.test((tokens[before - 1] as Token).key)) before--;
    hide(before, time.to);
  }
  let at = from;
  for (const frequency of frequencies) {
    while (at < to && (tokens[at] as Token).end <= frequency.start) at++;
    const begin = at;
    while (at < to && (tokens[at] as Token).start < frequency.end) at++;
    hide(begin, at);
  }
  const isName = (token: number): boolean => mentions[firstAt(mentions, token, (mention) => mention.from)]?.from === token;
  for (let open = from; open < to; open++) {
    if (tokens[open]?.key !== '(') continue;
    let close = open + 1;
    while (close < to && close < open + 20 && tokens[close]?.key !== ')' && !isName(close)) close++;
    if (tokens[close]?.key === ')') hide(open, close + 1);
  }
  return (token) => flags[token - from] === true;
}
