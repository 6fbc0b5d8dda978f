import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { parseSeason, type Season, seasonBounds, seasonCode, seasonLabel, seasonOf } from '../../src/domain/seasons.ts';
import { CALENDAR } from './fixtures/arbitraries.ts';

const season = fc.record({ kind: fc.constantFrom('summer' as const, 'winter' as const), year: fc.integer({ min: 1900, max: 2198 }) });

describe('a scheduling season', () => {
  // Published by IATA in its calendar of coordination activities, and by slot coordinators.
  it.each([
    ['S19', '2019-03-31', '2019-10-26'],
    ['W19', '2019-10-27', '2020-03-28'],
    ['S20', '2020-03-29', '2020-10-24'],
    ['W23', '2023-10-29', '2024-03-30'],
    ['S24', '2024-03-31', '2024-10-26'],
    ['W24', '2024-10-27', '2025-03-29'],
    ['S25', '2025-03-30', '2025-10-25'],
    ['W25', '2025-10-26', '2026-03-28'],
    ['S26', '2026-03-29', '2026-10-24'],
    ['W26', '2026-10-25', '2027-03-27'],
    ['S27', '2027-03-28', '2027-10-30'],
    ['W27', '2027-10-31', '2028-03-25'],
  ])('%s lasts from %s to %s', (code, earliest, latest) => {
    expect(seasonBounds(parseSeason(code)!)).toEqual({ earliest, latest });
  });

  it('ends on 24 October in summer 2026, which is not the last Saturday of that month', () => {
    expect(seasonBounds({ kind: 'summer', year: 2026 }).latest).toBe('2026-10-24');
    expect(seasonOf('2026-10-31')).toEqual({ kind: 'winter', year: 2026 });
  });

  it('holds every day from 1950 to 2100 exactly once, as a walk from Sunday to Sunday finds it', () => {
    const wrong: string[] = [];
    let current = 'winter 1949';
    let year = 1949;
    for (const { date, weekday } of CALENDAR) {
      if (date < '1950-01-01' || date > '2100-12-31') continue;
      const lastSundayOfMonth = weekday === 0 && addDays(date, 7).slice(5, 7) !== date.slice(5, 7);
      if (lastSundayOfMonth && date.slice(5, 7) === '03') [current, year] = [`summer ${date.slice(0, 4)}`, Number(date.slice(0, 4))];
      if (lastSundayOfMonth && date.slice(5, 7) === '10') current = `winter ${date.slice(0, 4)}`;
      const found = seasonOf(date);
      const holding = [year - 1, year, year + 1]
        .flatMap((y): Season[] => [
          { kind: 'summer', year: y },
          { kind: 'winter', year: y },
        ])
        .filter((candidate) => seasonBounds(candidate).earliest <= date && date <= seasonBounds(candidate).latest);
      if (`${found.kind} ${found.year}` !== current || holding.length !== 1 || `${holding[0]!.kind} ${holding[0]!.year}` !== current)
        wrong.push(date);
    }
    expect(wrong).toEqual([]);
  });

  it('ends the day before the next one starts', () => {
    fc.assert(
      fc.property(season, ({ kind, year }) => {
        const next: Season = kind === 'summer' ? { kind: 'winter', year } : { kind: 'summer', year: year + 1 };
        expect(addDays(seasonBounds({ kind, year }).latest, 1)).toBe(seasonBounds(next).earliest);
      }),
    );
  });
});

describe('the name of a season', () => {
  it.each<[string, Season]>([
    ['S27', { kind: 'summer', year: 2027 }],
    ['NS27', { kind: 'summer', year: 2027 }],
    ['W26', { kind: 'winter', year: 2026 }],
    ['NW26', { kind: 'winter', year: 2026 }],
    ['s27', { kind: 'summer', year: 2027 }],
    ['nW26', { kind: 'winter', year: 2026 }],
    ['S00', { kind: 'summer', year: 2000 }],
    ['W99', { kind: 'winter', year: 2099 }],
  ])('%s is read', (text, expected) => {
    expect(parseSeason(text)).toEqual(expected);
  });

  it.each(['', 'S', 'S2', 'S2027', 'W26/27', 'SS27', 'NN27', 'N27', 'E27', 'S27 ', ' S27', 'S27\n', 'S٢٧', '27S', 'summer 2027'])(
    '%j is none',
    (text) => {
      expect(parseSeason(text)).toBeUndefined();
    },
  );

  it.each<[Season, string, string]>([
    [{ kind: 'summer', year: 2026 }, 'S26', 'summer 2026 season'],
    [{ kind: 'winter', year: 2026 }, 'W26', 'winter 2026/27 season'],
    [{ kind: 'summer', year: 2008 }, 'S08', 'summer 2008 season'],
    [{ kind: 'winter', year: 2008 }, 'W08', 'winter 2008/09 season'],
    [{ kind: 'winter', year: 1999 }, 'W99', 'winter 1999/00 season'],
  ])('%j is written %s and read aloud "%s"', (given, code, label) => {
    expect(seasonCode(given)).toBe(code);
    expect(seasonLabel(given)).toBe(label);
  });

  it('comes back from its code, for every season of this century', () => {
    for (let year = 2000; year <= 2099; year++) {
      for (const kind of ['summer', 'winter'] as const) expect(parseSeason(seasonCode({ kind, year }))).toEqual({ kind, year });
    }
  });
});
