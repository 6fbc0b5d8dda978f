import type { Mention } from './names/names.ts';
import type { Sentence } from './sentences.ts';
import { firstAt } from './sorted.ts';
import type { Token } from './tokens.ts';

/** Who speaks in a sentence, by tokens. */
export interface Speaker {
  from: number;
  to: number;
}

const SAYS = /^(?:said|says|told|announced|revealed|confirmed|noted|stated|added|reported|explained|disclosed|recalled|informed)$/;
const TITLES =
  /^(?:ambassador|minister|president|chief|executive|ceo|director|spokesman|spokeswoman|spokesperson|manager|chairman|chair|head|officer|secretary|envoy|official|governor|mayor|authority|ministry|committee|service|embassy|department|agency|regulator|prime|deputy|commissioner|consul)$/;
const INSIDE = new Set(['of', 'the', 'and', "'s", 'for', '-', 'general', '.', 'its', 'in', 'to']);

/** The person or office whose words a sentence reports; null where none is named. */
export function speakerOf(tokens: readonly Token[], sentence: Sentence, mentions: readonly Mention[]): Speaker | null {
  for (let at = sentence.from; at < sentence.to; at++) {
    const key = tokens[at]?.key ?? '';
    if (key === 'according' && tokens[at + 1]?.key === 'to') {
      const found = forwards(tokens, at + 2, sentence.to);
      if (found) return inFull(tokens, found);
    }
    if (!SAYS.test(key)) continue;
    const found =
      backwards(tokens, at, sentence.from) ??
      (tokens[at + 1]?.capital || TITLES.test(tokens[at + 1]?.key ?? '') ? afterVerb(tokens, at + 1, sentence.to) : null);
    if (found && !isAirline(found, mentions)) return inFull(tokens, found);
  }
  return null;
}

const FAR = 400;

/** "the ambassador": who was named with that title before, if anybody was. */
function inFull(tokens: readonly Token[], speaker: Speaker): Speaker {
  const title = tokens[speaker.from] as Token;
  if (speaker.to > speaker.from + 1 || title.capital) return speaker;
  for (let at = speaker.from - 1; at >= 0 && at > speaker.from - FAR; at--) {
    if (tokens[at]?.key !== title.key) continue;
    const office = forwards(tokens, at, speaker.from);
    if (!office) continue;
    // "the ambassador of Kazakhstan, Yerzhan Kistafin"
    const name = tokens[office.to]?.key === ',' ? forwards(tokens, office.to + 1, speaker.from) : null;
    const named = { from: at, to: name?.to ?? office.to };
    if (tokens.slice(named.from, named.to).filter(({ capital }) => capital).length >= 2) return named;
  }
  return speaker;
}

/** The whole of it is the name of an airline. Names do not overlap. */
function isAirline({ from, to }: Speaker, mentions: readonly Mention[]): boolean {
  const mention = mentions[firstAt(mentions, from + 1, (other) => other.from) - 1];
  return mention !== undefined && mention.airline !== null && mention.to >= to;
}

const NEVER =
  /^(?:on|in|it|he|she|they|earlier|the|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/;

function fits(token: Token | undefined): boolean {
  return token !== undefined && ((token.capital && !NEVER.test(token.key)) || TITLES.test(token.key));
}

const ARTICLE = /^(?:the|a|an|its)$/;

function forwards(tokens: readonly Token[], start: number, end: number): Speaker | null {
  let from = start;
  if (ARTICLE.test(tokens[from]?.key ?? '')) from++;
  // "airport director Mira Leka"
  if (tokens[from]?.word && !fits(tokens[from]) && TITLES.test(tokens[from + 1]?.key ?? '')) from++;
  let to = from;
  while (to < end && (fits(tokens[to]) || (to > from && INSIDE.has(tokens[to]?.key ?? '') && fits(tokens[to + 1])))) to++;
  return to > from ? { from, to } : null;
}

function afterVerb(tokens: readonly Token[], start: number, end: number): Speaker | null {
  const found = forwards(tokens, start, end);
  const before = tokens[start - 1]?.key;
  return found && before !== 'told' && tokens.slice(found.from, found.to).some((token) => TITLES.test(token.key)) ? found : null;
}

/** The last word of "minister of transport". */
function endsOffice(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.word === true && tokens[at - 1]?.key === 'of' && TITLES.test(tokens[at - 2]?.key ?? '');
}

const HAS = /^(?:has|had|have|also|later)$/;

/** "the ambassador, Yerzhan Kistafin, said": the words before the verb, over one pair of commas. */
function backwards(tokens: readonly Token[], verb: number, start: number): Speaker | null {
  let to = verb;
  if (HAS.test(tokens[to - 1]?.key ?? '')) to--;
  if (tokens[to - 1]?.key === ',') to--;
  let from = to;
  let commas = 0;
  while (from > start) {
    const token = tokens[from - 1] as Token;
    if (fits(token)) from--;
    // "minister of transport"
    else if (from - 3 >= start && endsOffice(tokens, from - 1)) from -= 2;
    else if (INSIDE.has(token.key) && from < to && fits(tokens[from - 2])) from--;
    else if (token.key === ',' && commas === 0 && from < to && (fits(tokens[from - 2]) || endsOffice(tokens, from - 2))) {
      commas++;
      from--;
    } else break;
  }
  while (from < to && (INSIDE.has(tokens[from]?.key ?? '') || tokens[from]?.key === ',')) from++;
  const words = tokens.slice(from, to);
  const named = words.filter((token) => token.capital).length >= 2 || words.some((token) => TITLES.test(token.key));
  return to > from && named ? { from, to } : null;
}
