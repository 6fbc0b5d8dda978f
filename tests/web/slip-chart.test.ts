import { describe, expect, test } from 'vitest';
import type { Statement } from '../../src/domain/belief.ts';
import type { Status } from '../../src/domain/vocabulary.ts';
import { parseWindow } from '../../src/domain/windows.ts';
import { chartLayout, overdueOf } from '../../src/web/route/chart-layout.ts';
import { historyOf } from '../../src/web/route/history.ts';

const ENDS = { origin: 'ALA', destination: 'LHE' };

function said(publishedOn: string, status: Status, effective = ''): Statement {
  const parsed = effective === '' ? undefined : parseWindow(effective);
  if (parsed?.ok === false) throw new Error(parsed.detail);
  const window = parsed?.window ?? null;
  const rest = { airline: null, withdrawsDate: false, wording: null, weeklyFrequency: null };
  return { id: `${publishedOn} ${status} ${effective}`, publishedOn, ...ENDS, status, window, ...rest };
}

const LAUNCHED = [
  said('2022-11-11', 'announced'),
  said('2023-02-22', 'announced', '2023-04'),
  said('2023-03-30', 'announced', '2023-05'),
  said('2023-06-10', 'announced', '2023-07-08'),
  said('2023-07-08', 'launched', '2023-07-08'),
  said('2023-08-24', 'confirmed', '2023-07'),
];

const of = (statements: Statement[], today = '2026-11-24') => historyOf(statements, ENDS, today);

describe.each(['wide', 'narrow'] as const)('the %s chart', (size) => {
  test('goes right with the day of the statement and up with the promised date', () => {
    const { marks } = chartLayout(of(LAUNCHED), size);
    const xs = marks.map((mark) => mark.x);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    const [, april, may, july] = marks;
    expect(may!.span!.top).toBeLessThan(april!.span!.top);
    expect(july!.span!.top).toBeLessThan(may!.span!.top);
    expect(july!.span!.isDay).toBe(true);
  });

  test('keeps all that it draws inside of itself', () => {
    for (const today of ['2023-04-02', '2026-11-24']) {
      for (const statements of [LAUNCHED, LAUNCHED.slice(0, 3), [said('2023-01-01', 'announced', '2023-06/..')]]) {
        const { width, height, marks, ribbons, overdue, notes } = chartLayout(of(statements, today), size);
        const points = [
          ...marks.flatMap(({ x, span }) => [
            [x, span?.top ?? 0],
            [x, span?.bottom ?? 0],
          ]),
          ...ribbons.flatMap((one) => [
            [one.x, one.y],
            [one.x + one.width, one.y + one.height],
          ]),
          ...overdue.flatMap((one) => [
            [one.x1, one.y1],
            [one.x2, one.y2],
          ]),
          ...notes.map((note) => [note.from, note.textY]),
        ] as [number, number][];
        for (const [x, y] of points) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(height);
        }
      }
    }
  });
});

test('the first flight stands on the diagonal, with the days since the first promise', () => {
  const { flight, diagonal, slip } = chartLayout(of(LAUNCHED), 'wide');
  const slope = (diagonal.y2 - diagonal.y1) / (diagonal.x2 - diagonal.x1);
  expect(flight!.y).toBeCloseTo(diagonal.y1 + slope * (flight!.x - diagonal.x1), 0);
  expect(slip!.label).toBe('+69 days');
});

test('a statement without a date is a tick at the foot, and one about a flying route is marked as moving nothing', () => {
  const { marks } = chartLayout(of(LAUNCHED), 'wide');
  expect(marks.map((mark) => mark.span === null)).toEqual([true, false, false, false, false, false]);
  expect(marks.map((mark) => mark.kind)).toEqual(['promise', 'promise', 'promise', 'promise', 'flown', 'still']);
});

test('what ends or delays a promise carries a letter', () => {
  const history = of([
    said('2023-01-01', 'announced', '2023-04'),
    said('2023-02-01', 'postponed', '2023-06'),
    said('2023-05-01', 'cancelled'),
  ]);
  expect(chartLayout(history, 'wide').marks.map((mark) => mark.letter)).toEqual([null, 'P', 'C']);
});

test('a promise is overdue from the day after its window until the next promise, the flight, or today', () => {
  expect(overdueOf(of(LAUNCHED), '2023-07-08')).toEqual([['2023-06-01', '2023-06-10']]);
  expect(overdueOf(of(LAUNCHED.slice(0, 3)), null)).toEqual([['2023-06-01', '2026-11-24']]);
  expect(overdueOf(of(LAUNCHED.slice(0, 3), '2023-05-31'), null)).toEqual([]);
});

test('a promise of some day in the year runs out of the chart and leaves the others their room', () => {
  const { marks, plot } = chartLayout(of([...LAUNCHED.slice(0, 2), said('2023-03-01', 'announced', '2023'), ...LAUNCHED.slice(2)]), 'wide');
  expect(marks[2]!.span).toMatchObject({ top: plot.top, openTop: true });
  expect(marks[1]!.span!.bottom - marks[1]!.span!.top).toBeGreaterThan(20);
});

test('years of waiting do not press the statements together: today is said to be farther on', () => {
  const { today, marks } = chartLayout(of(LAUNCHED.slice(0, 3)), 'wide');
  expect(today!.isCut).toBe(true);
  expect(marks[2]!.x - marks[1]!.x).toBeGreaterThan(25);
  expect(chartLayout(of(LAUNCHED.slice(0, 3), '2023-04-02'), 'wide').today!.isCut).toBe(false);
});

test('with one dated statement the chart is small', () => {
  const [small, usual] = [LAUNCHED.slice(0, 2), LAUNCHED].map((some) => chartLayout(of(some), 'wide').height);
  expect(small).toBeLessThan(usual! / 1.5);
});

test('notes do not lie on each other', () => {
  const { notes } = chartLayout(of([said('2023-02-22', 'announced', '2023-04-21'), said('2023-02-23', 'announced', '2023-04-26')]), 'wide');
  const levels = notes.map((note) => note.textY).toSorted((a, b) => a - b);
  expect(levels.length).toBe(3);
  levels.slice(1).forEach((level, index) => {
    expect(level - levels[index]!).toBeGreaterThanOrEqual(36);
  });
});
