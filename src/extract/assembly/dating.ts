import { daysBetween, type LocalDate } from '../../domain/dates.ts';
import type { TimeExpression } from '../draft.ts';
import { isVerb } from '../events/verbs.ts';
import { kindsOf } from '../kinds.ts';
import { firstAt } from '../sorted.ts';
import type { BothWays } from '../times/times.ts';
import { holds, type Token } from '../tokens.ts';

/** A time expression in its sentence: `from` and `to` count tokens. */
export interface TimeMention {
  from: number;
  to: number;
  time: TimeExpression;
  /** It is not the day of a start: when somebody spoke, when flights end, what lies long behind. */
  aside: boolean;
}

const SPOKEN =
  /^(?:said|told|announced|announce|reported|reports|confirmed|revealed|statement|release|note|signed|met|meeting|noted|wrote|spoke|added|tweeted|published|test|tests|yesterday|interview|disclosed)$/;
/** What does not begin "until" a time begins then. */
const NOT = /^(?:not|wont|wouldnt|cannot|cant|never|postponed?|postpones|delay(?:s|ed)?|deferred|pushed|wait|back|off|hold)$/;
const WEEKDAY = /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/;
const FAR = 14;
const NEAR = 10;

/** What words before a time say of it. */
const { bits: BEFORE, of: before } = kindsOf({
  leads:
    'on from in by since until till through of as effective starting beginning commencing for with effect late early at only this the next around to and during before after',
  ends: 'until till through ends ended end expires before after',
  since: 'since',
  mark: ', ; : ( ) .',
  happened: 'collapsed ended closed left stopped broke went exited ceased failed folded halted suspended cancelled dropped',
  when: 'when after before until as',
  growing: 'rising rises rise increasing increases growing more extra additional doubling upped',
  up: 'up',
  opens: 'earlier ,',
});

/** The times of a sentence as they read when what is told lies ahead, and when it has happened: one list if they read the same. */
export interface MentionsBothWays {
  ahead: readonly TimeMention[];
  behind: readonly TimeMention[];
}

const NONE: MentionsBothWays = { ahead: [], behind: [] };

/** The first `many` time expressions among some tokens. */
export function timesAmong(
  tokens: readonly Token[],
  from: number,
  to: number,
  times: BothWays & { publishedOn: LocalDate },
  many: number,
): MentionsBothWays {
  const first = tokens[from];
  const last = tokens[to - 1];
  if (!first || !last) return NONE;
  const ahead: TimeMention[] = [];
  let behind: TimeMention[] | null = null;
  // They do not overlap: those that end behind the first token and begin before the end of the last.
  const until = firstAt(times.ahead, last.end, (time) => time.start);
  let index = firstAt(times.ahead, first.start + 1, (time) => time.end);
  if (index >= until) return NONE;
  const now: Now = { publishedOn: times.publishedOn, longAgo: yearsBefore(times.publishedOn, 2) };
  let end = from;
  for (; index < until && ahead.length < many; index++) {
    const time = times.ahead[index] as TimeExpression;
    let begin = end;
    while (begin < to && (tokens[begin] as Token).end <= time.start) begin++;
    end = begin;
    while (end < to && (tokens[end] as Token).start < time.end) end++;
    const around = wordsAround(tokens, from, begin, end, to);
    const next = mentionOf(around, time, now);
    const back = times.behind[index] as TimeExpression;
    if (back !== time) behind ??= [...ahead];
    behind?.push(back === time ? next : mentionOf(around, back, now));
    ahead.push(next);
  }
  return { ahead, behind: behind ?? ahead };
}

/** The day of a text, and that from which on a time may be the day of a start. */
interface Now {
  publishedOn: LocalDate;
  longAgo: LocalDate;
}

function mentionOf(around: Around, time: TimeExpression, now: Now): TimeMention {
  return { from: around.begin, to: around.end, time, aside: isAside(around, time, now) };
}

/** What the words around a time say of it, whatever its date: it stands from `begin` up to `end`, its sentence from `from` up to `to`. */
interface Around {
  aside: boolean;
  /** The word before those that lead to it. */
  before: string;
  next: string;
  /** It stands in brackets behind a day of the week. */
  afterWeekday: boolean;
  /** A day of the week alone, which may have been or come. */
  weekday: boolean;
  tokens: readonly Token[];
  from: number;
  begin: number;
  end: number;
  to: number;
}

