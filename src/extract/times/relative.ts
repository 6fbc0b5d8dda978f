import { addDays, type LocalDate } from '../../domain/dates.ts';
import { type Bounds, type Moment, type Part, partOf, type Reading, shift, type Unit, unitAround, type Which } from './moment.ts';
import { PART_WORDS, readPart } from './periods.ts';
import type { Starting } from './starting.ts';
import { at, follows, skip, type Tokens } from './tokens.ts';
import { NUMBER_WORDS, numberAt, weekdayOf } from './words.ts';

const UNITS = new Map<string, Unit>(
  Object.entries({
    day: 'day',
    days: 'day',
    week: 'week',
    weeks: 'week',
    month: 'month',
    months: 'month',
    year: 'year',
    years: 'year',
    night: 'day',
  }),
);
const WHICH = new Map<string, Which>(
  Object.entries({
    this: 'this',
    current: 'this',
    next: 'next',
    coming: 'next',
    upcoming: 'next',
    last: 'last',
    past: 'last',
    previous: 'last',
  }),
);
const NEAR = new Map<string, number>(Object.entries({ today: 0, tonight: 0, tomorrow: 1, yesterday: -1 }));
/** What an unknown number of units is called. */
const SOME = new Set(['coming', 'next', 'few', 'several', 'some', 'couple']);
const MOST = 400;

function readNear(tokens: Tokens, i: number, published: LocalDate): Reading | undefined {
  const word = at(tokens, i).text;
  const days = NEAR.get(word);
  if (days !== undefined) return fixed(i, i + 1, unitAround(addDays(published, days), 'day'));
  if (follows(tokens, i, 'last', 'night')) return fixed(i, i + 2, unitAround(addDays(published, -1), 'day'));
  if (follows(tokens, i, 'this') && /^(?:morning|afternoon|evening)$/.test(at(tokens, i + 1).text)) {
    return fixed(i, i + 2, unitAround(published, 'day'));
  }
  if (follows(tokens, i, 'with', 'immediate', 'effect')) return fixed(i, i + 3, unitAround(published, 'day'));
  if (follows(tokens, i, 'effective', 'immediately')) return fixed(i, i + 2, unitAround(published, 'day'));
  return undefined;
}

/** `next month`, `this week`, `last year`, `the coming week`, `this weekend`, each also `early` or `late`. */
function readUnit(tokens: Tokens, i: number, published: LocalDate): Reading | undefined {
  const part = readBarePart(tokens, i);
  const from = part?.end ?? i;
  const word = at(tokens, from).text;
  const which = WHICH.get(word) ?? (part && follows(tokens, from - 1, 'the') ? 'this' : undefined);
  const noun = WHICH.has(word) ? from + 1 : from;
  const name = at(tokens, noun).text;
  if (!which || follows(tokens, noun + 1, '-')) return undefined;
  const count = which === 'next' ? 1 : which === 'last' ? -1 : 0;
  if (name === 'weekend') return fixed(i, noun + 1, weekend(published, count));
  if (name !== 'week' && name !== 'month' && name !== 'year') return undefined;
  const unit = UNITS.get(name)!;
  const whole = unitAround(shift(unitAround(published, unit).earliest, count, unit), unit);
  return fixed(i, noun + 1, part ? partOf(part.part, whole) : whole);
}

/** The part without a "this" or a "next" behind it, which belongs to the unit. */
function readBarePart(tokens: Tokens, i: number): { part: Part; end: number } | undefined {
  const part = readPart(tokens, i);
  if (!part) return undefined;
  const last = at(tokens, part.end - 1).text;
  return last === 'this' || last === 'next' ? { part: part.part, end: part.end - 1 } : part;
}

function weekend(published: LocalDate, count: number): Bounds {
  const { latest } = unitAround(published, 'week');
  const sunday = addDays(latest, 7 * count);
  return { earliest: addDays(sunday, -1), latest: sunday };
}

/** `in two weeks`, `within three to four days`, `within the next two years`, `in the coming weeks` (no date). */
function readInUnits(tokens: Tokens, i: number, published: LocalDate): Reading | undefined {
  const word = at(tokens, i).text;
  const within = word === 'within' || word === 'over' || word === 'during';
  if (!within && word !== 'in') return undefined;
  let next = skip(tokens, i + 1, 'the', 'about', 'around', 'less', 'another');
  const coming = at(tokens, next).text === 'next' || at(tokens, next).text === 'coming';
  if (coming) next += 1;
  const counted = countAt(tokens, next);
  const unit = unitAt(tokens, counted?.end ?? skipSome(tokens, next));
  if (!unit) return undefined;
  if (!counted) return coming || within || SOME.has(at(tokens, next).text) ? pluralSoon(tokens, i, unit.end) : undefined;
  if (at(tokens, i - 1).text === 'time' || follows(tokens, unit.end, 'ago') || at(tokens, unit.end).text === 'of') return undefined;
  if (word === 'over' && !coming) return undefined;
  const target = shift(published, counted.count, unit.unit);
  if (within || coming) return fixed(i, unit.end, { earliest: published, latest: target });
  const size = unit.unit === 'week' ? 'day' : unit.unit;
  return fixed(i, unit.end, unitAround(target, size));
}

