import { type Choice, chooseEvent, isBeside } from '../events/choice.ts';
import type { LexiconPlace } from '../lexicon.ts';
import type { Mention } from '../names/names.ts';
import { firstAt } from '../sorted.ts';
import type { Statement } from '../statements.ts';
import { airlineOf, partnersOf } from './carriers.ts';
import { dateEarlier, impliedDestination, impliedOrigin, isFiner, statusBy } from './implied.ts';
import { announceList, freshMemory, grow, keepPending, notice, remember, rememberDelay, rememberTeller } from './memory.ts';
import type { Memory, Rough, Setting, Slot } from './rough.ts';
import { slotsOf } from './slots.ts';
import { statusOf } from './status.ts';
import { type Told, timesOf, untilOf } from './timing.ts';

/** Puts the statements of a text together: each pair of places once an airline, with the date that belongs to it. */
export function assemble(statements: Iterable<Statement>, setting: Setting): Rough[] {
  const memory = freshMemory();
  const named: Mention[] = [];
  for (const statement of statements) {
    readStatement(statement, memory, setting);
    for (const mention of statement.airlines) named.push(mention);
  }
  nameAirline(memory.drafts, named);
  // What is told of one end only, without a day, is an idea rather than an announcement.
  return memory.drafts.filter((draft) => !draft.implied || draft.time !== null || draft.status === 'launched');
}

/** Flights of nobody's are those of the one airline that the text names. */
function nameAirline(drafts: readonly Rough[], named: readonly Mention[]): void {
  const [first] = named;
  if (!first || named.some((mention) => mention.airline !== first.airline)) return;
  // One that is told of flights of its own is not whose the others are.
  if (drafts.some((draft) => draft.airline !== null)) return;
  for (const draft of drafts) draft.airline = first;
}

function readStatement(statement: Statement, memory: Memory, setting: Setting): void {
  grow(memory, statement);
  const slots = slotsOf(statement, memory, setting.tokens);
  notice(statement, slots.length > 0, memory, setting);
  if (isBeside(statement)) return;
  if (slots.every(isOfCountries)) {
    nameOperator(statement, memory);
    dateEarlier(statement, memory, setting, slots.length > 0);
    rememberDelay(statement, memory);
    announceList(statement, memory);
    rememberTeller(statement, memory);
    return;
  }
  const made: Rough[] = [];
  const choices = slots.map((slot) => chooseEvent(statement, slot.at));
  const times = timesOf(slots, choices, statement, setting.publishedOn);
  slots.forEach((slot, i) => {
    const choice = choices[i] as Choice;
    const told = times[i] as Told;
    const isFlown = choice.kind === 'existing' || choice.event?.motion === true;
    const pair =
      isFlown && slot.origin && slot.destination ? [slot.origin.place?.code, slot.destination.place?.code].sort().join('-') : null;
    if (pair !== null && choice.kind === 'existing') memory.flown.add(pair);
    // "now operates four times a week": flights that the text told of before.
    if (pair !== null && told.time === null && choice.event?.motion && memory.flown.has(pair)) return;
    const rough = draftOf(slot, choice, told, statement, memory, setting);
    if (rough) made.push(rough);
  });
  const others = ofPartners(made, statement, setting);
  memory.drafts.push(...others);
  remember([...made, ...others], statement, memory);
}

/** "Volotea operates the route": who flies what the sentence before told of. */
function nameOperator({ airlines, events }: Statement, memory: Memory): void {
  const [airline, another] = airlines;
  if (
    !airline ||
    another ||
    memory.lastAge > 1 ||
    !events.some(({ motion, kind }) => motion && (kind === 'announced' || kind === 'existing'))
  )
    return;
  for (const draft of memory.last) draft.airline ??= airline;
}

function isOfCountries({ origin, destination }: Slot): boolean {
  return (origin ?? destination)?.place?.kind === 'country' && (destination ?? origin)?.place?.kind === 'country';
}

/** "Vueling and Volotea have begun": each of them. */
function ofPartners(made: readonly Rough[], statement: Statement, { tokens }: Setting): Rough[] {
  return made
    .filter((rough) => rough.sentence === statement.sentence)
    .flatMap((rough) => partnersOf(rough.airline, statement, tokens).map((airline) => ({ ...rough, airline })));
}

