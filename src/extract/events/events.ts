import type { Status } from '../../domain/vocabulary.ts';
import { holds, type Token } from '../tokens.ts';
import { PHRASE_WORDS, type PhraseKind, phraseAt } from './phrases.ts';
import { type Stretch, stretchOf, type Tense, tenseBefore } from './tense.ts';
import { type Family, type Form, VERBS } from './verbs.ts';

/** What words say happens to a route. `existing`: it is flown already; `history`: told as long past; `none`: denied. */
export type EventKind = Status | 'existing' | 'history' | 'none';

export interface EventMention {
  from: number;
  to: number;
  kind: EventKind;
  /** Words that need a date or others beside them to mean a start. */
  weak: boolean;
  /** Told as having happened. */
  past: boolean;
  /** It tells of flying rather than of a beginning. */
  motion: boolean;
}

/** Every event that words from one token to another tell of. */
export function findEvents(tokens: readonly Token[], from: number, to: number): EventMention[] {
  const events: EventMention[] = [];
  const stretch = stretchOf(tokens, from, to);
  for (let at = from; at < to; ) {
    if (!EVENT_WORDS.has((tokens[at] as Token).key)) {
      at++;
      continue;
    }
    const phrase = phraseAt(tokens, at, to);
    const length = phrase?.length ?? 1;
    const event = eventAt(stretch, at, phrase);
    if (event) events.push(event);
    at += length;
  }
  return events;
}

function eventAt(stretch: Stretch, at: number, phrase: ReturnType<typeof phraseAt>): EventMention | null {
  if (isAnother(stretch.tokens, at)) return { ...oneWord(at), kind: 'existing', motion: true };
  if (phrase) return phraseEvent(stretch, at, phrase.length, phrase.kind);
  return isMoved(stretch, at) ? { ...oneWord(at), kind: 'postponed' } : verbEvent(stretch, at);
}

function oneWord(at: number): Omit<EventMention, 'kind'> {
  return { from: at, to: at + 1, weak: false, past: false, motion: false };
}

const MORE = new Set('second third fourth fifth additional extra'.split(' '));
const FLIGHTS = /^(?:flights?|departures?|frequency|frequencies|rotations?|daily)$/;

/** "a second daily departure": beside those that there are. */
function isAnother(tokens: readonly Token[], at: number): boolean {
  return MORE.has(tokens[at]?.key ?? '') && holds(tokens, at + 1, at + 5, FLIGHTS);
}

const MOVES = new Set(
  'push pushes pushed pushing move moves moved moving shift shifts shifted slip slips slipped reschedule rescheduled bumped'.split(' '),
);
const WHEN =
  /^(?:\d+|january|february|march|april|may|june|july|august|september|october|november|december|next|early|mid|late|the|spring|summer|autumn|fall|winter)$/;

const BACK = /^(?:back|forward)$/;

/** "has moved the launch of … to", "have been moved to May": a beginning gets another date. */
function isMoved({ tokens, lastTurn }: Stretch, at: number): boolean {
  if (!MOVES.has(tokens[at]?.key ?? '')) return false;
  const back = BACK.test(tokens[at + 1]?.key ?? '') ? at + 2 : at + 1;
  return (tokens[back]?.key === 'to' && WHEN.test(tokens[back + 1]?.key ?? '')) || lastTurn() >= at;
}

const PAST = /^(?:brought|put|came|is|was|were|warmly|touched|took|kicked|flagged)$/;

