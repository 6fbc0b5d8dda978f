import type { LocalDate } from '../domain/dates.ts';
import { type TimeMention, timesAmong } from './assembly/dating.ts';
import { type EventMention, findEvents } from './events/events.ts';
import { speaksOf, TOPICS, type Topics, topicsOf } from './events/topics.ts';
import { type Frames, NO_FRAMES, parseFrames } from './frames/frames.ts';
import { hiddenTokens } from './frames/hidden.ts';
import type { Mention } from './names/names.ts';
import type { Sentence } from './sentences.ts';
import { between, firstAt } from './sorted.ts';
import type { BothWays, Frequency } from './times/times.ts';
import { holds, type Token } from './tokens.ts';

/** A sentence with all that was found in it. */
export interface Statement {
  sentence: Sentence;
  events: readonly EventMention[];
  frames: Frames;
  airlines: readonly Mention[];
  frequencies: readonly Frequency[];
  /** Times as they read when what is told lies ahead, and when it has happened. */
  ahead: readonly TimeMention[];
  behind: readonly TimeMention[];
  respectively: boolean;
  /** "two new services", "four routes": places follow. */
  counted: boolean;
  /** Where it says "from" of a name that nobody knows. */
  strangers: readonly number[];
  /** Where it was written, if it begins with that. */
  dateline: Mention | null;
  /** The first token of each clause that says something of its own. */
  clauses: readonly number[];
  /** The key of a token. */
  word: (at: number) => string;
  /** What it speaks of. */
  topics: Topics;
}

export interface Found extends BothWays {
  tokens: readonly Token[];
  mentions: readonly Mention[];
  frequencies: readonly Frequency[];
  publishedOn: LocalDate;
}

/** What a sentence holds, its places put into their parts. */
export function statementOf(found: Found, sentence: Sentence): Statement {
  const { tokens } = found;
  const { from, to } = sentence;
  const mentions = between(found.mentions, from, to, (mention) => mention.from);
  const told = datelineEnd(
    tokens,
    sentence,
    mentions.find((mention) => mention.place !== null),
  );
  const opens = told ?? from;
  const dateline = told === null ? null : (mentions.find((mention) => mention.place !== null && mention.from < told) ?? null);
  const begin = tokens[from]?.start ?? 0;
  const end = tokens[to - 1]?.end ?? 0;
  const frequencies = between(found.frequencies, begin, end, (frequency) => frequency.start).filter((frequency) => frequency.end <= end);
  const places = mentions.filter((mention) => mention.place !== null && mention.from >= opens);
  const airlines = mentions.filter((mention) => mention.airline !== null);
  const topics = topicsOf(tokens, from, to);
  const events = findEvents(tokens, from, to);
  // What tells of no place and of no event may date what was told before, by its first time.
  const many = events.length > 0 || places.length > 0 ? Number.POSITIVE_INFINITY : 1;
  const { ahead, behind } = timesAmong(tokens, opens, to, found, many);
  return {
    sentence,
    events,
    clauses: speaksOf({ topics }, 'clauses') ? clausesOf(tokens, sentence, events, places) : [from],
    frames:
      places.length === 0
        ? NO_FRAMES
        : parseFrames(tokens, from, to, places, hiddenTokens(tokens, sentence, mentions, ahead, frequencies), airlines),
    airlines,
    dateline,
    frequencies,
    ahead,
    behind,
    respectively: speaksOf({ topics }, 'respectively'),
    counted: speaksOf({ topics }, 'routes') && countsRoutes(tokens, sentence),
    strangers: speaksOf({ topics }, 'from') ? strangersIn(tokens, sentence, mentions, ahead) : [],
    word: (at) => tokens[at]?.key ?? '',
    topics,
  };
}

const WHILE = /^(?:while|whereas|but)$/;

/** "…, while …", "… and flights to Porto will begin": where another clause begins. */
function clausesOf(
  tokens: readonly Token[],
  { from, to }: Sentence,
  events: readonly EventMention[],
  places: readonly Mention[],
): number[] {
  const starts = [from];
  const strong = places.length === 0 ? [] : events.filter((event) => !event.weak);
  const lastTold = events.findLast((event) => !event.weak || event.kind === 'launched')?.from ?? from;
  for (let at = from + 1; at < to; at++) {
    const key = tokens[at]?.key ?? '';
    if (
      WHILE.test(key) ||
      (key === ':' && lastTold > at) ||
      (key === 'and' && opensClause(tokens, at, starts.at(-1) as number, strong, places))
    )
      starts.push(at);
  }
  return starts;
}

