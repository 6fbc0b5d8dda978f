import { daysBetween, type LocalDate } from '../domain/dates.ts';
import type { Status } from '../domain/vocabulary.ts';
import { type Choice, chooseEvent, isBeside, isMaiden } from './choice.ts';
import { assignTimes, isDay, type TimeMention } from './dating.ts';
import type { EventMention } from './events.ts';
import { dateEarlier, impliedDestination, impliedOrigin, isCount, isFiner, statusBy } from './implied.ts';
import type { LexiconPlace } from './lexicon.ts';
import type { Mention } from './names.ts';
import type { Memory, Rough, Setting, Slot } from './rough.ts';
import type { Statement } from './statements.ts';
import type { Token } from './tokens.ts';
import { isVerb } from './verbs.ts';

/** Puts the statements of a text together: each pair of places once an airline, with the date that belongs to it. */
export function assemble(statements: readonly Statement[], setting: Setting): Rough[] {
  const memory: Memory = {
    drafts: [],
    airline: null,
    origin: null,
    originAge: 99,
    station: null,
    stationAge: 99,
    flown: new Set(),
    home: null,
    last: [],
    lastAge: 99,
    pending: null,
    pendingAge: 0,
    kind: null,
    base: null,
  };
  for (const statement of statements) readStatement(statement, memory, setting);
  nameAirline(memory.drafts, statements);
  // What is told of one end only, without a day, is an idea rather than an announcement.
  return memory.drafts.filter((draft) => !draft.implied || draft.time !== null || draft.status === 'launched');
}

/** Flights of nobody's are those of the one airline that the text names. */
function nameAirline(drafts: readonly Rough[], statements: readonly Statement[]): void {
  const named = statements.flatMap(({ airlines }) => airlines);
  const [first] = named;
  if (!first || named.some((mention) => mention.airline !== first.airline)) return;
  for (const draft of drafts) draft.airline ??= first;
}

function readStatement(statement: Statement, memory: Memory, setting: Setting): void {
  memory.originAge++;
  memory.pendingAge++;
  memory.stationAge++;
  memory.lastAge++;
  const { dateline } = statement;
  if (dateline?.place && dateline.place.kind !== 'country' && (setting.named.get(dateline.place.code) ?? 0) > 1) memory.home = dateline;
  const slots = slotsOf(statement);
  if (slots.length === 0) slots.push(...sameAgain(statement, memory, setting.tokens));
  // "four new routes from Porto. Faro and Bergen get two flights a week"
  if (memory.pending?.counted && memory.pendingAge <= 1)
    for (const place of statement.frames.subjects)
      slots.push({ origin: null, destination: place, at: place.from, frame: { origins: [], destinations: [place], bare: true } });
  const subject = subjectOf(statement, setting.tokens, memory.airline === null);
  // "China Airlines flies the route already": the text goes on with the one it told of.
  const isAbout = slots.length > 0 || memory.airline === null || !statement.events.some((event) => event.kind === 'existing');
  if (subject && isAbout) {
    if (memory.airline?.airline !== subject.airline) memory.originAge += 2;
    memory.airline = subject;
  }
  const station = statement.frames.at.find(
    (mention) =>
      setting.tokens.slice(Math.max(0, mention.from - 6), mention.from).some((token) => /^(?:base|bases|hub)$/.test(token.key)) ||
      /^(?:base|hub)$/.test(setting.tokens[mention.to]?.key ?? ''),
  );
  if (station) memory.base = { place: station, airline: memory.airline };
  if (isBeside(statement)) return;
  if (
    slots.every(
      (slot) =>
        (slot.origin ?? slot.destination)?.place?.kind === 'country' && (slot.destination ?? slot.origin)?.place?.kind === 'country',
    )
  ) {
    dateEarlier(statement, memory, setting, slots.length > 0);
    return;
  }
  const made: Rough[] = [];
  const choices = slots.map((slot) => chooseEvent(statement, slot.at));
  const past = choices.map((choice) => choice.kind === 'launched' || choice.kind === 'history' || choice.event?.past === true);
  const standing = slots.map((slot) => ({ at: slot.at, group: statement.frames.frames.indexOf(slot.frame) }));
  const aheadTimes = assignTimes(standing, statement.ahead, statement.respectively);
  const behindTimes = assignTimes(standing, statement.behind, statement.respectively);
  slots.forEach((slot, i) => {
    let time =
      (past[i]
        ? likelier(isPerfect(statement, choices[i]?.event ?? null), behindTimes[i] ?? null, aheadTimes[i] ?? null, setting.publishedOn)
        : aheadTimes[i]) ?? null;
    const choice = choices[i] as Choice;
    if (choice.kind === 'postponed' && (time === null || time.from < (choice.event?.from ?? 0))) time = newDate(choice, statement) ?? time;
    const pair = slot.origin && slot.destination ? [slot.origin.place?.code, slot.destination.place?.code].sort().join('-') : null;
    if (pair !== null && choice.kind === 'existing') memory.flown.add(pair);
    // "now operates four times a week": flights that the text told of before.
    if (pair !== null && time === null && choice.event?.motion && memory.flown.has(pair)) return;
    const rough = draftOf(slot, choice, { time, behind: behindTimes[i] ?? null }, statement, memory, setting);
    if (rough) made.push(rough);
  });
  // "Korean Air and Asiana have begun": each of them.
  for (const rough of [...made])
    for (const airline of partnersOf(rough.airline, statement, setting.tokens)) {
      const another = { ...rough, airline };
      if (rough.statement !== statement) break;
      memory.drafts.push(another);
      made.push(another);
    }
  if (made.length > 0) {
    memory.last = made;
    memory.lastAge = 0;
    const told = made.at(-1) as Rough;
    memory.kind = told.status;
    if (told.originMention && !told.implied) {
      memory.origin = told.originMention;
      memory.originAge = 0;
    }
  }
  for (const frame of statement.frames.frames) {
    const origin = frame.origins.at(-1);
    // "launches flights from Geneva": to where the text is, which stays the place that it tells of.
    const arrives = frame.destinations.length === 0 && memory.station !== null && memory.stationAge <= 3;
    if (origin && origin.place?.kind !== 'country' && !arrives) {
      memory.origin = origin;
      memory.originAge = 0;
    }
  }
  const teller = statement.frames.subjects.at(-1);
  if (teller) {
    memory.origin = teller;
    memory.originAge = 0;
    memory.station = teller;
    memory.stationAge = 0;
  }
}

