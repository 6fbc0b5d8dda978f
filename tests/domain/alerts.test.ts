import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertFacts, type AlertFilter, endsCalendarAlerts, nextReminderOn, reminderReached, wants } from '../../src/domain/alerts.ts';
import { addDays } from '../../src/domain/dates.ts';
import { EVENT_TYPES } from '../../src/domain/vocabulary.ts';

const facts: AlertFacts = { type: 'route.launch_due', status: 'announced', places: ['ALA', 'KZ', 'LHE', 'PK'], airline: 'scat' };
const all: AlertFilter = { types: [], statuses: [], place: null, airline: null };

describe('a filter', () => {
  it.each([
    ['nothing', {}, true],
    ['its type', { types: ['route.launch_due'] }, true],
    ['another type', { types: ['route.launched'] }, false],
    ['one of two types', { types: ['route.launched', 'route.launch_due'] }, true],
    ['its status', { statuses: ['announced'] }, true],
    ['another status', { statuses: ['launched'] }, false],
    ['the country of the far end', { place: 'PK' }, true],
    ['another country', { place: 'IN' }, false],
    ['its airline', { airline: 'scat' }, true],
    ['another airline', { airline: 'air-astana' }, false],
    ['its place and another airline', { place: 'KZ', airline: 'air-astana' }, false],
  ] as [string, Partial<AlertFilter>, boolean][])('that asks for %s', (_, filter, wanted) => {
    expect(wants({ ...all, ...filter }, facts)).toBe(wanted);
  });
});

describe('what the calendar said is not true any more', () => {
  it.each([
    ['after a move', 'route.launch_moved', 'postponed', true],
    ['after a launch', 'route.launched', 'launched', true],
    ['after a cancellation', 'route.status_changed', 'cancelled', true],
    ['after the next flag', 'route.launch_overdue', 'announced', true],
  ] as const)('%s', (_, type, status, ended) => {
    expect(endsCalendarAlerts(type, status)).toBe(ended);
  });

  it('but it stays true when the promise is only confirmed', () => {
    expect(endsCalendarAlerts('route.status_changed', 'confirmed')).toBe(false);
    expect(endsCalendarAlerts('route.announced', 'announced')).toBe(false);
  });
});

describe('reminders 30, 7 and 1 days before 1 May', () => {
  const DAYS = [30, 7, 1];
  it.each([
    ['2026-03-01', '2026-04-01', null],
    ['2026-03-31', '2026-04-01', null],
    ['2026-04-01', '2026-04-24', 30],
    ['2026-04-10', '2026-04-24', 30],
    ['2026-04-24', '2026-04-30', 7],
    ['2026-04-29', '2026-04-30', 7],
    ['2026-04-30', null, 1],
    ['2026-05-01', null, null],
    ['2026-06-01', null, null],
  ])('on %s: the next is on %s, and the one that counts is %s', (date, next, reached) => {
    expect(nextReminderOn('2026-05-01', date, DAYS)).toBe(next);
    expect(reminderReached('2026-05-01', date, DAYS)).toBe(reached);
  });

  it('on each day that one falls on, that one counts; walking from one to the next visits each once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 8 }), (days) => {
        const visited: number[] = [];
        for (let date = nextReminderOn('2026-05-01', '2020-01-01', days); date !== null; date = nextReminderOn('2026-05-01', date, days)) {
          const reached = reminderReached('2026-05-01', date, days);
          expect(addDays('2026-05-01', -reached!)).toBe(date);
          visited.push(reached!);
        }
        expect(visited).toEqual([...days].sort((a, b) => b - a));
      }),
    );
  });
});

it('there are seven kinds of events', () => {
  expect(EVENT_TYPES).toHaveLength(7);
});
