import { addDays, daysBetween, type LocalDate } from './dates.ts';
import { type EventType, isPending, type RouteStatus } from './vocabulary.ts';

/** What a reader wants to be told of; an empty list and null leave nothing out. All conditions hold together. */
export interface AlertFilter {
  types: readonly EventType[];
  statuses: readonly RouteStatus[];
  /** Code of an airport, a metropolitan area or a country: either end lies in it. */
  place: string | null;
  /** Airline id. */
  airline: string | null;
}

/** What a filter looks at. */
export interface AlertFacts {
  type: EventType;
  status: RouteStatus;
  /** Codes of both ends: the places themselves, their metropolitan areas and countries. */
  places: readonly string[];
  airline: string | null;
}

export function wants(filter: AlertFilter, facts: AlertFacts): boolean {
  return (
    (filter.types.length === 0 || filter.types.includes(facts.type)) &&
    (filter.statuses.length === 0 || filter.statuses.includes(facts.status)) &&
    (filter.place === null || facts.places.includes(filter.place)) &&
    (filter.airline === null || filter.airline === facts.airline)
  );
}

/** Alerts that the calendar makes. What was said stays said; these are true only for as long as the promise stands. */
export const CALENDAR_TYPES = [
  'route.launch_approaching',
  'route.launch_due',
  'route.launch_overdue',
] as const satisfies readonly EventType[];

export function isCalendarType(type: EventType): boolean {
  return (CALENDAR_TYPES as readonly EventType[]).includes(type);
}

/** Whether an event takes the truth from the calendar's earlier alerts about the same route: nobody is told them any more. */
export function endsCalendarAlerts(type: EventType, status: RouteStatus): boolean {
  if (type === 'route.launch_moved' || type === 'route.launched' || isCalendarType(type)) return true;
  return type === 'route.status_changed' && !isPending(status);
}

/** The first local date after `date` on which a reminder of a window's first day falls; null when there is none. */
export function nextReminderOn(earliest: LocalDate, date: LocalDate, days: readonly number[]): LocalDate | null {
  const dates = days.map((before) => addDays(earliest, -before)).filter((one) => one > date);
  return dates.sort()[0] ?? null;
}

/**
 * The reminder that counts on a date: of `days`, the smallest that has been reached. So a reminder whose day was missed is
 * still given, and of several missed ones only the last. Null before the first and from the window's first day on.
 */
export function reminderReached(earliest: LocalDate, date: LocalDate, days: readonly number[]): number | null {
  const left = daysBetween(date, earliest);
  if (left <= 0) return null;
  const reached = days.filter((before) => before >= left);
  return reached.length === 0 ? null : Math.min(...reached);
}

/** The unique key of a reminder: a promise of one day is reminded of once for each distance. */
export function reminderKey(routeId: string, earliest: LocalDate, before: number): string {
  return `route.launch_approaching:${routeId}:${earliest}:${before}`;
}

const MAILBOX = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+\.[^\s@<>"(),:;[\]\\]+$/;

/** A mailbox in the form in which it is compared; undefined for what is no e-mail address. 254 characters are the most (RFC 5321). */
export function mailboxOf(text: string): string | undefined {
  return text.length <= 254 && MAILBOX.test(text) ? text.toLowerCase() : undefined;
}
