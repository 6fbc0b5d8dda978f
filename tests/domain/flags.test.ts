import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { ALWAYS, flagKey, flagOn, nextCheckOn } from '../../src/domain/flags.ts';
import type { Flag } from '../../src/domain/vocabulary.ts';
import type { Window } from '../../src/domain/windows.ts';
import { CALENDAR, crowdedWindow, date, window } from './fixtures/arbitraries.ts';

const april: Window = { earliest: '2023-04-01', latest: '2023-04-30' };
const fromJune: Window = { earliest: '2026-06-01', latest: null };
const byDecember: Window = { earliest: null, latest: '2023-12-31' };

describe('the flag of a pending promise', () => {
  it.each<[what: string, window: Window | null, date: string, flag: Flag]>([
    ['is none the day before the window opens', april, '2023-03-31', 'none'],
    ['is due on the first day', april, '2023-04-01', 'due'],
    ['is due on the last day', april, '2023-04-30', 'due'],
    ['is overdue the day after', april, '2023-05-01', 'overdue'],
    ['is overdue years after', april, '2026-05-01', 'overdue'],
    ['is none the day before a promised day', { earliest: '2023-07-08', latest: '2023-07-08' }, '2023-07-07', 'none'],
    ['is due on a promised day', { earliest: '2023-07-08', latest: '2023-07-08' }, '2023-07-08', 'due'],
    ['is overdue the day after a promised day', { earliest: '2023-07-08', latest: '2023-07-08' }, '2023-07-09', 'overdue'],
    ['is none before an open end begins', fromJune, '2026-05-31', 'none'],
    ['is due once it has begun', fromJune, '2026-06-01', 'due'],
    ['is never overdue with an open end', fromJune, '2199-12-31', 'due'],
    ['has always been due with an open start', byDecember, '1900-01-01', 'due'],
    ['is due on the last day of an open start', byDecember, '2023-12-31', 'due'],
    ['is overdue after the last day of an open start', byDecember, '2024-01-01', 'overdue'],
    ['is none without a date', null, '2026-01-01', 'none'],
  ])('%s', (_, given, on, flag) => {
    expect(flagOn(given, on)).toBe(flag);
  });

  it('only ever rises as the days pass', () => {
    const rank: Record<Flag, number> = { none: 0, due: 1, overdue: 2 };
    fc.assert(
      fc.property(window, date, fc.nat(500), (given, on, later) => {
        expect(rank[flagOn(given, addDays(on, later))]).toBeGreaterThanOrEqual(rank[flagOn(given, on)]);
      }),
    );
  });
});

describe('the day of the next look', () => {
  it.each<[what: string, window: Window | null, flag: Flag, day: string | null]>([
    ['is the first day while nothing is flagged', april, 'none', '2023-04-01'],
    ['is the day after the last once it is due', april, 'due', '2023-05-01'],
    ['is never once it is overdue', april, 'overdue', null],
    ['is never without a date', null, 'none', null],
    ['is never once an open end is due', fromJune, 'due', null],
    ['is now for an open start that nobody flagged', byDecember, 'none', ALWAYS],
    ['is New Year for what is due by the end of December', byDecember, 'due', '2024-01-01'],
  ])('%s', (_, given, flag, day) => {
    expect(nextCheckOn(given, flag)).toBe(day);
  });

  it('is the first day on which the flag is another, as a look at every day finds it', () => {
    const days = CALENDAR.map((day) => day.date).filter((day) => day >= '2026-01-20' && day <= '2026-03-10');
    fc.assert(
      fc.property(crowdedWindow, fc.nat(days.length - 1), (given, index) => {
        const flag = flagOn(given, days[index]!);
        const change = days.slice(index).find((day) => flagOn(given, day) !== flag);
        expect(nextCheckOn(given, flag)).toBe(change ?? null);
      }),
      { numRuns: 2000 },
    );
  });

  it('that was missed leads to the right flag in at most two looks, however late', () => {
    fc.assert(
      fc.property(window, date, (given, today) => {
        let flag: Flag = 'none';
        let looks = 0;
        for (let next = nextCheckOn(given, flag); next !== null && next <= today; next = nextCheckOn(given, flag)) {
          flag = flagOn(given, today);
          looks += 1;
          expect(looks).toBeLessThanOrEqual(2);
        }
        expect(flag).toBe(flagOn(given, today));
      }),
      { numRuns: 2000 },
    );
  });

  it('sorts before every date when it is "always"', () => {
    fc.assert(
      fc.property(date, (on) => {
        expect(ALWAYS < on).toBe(true);
      }),
    );
  });
});

describe('the key of a flag', () => {
  it('names the route and the bound that was passed', () => {
    expect(flagKey('r1', 'due', april)).toBe('route.launch_due:r1:2023-04-01');
    expect(flagKey('r1', 'overdue', april)).toBe('route.launch_overdue:r1:2023-04-30');
  });

  it('names an open start as open', () => {
    expect(flagKey('r1', 'due', byDecember)).toBe('route.launch_due:r1:..');
    expect(flagKey('r1', 'overdue', byDecember)).toBe('route.launch_overdue:r1:2023-12-31');
  });

  it('is the same for a window that only ends elsewhere, and another for one that opens elsewhere', () => {
    const untilMay = { ...april, latest: '2023-05-31' };
    expect(flagKey('r1', 'due', untilMay)).toBe(flagKey('r1', 'due', april));
    expect(flagKey('r1', 'overdue', untilMay)).not.toBe(flagKey('r1', 'overdue', april));
    expect(flagKey('r1', 'due', { ...april, earliest: '2023-04-02' })).not.toBe(flagKey('r1', 'due', april));
    expect(flagKey('r2', 'due', april)).not.toBe(flagKey('r1', 'due', april));
  });
});
