import type { FlagEventData, ReminderEventData, RouteFacts, StatementEventData } from '../../src/domain/event-data.ts';
import { moveBetween } from '../../src/domain/moves.ts';
import type { EventType } from '../../src/domain/vocabulary.ts';
import { describeWindow, parseWindow, type Window, type WindowView } from '../../src/domain/windows.ts';
import type { AlertItem } from '../../src/words/tell.ts';

function read(text: string): Window {
  const parsed = parseWindow(text);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.window;
}

function view(text: string, wording: string | null = null): WindowView {
  return describeWindow(read(text), wording);
}

const ROUTE: RouteFacts = {
  origin: { code: 'ALA', name: 'Almaty', country: 'KZ' },
  destination: { code: 'LHE', name: 'Lahore', country: 'PK' },
  airline: { id: 'scat', iata: 'DV', icao: 'VSV', name: 'SCAT Airlines' },
  status: 'announced',
  launch: view('2023-04'),
  launchedOn: null,
  flag: 'none',
  weeklyFrequency: 2,
  announcementCount: 17,
  slipCount: 3,
  slipDays: 99,
  firstAnnouncedOn: '2022-11-11',
  lastAnnouncedOn: '2023-03-30',
  links: { route: 'https://routes.example/api/v1/routes/r1', announcements: 'https://routes.example/api/v1/routes/r1/announcements' },
};

/** An alert that a statement made. Windows as texts; the move between them as the register would find it. */
export function statement(
  type: EventType,
  from: string | null,
  to: string | null,
  facts: Partial<Omit<StatementEventData, 'launch' | 'launchBefore'>> = {},
): AlertItem {
  const move = from === null || to === null ? null : moveBetween(read(from), read(to));
  const data: StatementEventData = {
    ...ROUTE,
    statusBefore: type === 'route.announced' ? null : 'announced',
    launch: to === null ? null : view(to, 'as they put it'),
    launchBefore: from === null ? null : view(from),
    move: move === null || type !== 'route.launch_moved' ? null : { kind: move.kind, days: move.days },
    reason: 'statement',
    announcementId: 'a1',
    source: { name: 'Kazinform', url: 'https://inform.example/news/1' },
    ...facts,
  };
  return { type, eventId: 'e1', occurredAt: '2023-03-30T00:00:00.000Z', data };
}

export function flag(type: 'route.launch_due' | 'route.launch_overdue', window: string, facts: Partial<FlagEventData> = {}): AlertItem {
  const launch = view(window);
  const localDate = type === 'route.launch_due' ? launch.earliest : launch.latest;
  return { type, eventId: 'e2', occurredAt: '2023-04-01T00:00:00.000Z', data: { ...ROUTE, launch, localDate, ...facts } };
}

export function reminder(daysLeft: number, window: string, facts: Partial<ReminderEventData> = {}): AlertItem {
  const data = { ...ROUTE, launch: view(window), daysLeft, localDate: '2023-03-01', ...facts };
  return { type: 'route.launch_approaching', eventId: 'e3', occurredAt: '2023-03-01T00:00:00.000Z', data };
}