function pluralSoon(tokens: Tokens, i: number, end: number): Reading | undefined {
  return at(tokens, end - 1).text.endsWith('s') ? fixed(i, end, null) : undefined;
}

/** `for another six weeks`, `a further two months`: what is put off so long begins then. */
function readAnother(tokens: Tokens, i: number, published: LocalDate): Reading | undefined {
  const next = at(tokens, i).text === 'another' ? i + 1 : at(tokens, i).text === 'a' && at(tokens, i + 1).text === 'further' ? i + 2 : i;
  if (next === i) return undefined;
  const count = numberAt(tokens, next, MOST);
  const unit = count ? unitAt(tokens, next + 1) : undefined;
  return count && unit
    ? fixed(i, unit.end, unitAround(shift(published, count, unit.unit), unit.unit === 'week' ? 'day' : unit.unit))
    : undefined;
}

/** `two weeks ago`, `a month ago`. */
function readAgo(tokens: Tokens, i: number, published: LocalDate): Reading | undefined {
  const counted = countAt(tokens, i);
  const unit = counted && unitAt(tokens, counted.end);
  if (!unit || !(follows(tokens, unit.end, 'ago') || follows(tokens, unit.end, 'earlier'))) return undefined;
  if (follows(tokens, unit.end, 'earlier')) return undefined;
  const size = unit.unit === 'week' ? 'day' : unit.unit;
  return fixed(i, unit.end + 1, unitAround(shift(published, -counted.count, unit.unit), size));
}

/** `later this year`: from publication to its end; `earlier this month`: up to publication. */
function readRestOf(tokens: Tokens, i: number, published: LocalDate): Reading | undefined {
  const word = at(tokens, i).text;
  if (word !== 'later' && word !== 'earlier') return undefined;
  const next = skip(tokens, i + 1, 'in', 'on');
  const name = at(tokens, next + 1).text;
  const here = follows(tokens, next, 'this') || (next > i + 1 && follows(tokens, next, 'the'));
  if (here && (name === 'week' || name === 'month' || name === 'year'))
    return rest(i, next + 2, unitAround(published, UNITS.get(name)!), word, published);
  if (follows(tokens, next, 'today')) return fixed(i, next + 1, unitAround(published, 'day'));
  const year = at(tokens, next);
  if (next > i + 1 && year.text === published.slice(0, 4)) return rest(i, next + 1, unitAround(published, 'year'), word, published);
  return undefined;
}

function rest(start: number, end: number, whole: Bounds, word: string, published: LocalDate): Reading {
  const bounds = word === 'later' ? { earliest: published, latest: whole.latest } : { earliest: whole.earliest, latest: published };
  return fixed(start, end, bounds);
}

/** Words that promise without a date. */
function readSoon(tokens: Tokens, i: number): Reading | undefined {
  const word = at(tokens, i).text;
  if (word === 'soon' && at(tokens, i - 1).text !== 'as' && at(tokens, i + 1).text !== 'after') return fixed(i, i + 1, null);
  if (word === 'shortly' && at(tokens, i + 1).text !== 'after' && at(tokens, i + 1).text !== 'before') return fixed(i, i + 1, null);
  if (word !== 'in') return undefined;
  const next = skip(tokens, i + 1, 'the', 'due');
  if (at(tokens, next - 1).text === 'due' && follows(tokens, next, 'course')) return fixed(i, next + 1, null);
  const [first, second] = [at(tokens, next).text, at(tokens, next + 1).text];
  if (second === 'future') return fixed(i, next + 2, null);
  if (['short', 'medium', 'long', 'near', 'longer'].includes(first) && (second === 'term' || second === 'run'))
    return fixed(i, next + 2, null);
  return undefined;
}