function wordsAround(tokens: readonly Token[], from: number, begin: number, end: number, to: number): Around {
  let at = begin - 1;
  let ends = false;
  for (; at >= from && at >= begin - 4; at--) {
    const kind = before((tokens[at] as Token).key);
    if ((kind & BEFORE.leads) === 0) break;
    if (kind & BEFORE.ends) ends = !holds(tokens, Math.max(from, at - FAR), at, NOT);
    if (kind & BEFORE.since && tokens[at - 1]?.key !== 'from') ends = true;
  }
  const word = tokens[at]?.key ?? '';
  const bracket = tokens[begin - 1]?.key === '(' ? (tokens[begin - 2]?.key ?? '') : '';
  return {
    aside: ends || (before(word) & BEFORE.ends) !== 0 || isBesideStart(tokens, from, begin, end, to),
    // "Porto is added on 3 May": not words of somebody's.
    before: word === 'added' && BE.test(tokens[at - 1]?.key ?? '') ? '' : word,
    next: end < to ? (tokens[end]?.key ?? '') : '',
    afterWeekday: WEEKDAY.test(bracket),
    weekday: end <= begin + 2 && WEEKDAY.test(tokens[end - 1]?.key ?? ''),
    tokens,
    from,
    begin,
    end,
    to,
  };
}

const BE = /^(?:is|are|be|being|was|were|been)$/;
const UNTIL = /^(?:until|till|through)$/;
const THAN = /^(?:to|with|than)$/;
const COMPARED = /^(?:compared|comparison|more|less|fewer|higher)$/;
const NEWS = /^(?:news|announcement|statement|meeting|decision|release)$/;

function isBesideStart(tokens: readonly Token[], from: number, begin: number, end: number, to: number): boolean {
  const first = begin < end ? (tokens[begin]?.key ?? '') : '';
  if (UNTIL.test(first) && !holds(tokens, Math.max(from, begin - FAR), begin, NOT)) return true;
  // "compared to 2022", "more than in 2022"
  if (THAN.test(tokens[begin - 1]?.key ?? '') && COMPARED.test(tokens[begin - 2]?.key ?? '')) return true;
  if (first === 'since' || isOfOthers(tokens, from, begin)) return true;
  // "last week's news"
  return end < to && tokens[end]?.key === "'s" && NEWS.test(tokens[end + 1]?.key ?? '');
}

const SAID = /^(?:said|announced|told|reported|confirmed)$/;

function isAside(around: Around, time: TimeExpression, now: Now): boolean {
  const { aside, before, next, afterWeekday, weekday } = around;
  const latest = time.window?.latest;
  // "flown since 26 October", which is still to come
  const isFromThen = around.tokens[around.begin - 1]?.key === 'since' && (time.window?.earliest ?? '') > now.publishedOn;
  if ((aside && !isFromThen) || (latest && latest < now.longAgo)) return true;
  const byDay = time.window !== null && time.window.earliest === time.window.latest;
  const isAhead = (time.window?.earliest ?? '') > now.publishedOn && !weekday;
  if ((byDay || isWeek(time)) && ((!isAhead && isTold(around)) || isTellersDay(around))) return true;
  if (SPOKEN.test(before) && byDay && before !== 'note') return !isAhead || before !== 'announced';
  return afterWeekday || (byDay && !isAhead && SAID.test(next));
}

const CLAUSE = /^[;:()]$/;
const ANNOUNCED = /^(?:announced|unveiled|revealed|confirmed|presented)$/;
const EARLIER = /^(?:was|were|been|previously|already)$/;
const NOUNS = /^(?:launch|start|service|plans|debut|route)$/;

/** "announced its first route to Portugal on Sunday": the day is that of the telling. */
function isTold({ tokens, from, begin, end, to }: Around): boolean {
  const isLast = end >= to - 1;
  for (let at = begin - 1; at >= from && at > begin - 14; at--) {
    const token = tokens[at] as Token;
    // "announced flights to Porto, on the coast, today"
    if (CLAUSE.test(token.key) || (token.key === ',' && !isLast) || token.key === 'that') return false;
    if (ANNOUNCED.test(token.key)) return !EARLIER.test(tokens[at - 1]?.key ?? '');
    if (isVerb(token) && !NOUNS.test(token.key)) return false;
  }
  return false;
}

/** "On 3 May Volotea announced", "last week it had confirmed": the day of the telling stands first. */
function isTellersDay({ tokens, from, begin, end, to }: Around): boolean {
  if (begin > from + 4) return false;
  for (let at = from; at < begin; at++) if ((before((tokens[at] as Token).key) & (BEFORE.leads | BEFORE.opens)) === 0) return false;
  for (let at = end; at < Math.min(end + 12, to); at++) {
    const token = tokens[at] as Token;
    if (ANNOUNCED.test(token.key)) return !EARLIER.test(tokens[at - 1]?.key ?? '');
    if (isVerb(token) && !NOUNS.test(token.key)) return false;
  }
  return false;
}

