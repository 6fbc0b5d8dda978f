import { readMonths } from './days.ts';
import { type InYear, monthsIn, type Part, partIn, type Reading, seasonIn, type YearSaid, yearly } from './moment.ts';
import { at, follows, isDash, skip, type Tokens } from './tokens.ts';
import { numberAt, ordinalAt } from './words.ts';
import { relativeYear, seasonYearAfter, yearAfter, yearAt } from './years.ts';

/** A period of the year, and what it stands for when only a part of it is meant, if that is something else. */
export interface Period {
  readonly inYear: InYear;
  readonly loose?: InYear;
  readonly said: YearSaid;
  readonly end: number;
  /** Its first day is a date of the trade: the schedule changes. */
  readonly schedule?: boolean;
}

const SCHEDULE = new Set(['season', 'schedule', 'schedules', 'timetable', 'timetables', 'navigation', 'programme', 'program', 'period']);
const CALENDAR = new Map<string, readonly [number, number]>([
  ['spring', [3, 5]],
  ['summer', [6, 8]],
  ['autumn', [9, 11]],
  ['fall', [9, 11]],
  ['winter', [12, 2]],
]);
const CODES = new Map<string, 'summer' | 'winter'>([
  ['s', 'summer'],
  ['ns', 'summer'],
  ['w', 'winter'],
  ['nw', 'winter'],
]);

/** Every word that a season can begin with. */
export const SEASON_WORDS: readonly string[] = [...CODES.keys(), ...CALENDAR.keys(), 'northern', 'iata'];

/** `Q3 2026`, `third quarter of 2026`, `quarter four`, `4Q23`, `H1 2027`, `first half of 2027`. */
export function readQuarter(tokens: Tokens, i: number, published: string): Period | undefined {
  const token = at(tokens, i);
  const next = at(tokens, i + 1);
  const before = token.kind === 'number' && token.text.length === 4 ? yearAt(tokens, i) : undefined;
  if (before !== undefined) {
    if (yearAt(tokens, i + 1) !== undefined) return undefined;
    const period = readQuarter(tokens, i + 1, published);
    return period && period.said.year === null ? { ...period, said: { year: before, which: null } } : undefined;
  }
  if ((token.text === 'q' || token.text === 'h') && next.glued) {
    const most = token.text === 'q' ? 4 : 2;
    const value = next.text.length === 1 ? numberAt(tokens, i + 1, most) : undefined;
    return value ? quarter(tokens, skip(tokens, i + 2, '/', '-'), value, 12 / most, published, token.text === 'h') : undefined;
  }
  if (token.kind === 'number' && token.text.length === 1 && next.glued && (next.text === 'q' || next.text === 'h')) {
    const most = next.text === 'q' ? 4 : 2;
    const value = numberAt(tokens, i, most);
    return value ? quarter(tokens, i + 2, value, 12 / most, published, next.text === 'h') : undefined;
  }
  if (token.text === 'quarter') {
    const value = next.text === '' ? undefined : numberAt(tokens, i + 1, 4);
    return value ? quarter(tokens, i + 2, value, 3, published, false) : undefined;
  }
  const ordinal = token.text === 'last' || token.text === 'final' ? { value: 4, end: i + 1 } : ordinalAt(tokens, i);
  const noun = at(tokens, skip(tokens, ordinal?.end ?? i, '-', 'calendar')).text;
  if (!ordinal || !(noun === 'quarter' || noun === 'half')) return undefined;
  const value = noun === 'half' && token.text !== 'first' && ordinal.value !== 1 ? 2 : ordinal.value;
  if (ordinal.value > 4 || (noun === 'half' && ordinal.value > 2 && token.text !== 'last')) return undefined;
  const end = skip(tokens, ordinal.end, '-', 'calendar') + 1;
  return quarter(tokens, end, value, noun === 'half' ? 6 : 3, published, noun === 'half');
}

function quarter(tokens: Tokens, end: number, value: number, months: number, published: string, needsYear: boolean): Period | undefined {
  const found = quarterYear(tokens, end, published);
  if (needsYear && found.said.year === null) return undefined;
  return { inYear: monthsIn((value - 1) * months + 1, value * months), said: found.said, end: found.end };
}

function quarterYear(tokens: Tokens, end: number, published: string): { said: YearSaid; end: number } {
  const digits = at(tokens, end);
  const short = digits.glued && digits.kind === 'number' && digits.text.length === 2 ? 2000 + Number(digits.text) : undefined;
  return short === undefined ? yearAfter(tokens, end, published) : { said: { year: short, which: null }, end: end + 1 };
}

