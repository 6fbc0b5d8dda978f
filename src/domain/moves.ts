import { daysBetween } from './dates.ts';
import type { MoveKind } from './vocabulary.ts';
import { containsWindow, sameWindow, type Window } from './windows.ts';

/** How a promise moved from one dated statement to the next. `days` is the move of the last day; null when a side is open. */
export interface Move {
  kind: MoveKind;
  days: number | null;
  from: Window;
  to: Window;
}

export function moveBetween(from: Window, to: Window): Move {
  return { kind: kindOf(from, to), days: daysMoved(from, to), from, to };
}

function kindOf(from: Window, to: Window): MoveKind {
  if (sameWindow(from, to)) return 'repeated';
  if (containsWindow(from, to)) return 'firmed';
  if (containsWindow(to, from)) return 'loosened';
  if (from.latest !== null && to.earliest !== null && to.earliest > from.latest) return 'slip';
  if (to.latest !== null && from.earliest !== null && to.latest < from.earliest) return 'pullIn';
  return 'adjusted';
}

/** Days from the last day of one window to the last day of another; null when either is open. */
export function daysMoved(from: Window, to: Window): number | null {
  return from.latest === null || to.latest === null ? null : daysBetween(from.latest, to.latest);
}

/** Whether a first flight kept the first dated promise. `days`: how many days after its last day (negative: before). */
export interface Outcome {
  kept: boolean;
  days: number | null;
  promised: Window;
}

export function outcomeOf(promised: Window, flown: Window): Outcome {
  const days = daysMoved(promised, flown);
  return { kept: promised.latest === null || (days !== null && days <= 0), days, promised };
}