function draftOf(slot: Slot, choice: Choice, told: Told, statement: Statement, memory: Memory, setting: Setting): Rough | null {
  const airline = airlineOf(slot, statement, memory, setting.tokens);
  const known = knownOf(slot, airline, memory);
  let { time } = told;
  if (slot.destination === null && slot.origin && choice.kind !== 'existing' && choice.kind !== 'history' && choice.kind !== null) {
    const open = memory.last.find((draft) => draft.implied && draft.originMention === null && draft.airline?.airline === airline?.airline);
    if (open && slot.origin.place && slot.origin.place.kind !== 'country' && slot.origin.place !== open.destination) {
      open.origin = slot.origin.place;
      open.originMention = slot.origin;
      open.implied = false;
      return open;
    }
  }
  if (
    known &&
    (choice.kind === null ||
      choice.kind === 'announced' ||
      choice.kind === known.status ||
      known.time === null ||
      choice.kind === 'existing' ||
      choice.kind === 'history')
  ) {
    mend(known, choice, told, statement, setting);
    return known;
  }
  const status = statusOf(choice, time, statement, memory, slot, setting);
  if (status === null) return null;
  // "postponed: … until 3 May"
  if (status === 'postponed' && time === null) time = untilOf(statement, slot.at);
  const { pending } = memory;
  const ends = [slot.origin?.place, slot.destination?.place];
  const goesOn = pending?.status === status || (pending?.status === 'launched' && pending.end !== null && ends.includes(pending.end));
  const isTheirs = pending?.airline == null || airline === null || pending.airline === airline.airline;
  if (!time && pending && memory.pendingAge <= 2 && goesOn && isTheirs) {
    time = pending.time;
    keepPending(memory, statement);
  }
  const origin = slot.origin?.place ?? impliedOrigin(slot, statement, airline, memory, setting);
  const destination = slot.destination?.place ?? impliedDestination(slot, statement, airline, memory, setting);
  if ((!origin || !destination || statement.counted) && time && status !== 'proposed') {
    memory.pending = { time, status, end: origin ?? destination ?? null, airline: airline?.airline ?? null, counted: statement.counted };
    memory.pendingAge = 0;
  }
  if (!origin || !destination || origin.code === destination.code) return null;
  const stops = status === 'cancelled' || status === 'suspended' || status === 'ended';
  if (stops && slot.origin === null && memory.origin?.place !== origin) return null;
  if (origin.kind === 'country' || destination.kind === 'country') {
    if (time && status !== 'launched') {
      memory.pending = { time, status, end: null, airline: airline?.airline ?? null };
      memory.pendingAge = 0;
    }
    return null;
  }
  // "Porto airport will have new services to Faro"
  const isTold = (place: LexiconPlace): boolean => statement.frames.subjects.some((mention) => mention.place === place);
  const rough: Rough = {
    origin,
    destination,
    originMention: slot.origin ?? (memory.origin?.place === origin ? memory.origin : null),
    destinationMention: slot.destination,
    airline,
    status: statusBy(status, time, setting),
    choice,
    time,
    sentence: statement.sentence,
    implied: (slot.origin === null && !isTold(origin)) || (slot.destination === null && !isTold(destination)),
    weekly: weeklyOf(slot, statement),
  };
  memory.drafts.push(rough);
  return rough;
}

/** The same place, or a city and one of its airports. */
function same(a: Mention | null, place: LexiconPlace): boolean {
  return a?.place != null && (a.place === place || a.place.metro === place.code || place.metro === a.place.code);
}

/** The draft that a pair has already; with one end told, the last one that has it. */
function knownOf(slot: Slot, airline: Mention | null, memory: Memory): Rough | null {
  for (let i = memory.drafts.length - 1; i >= 0 && i >= memory.drafts.length - 60; i--) {
    const draft = memory.drafts[i] as Rough;
    if (draft.airline && airline && draft.airline.airline !== airline.airline) continue;
    const [o, d] = [draft.origin, draft.destination];
    if (slot.origin && slot.destination) {
      if ((same(slot.origin, o) && same(slot.destination, d)) || (same(slot.origin, d) && same(slot.destination, o))) return draft;
    } else if (slot.origin === null && same(slot.destination, d)) return draft;
    else if (slot.frame.bare && same(slot.destination, o)) return draft;
    else if (slot.destination === null && same(slot.origin, o)) return draft;
  }
  return null;
}

function mend(draft: Rough, choice: Choice, told: Told, statement: Statement, setting: Setting): void {
  const time = draft.status === 'launched' && choice.kind === null ? told.behind : told.time;
  const tells = choice.kind !== 'existing' && choice.kind !== 'history' && choice.kind !== 'none';
  const follows = choice.kind !== null || draft.status === 'launched' || (time?.time.window?.earliest ?? '') > setting.publishedOn;
  const other = /^(?:postponed|cancelled|suspended|ended)$/.test(draft.status) && choice.kind !== draft.status;
  if (time && tells && follows && !other && (draft.time === null || isFiner(time, draft.time))) {
    draft.time = time;
    draft.status = statusBy(draft.status, time, setting);
  }
  draft.weekly ??= statement.frequencies[0] ?? null;
}

/** Of so many frequencies each is given to a place. */
const FEW = 30;

/** "two daily flights to Faro and five to Porto": each before its own; else the next one after the place, else the last of the sentence. */
function weeklyOf(slot: Slot, statement: Statement): Rough['weekly'] {
  const { frequencies } = statement;
  const at = slot.destination?.end ?? slot.origin?.end ?? 0;
  return ownOf(slot, statement) ?? frequencies[firstAt(frequencies, at, (frequency) => frequency.start)] ?? frequencies.at(-1) ?? null;
}

function ownOf({ destination }: Slot, { frequencies, frames: { frames } }: Statement): Rough['weekly'] {
  const [first] = frequencies;
  if (first === undefined || destination === null || frequencies.length < 2 || frequencies.length > FEW) return null;
  if (frames.length > FEW || frames.some(({ destinations }) => destinations.length > FEW)) return null;
  const ends = frames.flatMap(({ destinations }) => destinations);
  const leads = ends.length === frequencies.length && first.start < (ends[0] as Mention).start;
  return leads ? (frequencies[ends.indexOf(destination)] ?? null) : null;
}
