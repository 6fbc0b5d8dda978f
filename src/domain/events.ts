import { type Move, moveBetween } from './moves.ts';
import { type EventType, isPending, type RouteStatus } from './vocabulary.ts';
import { sameWindow, type Window } from './windows.ts';

/** What two beliefs are compared by. */
export interface Facts {
  status: RouteStatus;
  launch: Window | null;
}

/** What a change of belief means to a subscriber: one event at most. */
export interface Change {
  type: EventType;
  /** Set when the promise had a date before and has one now. */
  move: Move | null;
}

/**
 * The event between two beliefs; undefined when nothing that anyone asked about has changed. A first flight comes before a
 * moved date, a moved date before a changed status: each says the other as well.
 */
export function changeBetween(before: Facts | undefined, after: Facts): Change | undefined {
  if (before === undefined || before.status === 'retracted') {
    if (after.status === 'retracted') return undefined;
    if (after.status === 'launched') return { type: 'route.launched', move: null };
    return { type: isPending(after.status) ? 'route.announced' : 'route.status_changed', move: null };
  }
  if (after.status === 'launched' && before.status !== 'launched') return { type: 'route.launched', move: null };
  const comparable = after.status === 'launched' || isPending(after.status);
  if (comparable && !sameWindow(before.launch, after.launch)) {
    const move = before.launch !== null && after.launch !== null ? moveBetween(before.launch, after.launch) : null;
    return { type: 'route.launch_moved', move };
  }
  return before.status === after.status ? undefined : { type: 'route.status_changed', move: null };
}