const PAIR = /^(?:cities|capitals|points|airports|route)$/;

/** "Air Serbia begins flights between the two cities as well": the pair that was told, flown by another. */
function sameAgain(statement: Statement, { last }: Memory, tokens: readonly Token[]): Slot[] {
  const [told, more] = last;
  const { from, to } = statement.sentence;
  const subject = subjectOf(statement, tokens, false);
  if (!told || more || !subject || subject.airline === told.airline?.airline || !told.originMention || !told.destinationMention) return [];
  for (let at = from + 2; at < to; at++) {
    if (!PAIR.test(statement.word(at)) || !/^(?:two|same)$/.test(statement.word(at - 1))) continue;
    const frame = { origins: [told.originMention], destinations: [told.destinationMention], bare: false };
    return [{ origin: told.originMention, destination: told.destinationMention, at, frame }];
  }
  return [];
}

/** Every pair of a statement, with a gap where one end is not told. */
function slotsOf(statement: Statement): Slot[] {
  const slots: Slot[] = [];
  for (const frame of statement.frames.frames) {
    if (frame.origins.length === 0)
      for (const destination of frame.destinations) slots.push({ origin: null, destination, at: destination.from, frame });
    else if (frame.destinations.length === 0) {
      // "from Porto to Faro on Monday, and from Bergen a day later"
      const shared = statement.frames.frames[statement.frames.frames.indexOf(frame) - 1]?.destinations;
      for (const origin of frame.origins)
        if (shared?.length === 1) slots.push({ origin, destination: shared[0] as Mention, at: origin.from, frame });
        else slots.push({ origin, destination: null, at: origin.from, frame });
    } else if (statement.respectively && frame.origins.length === frame.destinations.length && frame.origins.length > 1) {
      frame.origins.forEach((origin, i) => {
        const destination = frame.destinations[i] as Mention;
        slots.push({ origin, destination, at: Math.max(origin.from, destination.from), frame });
      });
    } else {
      for (const origin of frame.origins) {
        for (const destination of frame.destinations)
          slots.push({ origin, destination, at: Math.max(origin.from, destination.from), frame });
      }
    }
  }
  const landed = statement.events.find((event) => event.kind === 'launched' && event.weak);
  const place =
    landed && slots.length === 0 && isMaiden(statement)
      ? statement.frames.at.find((mention) => mention.from > landed.from && mention.place?.kind !== 'country')
      : undefined;
  if (place) slots.push({ origin: null, destination: place, at: place.from, frame: { origins: [], destinations: [place], bare: false } });
  return slots;
}

/** "in cooperation with the regional carrier Widerøe" */
function isBesideWith({ from }: Mention, tokens: readonly Token[]): boolean {
  for (let at = from - 1; at >= 0 && at > from - 5; at--) {
    const token = tokens[at];
    if (token?.key === 'with') return true;
    if (!token?.word || token.capital) return false;
  }
  return false;
}