function phraseEvent(stretch: Stretch, at: number, length: number, kind: PhraseKind): EventMention | null {
  const { tokens, from } = stretch;
  const base = { ...oneWord(at), to: at + length };
  const tense = tenseBefore(stretch, at);
  if (kind === 'existing' || kind === 'none') return { ...base, kind };
  if (isUntil(tokens, at + length, tense)) return { ...base, kind: 'postponed' };
  if (kind === 'launchedNow' && tokens[at - 1]?.key === 'which') return { ...base, kind: 'existing' };
  if (kind === 'launchedNow') return { ...base, kind: tense === 'future' || isAhead(tokens, at + length) ? 'announced' : 'launched' };
  // "after its inaugural flight"
  if (kind === 'firstFlight' && tokens.slice(Math.max(from, at - 3), at).some(({ key }) => key === 'after'))
    return { ...base, kind: 'launched' };
  if (kind === 'firstFlight' || kind === 'newRoute') return { ...base, kind: 'announced', weak: true };
  if (kind === 'propose') return { ...base, kind: 'proposed' };
  // "landed for the last time"
  const done = tokens[at]?.key === 'for' && tokens.slice(Math.max(from, at - 6), at).some(({ key }) => VERBS.get(key)?.forms.has('past'));
  const past = done || PAST.test(tokens[at]?.key ?? '') || tokens[at + length - 1]?.key === 'launched';
  return familyEvent(base, kind, past ? 'past' : 'base', tense);
}

/** "For the first time there will be flights" */
function isAhead(tokens: readonly Token[], from: number): boolean {
  return tokens.slice(from, from + 4).some(({ key }) => key === 'will');
}

/** "will not begin until" */
function isUntil(tokens: readonly Token[], from: number, tense: Tense): boolean {
  return tense === 'denied' && tokens.slice(from, from + 4).some(({ key }) => key === 'until' || key === 'till');
}

const NUMBER = /^(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|some|several|many|dozens|hundreds)$/;
/** What else can be begun or opened again. */
const OTHERS =
  /^(?:airport|airspace|borders?|lounges?|terminal|office|concourse|hotel|facility|partnership|talks|negotiations|construction|cooperation|campaign|sales?|programme|program|project|trials?|scheme|initiative)$/;
const PLACED = /^(?:from|to|between|at|in|by|on)$/;

/** "its airport", "a new terminal"; not "from Porto airport" */
function beginsAnother(tokens: readonly Token[], from: number): boolean {
  for (let at = from; at < Math.min(from + 4, tokens.length); at++) {
    const { key } = tokens[at] as Token;
    if (OTHERS.test(key)) return true;
    if (PLACED.test(key)) return false;
  }
  return false;
}

/** "has begun to fly", "had asked to fly": the word before tells it. */
function isToldBefore(tokens: readonly Token[], at: number): boolean {
  const family = VERBS.get(tokens[at]?.key ?? '')?.family;
  return family === 'start' || (family === 'propose' && tokens[at - 1]?.key === 'had');
}

const TO = /^(?:to|from)$/;
const COUNT = /^(?:\d+|daily|once|twice|double|two|three|four|five|six|seven|eight|nine|ten|eleven|fourteen)$/;

/** "to twice daily", "from five to seven" */
function isCounted(tokens: readonly Token[], from: number): boolean {
  const at = TO.test(tokens[from]?.key ?? '') ? from + 1 : from;
  return COUNT.test(tokens[at]?.key ?? '');
}

const TOO = /^too$/;
const GAPS = /^(?:break|hiatus|gap|absence|suspension|pause|wait|drought|monopoly|blockade)$/;
const RUNS = /^(?:runs?|running)$/;
const WHICH = /^(?:which|that|and|it)$/;
const SCHEDULE = /^schedules?$/;
const FLIGHT = /^flights?$/;
const CLOSED = /^(?:routes?|services?|links?|connections?|sectors?)$/;
const GOES = /^(?:go|goes|going|went|becomes?)$/;
const BEFORE_NOUN = /^(?:the|a|an|its|their|planned|official|this|of|new)$/;