const GOING = /^(?:go|goes|going|be)$/;

/**
 * "since the pandemic broke out in March", "when Flybe collapsed in 2020": when something else happened;
 * "rising to daily from June", "with more flights from June": when flights that there are become more.
 */
function isOfOthers(tokens: readonly Token[], from: number, begin: number): boolean {
  let isSince = true;
  let happened = false;
  for (let at = begin - 1; at >= from && at > begin - (isSince ? FAR : NEAR); at--) {
    const kind = before((tokens[at] as Token).key);
    if (kind & BEFORE.mark) return false;
    if (at > begin - NEAR) {
      if (kind & BEFORE.growing) return true;
      if (kind & BEFORE.up && tokens[at + 1]?.key === 'to' && GOING.test(tokens[at - 1]?.key ?? '')) return true;
    }
    if (!isSince) continue;
    if (kind & BEFORE.since || (kind & BEFORE.when && happened)) return true;
    if (kind & BEFORE.happened) happened = true;
    if (kind & BEFORE.when) isSince = false;
  }
  return false;
}

function yearsBefore(day: LocalDate, years: number): LocalDate {
  return `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
}

/** It spans no more than a week. */
function isWeek({ window }: TimeExpression): boolean {
  const { earliest, latest } = window ?? {};
  if (!earliest || !latest) return false;
  if (earliest.slice(0, 7) === latest.slice(0, 7)) return Number(latest.slice(8)) - Number(earliest.slice(8)) <= 7;
  // It can end in another month only if it begins late in one.
  return Number(earliest.slice(8)) > 21 && daysBetween(earliest, latest) <= 7;
}

/** Where each thing of a sentence stands and which time belongs to it; the order is that of `at`. */
export function assignTimes(
  standing: readonly { at: number; group: number }[],
  times: readonly TimeMention[],
  respectively: boolean,
): (TimeMention | null)[] {
  const dated = times.every(isDated) ? times : times.filter(isDated);
  if (dated.length === 0) return standing.map(() => null);
  if (respectively && dated.length === standing.length) return [...dated];
  const at = standing.map((thing) => thing.at);
  const leading = leads(at, dated);
  at.sort((a, b) => a - b);
  const firstBehind = firstOfLater(standing);
  const startOf = (time: TimeMention): number => time.from;
  return standing.map(({ at: position, group }) => {
    const before = dated[firstAt(dated, position, startOf) - 1] ?? null;
    const next = at[firstAt(at, position + 1, (other) => other)] ?? Number.POSITIVE_INFINITY;
    const behind = firstAt(dated, position + 1, startOf);
    const after = firstDay(dated, behind, next) ?? dated[behind] ?? null;
    const crossed = before !== null && after !== null && firstBehind(group) < after.from;
    return leading || crossed ? (before ?? after) : (after ?? before);
  });
}

function isDated({ aside, time }: TimeMention): boolean {
  return !aside && time.window !== null;
}

/** Of times from one on, the first day that stands before a token. */
function firstDay(times: readonly TimeMention[], from: number, until: number): TimeMention | null {
  for (let index = from; index < times.length; index++) {
    const time = times[index] as TimeMention;
    if (time.from >= until) return null;
    if (isDay(time)) return time;
  }
  return null;
}

/** Where the first thing of a later group stands. */
function firstOfLater(standing: readonly { at: number; group: number }[]): (group: number) => number {
  if (standing.every(({ group }) => group === standing[0]?.group)) return () => Number.POSITIVE_INFINITY;
  const groups = [...standing].sort((a, b) => b.group - a.group);
  const firsts = new Map<number, number>();
  let least = Number.POSITIVE_INFINITY;
  let behind = Number.POSITIVE_INFINITY;
  groups.forEach(({ at, group }, index) => {
    if (index > 0 && groups[index - 1]?.group !== group) behind = least;
    firsts.set(group, behind);
    least = Math.min(least, at);
  });
  return (group) => firsts.get(group) ?? Number.POSITIVE_INFINITY;
}

/** It names one day. */
export function isDay({ time }: TimeMention): boolean {
  return time.window !== null && time.window.earliest === time.window.latest;
}

/** Each time stands before what it dates. */
function leads(at: readonly number[], times: readonly TimeMention[]): boolean {
  const first = times[0] as TimeMention;
  const last = times.at(-1) as TimeMention;
  return times.length > 1 && first.from < Math.min(...at) && last.from < Math.max(...at);
}