const BY_THE_WAY = /^(?:with|meets|meet|against|than|of|like|among|joins|joining|beside|alongside|by|following)$/;

function isAside(mention: Mention, tokens: readonly Token[], airlines: readonly Mention[] = []): boolean {
  const before = tokens[mention.from - 1]?.key ?? '';
  if (/^(?:when|since|until|after|before|once|because|unlike)$/.test(before) || isBesideWith(mention, tokens)) return true;
  if (BY_THE_WAY.test(before === 'the' ? (tokens[mention.from - 2]?.key ?? '') : before)) return true;
  // "with Qantas as a large shareholder and Air New Zealand as a small one"
  const previous = airlines[airlines.indexOf(mention) - 1];
  const between = previous === undefined ? [] : tokens.slice(previous.to, mention.from);
  return (
    previous !== undefined &&
    before === 'and' &&
    between.length < 8 &&
    !between.some(({ key }) => key === ',') &&
    isAside(previous, tokens, airlines)
  );
}

/** "was due in August, but will not begin until May": the date that is told after the delay. */
function newDate({ event }: Choice, { ahead, word }: Statement): TimeMention | null {
  if (event === null) return null;
  const following = ahead.filter((time) => !time.aside && time.time.window !== null && time.from >= event.to);
  return following.find((time) => /^(?:to|until|till)$/.test(word(time.from - 1)) || /^(?:to|until|till)$/.test(word(time.from))) ?? null;
}

/** "launched by Ryanair", not "served by Ryanair". */
function isDoer(tokens: readonly Token[], { from }: Mention): boolean {
  const verb = tokens[from - 2];
  return verb !== undefined && isVerb(verb) && !/^(?:served|operated|flown|offered)$/.test(verb.key);
}

/** The airline that a statement is about. */
function subjectOf(statement: Statement, tokens: readonly Token[], fresh: boolean): Mention | null {
  return (
    statement.airlines.find((mention) => !isAside(mention, tokens, statement.airlines)) ??
    statement.airlines.find((mention) => tokens[mention.from - 1]?.key === 'by' && (fresh || isDoer(tokens, mention))) ??
    null
  );
}

/** Airlines that are named in one breath with another. */
function partnersOf(airline: Mention | null, { airlines }: Statement, tokens: readonly Token[]): Mention[] {
  const at = airline === null ? -1 : airlines.indexOf(airline);
  if (at < 0) return [];
  const isJoined = (a: Mention, b: Mention): boolean => {
    const between = tokens.slice(a.to, b.from);
    return (
      tokens[b.to]?.key !== "'s" &&
      between.length <= 4 &&
      between.some(({ key }) => key === 'and' || key === ',') &&
      between.every(({ key, capital }) => /^(?:and|,|both|as|well|of)$/.test(key) || capital)
    );
  };
  let [first, last] = [at, at];
  while (first > 0 && isJoined(airlines[first - 1] as Mention, airlines[first] as Mention)) first--;
  while (last < airlines.length - 1 && isJoined(airlines[last] as Mention, airlines[last + 1] as Mention)) last++;
  return airlines.slice(first, last + 1).filter((other) => other.airline !== airline?.airline);
}

/** The airline of a pair: the nearest named before it, else one after "by", else the one that the text is about. */
function airlineOf(slot: Slot, statement: Statement, memory: Memory, tokens: readonly Token[]): Mention | null {
  const first = Math.min(slot.origin?.from ?? slot.at, slot.destination?.from ?? slot.at);
  const before = statement.airlines.filter((mention) => mention.from < first && !isAside(mention, tokens, statement.airlines)).at(-1);
  const last = Math.max(slot.origin?.to ?? 0, slot.destination?.to ?? 0);
  const performer = statement.airlines.find((mention) => mention.from > first && tokens[mention.from - 1]?.key === 'by');
  const close = performer && performer.from <= last + 3 ? performer : undefined;
  return close ?? before ?? performer ?? memory.airline ?? statement.airlines[0] ?? null;
}

