import type { Status } from '../domain/vocabulary.ts';
import type { Token } from './tokens.ts';

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
  resumed: boolean;
}

type Family = 'start' | 'fly' | 'resume' | 'cancel' | 'suspend' | 'postpone' | 'plan' | 'propose' | 'arrive';
type Form = 'base' | 's' | 'ing' | 'past' | 'part';

const VERBS = new Map<string, { family: Family; forms: ReadonlySet<Form> }>();

function verbs(family: Family, list: string): void {
  for (const entry of list.split(' ')) {
    const [base, past, part] = entry.split('/') as [string, string?, string?];
    const stem = base.endsWith('e') ? base.slice(0, -1) : base;
    const regular = base.endsWith('e') ? `${base}d` : base.endsWith('y') && !/[aeo]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${base}ed`;
    const add = (word: string, form: Form): void => {
      const forms = new Set(VERBS.get(word)?.forms ?? []);
      VERBS.set(word, { family, forms: forms.add(form) });
    };
    add(base, 'base');
    add(
      base.endsWith('y') && !/[aeo]y$/.test(base) ? `${base.slice(0, -1)}ies` : /(?:ch|sh|x)$|o$/.test(base) ? `${base}es` : `${base}s`,
      's',
    );
    add(`${stem}ing`, 'ing');
    add(past ?? regular, 'past');
    add(part ?? past ?? regular, 'part');
  }
}

verbs('start', 'join launch start begin/began/begun open add introduce commence inaugurate establish debut enter initiate unveil premiere');
verbs('fly', 'fly/flew/flown operate connect link serve offer run/ran/run go/went/gone expand');
verbs('resume', 'resume restore relaunch restart reopen reinstate reintroduce revive return reconnect recommence');
verbs('cancel', 'cancel scrap/scrapped axe drop/dropped terminate discontinue end cease stop/stopped close abandon');
verbs('suspend', 'suspend pause halt');
verbs('postpone', 'postpone delay defer/deferred');
verbs('plan', 'announce plan/planned intend reveal confirm disclose prepare schedule expect sell/sold introduce approve');
verbs('propose', 'consider study explore negotiate discuss evaluate propose request hope seek/sought mull ask');
verbs('arrive', 'land arrive depart leave/left');
for (const [word, family, form] of [
  ['beginning', 'start', 'ing'],
  ['running', 'fly', 'ing'],
  ['stopping', 'cancel', 'ing'],
  ['dropping', 'cancel', 'ing'],
  ['cancelled', 'cancel', 'past'],
  ['cancelling', 'cancel', 'ing'],
  ['planning', 'plan', 'ing'],
] as const) {
  VERBS.set(word, { family, forms: new Set<Form>(form === 'past' ? ['past', 'part'] : [form]) });
}

/** A word that can tell of flights as a verb. */
export function isVerb({ key }: Token): boolean {
  return VERBS.has(key);
}

/** Phrases, of keys, the longest first, with what they say; a kind of null leaves it to the words around. */
const PHRASES: readonly (readonly [string, Family | 'existing' | 'none' | 'launchedNow' | 'firstFlight' | 'newRoute'])[] = [
  ['no plans to', 'none'],
  ['would not confirm', 'none'],
  ['not in', 'none'],
  ['denied', 'none'],
  ['ruled out', 'none'],
  ['will have to wait', 'postpone'],
  ['would have to wait', 'postpone'],
  ['later than planned', 'postpone'],
  ['put back', 'postpone'],
  ['put off', 'postpone'],
  ['puts back', 'postpone'],
  ['puts off', 'postpone'],
  ['pushed back', 'postpone'],
  ['pushes back', 'postpone'],
  ['push back', 'postpone'],
  ['held up', 'postpone'],
  ['will be late', 'postpone'],
  ['be late', 'postpone'],
  ['moved back', 'postpone'],
  ['not begin until', 'postpone'],
  ['not start until', 'postpone'],
  ['not launch until', 'postpone'],
  ['will no longer', 'cancel'],
  ['pull out', 'cancel'],
  ['pulls out', 'cancel'],
  ['no aircraft', 'suspend'],
  ['are off', 'postpone'],
  ['bring back', 'resume'],
  ['brings back', 'resume'],
  ['brought back', 'resume'],
  ['bringing back', 'resume'],
  ['come back', 'resume'],
  ['came back', 'resume'],
  ['comes back', 'resume'],
  ['go back', 'resume'],
  ['goes back', 'resume'],
  ['is back', 'resume'],
  ['re - launch', 'resume'],
  ['re - launched', 'resume'],
  ['re - start', 'resume'],
  ['fly again', 'resume'],
  ['flying again', 'resume'],
  ['for the first time', 'launchedNow'],
  ['now flies', 'launchedNow'],
  ['now fly', 'launchedNow'],
  ['took off', 'arrive'],
  ['touched down', 'arrive'],
  ['touches down', 'arrive'],
  ['made their debut', 'launchedNow'],
  ['made its debut', 'launchedNow'],
  ['kicked off', 'start'],
  ['kick off', 'start'],
  ['kicks off', 'start'],
  ['inaugural flight', 'firstFlight'],
  ['inaugural service', 'firstFlight'],
  ['first flight', 'firstFlight'],
  ['first direct flight', 'firstFlight'],
  ['first nonstop flight', 'firstFlight'],
  ['maiden flight', 'firstFlight'],
  ['inaugural', 'firstFlight'],
  ['first service', 'firstFlight'],
  ['coming', 'newRoute'],
  ['follows', 'newRoute'],
  ['follow', 'newRoute'],
  ['new route', 'newRoute'],
  ['new routes', 'newRoute'],
  ['new flights', 'newRoute'],
  ['new service', 'newRoute'],
  ['new services', 'newRoute'],
  ['new destination', 'newRoute'],
  ['new nonstops', 'newRoute'],
  ['new nonstop', 'newRoute'],
  ['new destinations', 'newRoute'],
  ['resumption', 'resume'],
  ['return of', 'resume'],
  ['already', 'existing'],
  ['at present', 'existing'],
  ['currently', 'existing'],
  ['codeshare', 'existing'],
  ['code - share', 'existing'],
  ['code share', 'existing'],
  ['also serves', 'existing'],
  ['keeps', 'existing'],
  ['keeping', 'existing'],
  ['more often', 'existing'],
  ['increase', 'existing'],
  ['increased', 'existing'],
  ['increases', 'existing'],
  ['doubled', 'existing'],
  ['instead of', 'existing'],
  ['more flights', 'existing'],
  ['in talks', 'propose'],
  ['would like', 'propose'],
  ['work towards', 'propose'],
  ['working on', 'propose'],
  ['feasibility', 'propose'],
  ['called for', 'propose'],
  ['urged', 'propose'],
  ['wants to', 'propose'],
  ['want to', 'propose'],
]
  .map(([words, kind]) => [words as string, kind as Family] as const)
  .sort((a, b) => b[0].length - a[0].length);

const BY_FIRST = new Map<string, { keys: readonly string[]; kind: (typeof PHRASES)[number][1] }[]>();
for (const [words, kind] of PHRASES) {
  const keys = words.split(' ');
  BY_FIRST.set(keys[0] as string, [...(BY_FIRST.get(keys[0] as string) ?? []), { keys, kind }]);
}

const FUTURE = new Set(
  'will would shall to plans plan planned planning going intends intend expected set due scheduled ll about'.split(' '),
);
const MAYBE = new Set(
  'may might could considering considers wants hopes studying possibly possible proposed mulling exploring negotiating requested asked propose discussed discussing urged'.split(
    ' ',
  ),
);
const REACH = 7;

/** Every event that words from one token to another tell of. */
export function findEvents(tokens: readonly Token[], from: number, to: number): EventMention[] {
  const events: EventMention[] = [];
  for (let at = from; at < to; ) {
    const phrase = BY_FIRST.get(tokens[at]?.key ?? '')?.find(
      ({ keys }) => keys.every((key, i) => tokens[at + i]?.key === key) && at + keys.length <= to,
    );
    const length = phrase ? phrase.keys.length : 1;
    const event = phrase ? phraseEvent(tokens, at, length, from, phrase.kind) : verbEvent(tokens, at, from);
    if (event) events.push(event);
    at += length;
  }
  return events;
}

function phraseEvent(
  tokens: readonly Token[],
  at: number,
  length: number,
  from: number,
  kind: (typeof PHRASES)[number][1],
): EventMention | null {
  const base = { from: at, to: at + length, weak: false, past: false, resumed: false };
  const tense = tenseBefore(tokens, at, from);
  if (kind === 'existing' || kind === 'none') return { ...base, kind };
  if (kind === 'launchedNow' && tokens[at - 1]?.key === 'which') return { ...base, kind: 'existing' };
  if (kind === 'launchedNow') return { ...base, kind: tense === 'future' ? 'announced' : 'launched' };
  if (kind === 'firstFlight' || kind === 'newRoute') return { ...base, kind: 'announced', weak: true };
  if (kind === 'propose') return { ...base, kind: 'proposed' };
  const past = /^(?:brought|came|is|touched|took|kicked)$/.test(tokens[at]?.key ?? '') || tokens[at + length - 1]?.key === 'launched';
  return familyEvent(base, kind, past ? 'past' : 'base', tense);
}

function verbEvent(tokens: readonly Token[], at: number, from: number): EventMention | null {
  const token = tokens[at] as Token;
  const verb = VERBS.get(token.key);
  if (!verb) return null;
  // "the launch", "a start": names of events, not verbs.
  const noun = verb.forms.has('base') && /^(?:the|a|an|its|their|planned|official|this|of|new)$/.test(tokens[at - 1]?.key ?? '');
  const form: Form = noun ? 'base' : ((['past', 'part', 'ing', 's', 'base'] as const).find((f) => verb.forms.has(f)) ?? 'base');
  return familyEvent({ from: at, to: at + 1, weak: noun, past: false, resumed: false }, verb.family, form, tenseBefore(tokens, at, from));
}

type Tense = 'future' | 'maybe' | 'perfect' | 'pluperfect' | 'was' | 'denied' | 'am' | 'wouldNot' | null;

/** The nearest word before a verb that sets its time. */
function tenseBefore(tokens: readonly Token[], at: number, from: number): Tense {
  let denied = false;
  let seen: Tense = null;
  for (let i = at - 1; i >= from && i >= at - REACH; i--) {
    const key = tokens[i]?.key ?? '';
    if (/^[;:.,]$/.test(key) && (seen !== null || i < at - 1)) break;
    if (key === 'not' || key === 'no' || key === 'never') denied = true;
    else if (MAYBE.has(key)) return denied ? 'denied' : 'maybe';
    else if (FUTURE.has(key) && !(key === 'to' && i !== at - 1 && tokens[i + 1]?.key !== 'be' && tokens[i + 1]?.key !== 'have'))
      return denied ? 'denied' : 'future';
    else if (key === 'had') return 'pluperfect';
    else if (key === 'has' || key === 'have') return denied ? 'denied' : 'perfect';
    else if (seen === null && (key === 'was' || key === 'were')) seen = 'was';
    else if (seen === null && (key === 'is' || key === 'are' || key === 'being')) seen = 'am';
    else if (seen === null && VERBS.has(key) && i < at - 1 && !['was', 'be', 'been'].includes(key)) break;
  }
  return denied && seen !== null ? 'denied' : seen;
}

const ENDINGS: Partial<Record<Family, Status>> = { cancel: 'cancelled', suspend: 'suspended', postpone: 'postponed' };

function familyEvent(base: Omit<EventMention, 'kind'>, family: Family, form: Form, tense: Tense): EventMention | null {
  const ending = ENDINGS[family];
  if (ending) {
    if (tense === 'pluperfect') return { ...base, kind: 'history' };
    return tense === 'denied'
      ? null
      : { ...base, past: form === 'past' && (tense === 'was' || tense === 'perfect' || tense === null), kind: ending };
  }
  if (tense === 'denied') return { ...base, kind: family === 'fly' || family === 'start' ? 'none' : 'existing' };
  if (family === 'propose') return { ...base, kind: 'proposed' };
  if (family === 'plan')
    return tense === 'pluperfect' ? { ...base, kind: 'announced', weak: true } : { ...base, kind: 'announced', weak: true };
  if (tense === 'pluperfect') return { ...base, kind: 'history' };
  if (tense === 'maybe') return { ...base, kind: 'proposed' };
  const resumed = base.resumed || family === 'resume';
  if (family === 'arrive')
    return form === 'past' && tense !== 'future' ? { ...base, kind: 'launched', weak: true } : { ...base, kind: 'announced', weak: true };
  if (tense === 'future') return { ...base, resumed, kind: 'announced' };
  if (family === 'fly') {
    if (form === 'past' || form === 'part') return { ...base, kind: tense === 'perfect' ? 'existing' : 'launched', weak: true };
    return { ...base, kind: 'announced', weak: true };
  }
  if (form === 'past' || form === 'part')
    return tense === 'am' ? { ...base, resumed, kind: 'announced' } : { ...base, resumed, kind: 'launched' };
  return { ...base, resumed, kind: 'announced' };
}
