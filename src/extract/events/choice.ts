import { between, firstAt } from '../sorted.ts';
import type { Statement } from '../statements.ts';
import type { EventKind, EventMention } from './events.ts';
import { speaksOf } from './topics.ts';

/** What a statement says happens at a place in it. */
export interface Choice {
  kind: EventKind | null;
  event: EventMention | null;
  /** Only a date makes it a start. */
  needsDate: boolean;
}

const NOTHING: Choice = { kind: null, event: null, needsDate: false };

/** Picks the words that tell what happens to the flights around a token. */
export function chooseEvent(statement: Statement, position: number): Choice {
  if (statement.events.length === 0) return NOTHING;
  const events = eventsAround(statement, position);
  const isManner = (event: EventMention): boolean => event.kind === 'announced' && statement.word(event.from).endsWith('ing');
  const put = events.find((event) => event.kind === 'postponed');
  if (put) return says(put);
  const none = events.find((event) => event.kind === 'suspended' && event.to > event.from + 1);
  if (none) return says(none);
  // "has suspended the launch": what has not begun is put off.
  const held = events.find((event) => event.kind === 'suspended');
  if (held && speaksOf(statement, 'beginning')) return says(held, 'postponed');
  const before = events.filter((event) => event.from < position && !isAside(statement, event)).reverse();
  const after = events.filter((event) => event.from >= position);
  const strong = before.find((event) => !event.weak) ?? after.find((event) => !event.weak);
  const isOver = strong?.kind === 'history' || strong?.kind === 'existing';
  const arrived = events.find((event) => event.kind === 'launched' && event.weak);
  // "touched down in Porto, opening a new route"
  const opens = strong && arrived && strong.from > arrived.from && isManner(strong);
  if (isMaiden(statement) && arrived && (!strong || opens || isOver)) return says(arrived);
  if (!strong) return chooseWeak(statement, events, before[0] ?? after[0] ?? null, speaksOf(statement, 'first'));
  const next = after.find((event) => !event.weak);
  if (next && isOver && next.from < position + 6 && position - strong.from > 5) return says(next);
  // "will be flown with": how flights go that there are, unless a day is told.
  if (strong.motion && statement.word(strong.from - 1) === 'be') return { ...says(strong), needsDate: true };
  // "grew by adding Porto", "began flights to Porto, resuming a link"
  const done = before.find((event) => event.kind === 'launched' && !event.weak);
  if (done && isManner(strong) && MANNER.test(statement.word(strong.from - 1))) return says(done);
  // "flights, halted in May, will resume"
  const again = after.find((event) => event.kind === 'announced' && AGAIN.test(statement.word(event.from)));
  if (again && strong.past && isAnswer({ ...strong, past: false })) return says(again);
  // "is considering to open", "said it could start": what is only thought of stays so.
  const doubt = before.find((event) => event.kind === 'proposed');
  return doubt && strong.kind === 'announced' && strong.from - doubt.from < 8 ? says(doubt) : says(strong);
}

const MANNER = /^(?:by|,)$/;
const AGAIN = /^(?:resum|restor|restart|reopen|reinstat|return|relaunch)/;

function says(event: EventMention, kind: EventKind = event.kind): Choice {
  return { kind, event, needsDate: false };
}

/** What words say that mean a start only with others beside them. */
function chooseWeak(statement: Statement, events: readonly EventMention[], weak: EventMention | null, isFirst: boolean): Choice {
  // "has operated its first flight"
  const maiden = events.find((event) => event.kind === 'existing' && event.motion);
  if (maiden && isFirst) return says(maiden, 'launched');
  if (weak === null) return NOTHING;
  return isOneFlight(statement, weak) ? says(weak, 'history') : { ...says(weak), needsDate: weak.motion };
}

const WHO = /^(?:that|which|who)$/;

/** "flights that a strike had stopped": what is told of the past beside what the sentence says. */
function isAside({ events, word }: Statement, event: EventMention): boolean {
  if (event.kind !== 'history') return false;
  const before = firstAt(events, event.from, (other) => other.from);
  const previous = events.slice(Math.max(0, before - MANY), before).findLast((other) => !other.weak);
  if (previous === undefined || previous.kind === 'history') return false;
  for (let at = previous.to; at < event.from; at++) if (WHO.test(word(at))) return true;
  return false;
}

const MANY = 12;

/** Of a sentence without an end, the events near a token. */
function near(events: readonly EventMention[], position: number): readonly EventMention[] {
  if (events.length <= 2 * MANY) return events;
  const at = firstAt(events, position, (event) => event.from);
  return events.slice(Math.max(0, at - MANY), at + MANY);
}

/** The events of the clause of a token, if one of them tells something; else those of the sentence. */
function eventsAround(statement: Statement, position: number): readonly EventMention[] {
  const { clauses, sentence } = statement;
  const events = near(statement.events, position);
  if (clauses.length === 1) return events;
  const after = firstAt(clauses, position + 1, (start) => start);
  const own = between(events, clauses[after - 1] ?? sentence.from, clauses[after] ?? sentence.to, (event) => event.from);
  const tells = own.some((event) => !event.weak || (event.kind === 'launched' && isMaiden(statement)));
  // "was due to start in May, but will not take off until June": what was planned once is answered by the other clause.
  const isAnswered = own.every((event) => event.weak || event.kind === 'none' || event.kind === 'history') && events.some(isAnswer);
  return tells && !isAnswered ? own : events;
}

/** An end or a delay that is news, not told of the past. */
function isAnswer({ kind, past }: EventMention): boolean {
  return !past && (kind === 'postponed' || kind === 'cancelled' || kind === 'suspended');
}

/** "flew to Bergen": told of one flight, unless it was the first. */
function isOneFlight(statement: Statement, event: EventMention): boolean {
  return event.weak && event.kind === 'launched' && event.motion && !isMaiden(statement);
}

/** The sentence speaks of a first flight. */
export function isMaiden(statement: Statement): boolean {
  return speaksOf(statement, 'maiden');
}

/** The sentence is about what is no start of a route, whatever its verbs say. */
export function isBeside(statement: Statement): boolean {
  return (
    speaksOf(statement, 'charter') ||
    speaksOf(statement, 'denial') ||
    (speaksOf(statement, 'interline') && speaksOf(statement, 'agreement'))
  );
}
