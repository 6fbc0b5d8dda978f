import { addDays, daysBetween, type LocalDate } from '../../domain/dates.ts';
import type { Choice } from '../events/choice.ts';
import type { EventMention } from '../events/events.ts';
import type { Frame } from '../frames/frames.ts';
import { firstAt } from '../sorted.ts';
import type { Statement } from '../statements.ts';
import { assignTimes, isDay, type TimeMention } from './dating.ts';
import type { Slot } from './rough.ts';

/** The time that belongs to a pair, and how it reads where the flights have begun. */
export interface Told {
  time: TimeMention | null;
  behind: TimeMention | null;
}

/** The time of each pair of a statement, by what is said to happen to it. */
export function timesOf(slots: readonly Slot[], choices: readonly Choice[], statement: Statement, publishedOn: LocalDate): Told[] {
  const groups = new Map<Frame, number>();
  for (const frame of statement.frames.frames) groups.set(frame, groups.size);
  const standing = slots.map((slot) => ({ at: slot.at, group: groups.get(slot.frame) ?? -1 }));
  const ahead = assignTimes(standing, statement.ahead, statement.respectively);
  const behind = statement.behind === statement.ahead ? ahead : assignTimes(standing, statement.behind, statement.respectively);
  return choices.map((choice, i) => {
    const past = choice.kind === 'launched' || choice.kind === 'history' || choice.event?.past === true;
    const [next, back] = [ahead[i] ?? null, behind[i] ?? null];
    const time = past
      ? likelier(isOpen(statement, choice.event), back, next, publishedOn)
      : choice.kind !== 'postponed' && isJustBehind(back, next, publishedOn)
        ? back
        : next;
    if (choice.kind === 'cancelled') {
      const end = time ?? endOf(choice, statement);
      return { time: end && firstDayWithout(end, choice, statement), behind: back };
    }
    if (choice.kind !== 'postponed') return { time, behind: back };
    const isOld = time === null || time.from < (choice.event?.from ?? 0);
    return { time: (isOld ? newDate(choice, statement) : insteadOf(time, statement)) ?? time, behind: back };
  });
}

/** "flights will end in March": the time behind the word. */
function endOf({ event }: Choice, { ahead }: Statement): TimeMention | null {
  if (event === null) return null;
  const next = ahead[firstAt(ahead, event.to, (time) => time.from)];
  return next && next.from <= event.to + 2 && next.time.window !== null ? next : null;
}

/** "The last flight is on 3 May": what ends is not flown from the day after. */
export function firstDayWithout(told: TimeMention, { event }: Choice, { word }: Statement): TimeMention {
  const { window } = told.time;
  const isLast = event !== null && [event.from, event.from + 2].some((at) => at < event.to && /^(?:last|final)$/.test(word(at)));
  if (!isLast || !isDay(told) || window?.earliest == null) return told;
  const next = addDays(window.earliest, 1);
  return { ...told, time: { ...told.time, window: { ...window, earliest: next, latest: next } } };
}

/** So many times behind a word are looked at. */
const NEAR = 30;

/** "was due in August, but will not begin until May": the date that is told after the delay. */
function newDate({ event }: Choice, { ahead, word }: Statement): TimeMention | null {
  if (event === null) return null;
  const next = firstAt(ahead, event.to, (time) => time.from);
  const turned = (time: TimeMention): boolean => isTurn(word(time.from - 1)) || isTurn(word(time.from));
  return ahead.slice(next, next + NEAR).find((time) => !time.aside && time.time.window !== null && turned(time)) ?? null;
}

const UNTIL = /^(?:to|until)$/;

/** "from 29 March to 12 June": the day that is put in place of another. A day that something is put off to lies ahead. */
function insteadOf(told: TimeMention, { ahead, word }: Statement): TimeMention | null {
  const own = firstAt(ahead, told.from, (time) => time.from);
  return ahead.slice(own, own + 2).findLast((time) => time.from - told.to <= 2 && UNTIL.test(word(time.from - 1))) ?? null;
}

/** The day behind a pair until which it is put off. */
export function untilOf({ ahead, word }: Statement, at: number): TimeMention | null {
  const next = ahead[firstAt(ahead, at, (time) => time.from)];
  return next?.time.window != null && (isTurn(word(next.from - 1)) || isTurn(word(next.from))) ? next : null;
}

function isTurn(word: string): boolean {
  return word === 'to' || word === 'until' || word === 'till';
}

const HAS = /^(?:been|has|have)$/;

/** "has been added", or an end: it may still lie ahead. */
function isOpen({ word }: Statement, event: EventMention | null): boolean {
  // "flies for the first time" is said before as well as after.
  return event !== null && (event.kind !== 'launched' || event.to > event.from + 1 || HAS.test(word(event.from - 1)));
}

/** "Flights start on 26 March", written two days later: not in a year's time. */
function isJustBehind(behind: TimeMention | null, ahead: TimeMention | null, publishedOn: LocalDate): boolean {
  const [back, next] = [behind?.time.window?.earliest, ahead?.time.window?.earliest];
  if (!back || !next || back === next || next <= publishedOn) return false;
  return daysBetween(back, publishedOn) <= 14 && daysBetween(publishedOn, next) > 330;
}

/** A day nearly a year back is rather the one to come, if it may be. */
function likelier(open: boolean, behind: TimeMention | null, ahead: TimeMention | null, publishedOn: LocalDate): TimeMention | null {
  const [back, next] = [behind?.time.window?.earliest, ahead?.time.window?.earliest];
  if (!open || !back || !next || next <= publishedOn) return behind ?? ahead;
  return daysBetween(back, publishedOn) > 240 && daysBetween(publishedOn, next) < 150 ? ahead : behind;
}
