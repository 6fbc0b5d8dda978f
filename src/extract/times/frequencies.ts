import type { Span } from '../draft.ts';
import { at, endOf, isDash, skip, startOf, type Token, type Tokens } from './tokens.ts';
import { NUMBER_WORDS, numberAt, PLURAL_WEEKDAYS, pluralWeekdayOf, WEEKDAY_NAMES, weekdayOf } from './words.ts';

/** Flights a week, with the words that say so. */
export interface Frequency extends Span {
  weekly: number | null;
}

interface Rate {
  readonly weekly: number;
  readonly end: number;
}

const FLIGHTS = new Set(
  (
    'flight flights service services frequency frequencies rotation rotations departure departures round trip trips ' +
    'roundtrip roundtrips return returns connection connections operation operations nonstop non stop direct regular ' +
    'scheduled passenger nonstops times time x × days day weekly international new - sectors runs links planes charter ' +
    'charters cargo freighter freighters commercial additional extra one way'
  ).split(' '),
);
/** What comes out once a week or a day, but does not fly. */
const PRINTED = new Set(
  (
    'newspaper paper magazine newsletter bulletin report reports news briefing mail telegraph times star sabah column ' +
    'podcast meeting life basis newscast post independent schedule update updates passengers nation'
  ).split(' '),
);
const TIMES = new Map<string, number>(Object.entries({ once: 1, twice: 2, thrice: 3, double: 2, triple: 3, quadruple: 4 }));
/** Every word that a frequency can begin with. */
const STARTERS = new Set([
  ...['daily', 'weekly', 'biweekly', 'bi', 'everyday', 'every', 'each', 'weekdays'],
  ...[...TIMES.keys(), ...NUMBER_WORDS, ...WEEKDAY_NAMES, ...PLURAL_WEEKDAYS],
]);
const ROUTE = new Set(['between', 'to', 'from', 'on', 'for']);
const MOST = 999;
/** A number and what it counts may have this many words between them: "three regular direct return flights a week". */
const NOUNS = 6;

/** How often something is flown, in the order of the text. */
export function findFrequencies(tokens: Tokens): Frequency[] {
  const found: Frequency[] = [];
  // How often a week what the sentence counts goes: once or, where it counts by the day, seven times; 0: it counts nothing.
  let unit = 0;
  for (let i = 0; i < tokens.list.length; ) {
    if (at(tokens, i).kind === 'word' && !STARTERS.has(at(tokens, i).text)) {
      i++;
      continue;
    }
    const rate: Rate | undefined = readRate(tokens, i) ?? (unit > 0 ? readSameUnit(tokens, i, unit) : undefined);
    if (at(tokens, i).text === '.') unit = 0;
    if (rate) {
      const last = at(tokens, rate.end - 1).text;
      if (last === 'day' || last === 'daily') unit = 7;
      else if (last === 'week' || at(tokens, rate.end).text === 'flights') unit = 1;
      const weekly = isLater(tokens, i, rate.end) ? null : rate.weekly;
      found.push({ start: startOf(tokens, i), end: endOf(tokens, rate.end), weekly });
    }
    i = rate ? rate.end : i + 1;
  }
  return found;
}

function readRate(tokens: Tokens, i: number): Rate | undefined {
  const token = at(tokens, i);
  if (token.kind === 'mark') return undefined;
  if (token.kind === 'number') return readDayDigits(tokens, i) ?? readCounted(tokens, i);
  return readNamed(tokens, i, token) ?? readCounted(tokens, i) ?? readWeekdays(tokens, i, token);
}

/** `daily`, `twice daily`, `double-daily`, `weekly`, `bi-weekly`, `once a week`. */
function readNamed(tokens: Tokens, i: number, token: Token): Rate | undefined {
  if (token.text === 'daily' || token.text === 'weekly')
    return isPrinted(tokens, i) ? undefined : { weekly: token.text === 'daily' ? 7 : 1, end: i + 1 };
  if (token.text === 'biweekly') return { weekly: 2, end: i + 1 };
  if (token.text === 'bi' && isDash(at(tokens, i + 1)) && at(tokens, i + 2).text === 'weekly') return { weekly: 2, end: i + 3 };
  if (token.text === 'everyday') return { weekly: 7, end: i + 1 };
  const times = TIMES.get(token.text);
  return times === undefined ? undefined : perUnit(tokens, dashed(tokens, i + 1), times);
}

/** `three times a week`, `3x weekly`, `four flights per week`, `two daily flights`, `five-weekly`, `six days a week`. */
function readCounted(tokens: Tokens, i: number): Rate | undefined {
  const count = countAt(tokens, i);
  if (!count) return undefined;
  let end = dashed(tokens, count.end);
  const direct = perUnit(tokens, end, count.value);
  if (direct) return direct;
  for (let k = 0; k < NOUNS && isNoun(at(tokens, end)); k += 1) {
    end += 1;
    const rate = perUnit(tokens, end, count.value);
    if (rate) return rate;
  }
  return undefined;
}

/** `seven flights a week to one city and three to another`: the same unit is understood. */
function readSameUnit(tokens: Tokens, i: number, unit: number): Rate | undefined {
  const count = at(tokens, i - 1).text === 'and' ? numberAt(tokens, i, 50) : undefined;
  return count && ROUTE.has(at(tokens, i + 1).text) ? { weekly: unit * count, end: i + 1 } : undefined;
}

function isNoun(token: Token): boolean {
  return FLIGHTS.has(token.text) || isDash(token) || token.text === '/' || token.text === 'return';
}

function countAt(tokens: Tokens, i: number): { value: number; end: number } | undefined {
  const value = numberAt(tokens, i, MOST);
  if (!value) return undefined;
  const before = at(tokens, i - 1);
  if (at(tokens, i).glued && (before.text === '.' || before.text === ':' || before.text === ',' || before.kind === 'word'))
    return undefined;
  return { value, end: i + 1 };
}

