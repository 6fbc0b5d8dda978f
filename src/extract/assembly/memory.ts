import { chooseEvent } from '../events/choice.ts';
import type { Statement } from '../statements.ts';
import type { Token } from '../tokens.ts';
import { subjectOf } from './carriers.ts';
import type { Memory, Rough, Setting } from './rough.ts';

export function freshMemory(): Memory {
  return {
    drafts: [],
    airline: null,
    origin: null,
    originAge: 99,
    station: null,
    stationAge: 99,
    flown: new Set(),
    home: null,
    isHomeReached: false,
    last: [],
    lastAge: 99,
    pending: null,
    pendingAge: 0,
    putOffAge: 99,
    kind: null,
    base: null,
  };
}

/** Another statement begins. */
export function grow(memory: Memory, { sentence, counted }: Statement): void {
  memory.originAge++;
  // What stands above a list holds for all of it.
  if (!sentence.bullet) memory.pendingAge++;
  memory.putOffAge++;
  memory.stationAge++;
  memory.lastAge++;
  if (counted && memory.pending && memory.pendingAge <= 2) memory.pending.counted = true;
}

const BASE = /^(?:base|hub)$/;

/** What a statement is about, before its pairs are read: the place of its dateline, an airline, a base. */
export function notice(statement: Statement, holdsPairs: boolean, memory: Memory, { tokens, named }: Setting): void {
  const { dateline, events, frames } = statement;
  if (dateline?.place && dateline.place.kind !== 'country' && (named.get(dateline.place.code) ?? 0) > 1) memory.home = dateline;
  const subject = subjectOf(statement, tokens, memory.airline === null);
  // "Volotea serves it already": the text goes on with the one it told of.
  const isAbout = holdsPairs || memory.airline === null || !events.some((event) => event.kind === 'existing');
  if (subject && isAbout) {
    // Another airline in another paragraph flies from elsewhere.
    if (memory.airline?.airline !== subject.airline) memory.originAge += memory.airline && statement.sentence.opensLine ? 4 : 2;
    memory.airline = subject;
  }
  const base = frames.at.find(({ from, to }) => tokens.slice(Math.max(0, from - 6), from).some(isBase) || BASE.test(tokens[to]?.key ?? ''));
  if (base) memory.base = { place: base, airline: memory.airline };
}

const BASES = /^(?:base|bases|hub)$/;

function isBase({ key }: Token): boolean {
  return BASES.test(key);
}

/** "five routes", or a line for each: the list of their places goes on. */
export function keepPending(memory: Memory, { sentence, events }: Statement): void {
  if (memory.pending?.counted || (sentence.opensLine && events.length === 0)) memory.pendingAge = 0;
}

/** That something was put off. */
export function rememberDelay({ events }: Statement, memory: Memory): void {
  if (events.some((event) => event.kind === 'postponed')) memory.putOffAge = 0;
}

/** "These flights are postponed:" tells what the lines below it say. */
export function announceList(statement: Statement, memory: Memory): void {
  if (statement.word(statement.sentence.to - 1) !== ':') return;
  const { kind } = chooseEvent(statement, statement.sentence.to);
  if (kind !== null && kind !== 'existing' && kind !== 'history' && kind !== 'none') memory.kind = kind;
}

/** What the statements that follow may go on with. */
export function remember(made: readonly Rough[], statement: Statement, memory: Memory): void {
  const { frames } = statement;
  const told = made.at(-1);
  if (told) {
    memory.last = [...made];
    memory.lastAge = 0;
    memory.kind = told.status;
    memory.isHomeReached ||= made.some((draft) => draft.destination === memory.home?.place);
    if (told.originMention && !told.implied) {
      memory.origin = told.originMention;
      memory.originAge = 0;
    }
  }
  rememberDelay(statement, memory);
  for (const frame of frames.frames) {
    const origin = frame.origins.at(-1);
    // "launches flights from Geneva": to where the text is, which stays the place that it tells of.
    const arrives = frame.destinations.length === 0 && memory.station !== null && memory.stationAge <= 3;
    if (origin && origin.place?.kind !== 'country' && !arrives) {
      memory.origin = origin;
      memory.originAge = 0;
    }
  }
  rememberTeller(statement, memory);
}

/** The place that gets flights or tells of them. */
export function rememberTeller({ frames }: Statement, memory: Memory): void {
  const teller = frames.subjects.at(-1);
  if (!teller) return;
  memory.origin = teller;
  memory.originAge = 0;
  memory.station = teller;
  memory.stationAge = 0;
}
