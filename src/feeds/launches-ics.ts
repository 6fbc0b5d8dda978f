import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { addDays } from '../domain/dates.ts';
import type { RouteStatus } from '../domain/vocabulary.ts';
import type { WindowView } from '../domain/windows.ts';

/** A route as the calendar shows it. */
export interface CalendarRoute {
  id: string;
  origin: { code: string; name: string };
  destination: { code: string; name: string };
  airline: { name: string } | null;
  status: RouteStatus;
  launch: WindowView;
  launchedOn: string | null;
  weeklyFrequency: number | null;
  announcementCount: number;
  firstAnnouncedOn: string | null;
  lastAnnouncedOn: string | null;
  version: number;
  updatedAt: string;
  url: string;
  /** The moves of the promise, oldest first. */
  moves: readonly CalendarMove[];
}

export interface CalendarMove {
  publishedOn: string;
  from: string;
  to: string;
  days: number | null;
}

const MOVES_SHOWN = 20;
const END = 'END:VCALENDAR';

/** What comes before the first and after the last event; the same for the same title, whenever it is asked for. */
export function calendarFrame(title: string): { start: string; end: string } {
  // The title may hold what a reader wrote, and the package writes it as it comes.
  const name = plain(title)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\\;,]/g, '\\$&');
  const text = ical({ prodId: { company: 'Inaugural', product: 'Launches', language: 'EN' }, name, ttl: 3600 }).toString();
  return { start: text.slice(0, -END.length), end: `${END}\r\n` };
}

/**
 * RFC 5545: a whole-day event over the window of each first flight. Its UID stays, whatever becomes of the promise, and its
 * SEQUENCE rises, so that calendars move the event that they have.
 */
export function launchEvents(routes: readonly CalendarRoute[]): string {
  const calendar = ical();
  const frame = calendar.toString().slice(0, -END.length);
  for (const route of routes) {
    const [first, last] = daysOf(route);
    const pair = `${route.origin.name}–${route.destination.name}`;
    const airline = route.airline === null ? '' : ` (${route.airline.name})`;
    calendar.createEvent({
      id: `${route.id}@inaugural`,
      sequence: route.version,
      stamp: route.updatedAt,
      lastModified: route.updatedAt,
      allDay: true,
      start: first,
      end: addDays(last, 1),
      summary: plain(`${pair}${airline}, first flight: ${route.launch.label}`),
      description: plain(descriptionOf(route)),
      status: statusOf(route),
      transparency: ICalEventTransparency.TRANSPARENT,
      url: route.url,
    });
  }
  return calendar.toString().slice(frame.length, -END.length);
}

/** An open window has one known day, on which its event lies; what the other side is the label says. */
function daysOf({ launch, launchedOn }: CalendarRoute): [first: string, last: string] {
  if (launchedOn !== null) return [launchedOn, launchedOn];
  const first = launch.earliest ?? launch.latest!;
  return [first, launch.earliest === null ? first : (launch.latest ?? first)];
}

/** A first flight that took place stays a fact when the service ends later. */
function statusOf({ status, launchedOn }: CalendarRoute): ICalEventStatus {
  if (status === 'confirmed' || status === 'launched' || launchedOn !== null) return ICalEventStatus.CONFIRMED;
  return ['cancelled', 'suspended', 'ended', 'retracted'].includes(status) ? ICalEventStatus.CANCELLED : ICalEventStatus.TENTATIVE;
}

function descriptionOf(route: CalendarRoute): string {
  const { launch, firstAnnouncedOn, lastAnnouncedOn, moves } = route;
  const lines = [
    `${route.origin.name} (${route.origin.code}) – ${route.destination.name} (${route.destination.code}): ${route.status}`,
    `First flight: ${launch.label}${launch.wording === null ? '' : ` (“${launch.wording}”)`}`,
  ];
  if (route.weeklyFrequency !== null) lines.push(`Flights a week: ${route.weeklyFrequency}`);
  const span = [...new Set([firstAnnouncedOn, lastAnnouncedOn])].filter((date) => date !== null).join(' to ');
  lines.push(`Statements: ${route.announcementCount}${span === '' ? '' : ` (${span})`}`);
  const shown = moves.slice(-MOVES_SHOWN);
  if (shown.length > 0)
    lines.push(shown.length < moves.length ? `The newest ${MOVES_SHOWN} of ${moves.length} moves:` : 'How the promise moved:');
  for (const { publishedOn, from, to, days } of shown)
    lines.push(`${publishedOn}: ${from} → ${to}${days === null ? '' : ` (${signed(days)} days)`}`);
  return lines.join('\n');
}

function signed(days: number): string {
  return days > 0 ? `+${days}` : days < 0 ? `−${-days}` : '±0';
}

/** Without the control characters that RFC 5545 forbids in text. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
}
