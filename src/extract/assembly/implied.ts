import type { Status } from '../../domain/vocabulary.ts';
import { chooseEvent, isMaiden } from '../events/choice.ts';
import { speaksOf } from '../events/topics.ts';
import type { LexiconPlace } from '../lexicon.ts';
import { baseOf } from '../names/countries.ts';
import type { Mention } from '../names/names.ts';
import { between, firstAt } from '../sorted.ts';
import type { Statement } from '../statements.ts';
import { isDay, type TimeMention } from './dating.ts';
import type { Memory, Rough, Setting, Slot } from './rough.ts';
import { firstDayWithout } from './timing.ts';

/** A start on or before the day of the text has happened. */
export function statusBy(status: Status, time: TimeMention | null, setting: Setting): Status {
  const latest = time?.time.window?.latest;
  return status === 'announced' && latest && latest <= setting.publishedOn ? 'launched' : status;
}

/** A month that was told is made a day. */
export function isFiner(time: TimeMention, than: TimeMention): boolean {
  const [a, b] = [time.time.window, than.time.window];
  if (!a?.earliest || !a.latest || !b?.earliest || !b.latest) return false;
  return a.earliest >= b.earliest && a.latest <= b.latest && (a.earliest > b.earliest || a.latest < b.latest);
}

/** So many tokens apart two words belong together. */
const NEAR = 10;

export function impliedOrigin(
  slot: Slot,
  statement: Statement,
  airline: Mention | null,
  memory: Memory,
  setting: Setting,
): LexiconPlace | null {
  if (between(statement.strangers, slot.at - NEAR, slot.at + NEAR, (at) => at).length > 0) return null;
  // "came back to Porto", where its base is
  if (slot.destination !== null && slot.destination.place === memory.base?.place.place) return null;
  const { leading, subjects } = statement.frames;
  // "Porto gets flights to Faro, and Lille to Bergen": each is followed by its own.
  const nearest = subjects[firstAt(subjects, slot.at, (mention) => mention.from) - 1];
  const subject =
    nearest && nearest.place !== slot.destination?.place
      ? nearest
      : leading.subjects.find((mention) => mention.place !== slot.destination?.place);
  if (subject?.place) return subject.place;
  const at = leading.at.find((mention) => mention.place !== slot.destination?.place);
  if (at?.place && /^(?:base|hub|at)$/.test(setting.tokens[at.from - 1]?.key ?? '')) return at.place;
  if (
    memory.base?.place.place &&
    memory.base.place.place.kind !== 'country' &&
    memory.base.airline?.airline === airline?.airline &&
    memory.base.place.place !== slot.destination?.place
  )
    return memory.base.place.place;
  const home = memory.home?.place && memory.home.place !== slot.destination?.place ? memory.home.place : null;
  // What came to the place that a text is about goes on from there.
  if (home !== null && memory.isHomeReached) return home;
  if (slot.frame.bare && memory.origin === null && airline === null) return null;
  if (memory.origin?.place && memory.originAge <= 3 && memory.origin.place !== slot.destination?.place) return memory.origin.place;
  if (home !== null) return home;
  const topic = topicOf(memory);
  if (topic !== null && topic !== slot.destination?.place) return topic;
  const base = airline?.airline ? baseOf(airline.airline) : null;
  return base === null ? null : (setting.placeByCode.get(base) ?? null);
}

/** The place that the last drafts have in common: what the text is about. */
function topicOf({ drafts }: Memory): LexiconPlace | null {
  const [a, b, c] = drafts.slice(-3);
  if (!a || !b || !c) return null;
  return [a.origin, a.destination].find((place) => [b, c].every((draft) => draft.origin === place || draft.destination === place)) ?? null;
}

export function impliedDestination(
  slot: Slot,
  statement: Statement,
  airline: Mention | null,
  memory: Memory,
  { named }: Setting,
): LexiconPlace | null {
  const subject = statement.frames.subjects[0] ?? (memory.stationAge <= 2 ? memory.station : null);
  if (subject?.place && subject.place !== slot.origin?.place) return subject.place;
  const at = statement.frames.leading.at.find((mention) => mention.place !== slot.origin?.place);
  if (at?.place && isMaiden(statement)) return at.place;
  const [last] = memory.last;
  const isOne = last !== undefined && memory.last.every((draft) => draft.destination === last.destination);
  // "four new routes out of Porto": to places that follow.
  // Of another airline only where the text keeps coming back to the place.
  const isSame = last?.airline?.airline === airline?.airline || (last !== undefined && (named.get(last.destination.code) ?? 0) > 1);
  return isOne && isSame && !statement.counted ? last.destination : null;
}

