import type { Reading, Which } from './moment.ts';
import { at, follows, skip, type Tokens } from './tokens.ts';
import { pluralWeekdayOf, weekdayOf } from './words.ts';

const WHICH = new Map<string, Which>(
  Object.entries({ this: 'this', coming: 'this', next: 'next', last: 'last', past: 'last', previous: 'last' }),
);
/** After these a weekday is a day even before a name: "on Sunday Air Astana said". */
const CUES = new Set([
  'on',
  'from',
  'by',
  'until',
  'till',
  'since',
  'starting',
  'beginning',
  'late',
  'early',
  'effective',
  'before',
  'after',
  'of',
  'and',
]);
const FLOWN = new Set([
  'flight',
  'flights',
  'service',
  'services',
  'departure',
  'departures',
  'rotation',
  'rotations',
  'frequency',
  'only',
]);

/** `on Monday`, `next Tuesday`, `this Sunday`, `Tuesday next week`; not the days of a timetable. */
export function readWeekday(tokens: Tokens, i: number): Reading | undefined {
  const which = WHICH.get(at(tokens, i).text);
  const from = which ? skip(tokens, i + 1, 'coming', 'past') : i;
  const token = at(tokens, from);
  const weekday = token.capital ? weekdayOf(token.text) : undefined;
  if (weekday === undefined) return undefined;
  if (which) return { start: i, end: from + 1, moment: { kind: 'weekday', weekday, which } };
  const week = follows(tokens, from + 2, 'week') ? at(tokens, from + 1).text : '';
  if (week === 'next' || week === 'this' || week === 'last') {
    return {
      start: i,
      end: from + 3,
      moment: { kind: 'weekday', weekday, which: week === 'next' ? 'nextWeek' : week === 'last' ? 'lastWeek' : 'thisWeek' },
    };
  }
  return isHabit(tokens, i) ? undefined : { start: i, end: i + 1, moment: { kind: 'weekday', weekday, which: null } };
}

function isHabit(tokens: Tokens, i: number): boolean {
  const before = at(tokens, i - 1).text;
  if (before === 'every' || before === 'each' || before === '/' || FLOWN.has(at(tokens, i + 1).text)) return true;
  if (isWeekday(tokens, i - 2) && isJoint(before) && !endsWithWeek(tokens, i)) return true;
  const list = isJoint(at(tokens, i + 1).text) ? skip(tokens, i + 2, 'and', 'on') : i;
  if (list > i && isWeekday(tokens, list) && !endsWithWeek(tokens, list)) return true;
  return at(tokens, i + 1).capital && !CUES.has(before);
}

/** "on Monday and Friday next week" names two days. */
function endsWithWeek(tokens: Tokens, i: number): boolean {
  return (
    follows(tokens, i + 2, 'week') ||
    at(tokens, i + 1).text === 'respectively' ||
    (at(tokens, i + 1).text === ',' && at(tokens, i + 2).text === 'respectively')
  );
}

function isWeekday(tokens: Tokens, i: number): boolean {
  const { text } = at(tokens, i);
  return weekdayOf(text) !== undefined || pluralWeekdayOf(text) !== undefined;
}

function isJoint(word: string): boolean {
  return word === 'and' || word === ',' || word === '&' || word === 'or' || word === '/';
}