/** `summer 2027`, `2026 summer season`, `winter 2026/27`, `northern summer`, `S27`, `spring-summer navigation`, `fall`. */
export function readSeason(tokens: Tokens, i: number, published: string): Period | undefined {
  const code = readSeasonCode(tokens, i);
  if (code) return code;
  const before = yearAt(tokens, i);
  const from = skip(tokens, before === undefined ? i : skipWinterYear(tokens, i + 1), 'northern', 'iata');
  const word = at(tokens, from).text;
  const calendar = CALENDAR.get(word);
  if (!calendar) return undefined;
  const pair = pairedSeason(tokens, from);
  const end = pair?.end ?? from + 1;
  const kind = pair?.kind ?? (word === 'summer' ? 'summer' : word === 'winter' ? 'winter' : undefined);
  const scheduleEnd = SCHEDULE.has(at(tokens, end).text) ? skipSchedule(tokens, end) : end;
  const found =
    before === undefined ? seasonYear(tokens, end, scheduleEnd, published) : { said: { year: before, which: null }, end: scheduleEnd };
  const schedule = kind !== undefined && scheduleEnd > end;
  const months = monthsIn(calendar[0], calendar[1]);
  const whole = kind ? seasonIn(kind) : months;
  return { inYear: whole, ...(schedule || pair ? {} : { loose: months }), said: found.said, end: found.end, schedule };
}

function seasonYear(tokens: Tokens, end: number, scheduleEnd: number, published: string): { said: YearSaid; end: number } {
  const after = seasonYearAfter(tokens, scheduleEnd, published);
  if (scheduleEnd > end || after.said.year === null) return after;
  return { said: after.said, end: SCHEDULE.has(at(tokens, after.end).text) ? skipSchedule(tokens, after.end) : after.end };
}

function readSeasonCode(tokens: Tokens, i: number): Period | undefined {
  const [token, digits] = [at(tokens, i), at(tokens, i + 1)];
  const kind = CODES.get(token.text);
  if (!kind || !token.capital || token.glued || !digits.glued || digits.kind !== 'number' || digits.text.length !== 2) return undefined;
  const after = at(tokens, i + 2);
  const winter = after.glued && after.text === '/' && at(tokens, i + 3).kind === 'number' ? i + 4 : i + 2;
  if (winter === i + 2 && after.glued && (after.kind === 'word' || isDash(after))) return undefined;
  return { inYear: seasonIn(kind), said: { year: 2000 + Number(digits.text), which: null }, end: winter, schedule: true };
}

function pairedSeason(tokens: Tokens, i: number): { kind: 'summer' | 'winter'; end: number } | undefined {
  const joint = at(tokens, i + 1);
  if (!isDash(joint) && joint.text !== '/') return undefined;
  const [first, second] = [at(tokens, i).text, at(tokens, i + 2).text];
  if (first === 'spring' && second === 'summer') return { kind: 'summer', end: i + 3 };
  return (first === 'autumn' || first === 'fall') && second === 'winter' ? { kind: 'winter', end: i + 3 } : undefined;
}

function skipSchedule(tokens: Tokens, i: number): number {
  return SCHEDULE.has(at(tokens, i + 1).text) ? i + 2 : i + 1;
}

function skipWinterYear(tokens: Tokens, i: number): number {
  const mark = at(tokens, i);
  return mark.glued && (mark.text === '/' || isDash(mark)) && at(tokens, i + 1).kind === 'number' ? i + 2 : i;
}

/** A month, a quarter, a season or a year. */
function readPeriod(tokens: Tokens, i: number, published: string): Period | undefined {
  const [month] = readMonths(tokens, i, published);
  if (month?.moment.kind === 'yearly') {
    return { inYear: month.moment.inYear, said: { year: month.moment.year, which: month.moment.which }, end: month.end };
  }
  return readQuarter(tokens, i, published) ?? readSeason(tokens, i, published) ?? readYear(tokens, i, published);
}

/** A year, wherever a year may stand. */
function readYear(tokens: Tokens, i: number, published: string): Period | undefined {
  const year = yearAt(tokens, i);
  if (year !== undefined) return { inYear: monthsIn(1, 12), said: { year, which: null }, end: i + 1 };
  const relative = relativeYear(tokens, i, published);
  return relative && { inYear: monthsIn(1, 12), said: { year: relative.year, which: null }, end: relative.end };
}

