import ICAL from 'ical.js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type CalendarRoute, calendarFrame, launchEvents } from '../../src/feeds/launches-ics.ts';
import { HOSTILE, shown } from './support.ts';

const route: CalendarRoute = {
  id: 'r1',
  origin: { code: 'ALA', name: 'Almaty' },
  destination: { code: 'LHE', name: 'Lahore' },
  airline: { name: 'SCAT Airlines' },
  status: 'announced',
  launch: shown('2023-05', 'in May'),
  launchedOn: null,
  weeklyFrequency: 2,
  announcementCount: 3,
  firstAnnouncedOn: '2022-11-11',
  lastAnnouncedOn: '2023-03-24',
  version: 7,
  updatedAt: '2023-03-24T10:00:00.000Z',
  url: 'http://localhost:3000/api/v1/routes/r1',
  moves: [{ publishedOn: '2023-03-24', from: 'April 2023', to: 'May 2023', days: 31 }],
};

function calendarOf(title: string, ...routes: CalendarRoute[]) {
  const { start, end } = calendarFrame(title);
  return start + launchEvents(routes) + end;
}

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)) };
}

const value = (event: ICAL.Event, name: string) => String(event.component.getFirstPropertyValue(name));

test('a promised month is a tentative event over the whole month', () => {
  const { events, calendar } = read(calendarOf('First flights', route));
  expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('First flights');
  const [event] = events;
  expect(event!.uid).toBe('r1@inaugural');
  expect(event!.summary).toBe('Almaty–Lahore (SCAT Airlines), first flight: May 2023');
  expect([event!.startDate.isDate, event!.startDate.toString(), event!.endDate.toString()]).toEqual([true, '2023-05-01', '2023-06-01']);
  expect(event!.sequence).toBe(7);
  expect(['status', 'transp', 'url'].map((name) => value(event!, name))).toEqual(['TENTATIVE', 'TRANSPARENT', route.url]);
  expect(['dtstamp', 'last-modified'].map((name) => value(event!, name))).toEqual(['2023-03-24T10:00:00Z', '2023-03-24T10:00:00Z']);
  expect(event!.description.split('\n')).toEqual([
    'Almaty (ALA) – Lahore (LHE): announced',
    'First flight: May 2023 (“in May”)',
    'Flights a week: 2',
    'Statements: 3 (2022-11-11 to 2023-03-24)',
    'How the promise moved:',
    '2023-03-24: April 2023 → May 2023 (+31 days)',
  ]);
});

test.each<[Partial<CalendarRoute>, string, string, string]>([
  [{ launch: shown('2026-06/..') }, '2026-06-01', '2026-06-02', 'from June 2026'],
  [{ launch: shown('../2026-12') }, '2026-12-31', '2027-01-01', 'by the end of December 2026'],
  [{ launch: shown('2023-07-08'), launchedOn: '2023-07-08', status: 'launched' }, '2023-07-08', '2023-07-09', '8 July 2023'],
  [{ launch: shown('2023-07'), status: 'launched' }, '2023-07-01', '2023-08-01', 'July 2023'],
])('its days are those that are known: %#', (change, start, end, label) => {
  const [event] = read(calendarOf('x', { ...route, ...change })).events;
  expect([event!.startDate.toString(), event!.endDate.toString()]).toEqual([start, end]);
  expect(event!.summary).toBe(`Almaty–Lahore (SCAT Airlines), first flight: ${label}`);
});

test.each<[CalendarRoute['status'], string | null, string]>([
  ['proposed', null, 'TENTATIVE'],
  ['postponed', null, 'TENTATIVE'],
  ['confirmed', null, 'CONFIRMED'],
  ['launched', null, 'CONFIRMED'],
  ['cancelled', null, 'CANCELLED'],
  ['suspended', null, 'CANCELLED'],
  ['ended', null, 'CANCELLED'],
  ['ended', '2023-05-08', 'CONFIRMED'],
])('a route that is %s, first flown on %s, is %s', (status, launchedOn, expected) => {
  expect(value(read(calendarOf('x', { ...route, status, launchedOn })).events[0]!, 'status')).toBe(expected);
});

test('the same routes are the same bytes, whenever they are asked for', () => {
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
  const first = calendarOf('First flights', route, { ...route, id: 'r2' });
  vi.setSystemTime(Date.parse('2027-02-03T04:05:06Z'));
  expect(calendarOf('First flights', route, { ...route, id: 'r2' })).toBe(first);
});

test('lines end and fold as RFC 5545 says, and the text ends with a line', () => {
  const text = calendarOf('First flights', { ...route, airline: { name: 'Әуе жолдары '.repeat(20) } });
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  for (const line of text.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
  }
});

test('hostile names and titles stay data', () => {
  const launch = shown('2023-05', HOSTILE);
  const text = calendarOf(HOSTILE, { ...route, origin: { code: 'ALA', name: HOSTILE }, airline: { name: HOSTILE }, launch });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  const { calendar, events } = read(text);
  expect(events).toHaveLength(1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
  const kept = HOSTILE.replace(/[\u0000\u0001\u000b\u001b]/g, '').replace('\r\n', '\n');
  expect(events[0]!.summary).toBe(`${kept}–Lahore (${kept}), first flight: May 2023`);
  // The reader leaves properties that it does not know as they are written.
  const name = String(calendar.getFirstPropertyValue('x-wr-calname')).replace(/\\([\\;,])/g, '$1');
  expect(name).toBe(kept.replaceAll('\n', ' '));
  expect(events[0]!.uid).toBe('r1@inaugural');
});

test('of many moves the newest are told', () => {
  const moves = Array.from({ length: 50 }, (_, index) => ({ publishedOn: `2023-01-${index}`, from: 'a', to: 'b', days: -1 }));
  const { description } = read(calendarOf('x', { ...route, moves })).events[0]!;
  expect(description).toContain('The newest 20 of 50 moves:\n2023-01-30: a → b (−1 days)');
});
