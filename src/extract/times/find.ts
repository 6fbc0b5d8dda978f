import { addDays, type LocalDate } from '../../domain/dates.ts';
import type { Window } from '../../domain/windows.ts';
import type { TimeExpression } from '../draft.ts';
import { type Bounds, between, type Reading } from './moment.ts';
import { type Found, resolve } from './resolve.ts';
import { leadOf } from './roles.ts';
import { readAt } from './scan.ts';
import { at, endOf, isDash, startOf, type Tokens } from './tokens.ts';

const JOINTS = new Set(['and', 'or', '&', ',', 'to', 'until', 'till', 'through', 'the', 'from', 'on', 'in', 'then', 'between']);
const LONGEST_JOINT = 4;

/** The times of a text as they read when what it tells lies ahead, and when it has happened. */
export interface BothWays {
  ahead: readonly TimeExpression[];
  behind: readonly TimeExpression[];
}

/** Every time expression of a text, in order, dated by the day of publication and by each other ("the following day"). */
export function findTimes(tokens: Tokens, publishedOn: LocalDate): BothWays {
  const found = scan(tokens, publishedOn);
  const bounds = resolve(found, publishedOn);
  const ahead = found.map((item, k) => expression(tokens, item, windowOf(bounds.ahead[k] ?? null, item, publishedOn)));
  // Most times read the same both ways.
  const behind = ahead.map((time, k) => {
    const back = bounds.behind[k] ?? null;
    if (back === bounds.ahead[k]) return time;
    const window = windowOf(back, found[k] as Found, publishedOn);
    return isSame(window, time.window) ? time : { start: time.start, end: time.end, window };
  });
  return { ahead, behind };
}

function isSame(a: Window | null, b: Window | null): boolean {
  return a?.earliest === b?.earliest && a?.latest === b?.latest;
}

function scan(tokens: Tokens, published: LocalDate): Found[] {
  const found: Found[] = [];
  let free = 0;
  for (let i = 0; i < tokens.list.length; ) {
    const readings = readAt(tokens, i, published);
    for (const reading of readings) {
      if (reading.start < free) continue;
      const lead = leadOf(tokens, reading.start, free);
      const joint = jointOf(tokens, found.at(-1)?.reading, reading);
      if (joint) found[found.length - 1] = { ...(found.at(-1) as Found), reading: joint };
      else found.push({ reading, lead, joined: found.length > 0 && isJoined(tokens, free, reading) });
      free = reading.end;
    }
    i = Math.max(i + 1, free);
  }
  return found;
}

/** "between June 22 and July 3" is one time. */
function jointOf(tokens: Tokens, first: Reading | undefined, last: Reading): Reading | null {
  if (!first || at(tokens, first.start - 1).text !== 'between' || last.start !== first.end + 1 || at(tokens, first.end).text !== 'and')
    return null;
  const [from, to] = [first.moment, last.moment];
  if (from.kind !== 'yearly' || to.kind !== 'yearly') return null;
  return { ...last, start: first.start, moment: { ...to, inYear: between(from.inYear, to.inYear), year: from.year ?? to.year } };
}

function isJoined(tokens: Tokens, from: number, reading: Reading): boolean {
  if (reading.start - from > LONGEST_JOINT) return false;
  for (let k = from; k < reading.start; k += 1) {
    if (!JOINTS.has(at(tokens, k).text) && !isDash(at(tokens, k))) return false;
  }
  return true;
}

function expression(tokens: Tokens, { reading, lead }: Found, window: Window | null): TimeExpression {
  return { start: startOf(tokens, lead.start), end: endOf(tokens, reading.end), window };
}

/** A deadline runs from the publication; what is not to be before a time is open. */
function windowOf(bounds: Bounds | null, { lead }: Found, published: LocalDate): Window | null {
  if (bounds === null) return null;
  const { earliest, latest } = bounds;
  if (lead.role === 'deadline') {
    const last = lead.exclusive ? addDays(earliest, -1) : latest;
    return { earliest: last < published ? (lead.exclusive ? null : earliest) : published, latest: last };
  }
  if (lead.role === 'after') return { earliest: lead.word === 'after' ? addDays(latest, 1) : earliest, latest: null };
  return bounds;
}