const PARTS = new Map<string, Part>([
  ['early', 'early'],
  ['mid', 'mid'],
  ['late', 'late'],
  ['beginning', 'early'],
  ['start', 'start'],
  ['middle', 'mid'],
  ['end', 'late'],
  ['close', 'late'],
]);
/** Every word that a part can begin with. */
export const PART_WORDS: readonly string[] = [...PARTS.keys(), 'first', 'second', 'latter'];
/** Words that the bare "end" may follow; elsewhere it is a verb ("flights end June 5"). */
const BEFORE_END = new Set(['by', 'the', 'from', 'until', 'till', 'since', 'at', 'in']);

/** `early`, `the end of`, `mid-`, `first half of`: the part and where its period begins. */
export function readPart(tokens: Tokens, i: number): { part: Part; end: number } | undefined {
  const word = at(tokens, i).text;
  const half = (word === 'first' || word === 'second' || word === 'latter') && at(tokens, i + 1).text === 'half' ? i + 2 : undefined;
  const part = half === undefined ? PARTS.get(word) : word === 'first' ? 'firstHalf' : 'secondHalf';
  if (!part) return undefined;
  let end = half ?? i + 1;
  const dashed = isDash(at(tokens, end)) && at(tokens, end).glued;
  if (dashed) end += 1;
  const verb = half === undefined && word !== 'early' && word !== 'mid' && word !== 'late';
  if (verb && !dashed && at(tokens, end).text !== 'of' && !(word === 'end' && BEFORE_END.has(at(tokens, i - 1).text))) return undefined;
  end = skip(tokens, end, 'of', 'in', 'to');
  return { part, end: skip(tokens, end, 'this', 'the', 'next') };
}

/** `early June`, `the end of 2023`, `mid-2027`, `first half of May`, `late last month` is read elsewhere. */
export function readPartOfPeriod(tokens: Tokens, i: number, published: string): Reading | undefined {
  const yearEnd = yearEndAt(tokens, i);
  if (yearEnd !== undefined) {
    const inYear = partIn('late', monthsIn(1, 12));
    return { start: i, end: yearEnd, moment: yearly(inYear, { year: Number(published.slice(0, 4)), which: null }) };
  }
  const part = readPart(tokens, i);
  if (!part) return undefined;
  const before = at(tokens, part.end - 1).text;
  const period = readPeriod(tokens, yearWordStart(tokens, part.end), published);
  if (!period) return undefined;
  const which = period.said.year === null && before === 'next' ? ('next' as const) : period.said.which;
  const said = { year: period.said.year, which };
  return { start: i, end: period.end, moment: yearly(partInPeriod(part.part, period), said) };
}

/** `year-end`, `year's end` */
function yearEndAt(tokens: Tokens, i: number): number | undefined {
  if (at(tokens, i).text !== 'year') return undefined;
  const mark = at(tokens, i + 1).text;
  const end = mark === "'" || mark === '’' ? i + 3 : mark === '-' ? i + 2 : i + 1;
  return follows(tokens, end, 'end') ? end + 1 : undefined;
}

/** "the year" and "next year" are read with the word before them. */
function yearWordStart(tokens: Tokens, i: number): number {
  return at(tokens, i).text === 'year' ? i - 1 : i;
}

function partInPeriod(part: Part, period: Period): InYear {
  if (part !== 'start' || !period.schedule) return partIn(part, period.loose ?? period.inYear);
  return (year) => {
    const bounds = period.inYear(year);
    return bounds && { earliest: bounds.earliest, latest: bounds.earliest };
  };
}

/** `first week of June`: its days 1 to 7; the last week is the last seven days. */
export function readWeekOfMonth(tokens: Tokens, i: number, published: string): Reading | undefined {
  const last = at(tokens, i).text === 'last' || at(tokens, i).text === 'final';
  const ordinal = last ? { value: 0, end: i + 1 } : ordinalAt(tokens, i);
  if (!ordinal || ordinal.value > 4 || !follows(tokens, ordinal.end, 'week')) return undefined;
  const [month] = readMonths(tokens, skip(tokens, skip(tokens, ordinal.end + 1, 'of', 'in'), 'next', 'this'), published);
  if (month?.moment.kind !== 'yearly') return undefined;
  const { inYear, year, which } = month.moment;
  return { start: i, end: month.end, moment: yearly(weekIn(inYear, ordinal.value), { year, which } satisfies YearSaid) };
}

function weekIn(inYear: InYear, week: number): InYear {
  return (year) => {
    const month = inYear(year);
    if (!month) return null;
    const last = Number(month.latest.slice(8));
    const first = week === 0 ? last - 6 : 7 * week - 6;
    const day = (n: number) => `${month.earliest.slice(0, 8)}${String(n).padStart(2, '0')}`;
    return { earliest: day(first), latest: day(first + 6) };
  };
}
