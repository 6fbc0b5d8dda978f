import { expect, test } from 'vitest';
import type { EventData } from '../../src/domain/event-data.ts';
import { EVENT_TYPES, type EventType, ROUTE_STATUSES } from '../../src/domain/vocabulary.ts';
import { eventText, eventTitle } from '../../src/feeds/event-title.ts';
import { facts, shown, statement } from './support.ts';

const reminder = (launch: string, daysLeft: number): EventData => ({ ...facts, launch: shown(launch), daysLeft, localDate: '2023-04-01' });
const flag = (launch: string): EventData => ({ ...facts, launch: shown(launch), localDate: '2023-04-01' });
const moved = (from: string | null, to: string | null, move: (typeof statement)['move'] = null, more: Partial<typeof statement> = {}) => ({
  ...statement,
  launchBefore: from === null ? null : shown(from),
  launch: to === null ? null : shown(to),
  move,
  ...more,
});

test.each<[EventType, EventData, string]>([
  ['route.announced', statement, 'is announced: first flight May 2023'],
  ['route.announced', { ...statement, status: 'proposed', launch: null }, 'is proposed'],
  ['route.launch_moved', statement, 'slips by 31 days, to May 2023'],
  ['route.launch_moved', moved('2023-04-30', '2023-05-01', { kind: 'slip', days: 1 }), 'slips by 1 day, to 1 May 2023'],
  ['route.launch_moved', moved('2023-04', '2023-05/..', { kind: 'slip', days: null }), 'slips, now from May 2023'],
  ['route.launch_moved', moved('2023-05', '2023-04', { kind: 'pullIn', days: -31 }), 'is brought forward by 31 days, to April 2023'],
  ['route.launch_moved', moved('2023-05', '2023-05-08', { kind: 'firmed', days: -23 }), 'has a closer date: 8 May 2023 (it was May 2023)'],
  ['route.launch_moved', moved('2023-05', '2023', { kind: 'loosened', days: 214 }), 'has a vaguer date: 2023 (it was May 2023)'],
  [
    'route.launch_moved',
    moved('2023-05/2023-06', '2023-06/2023-07', { kind: 'adjusted', days: 31 }),
    'has another date: June–July 2023 (it was May–June 2023)',
  ],
  ['route.launch_moved', moved(null, '2023-05'), 'has a date: May 2023'],
  ['route.launch_moved', moved('2023-05', null), 'has no date any more (it was May 2023)'],
  ['route.launch_moved', moved('2023-07', '2023-07-08', null, { status: 'launched' }), 'first flew on 8 July 2023, as is now known'],
  ['route.status_changed', { ...statement, status: 'confirmed' }, 'is confirmed: first flight May 2023'],
  ['route.status_changed', { ...statement, status: 'cancelled' }, 'is cancelled'],
  ['route.status_changed', { ...statement, status: 'retracted' }, 'is no longer announced: every statement was taken back'],
  ['route.launch_approaching', reminder('2023-05', 7), 'may start in 7 days: its window is May 2023'],
  ['route.launch_approaching', reminder('2023-05-08', 1), 'is to start in 1 day, on 8 May 2023'],
  ['route.launch_due', flag('2023-04'), 'is due: its window April 2023 has opened'],
  ['route.launch_due', flag('2023-04-21'), 'is due: its day, 21 April 2023, has come'],
  ['route.launch_due', flag('2023-04/..'), 'is due: its window (from April 2023) has opened'],
  ['route.launch_overdue', flag('2023-04'), 'is overdue: its window April 2023 has closed'],
  ['route.launched', { ...statement, status: 'launched', launch: shown('2023-07-08') }, 'has started: first flight 8 July 2023'],
])('%s in words: %#', (type, data, expected) => {
  expect(eventTitle(type, data)).toBe(`Almaty–Lahore ${expected}`);
});

test('every type has a title for every status, with a window, an open one and none', () => {
  for (const type of EVENT_TYPES) {
    for (const status of ROUTE_STATUSES) {
      for (const launch of [shown('2023-05'), shown('2023-05-08'), shown('../2023-05'), null]) {
        const title = eventTitle(type, { ...statement, daysLeft: 7, localDate: '2023-04-01', status, launch } as EventData);
        expect(title).toMatch(/^Almaty–Lahore \S/);
        expect(title).not.toMatch(/undefined|null|NaN| {2}/);
      }
    }
  }
});

test('the text says who, from where, what was said before, by whom, and how often it slipped', () => {
  expect(eventText('route.launch_moved', statement).split('\n')).toEqual([
    'Almaty–Lahore slips by 31 days, to May 2023.',
    'Almaty (ALA, KZ) – Lahore (LHE, PK)',
    'Airline: SCAT Airlines (DV, VSV)',
    'Status: announced',
    'To start: May 2023 (“in May”)',
    'Before: April 2023',
    'Flights a week: 2',
    'Slips so far: 1, 31 days in all',
    'Statements: 3, from 2022-11-11 to 2023-03-24',
    'Source: Dawn, https://dawn.example/1',
  ]);
  const bare = {
    ...facts,
    airline: null,
    launch: null,
    weeklyFrequency: null,
    slipCount: 0,
    announcementCount: 1,
    lastAnnouncedOn: '2022-11-11',
    localDate: null,
  };
  expect(eventText('route.launch_due', bare).split('\n').slice(2)).toEqual([
    'No airline was named.',
    'Status: announced',
    'Statements: 1, of 2022-11-11',
  ]);
});
