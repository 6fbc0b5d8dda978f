import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, firstOfMonth, isLocalDate, lastOfMonth } from '../../src/domain/dates.ts';
import { CALENDAR, date } from './fixtures/arbitraries.ts';

describe('a local date', () => {
  it.each(['0001-01-01', '1900-02-28', '2000-02-29', '2023-07-08', '2024-02-29', '2026-12-31', '9999-12-31'])('%s is one', (text) => {
    expect(isLocalDate(text)).toBe(true);
  });

  it.each([
    ['30 February', '2023-02-30'],
    ['29 February outside a leap year', '2023-02-29'],
    ['29 February of a century that is no leap year', '1900-02-29'],
    ['31 April', '2027-04-31'],
    ['day 0', '2023-04-00'],
    ['month 0', '2023-00-10'],
    ['month 13', '2023-13-01'],
    ['year 0', '0000-01-01'],
    ['a month alone', '2023-04'],
    ['an instant', '2023-04-01T00:00:00Z'],
    ['missing zeros', '2023-4-1'],
    ['a year of five digits', '12023-04-01'],
    ['a negative year', '-023-04-01'],
    ['a space before', ' 2023-04-01'],
    ['a line break after', '2023-04-01\n'],
    ['Arabic digits', '٢٠٢٣-٠٤-٠١'],
    ['another dash', '2023–04–01'],
    ['nothing', ''],
  ])('%s is none: %j', (_, text) => {
    expect(isLocalDate(text)).toBe(false);
  });

  it('is told from an impossible one as the standard calendar tells it, for every month and day of ordinary, leap and century years', () => {
    const known = new Set(CALENDAR.map((day) => day.date));
    const two = (n: number) => String(n).padStart(2, '0');
    const wrong: string[] = [];
    for (const year of [1900, 1999, 2000, 2023, 2024, 2100, 2199]) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const text = `${year}-${two(month)}-${two(day)}`;
          if (isLocalDate(text) !== known.has(text)) wrong.push(text);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('counting days', () => {
  it('walks the calendar of three centuries a day at a time, forward and back', () => {
    const wrong: string[] = [];
    for (let index = 1; index < CALENDAR.length; index++) {
      const [before, after] = [CALENDAR[index - 1]!.date, CALENDAR[index]!.date];
      if (addDays(before, 1) !== after || addDays(after, -1) !== before || daysBetween(before, after) !== 1) wrong.push(after);
    }
    expect(wrong).toEqual([]);
    expect(daysBetween('1900-01-01', '2199-12-31')).toBe(CALENDAR.length - 1);
  });

  it('agrees with the standard library from the first year to the last', () => {
    const millisecondsOf = (text: string) => Date.parse(`${text}T00:00:00Z`);
    const anyDate = fc
      .integer({ min: millisecondsOf('0001-01-01') / 86_400_000, max: millisecondsOf('9999-12-31') / 86_400_000 })
      .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(isLocalDate(a)).toBe(true);
        expect(daysBetween(a, b)).toBe((millisecondsOf(b) - millisecondsOf(a)) / 86_400_000);
        expect(addDays(a, daysBetween(a, b))).toBe(b);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the laws of distance', () => {
    fc.assert(
      fc.property(date, date, date, (a, b, c) => {
        expect(daysBetween(a, c)).toBe(daysBetween(a, b) + daysBetween(b, c));
        expect(daysBetween(a, b) + daysBetween(b, a)).toBe(0);
        expect(Math.sign(daysBetween(a, b))).toBe(a < b ? 1 : a > b ? -1 : 0);
      }),
    );
  });

  it('refuses to leave the years 0001 to 9999', () => {
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31');
    expect(addDays('0001-01-02', -1)).toBe('0001-01-01');
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('0001-01-01', -1)).toThrow(RangeError);
  });

  it('refuses half days, and what is no number', () => {
    expect(() => addDays('2023-04-01', 0.5)).toThrow(RangeError);
    expect(() => addDays('2023-04-01', Number.NaN)).toThrow(RangeError);
    expect(() => addDays('tomorrow', 1)).toThrow(RangeError);
  });
});

describe('a month', () => {
  it('begins and ends where the calendar says, in every month of three centuries', () => {
    const wrong: string[] = [];
    const months = Map.groupBy(CALENDAR, (day) => day.date.slice(0, 7));
    for (const [name, days] of months) {
      const [year, month] = name.split('-').map(Number) as [number, number];
      if (firstOfMonth(year, month) !== days[0]!.date || lastOfMonth(year, month) !== days.at(-1)!.date) wrong.push(name);
    }
    expect(months.size).toBe(3600);
    expect(wrong).toEqual([]);
  });

  it('writes early years with four digits', () => {
    expect(firstOfMonth(7, 2)).toBe('0007-02-01');
    expect(lastOfMonth(8, 2)).toBe('0008-02-29');
  });
});