/** The time that belongs to a pair, and how it reads where the flights have begun. */
interface Told {
  time: TimeMention | null;
  behind: TimeMention | null;
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
  const { pending } = memory;
  const ends = [slot.origin?.place, slot.destination?.place];
  const goesOn = pending?.status === status || (pending?.status === 'launched' && pending.end !== null && ends.includes(pending.end));
  if (!time && pending && memory.pendingAge <= 2 && goesOn) time = pending.time;
  const origin = slot.origin?.place ?? impliedOrigin(slot, statement, airline, memory, setting);
  const destination = slot.destination?.place ?? impliedDestination(slot, statement, airline, memory, setting);
  if ((!origin || !destination || isCount(statement)) && time && status !== 'proposed') {
    memory.pending = { time, status, end: origin ?? destination ?? null, counted: isCount(statement) };
    memory.pendingAge = 0;
  }
  if (!origin || !destination || origin.code === destination.code) return null;
  const stops = status === 'cancelled' || status === 'suspended' || status === 'ended';
  if (stops && slot.origin === null && memory.origin?.place !== origin) return null;
  if (origin.kind === 'country' || destination.kind === 'country') {
    if (time && status !== 'launched') {
      memory.pending = { time, status, end: null };
      memory.pendingAge = 0;
    }
    return null;
  }
  const rough: Rough = {
    origin,
    destination,
    originMention: slot.origin ?? (memory.origin?.place === origin ? memory.origin : null),
    destinationMention: slot.destination,
    airline,
    status: statusBy(status, time, setting),
    choice,
    time,
    statement,
    implied: slot.origin === null || slot.destination === null,
    weekly: weeklyOf(slot, statement),
  };
  memory.drafts.push(rough);
  return rough;
}

function statusOf(
  choice: Choice,
  time: TimeMention | null,
  statement: Statement,
  memory: Memory,
  slot: Slot,
  setting: Setting,
): Status | null {
  const { kind } = choice;
  const back = time?.time.window?.earliest;
  if (kind === 'history' && back && back <= setting.publishedOn && daysBetween(back, setting.publishedOn) < 60) return 'launched';
  if (kind === 'history' || kind === 'existing' || kind === 'none' || isLongAgo(choice, statement, setting)) return null;
  if (kind === null) {
    // "From Porto, Faro will be served daily": of what was said to begin.
    const isMeant = slot.destination !== null && (slot.origin !== null || memory.pending?.counted === true);
    if (memory.pending && memory.pendingAge <= 2 && isMeant && statement.frequencies.length > 0) return memory.pending.status;
    // A line of a list says what the line above it began to say.
    if (statement.sentence.bullet || (time && memory.kind && slot.origin && slot.destination)) return memory.kind ?? 'announced';
    // "The next day sees Porto and Faro"
    if (
      memory.kind === 'announced' &&
      (statement.keys.has('sees') || statement.keys.has('brings')) &&
      memory.lastAge <= 1 &&
      time &&
      isDay(time) &&
      (time.time.window?.earliest ?? '') > setting.publishedOn
    )
      return 'announced';
    return null;
  }
  if (choice.needsDate && !time) {
    // "flies to Porto" is said of flights that there are.
    const begins = choice.event !== null && !/s$/.test(statement.word(choice.event.from));
    const isWhole = slot.origin !== null && slot.destination !== null && memory.pendingAge <= 1;
    if ((begins || isWhole) && memory.pending && memory.pendingAge <= 2) return memory.pending.status;
    return kind === 'launched' && isMaiden(statement) ? 'launched' : null;
  }
  if (
    kind === 'launched' &&
    time?.time.window?.latest &&
    time.time.window.latest > setting.publishedOn &&
    time.time.window.earliest &&
    time.time.window.earliest > setting.publishedOn
  )
    return 'announced';
  return kind;
}

/** "but the service was suspended in 2013", "began operating in 2008": what the text looks back on. */
function isLongAgo({ kind, event }: Choice, { behind, ahead }: Statement, { publishedOn }: Setting): boolean {
  if (event === null || (kind !== 'launched' && kind !== 'cancelled' && kind !== 'suspended' && kind !== 'postponed')) return false;
  const at = behind.findIndex((mention) => mention.from >= event.to && mention.from < event.to + 6);
  const latest = behind[at]?.time.window?.latest;
  // A time that reads the same from both sides is told with its year.
  return (
    latest != null && latest === ahead[at]?.time.window?.latest && daysBetween(latest, publishedOn) > (kind === 'launched' ? 200 : 300)
  );
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

/** What "has been added" may still lie ahead: a day nearly a year back is rather the one to come. */
function isPerfect({ word }: Statement, event: EventMention | null): boolean {
  return event !== null && (event.kind !== 'launched' || /^(?:been|has|have)$/.test(word(event.from - 1)));
}

function likelier(perfect: boolean, behind: TimeMention | null, ahead: TimeMention | null, publishedOn: LocalDate): TimeMention | null {
  const [back, next] = [behind?.time.window?.earliest, ahead?.time.window?.earliest];
  if (!perfect || !back || !next || next <= publishedOn) return behind ?? ahead;
  return daysBetween(back, publishedOn) > 240 && daysBetween(publishedOn, next) < 150 ? ahead : behind;
}

function weeklyOf(slot: Slot, statement: Statement): Rough['weekly'] {
  const at = slot.destination?.end ?? slot.origin?.end ?? 0;
  return statement.frequencies.find((frequency) => frequency.start >= at) ?? statement.frequencies.at(-1) ?? null;
}