function verbEvent(stretch: Stretch, at: number): EventMention | null {
  const { tokens } = stretch;
  const token = tokens[at] as Token;
  const verb = VERBS.get(token.key);
  // "non-stop", "code-share": a part of a word.
  if (!verb || (tokens[at - 1]?.key === '-' && tokens[at - 1]?.end === token.start)) return null;
  // "which runs all winter"
  if (RUNS.test(token.key) && WHICH.test(tokens[at - 1]?.key ?? '')) return null;
  // "closes its airport", "close to"
  if (token.key.startsWith('clos') && !holds(tokens, at + 1, at + 5, CLOSED)) return null;
  // "its winter schedule"
  if (SCHEDULE.test(token.key) && tokens[at - 1]?.key !== 'to') return null;
  // "the end of the year"
  if ((token.key === 'end' || token.key === 'beginning') && tokens[at - 1]?.key === 'the') return null;
  // "a seasonal flight, which ends on 8 August"
  if (token.key === 'ends' && tokens[at - 1]?.key === 'which') return null;
  // "will not begin until June"
  const tense = tenseBefore(stretch, at);
  if (verb.family !== 'plan' && isUntil(tokens, at + 1, tense)) return { ...oneWord(at), kind: 'postponed' };
  // "had asked to fly", unless somebody's words are reported
  if (verb.family === 'propose' && tense === 'pluperfect' && stretch.firstReport() >= at) return { ...oneWord(at), kind: 'history' };
  // "cancelled two flights"
  if (verb.family === 'cancel' && NUMBER.test(tokens[at + 1]?.key ?? '') && FLIGHT.test(tokens[at + 2]?.key ?? '')) return null;
  // "goes from four to six a week"
  if (GOES.test(token.key) && isCounted(tokens, at + 1)) return { ...oneWord(at), kind: 'existing', motion: true };
  // "reopened its airport"
  if ((verb.family === 'start' || verb.family === 'resume') && beginsAnother(tokens, at + 1)) return null;
  if (verb.family === 'fly' && tokens[at - 1]?.key === 'to' && isToldBefore(tokens, at - 2)) return null;
  // "serves Porto too": what there is
  if (verb.family === 'fly' && verb.forms.has('s') && holds(tokens, at + 1, at + 14, TOO))
    return { ...oneWord(at), kind: 'existing', motion: true };
  // "ending a long break"
  if (verb.family === 'cancel' && holds(tokens, at + 1, at + 6, GAPS)) return null;
  // "the launch", "a start": names of events, not verbs.
  const noun = verb.forms.has('base') && BEFORE_NOUN.test(tokens[at - 1]?.key ?? '');
  const form: Form = noun ? 'base' : ((['past', 'part', 'ing', 's', 'base'] as const).find((f) => verb.forms.has(f)) ?? 'base');
  return familyEvent({ ...oneWord(at), weak: noun }, verb.family, form, tense);
}

const ENDINGS: Partial<Record<Family, Status>> = { cancel: 'cancelled', suspend: 'suspended', postpone: 'postponed' };

function familyEvent(base: Omit<EventMention, 'kind'>, family: Family, form: Form, tense: Tense): EventMention | null {
  if (tense === 'dropped') return { ...base, kind: 'none' };
  const ending = ENDINGS[family];
  if (ending) {
    if (tense === 'pluperfect') return { ...base, kind: 'history' };
    return tense === 'denied'
      ? null
      : { ...base, past: form === 'past' && (tense === 'was' || tense === 'perfect' || tense === null), kind: ending };
  }
  if (tense === 'denied') return { ...base, kind: family === 'fly' || family === 'start' ? 'none' : 'existing' };
  if (family === 'propose') return { ...base, kind: 'proposed' };
  if (family === 'plan') return { ...base, kind: 'announced', weak: true };
  if (tense === 'pluperfect') return { ...base, kind: 'history' };
  if (tense === 'first') return { ...base, kind: 'launched' };
  if (tense === 'maybe') return { ...base, kind: 'proposed' };
  const motion = family === 'fly' || family === 'arrive';
  if (family === 'arrive') return { ...base, motion, kind: form === 'past' && tense !== 'future' ? 'launched' : 'announced', weak: true };
  if (tense === 'future') return { ...base, motion, kind: 'announced' };
  if (family === 'fly') {
    if (tense === 'am' && form === 'past') return { ...base, motion, kind: 'announced', weak: true };
    if (form === 'past' || form === 'part') return { ...base, motion, kind: tense === 'perfect' ? 'existing' : 'launched', weak: true };
    return { ...base, motion, kind: 'announced', weak: true };
  }
  if (form === 'past' || form === 'part') return tense === 'am' ? { ...base, kind: 'announced' } : { ...base, kind: 'launched' };
  return { ...base, kind: 'announced' };
}

/** Every word that an event can begin with. */
const EVENT_WORDS = new Set([...PHRASE_WORDS, ...MORE, ...MOVES, ...VERBS.keys()]);
