import type { StatementEventData } from '../domain/event-data.ts';
import { type EventType, isPending, type MoveKind, type RouteStatus } from '../domain/vocabulary.ts';
import { labelOf, type WindowView } from '../domain/windows.ts';

/** `8 July 2023`, of a date or of the UTC day of an instant. */
export function dayText(dateOrInstant: string): string {
  const date = dateOrInstant.slice(0, 10);
  return labelOf({ earliest: date, latest: date });
}

/** `1 day`, `4,950 alerts`. */
export function count(n: number, one: string, many: string = `${one}s`): string {
  return `${Math.abs(n).toLocaleString('en-GB')} ${Math.abs(n) === 1 ? one : many}`;
}

// The window before belongs to another promise once the route had flown or stopped: between these nothing moves.
export function isMoveOfOnePromise({ statusBefore, status }: StatementEventData): boolean {
  if (statusBefore === null) return false;
  return isPending(statusBefore) || (statusBefore === 'launched' && status === 'launched');
}

const CHANGES: Record<MoveKind, string> = {
  slip: 'Slips',
  pullIn: 'Comes forward',
  firmed: 'Firmed up',
  loosened: 'Loosened',
  adjusted: 'Shifted',
  repeated: 'Repeated',
};

/** How the promise and the status changed, a line each. */
export function changesOf(data: StatementEventData): string[] {
  const { launch, launchBefore, move, status, statusBefore } = data;
  const isPromise = statusBefore !== null && (isPending(statusBefore) || statusBefore === 'cancelled');
  const lines: string[] = [];
  if (launch !== null && launchBefore !== null && move !== null && isMoveOfOnePromise(data) && status !== 'launched') {
    lines.push(moveLine(move.kind, move.days, launchBefore, launch, data.reason));
  } else if (launchBefore !== null && launchBefore.edtf !== launch?.edtf && status !== 'retracted') {
    const now = launch?.label ?? 'no date';
    if (statusBefore === 'launched' && status === 'launched') lines.push(`First flight: ${launchBefore.label} → ${now}`);
    else if (isPromise && status === 'launched') lines.push(`Promised: ${launchBefore.label}; flown: ${now}`);
    else if (isPromise) lines.push(`Promise: ${launchBefore.label} → ${now}`);
  }
  if (statusBefore !== null && statusBefore !== 'retracted' && status !== 'retracted' && statusBefore !== status) {
    lines.push(`Status: ${statusWord(statusBefore)} → ${statusWord(status)}`);
  }
  return lines;
}

/** `Slips by 30 days: April 2023 → May 2023`. */
export function moveLine(
  kind: MoveKind,
  days: number | null,
  from: WindowView,
  to: WindowView,
  reason: StatementEventData['reason'] = 'statement',
): string {
  const windows = `${from.label} → ${to.label}`;
  if (reason !== 'statement') return `Promise: ${windows}`;
  if (kind === 'slip' || kind === 'pullIn') {
    const by = days === null ? '' : ` by ${count(days, 'day')}`;
    return `${CHANGES[kind]}${by}: ${windows}`;
  }
  if (days === null) return `${CHANGES[kind]}: ${windows}`;
  return `${CHANGES[kind]}: ${windows}; its last day ${days === 0 ? 'stays the same' : `is ${count(days, 'day')} ${days > 0 ? 'later' : 'earlier'}`}`;
}

export function statusWord(status: RouteStatus): string {
  return status === 'ended' ? 'discontinued' : status === 'retracted' ? 'no longer claimed' : status;
}

/** ` for April 2023`, ` from June 2026`, ` by the end of December 2023`. */
export function forWindow(window: WindowView): string {
  return window.precision === 'open' ? ` ${window.label}` : ` for ${named(window)}`;
}

export function dated(window: WindowView | null): string {
  if (window === null) return ', no date given';
  return window.precision === 'open' ? `, to start ${window.label}` : forWindow(window);
}

/** ` to May 2023`, ` to June 2026 or later`, `, now by 8 July 2023`. */
export function landing(window: WindowView): string {
  if (window.precision !== 'open') return ` to ${named(window)}`;
  return window.latest === null ? ` to ${window.label.replace(/^from /, '')} or later` : `, now ${window.label}`;
}

/** The label inside a sentence. */
export function named(window: WindowView): string {
  return window.precision === 'season' || window.precision === 'half' ? `the ${window.label}` : window.label;
}

/** `, April 2023,` */
export function apposition(window: WindowView | null): string {
  return window === null ? '' : `, ${named(window)},`;
}

/** What alerts of a type are about. */
export const TYPE_WORDS: Record<EventType, string> = {
  'route.announced': 'new routes',
  'route.launch_moved': 'moved dates',
  'route.status_changed': 'changes of status',
  'route.launch_approaching': 'reminders',
  'route.launch_due': 'routes that come due',
  'route.launch_overdue': 'overdue routes',
  'route.launched': 'launches',
};