/** `a week`, `per week`, `weekly`, `a day`, `daily`, `each week`, `every day`. */
function perUnit(tokens: Tokens, i: number, count: number): Rate | undefined {
  const word = at(tokens, i).text;
  if (word === 'weekly' || word === 'daily')
    return isPrinted(tokens, i) ? undefined : { weekly: word === 'daily' ? 7 * count : count, end: i + 1 };
  const per = word === 'a' || word === 'per' || word === 'each' || word === 'every' || word === 'in' || word === '/' || word === 'the';
  if (!per) return undefined;
  const unit = at(tokens, word === 'in' ? skip(tokens, i + 1, 'a', 'the') : i + 1).text;
  const end = (word === 'in' ? skip(tokens, i + 1, 'a', 'the') : i + 1) + 1;
  if (unit === 'week' || unit === 'wk') return { weekly: count, end };
  return unit === 'day' && word !== 'in' && word !== 'the' ? { weekly: 7 * count, end } : undefined;
}

function isPrinted(tokens: Tokens, i: number): boolean {
  return (
    PRINTED.has(at(tokens, i + 1).text) ||
    (at(tokens, i).capital && at(tokens, i + 1).capital && at(tokens, i - 1).kind === 'word' && at(tokens, i - 1).text === 'the')
  );
}

/** `on Mondays, Wednesdays and Fridays`, `Monday and Thursday`, `every Tuesday`, `Sundays only`, `every day`. */
function readWeekdays(tokens: Tokens, i: number, token: Token): Rate | undefined {
  const every = token.text === 'every' || token.text === 'each';
  if (every && at(tokens, i + 1).text === 'day') return { weekly: 7, end: i + 2 };
  if (every && at(tokens, i + 1).text === 'week') return { weekly: 1, end: i + 2 };
  if (token.text === 'weekdays') return { weekly: 5, end: i + 1 };
  const from = every ? i + 1 : i;
  const list = weekdayList(tokens, from);
  if (!list) return undefined;
  const habit = every || list.plural || list.days.size > 1 || isFlown(at(tokens, list.end));
  return habit && !isDated(tokens, list.end) ? { weekly: list.days.size, end: list.end } : undefined;
}

function isFlown(token: Token): boolean {
  return token.text === 'flights';
}

/** "on Friday and Monday next week" are two days and no timetable. */
function isDated(tokens: Tokens, i: number): boolean {
  const next = skip(tokens, i, ',');
  return (
    at(tokens, next).text === 'respectively' ||
    (at(tokens, next + 1).text === 'week' && ['next', 'this', 'last'].includes(at(tokens, next).text))
  );
}

function weekdayList(tokens: Tokens, i: number): { days: Set<number>; plural: boolean; end: number } | undefined {
  const days = new Set<number>();
  let plural = false;
  let end = i;
  for (let k = i; days.size < 7; ) {
    const token = at(tokens, k);
    const many = pluralWeekdayOf(token.text);
    const day = token.capital ? (weekdayOf(token.text) ?? many) : many;
    if (day === undefined || days.has(day)) break;
    days.add(day);
    plural ||= many !== undefined;
    end = k + 1;
    const last = throughDay(tokens, end, day);
    if (last) {
      for (let between = day; between <= last.day; between += 1) days.add(between);
      return { days, plural: true, end: last.end };
    }
    k = skip(tokens, skip(tokens, skip(tokens, end, ',', '/', '&'), 'and', 'or', '&'), 'on', 'every');
    if (k === end) break;
  }
  return days.size > 0 ? { days, plural, end } : undefined;
}

/** `Monday to Friday`: the last day. */
function throughDay(tokens: Tokens, i: number, first: number): { day: number; end: number } | undefined {
  const joint = at(tokens, i);
  if (!isDash(joint) && joint.text !== 'to' && joint.text !== 'through') return undefined;
  const { text } = at(tokens, i + 1);
  const day = weekdayOf(text) ?? pluralWeekdayOf(text);
  return day !== undefined && day > first + 1 ? { day, end: i + 2 } : undefined;
}

/** `D1357`, `x1357`, `days 135`: the days of a timetable, in rising order. */
function readDayDigits(tokens: Tokens, i: number): Rate | undefined {
  const token = at(tokens, i);
  const before = at(tokens, i - 1);
  const named = (token.glued && before.text === 'd' && before.capital && !before.glued) || before.text === 'days' || before.text === 'day';
  if (!named || token.text.length > 7 || token.text.length < (token.glued ? 1 : 2)) return undefined;
  for (let k = 0; k < token.text.length; k += 1) {
    const digit = token.text[k]!;
    if (digit < '1' || digit > '7' || (k > 0 && digit <= token.text[k - 1]!)) return undefined;
  }
  return { weekly: token.text.length, end: i + 1 };
}

/** What is only a limit, a choice (`two to three flights a week`) or for later says nothing about the start. */
function isLater(tokens: Tokens, i: number, end: number): boolean {
  const upTo = at(tokens, i - 1).text === 'to' && at(tokens, i - 2).text === 'up';
  const span = at(tokens, i - 1).text === 'to' || at(tokens, i - 1).text === 'or' || isDash(at(tokens, i - 1));
  const choice = span && at(tokens, i).text !== 'daily' && numberAt(tokens, i - 2, MOST) !== undefined;
  return choice || upTo || at(tokens, end).text === 'later';
}

function dashed(tokens: Tokens, i: number): number {
  const x = skip(tokens, i, 'x', '×');
  return isDash(at(tokens, x)) ? x + 1 : x;
}
