import { kindsOf } from '../kinds.ts';
import type { Token } from '../tokens.ts';
import { isVerb } from './verbs.ts';

/** Words before a verb that set its time. */
const { bits: TENSE, of: tenseOf } = kindsOf({
  future: 'will would shall to plans plan planned planning going intends intend expected set due scheduled ll about',
  maybe:
    'may might could considering considers wants hopes studying possibly possible proposed mulling exploring negotiating requested asked propose discussed discussing urged',
  denies: 'wont wouldnt cannot cant couldnt didnt doesnt dont',
  not: 'not no never',
  had: 'had',
  since: 'since',
  has: 'has have',
  was: 'was were',
  is: 'is are being',
  to: 'to',
  that: 'that',
  mark: '; : . ,',
});
const REACH = 7;

const BEGINNING =
  /^(?:launch|launches|start|begin|debut|opening|inauguration|commencement|introduction|resumption|return|relaunch|date|first|inaugural)$/;

/** A sentence, and what has to be known of all of it: found when it is first asked for. */
export interface Stretch {
  tokens: readonly Token[];
  from: number;
  /** The first word that reports what somebody said; behind the end where there is none. */
  firstReport: () => number;
  /** The last word that leads to a new date, if the sentence speaks of a beginning; before the start where there is none. */
  lastTurn: () => number;
}

export function stretchOf(tokens: readonly Token[], from: number, to: number): Stretch {
  let report: number | undefined;
  let turn: number | undefined;
  return {
    tokens,
    from,
    firstReport: () => {
      report ??= firstReportOf(tokens, from, to);
      return report;
    },
    lastTurn: () => {
      turn ??= lastTurnOf(tokens, from, to);
      return turn;
    },
  };
}

function firstReportOf(tokens: readonly Token[], from: number, to: number): number {
  let at = from;
  while (at < to && !REPORTS.test(tokens[at]?.key ?? '')) at++;
  return at;
}

const TURN = /^(?:to|until|till|back)$/;

function lastTurnOf(tokens: readonly Token[], from: number, to: number): number {
  let turn = from - 1;
  let begins = false;
  for (let at = from; at < to; at++) {
    const key = tokens[at]?.key ?? '';
    if (TURN.test(key)) turn = at;
    begins ||= BEGINNING.test(key);
  }
  return begins ? turn : from - 1;
}

/** `dropped`: it was the plan once; `first`: somebody was the first to do it. */
export type Tense = 'future' | 'maybe' | 'perfect' | 'pluperfect' | 'was' | 'denied' | 'am' | 'dropped' | 'first' | null;

const REPORTS = /^(?:said|says|told|that|reported|according|announced)$/;
const PLANNED = /^(?:planned|due|scheduled|set|supposed|meant|expected|intended|hoped)$/;
const ONCE = /^(?:originally|initially|first|previously|earlier|been|also|all)$/;

/** "was to begin", "had first planned to begin", "was originally due to begin", unless somebody's words are reported. */
function isDroppedPlan({ tokens, from, firstReport }: Stretch, to: number): boolean {
  let plan = false;
  for (let at = to - 1; at >= from && at >= to - 5; at--) {
    const key = tokens[at]?.key ?? '';
    if (key === 'was' || key === 'were') return (plan || at === to - 1) && firstReport() >= at;
    if (key === 'had') return plan;
    if (PLANNED.test(key)) plan = true;
    else if (!ONCE.test(key)) return false;
  }
  return false;
}

const BECAME = /^(?:became|becomes|become|is|was)$/;

/** "became the first airline of its country to fly" */
function isFirstTo(tokens: readonly Token[], from: number, to: number): boolean {
  let first = false;
  for (let at = to - 1; at >= from && at > to - 20; at--) {
    const key = tokens[at]?.key ?? '';
    if (key === 'first') first = true;
    if (first && BECAME.test(key)) return true;
  }
  return false;
}

/** The nearest word before a verb that sets its time. */
export function tenseBefore(stretch: Stretch, at: number): Tense {
  const { tokens, from } = stretch;
  let denied = false;
  let seen: Tense = null;
  for (let i = at - 1; i >= from && i >= at - REACH; i--) {
    const key = tokens[i]?.key ?? '';
    const kind = tenseOf(key);
    if (kind === 0) {
      if (seen === null && i < at - 1 && isVerb(tokens[i] as Token) && key !== 'be' && key !== 'been') break;
      continue;
    }
    if (kind & TENSE.mark && (seen !== null || i < at - 1)) break;
    if (kind & TENSE.that) break;
    if (kind & TENSE.to && i >= at - 2 && isDroppedPlan(stretch, i)) return 'dropped';
    if (kind & TENSE.to && i === at - 1 && tokens[i - 1]?.key === 'used') return 'pluperfect';
    if (kind & TENSE.to && i === at - 1 && isFirstTo(tokens, from, i)) return 'first';
    if (kind & TENSE.denies) return 'denied';
    if (kind & TENSE.not) denied = true;
    else if (kind & TENSE.maybe && !(key === 'may' && tokens[i]?.capital)) return denied ? 'denied' : 'maybe';
    else if (kind & TENSE.future && !(key === 'to' && i !== at - 1 && tokens[i + 1]?.key !== 'be' && tokens[i + 1]?.key !== 'have'))
      return denied ? 'denied' : 'future';
    else if (kind & TENSE.had || (kind & TENSE.since && i >= at - 3 && i < at - 1)) return 'pluperfect';
    else if (kind & TENSE.has) return denied ? 'denied' : 'perfect';
    else if (seen === null && kind & TENSE.was) seen = 'was';
    else if (seen === null && kind & TENSE.is) seen = 'am';
  }
  return denied && seen !== null ? 'denied' : seen;
}