/** "The first is to take off on 4 May" */
function isOfFirst({ sentence, word }: Statement): boolean {
  return word(sentence.from) === 'the' && word(sentence.from + 1) === 'first';
}

/** "That is from 4 May", "The flights last from 4 May to 9 October": the first day of what the sentence before told of. */
function dateWithoutVerb(statement: Statement, memory: Memory, setting: Setting): void {
  const [time] = statement.ahead;
  if (!time || time.aside || memory.lastAge > 1 || !/^(?:from|starting|beginning|effective|since)$/.test(statement.word(time.from - 1)))
    return;
  const { earliest } = time.time.window ?? {};
  if (!earliest || earliest <= setting.publishedOn) return;
  for (const draft of memory.last) if (draft.status !== 'launched' && (draft.time === null || isFiner(time, draft.time))) draft.time = time;
}

/** No other airline is spoken of. */
function isOwn({ airline }: Rough, { airlines }: Statement): boolean {
  return airline === null || airlines.length === 0 || airlines.some((mention) => mention.airline === airline.airline);
}

/** What was told so many statements ago is dated no more. */
const FRESH = 8;

const STOPS = /^(?:cancelled|suspended|ended)$/;

/** "The daily flights begin on 14 March": a date for what the sentence before told of, or for what follows. */
export function dateEarlier(statement: Statement, memory: Memory, setting: Setting, countries: boolean): void {
  // "All other flights are postponed": not those that were told.
  if (speaksOf(statement, 'others')) return;
  if (statement.events.length === 0) {
    dateWithoutVerb(statement, memory, setting);
    return;
  }
  const choice = chooseEvent(statement, statement.sentence.to);
  const { kind, event } = choice;
  if (kind === null || event === null || kind === 'existing' || kind === 'none' || kind === 'history' || kind === 'proposed') return;
  const begins = statement.events.some(({ weak, motion }) => !weak && !motion);
  if (!countries && !begins && !speaksOf(statement, 'flights') && !isOfFirst(statement)) return;
  const times = (kind === 'launched' ? statement.behind : statement.ahead).filter((time) => !time.aside && time.time.window !== null);
  const leading = times.find((candidate) => candidate.from <= statement.sentence.from + 2);
  const following = times.filter((candidate) => candidate.from >= event.from);
  // A day says more than the season that it lies in.
  const first = leading ?? following.find(isDay) ?? following[0] ?? times[0];
  const time = first && firstDayWithout(first, choice, statement);
  const past = statement.behind.find((candidate) => candidate.from === time?.from) ?? time;
  // "had been due in June, before the strike delayed it" tells of what was.
  const isPast = statement.events.some((told) => told.kind === 'history' || told.kind === 'none');
  const overrides = kind === 'postponed' && !isPast && memory.last.length > 0;
  if (!time) return;
  const isStop = STOPS.test(kind);
  const told = memory.lastAge <= FRESH ? memory.last : [];
  const open = told.filter(
    (draft) =>
      isOwn(draft, statement) &&
      // When flights were stopped says nothing of when they begin.
      isStop === STOPS.test(draft.status) &&
      ((overrides && (draft.status !== 'postponed' || draft.time === null)) ||
        (draft.status !== 'postponed' && (draft.time === null || isFiner(time, draft.time)))),
  );
  for (const draft of open) {
    draft.time = draft.status === 'launched' && past ? past : time;
    draft.status = overrides ? kind : statusBy(draft.status, time, setting);
    draft.weekly ??= statement.frequencies[0] ?? null;
  }
  const isHeading = statement.word(statement.sentence.to - 1) === ':';
  if ((open.length === 0 || isHeading) && (kind === 'announced' || kind === 'launched' || isHeading)) {
    memory.pending = { time, status: kind, end: null, airline: memory.airline?.airline ?? null };
    memory.pendingAge = 0;
  }
}
