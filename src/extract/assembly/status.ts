import { daysBetween } from '../../domain/dates.ts';
import type { Status } from '../../domain/vocabulary.ts';
import { type Choice, isMaiden } from '../events/choice.ts';
import { speaksOf } from '../events/topics.ts';
import { firstAt } from '../sorted.ts';
import type { Statement } from '../statements.ts';
import { isDay, type TimeMention } from './dating.ts';
import { keepPending } from './memory.ts';
import type { Memory, Setting, Slot } from './rough.ts';

/** A start that a text dates so many days back is told as history. */
const OLD = 200;

/** What is said to happen to a pair; null: nothing that makes a draft. */
export function statusOf(
  choice: Choice,
  time: TimeMention | null,
  statement: Statement,
  memory: Memory,
  slot: Slot,
  setting: Setting,
): Status | null {
  const { kind } = choice;
  if (kind === 'history' || kind === 'existing' || kind === 'none' || isLongAgo(choice, statement, setting)) return null;
  if (kind === null) {
    // "From Porto, Faro will be served daily": of what was said to begin.
    const isMeant = slot.destination !== null && (slot.origin !== null || memory.pending?.counted === true);
    if (memory.pending && memory.pendingAge <= 2 && isMeant && (memory.pending.counted || statement.frequencies.length > 0)) {
      keepPending(memory, statement);
      return memory.pending.status;
    }
    // A line of a list says what the line above it began to say.
    if (statement.sentence.bullet || (time && memory.kind && slot.origin && slot.destination)) return memory.kind ?? 'announced';
    // "May brings Porto and Faro"
    if (
      memory.kind === 'announced' &&
      speaksOf(statement, 'gains') &&
      memory.lastAge <= 1 &&
      time &&
      isDay(time) &&
      (time.time.window?.earliest ?? '') > setting.publishedOn
    )
      return 'announced';
    return null;
  }
  // "now flies to Porto, Faro and Lille": all that it flies to
  const isNetwork = slot.frame.destinations.length > 2 && choice.event !== null && statement.word(choice.event.from) === 'now';
  if (isNetwork && kind === 'launched' && !time) return null;
  if (choice.needsDate && !time) {
    // "flies to Porto" is said of flights that there are.
    const begins = choice.event !== null && !/s$/.test(statement.word(choice.event.from));
    const isWhole = slot.origin !== null && slot.destination !== null && memory.pendingAge <= 1;
    if ((begins || isWhole) && memory.pending && memory.pendingAge <= 2) {
      keepPending(memory, statement);
      return memory.pending.status;
    }
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
  // "Flights resume in May. Those from Porto to Faro were suspended in the pandemic": they are what resumes.
  const isWaited = (kind === 'suspended' || kind === 'cancelled') && choice.event?.past === true && !time;
  if (isWaited && memory.pending?.status === 'announced' && memory.pendingAge <= 2) return 'announced';
  // "Two routes are put off. Porto–Faro will now begin in May"
  if (kind === 'announced' && speaksOf(statement, 'now') && memory.putOffAge <= 1) return 'postponed';
  return kind;
}

/** "which was cancelled in 2013", "began operating in 2008": what the text looks back on. */
function isLongAgo({ kind, event }: Choice, { behind, ahead }: Statement, { publishedOn }: Setting): boolean {
  if (event === null || (kind !== 'launched' && kind !== 'cancelled' && kind !== 'suspended' && kind !== 'postponed')) return false;
  const at = firstAt(behind, event.to, (mention) => mention.from);
  const latest = (behind[at]?.from ?? 0) < event.to + 6 ? behind[at]?.time.window?.latest : null;
  // A time that reads the same from both sides is told with its year.
  return (
    latest != null && latest === ahead[at]?.time.window?.latest && daysBetween(latest, publishedOn) > (kind === 'launched' ? OLD : 300)
  );
}
