import type { Flag, MoveKind, RouteStatus } from './vocabulary.ts';
import type { WindowView } from './windows.ts';

interface EventPlace {
  code: string;
  name: string;
  country: string;
}

/** What every event says of its route: enough to act on without a second request. Instants are UTC, dates local at the origin. */
export interface RouteFacts {
  origin: EventPlace;
  destination: EventPlace;
  airline: { id: string; iata: string | null; icao: string | null; name: string } | null;
  status: RouteStatus;
  launch: WindowView | null;
  launchedOn: string | null;
  flag: Flag;
  weeklyFrequency: number | null;
  announcementCount: number;
  slipCount: number;
  slipDays: number | null;
  firstAnnouncedOn: string | null;
  lastAnnouncedOn: string | null;
  /** `page` is for people; events of before there were pages lack it. */
  links: { page?: string; route: string; announcements: string };
}

/** A change of belief: `route.announced`, `route.launch_moved`, `route.status_changed`, `route.launched`. */
export interface StatementEventData extends RouteFacts {
  statusBefore: RouteStatus | null;
  launchBefore: WindowView | null;
  /** Days: how far the last day of the window moved; null when that cannot be said. */
  move: { kind: MoveKind; days: number | null } | null;
  reason: 'statement' | 'retraction' | 'joined' | 'places';
  announcementId: string | null;
  source: { name: string | null; url: string | null } | null;
}

/** The calendar: `route.launch_due` and `route.launch_overdue`; the local date that opened, or was the last of, the window. */
export interface FlagEventData extends RouteFacts {
  localDate: string | null;
}

/** `route.launch_approaching`: days that are left until the window's first day. */
export interface ReminderEventData extends RouteFacts {
  daysLeft: number;
  localDate: string;
}

export type EventData = StatementEventData | FlagEventData | ReminderEventData;