/** A moment told from the expression before: `the following day`, `two days later`, `the same day`. */
function readFromBefore(tokens: Tokens, i: number): Reading | undefined {
  const the = skip(tokens, i, 'the');
  const word = at(tokens, the).text;
  const name = at(tokens, the + 1).text;
  const unit = name.endsWith('s') ? undefined : UNITS.get(name);
  const following = word === 'following' || (word === 'next' && the > i && unit === 'day');
  if (following && unit) return later(i, the + 2, 1, unit, unit !== 'day');
  const weekday = weekdayOf(name);
  if (word === 'following' && weekday !== undefined) {
    return { start: i, end: the + 2, moment: { kind: 'weekday', weekday, which: 'following' } };
  }
  if (word === 'same' && (unit || name === 'date')) return later(i, the + 2, 0, unit ?? 'day', unit !== undefined && unit !== 'day');
  return the > i && word === 'day' && name === 'after' ? readDayAfter(tokens, i, the + 2) : undefined;
}

/** `the day after`, of what was told before: "the day after the vote" is no time that a reader can know. */
function readDayAfter(tokens: Tokens, i: number, after: number): Reading | undefined {
  const next = at(tokens, after);
  if (next.text === 'that' || next.text === 'this') return later(i, after + 1, 1, 'day', false);
  return next.kind === 'mark' || next.kind === 'end' || next.text === 'and' || next.text === 'with'
    ? later(i, after, 1, 'day', false)
    : undefined;
}

function readCountLater(tokens: Tokens, i: number): Reading | undefined {
  const counted = countAt(tokens, i);
  const unit = counted && unitAt(tokens, counted.end);
  if (!unit) return undefined;
  const word = at(tokens, unit.end).text;
  const size = unit.unit === 'month' || unit.unit === 'year';
  if (word === 'later') return later(i, unit.end + 1, counted.count, unit.unit, size);
  if (word === 'earlier') return later(i, unit.end + 1, -counted.count, unit.unit, size);
  const after = word === 'after' && ['that', 'this'].includes(at(tokens, unit.end + 1).text);
  return after ? later(i, unit.end + 2, counted.count, unit.unit, size) : undefined;
}

function later(start: number, end: number, count: number, unit: Unit, whole: boolean): Reading {
  return { start, end, moment: { kind: 'later', count, unit, whole } };
}

/** `two`, `a`, `a couple of` is no number; of "three to four" the larger counts. */
function countAt(tokens: Tokens, i: number): { count: number; end: number } | undefined {
  if (follows(tokens, i, 'a') || follows(tokens, i, 'an')) return { count: 1, end: i + 1 };
  const count = numberAt(tokens, i, MOST);
  if (!count) return undefined;
  const joint = at(tokens, i + 1).text;
  const more = joint === 'to' || joint === 'or' || joint === '-' || joint === '–' ? numberAt(tokens, i + 2, MOST) : undefined;
  return more ? { count: more, end: i + 3 } : { count, end: skip(tokens, i + 1, 'more') };
}

function unitAt(tokens: Tokens, i: number): { unit: Unit; end: number } | undefined {
  const word = at(tokens, i).text === 'calendar' ? at(tokens, i + 1).text : at(tokens, i).text;
  const end = at(tokens, i).text === 'calendar' ? i + 2 : i + 1;
  const unit = word === 'night' ? undefined : UNITS.get(word);
  return unit && { unit, end: at(tokens, end).text === "'" || at(tokens, end).text === '’' ? skip(tokens, end + 1, 'time') : end };
}

function skipSome(tokens: Tokens, i: number): number {
  let next = i;
  while (next < i + 4 && (SOME.has(at(tokens, next).text) || at(tokens, next).text === 'a' || at(tokens, next).text === 'of')) next += 1;
  return next;
}

function fixed(start: number, end: number, bounds: Bounds | null): Reading {
  return { start, end, moment: { kind: 'fixed', bounds } satisfies Moment };
}

const COUNTS = ['a', 'an', ...NUMBER_WORDS];

/** Moments told from the expression before or from the day of publication. */
export const RELATIVE: readonly Starting[] = [
  [readFromBefore, ['the', 'following', 'same']],
  [readCountLater, COUNTS],
  [readNear, [...NEAR.keys(), 'last', 'this', 'with', 'effective']],
  [readUnit, [...WHICH.keys(), ...PART_WORDS]],
  [readInUnits, ['in', 'within', 'over', 'during']],
  [readAnother, ['another', 'a']],
  [readAgo, COUNTS],
  [readRestOf, ['later', 'earlier']],
  [readSoon, ['soon', 'shortly', 'in']],
];

/** `3 days later`, `2 weeks ago`: a moment that begins with a number. */
export function readCounted(tokens: Tokens, i: number, published: LocalDate): Reading | undefined {
  return readCountLater(tokens, i) ?? readAgo(tokens, i, published);
}