/** After "and" a place and then its own verb, where one was told before. `strong`: the verbs that tell something. */
function opensClause(
  tokens: readonly Token[],
  at: number,
  from: number,
  strong: readonly EventMention[],
  places: readonly Mention[],
): boolean {
  const startOf = (part: { from: number }): number => part.from;
  const place = places[firstAt(places, at + 1, startOf)];
  if (!place || place.from > at + 5) return false;
  const next = strong[firstAt(strong, at + 1, startOf)];
  const before = strong[firstAt(strong, from, startOf)];
  if (next === undefined || next.from < place.to || next.from >= place.to + 8) return false;
  return before !== undefined && before.from < at && !holds(tokens, place.to, next.from, WHILE);
}

const CAPITALS = /^[^a-z]+$/;
const IN_DATELINE = /^\p{N}|^news$/u;

const AGENCY =
  /^(?:AFP|ANI|AP|APP|BSS|CP|ENA|IANS|IRNA|KUNA|MNA|NAN|PA|PTI|PNA|QNA|SPA|TASS|UNB|UNI|VNA|VNS|WAM|Bernama|Reuters|Xinhua|Yonhap)$/;
const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/;
const NUMBER = /^\d+$/;

/** "OSLO:", "Porto:", "LEEDS (PA) —": where and when a text was written, up to this token; null where nothing stands like that. */
function datelineEnd(tokens: readonly Token[], sentence: Sentence, mention: Mention | undefined): number | null {
  if (!mention || !sentence.opensLine || sentence.bullet || mention.from > sentence.from + 3) return null;
  const capitals = CAPITALS.test((tokens[mention.from] as Token).text) && !mention.coded;
  for (let at = mention.to; at < Math.min(mention.to + 14, sentence.to); at++) {
    const key = tokens[at]?.key ?? '';
    const apart = key === '–' || (key === '-' && tokens[at - 1]?.end !== tokens[at]?.start);
    if (key === ':' || (apart && (capitals || holdsYear(tokens, mention.to, at)))) return behindDate(tokens, at + 1, sentence.to);
    if (!capitals && (key === '–' || key === '-')) return null;
    if (key === '.' && capitals && at > mention.to + 2) return at + 1;
    // "Mumbai, May 9 (PTI)", "JAKARTA Jan 21 The flight"
    if (key === ')' && AGENCY.test(tokens[at - 1]?.text ?? '')) return at + 1;
    if (capitals && NUMBER.test(key) && MONTH.test(tokens[at - 1]?.key ?? '') && tokens[at + 1]?.capital) return at + 1;
    if (tokens[at]?.word && !tokens[at]?.capital && !IN_DATELINE.test(key)) break;
  }
  return capitals && (tokens[mention.to]?.key === ',' || tokens[mention.to]?.key === '/') ? mention.to : null;
}

/** "– 3 May 2024 –": the date of a dateline may stand between two dashes. */
function behindDate(tokens: readonly Token[], from: number, to: number): number {
  for (let at = from; at < Math.min(from + 7, to); at++) {
    if (tokens[at]?.key === '–') return holdsYear(tokens, from, at) ? at + 1 : from;
  }
  return from;
}

const COUNT = /^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|[2-9]|[1-9]\d+)$/;

function countsRoutes(tokens: readonly Token[], { from, to }: Sentence): boolean {
  for (let at = from; at < to; at++) {
    if ((TOPICS.of((tokens[at] as Token).key) & TOPICS.bits.routes) !== 0 && holds(tokens, Math.max(from, at - 3), at, COUNT)) return true;
  }
  return false;
}

const ITS = /^(?:the|its)$/;
const SMALL = /\p{Ll}/u;

/** "from Newtown to Porto": the name is not that of a place, an airline or a time that is known. */
function strangersIn(
  tokens: readonly Token[],
  { from, to }: Sentence,
  mentions: readonly Mention[],
  times: readonly TimeMention[],
): number[] {
  const startOf = (part: { from: number }): number => part.from;
  const begins = (parts: readonly { from: number }[], at: number): boolean => parts[firstAt(parts, at, startOf)]?.from === at;
  const found: number[] = [];
  for (let at = from; at < to - 1; at++) {
    if (tokens[at]?.key !== 'from') continue;
    const name = ITS.test(tokens[at + 1]?.key ?? '') ? at + 2 : at + 1;
    const token = tokens[name];
    if (name < to && token?.capital && SMALL.test(token.text) && !begins(mentions, name) && !begins(times, name)) found.push(at);
  }
  return found;
}

const YEAR = /^20\d\d$/;

function holdsYear(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens.slice(from, to).some(({ text }) => YEAR.test(text));
}
