import type { EventData, FlagEventData, ReminderEventData, StatementEventData } from '../domain/event-data.ts';
import { type EventType, isPending, type RouteStatus } from '../domain/vocabulary.ts';
import type { WindowView } from '../domain/windows.ts';

/** What happened, in one line: "Almaty–Lahore slips by 31 days, to May 2023". */
export function eventTitle(type: EventType, data: EventData): string {
  return `${data.origin.name}–${data.destination.name} ${happened(type, data)}`;
}

/** What an event says of its route, in sentences, one a line. */
export function eventText(type: EventType, data: EventData): string {
  const { origin, destination, airline, launch, slipCount } = data;
  const lines = [
    `${eventTitle(type, data)}.`,
    `${origin.name} (${origin.code}, ${origin.country}) – ${destination.name} (${destination.code}, ${destination.country})`,
    airline === null ? 'No airline was named.' : `Airline: ${airline.name}${codesOf(airline)}`,
    `Status: ${data.status}`,
  ];
  if (launch !== null) lines.push(`${isPending(data.status) ? 'To start' : 'First flight'}: ${launch.label}${said(launch)}`);
  if ('launchBefore' in data && data.launchBefore !== null) lines.push(`Before: ${data.launchBefore.label}${said(data.launchBefore)}`);
  if (data.weeklyFrequency !== null) lines.push(`Flights a week: ${data.weeklyFrequency}`);
  if (slipCount > 0) lines.push(`Slips so far: ${slipCount}${data.slipDays === null ? '' : `, ${days(data.slipDays)} in all`}`);
  lines.push(`Statements: ${data.announcementCount}${between(data)}`);
  if ('source' in data && data.source !== null) {
    const source = [data.source.name, data.source.url].filter((part) => part !== null).join(', ');
    if (source !== '') lines.push(`Source: ${source}`);
  }
  return lines.join('\n');
}

function happened(type: EventType, data: EventData): string {
  switch (type) {
    case 'route.announced':
      return `${STATUS_WORDS[data.status]}${firstFlight(data.launch)}`;
    case 'route.launch_moved':
      return moved(data as StatementEventData);
    case 'route.status_changed':
      return `${STATUS_WORDS[data.status]}${isPending(data.status) ? firstFlight(data.launch) : ''}`;
    case 'route.launch_approaching':
      return approaching(data as ReminderEventData);
    case 'route.launch_due':
      return flagged(data, 'is due', 'has opened', 'has come');
    case 'route.launch_overdue':
      return flagged(data, 'is overdue', 'has closed', 'has passed');
    case 'route.launched':
      return `has started${firstFlight(data.launch)}`;
  }
}

const STATUS_WORDS: Readonly<Record<RouteStatus, string>> = {
  proposed: 'is proposed',
  announced: 'is announced',
  confirmed: 'is confirmed',
  postponed: 'is postponed',
  launched: 'flies',
  suspended: 'is suspended',
  ended: 'has ended',
  cancelled: 'is cancelled',
  retracted: 'is no longer announced: every statement was taken back',
};

function firstFlight(launch: WindowView | null): string {
  return launch === null ? '' : `: first flight ${launch.label}`;
}

function moved({ status, launch, launchBefore, move }: StatementEventData): string {
  if (launch === null) return `has no date any more${launchBefore === null ? '' : ` (it was ${launchBefore.label})`}`;
  if (status === 'launched') return `first flew ${on(launch)}, as is now known`;
  if (launchBefore === null) return `has a date: ${launch.label}`;
  const by = move?.days == null ? '' : ` by ${days(Math.abs(move.days))}`;
  switch (move?.kind) {
    case 'slip':
      return `slips${by}, ${to(launch)}`;
    case 'pullIn':
      return `is brought forward${by}, ${to(launch)}`;
    case 'firmed':
      return `has a closer date: ${launch.label} (it was ${launchBefore.label})`;
    case 'loosened':
      return `has a vaguer date: ${launch.label} (it was ${launchBefore.label})`;
    default:
      return `has another date: ${launch.label} (it was ${launchBefore.label})`;
  }
}

function approaching({ launch, daysLeft }: ReminderEventData): string {
  if (launch === null) return `is ${days(daysLeft)} away`;
  if (launch.precision === 'day') return `is to start in ${days(daysLeft)}, on ${launch.label}`;
  return `may start in ${days(daysLeft)}: its window is ${named(launch)}`;
}

function flagged({ launch }: FlagEventData | EventData, what: string, ofWindow: string, ofDay: string): string {
  if (launch === null) return what;
  return launch.precision === 'day' ? `${what}: its day, ${launch.label}, ${ofDay}` : `${what}: its window ${named(launch)} ${ofWindow}`;
}

/** An open window's label is a phrase of its own ("from May 2023"). */
function named(window: WindowView): string {
  return window.precision === 'open' ? `(${window.label})` : window.label;
}

function to(window: WindowView): string {
  return window.precision === 'open' ? `now ${window.label}` : `to ${window.label}`;
}

function on(window: WindowView): string {
  return window.precision === 'day' ? `on ${window.label}` : window.precision === 'open' ? window.label : `in ${window.label}`;
}

function said(window: WindowView): string {
  return window.wording === null ? '' : ` (“${window.wording}”)`;
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function codesOf(airline: { iata: string | null; icao: string | null }): string {
  const codes = [airline.iata, airline.icao].filter((code) => code !== null);
  return codes.length === 0 ? '' : ` (${codes.join(', ')})`;
}

function between({ firstAnnouncedOn, lastAnnouncedOn }: EventData): string {
  if (firstAnnouncedOn === null) return '';
  if (lastAnnouncedOn === null || lastAnnouncedOn === firstAnnouncedOn) return `, of ${firstAnnouncedOn}`;
  return `, from ${firstAnnouncedOn} to ${lastAnnouncedOn}`;
}
