import { describe, expect, test } from 'vitest';
import { monthColumns } from '../../src/web/home/month-columns.ts';
import { type Launch, layOut, WIDTH } from '../../src/web/home/timeline-layout.ts';

const TODAY = '2026-11-24';

function launch(start: string, end: string, id = `${start}/${end}`): Launch {
  return { id, start, end, look: 'planned' };
}

function drawn(...launches: Launch[]) {
  const timeline = layOut(launches, TODAY);
  if (timeline === undefined) throw new Error('too many to draw');
  return timeline;
}

describe('the axis', () => {
  test('begins two months before today and ends with the month of the last window', () => {
    const { axis } = drawn(launch('2027-08-01', '2027-09-15'));
    expect([axis.from, axis.to]).toEqual(['2026-09-01', '2027-09-30']);
  });

  test('shows five months ahead when nothing is known, and fifteen at most', () => {
    expect(drawn().axis.to).toBe('2027-04-30');
    expect(drawn(launch('2031-01-01', '2031-01-01')).axis.to).toBe('2028-02-29');
  });

  test('reaches back to the period that is asked for, a year at most', () => {
    expect(layOut([], TODAY, '2026-07-15')?.axis.from).toBe('2026-07-01');
    expect(layOut([], TODAY, '2011-01-01')?.axis.from).toBe('2025-11-01');
  });

  test('marks where the seasons of the trade begin', () => {
    const { axis } = drawn(launch('2027-08-01', '2027-11-15'));
    expect(axis.seasons.map(({ code }) => code)).toEqual(['W26', 'S27', 'W27']);
    const october = axis.months.find(({ month }) => month === '2026-10')!;
    // 25 October, the last Sunday.
    expect(axis.seasons[0]!.x).toBeCloseTo(october.x + (october.width * 24) / 31, 0);
  });

  test('has months side by side over the whole width', () => {
    const { months } = drawn().axis;
    months.slice(1).forEach(({ x }, index) => {
      expect(x).toBeCloseTo(months[index]!.x + months[index]!.width, 5);
    });
    expect(months.at(-1)!.x + months.at(-1)!.width).toBeCloseTo(WIDTH, 5);
  });
});

describe('a window', () => {
  test('is as wide as its days, and a day is a mark', () => {
    const { axis, bars } = drawn(launch('2027-01-01', '2027-01-31'), launch('2027-03-10', '2027-03-10'));
    const january = axis.months.find(({ month }) => month === '2027-01')!;
    expect(bars[0]).toMatchObject({ x: january.x, width: january.width, isDay: false, openStart: false, openEnd: false });
    expect(bars[1]).toMatchObject({ isDay: true, width: 8 });
  });

  test('points on where a side is open or is cut off', () => {
    const { bars } = drawn(
      launch('2027-01-01', '9999-12-31', 'on'),
      launch('2026-01-01', '2026-12-31', 'cut'),
      launch('0001-01-01', '2026-12-31', 'by'),
    );
    const sides = Object.fromEntries(bars.map(({ id, openStart, openEnd }) => [id, [openStart, openEnd]]));
    expect(sides).toEqual({ on: [false, true], cut: [true, false], by: [true, false] });
  });

  test('that lies outside the sheet is counted, and one without a date too', () => {
    const { bars, earlier, later, undated } = drawn(
      launch('2026-08-01', '2026-08-31'),
      launch('2025-01-01', '2025-01-01'),
      launch('2029-01-01', '2029-12-31'),
      launch('9999-12-31', '0000-00-00'),
    );
    expect([bars.length, earlier, later, undated]).toEqual([0, 2, 1, 1]);
  });

  test('never lies over another', () => {
    const launches = Array.from({ length: 30 }, (_, index) =>
      launch(`2027-0${1 + (index % 5)}-01`, `2027-0${2 + (index % 7)}-28`, String(index)),
    ).filter(({ start, end }) => start <= end);
    const { bars, lanes } = drawn(...launches);
    for (const bar of bars) {
      expect(bar.lane).toBeLessThan(lanes);
      for (const other of bars) {
        if (other === bar || other.lane !== bar.lane) continue;
        expect(other.x + other.width <= bar.x || bar.x + bar.width <= other.x).toBe(true);
      }
    }
  });
});

test('too many windows, or too high a heap of them, are not drawn one by one', () => {
  const days = Array.from({ length: 251 }, (_, index) =>
    launch(`2027-01-${String(1 + (index % 28)).padStart(2, '0')}`, '2027-02-28', String(index)),
  );
  expect(layOut(days, TODAY)).toBeUndefined();
  expect(
    layOut(
      Array.from({ length: 37 }, (_, index) => launch('2027-01-01', '2027-01-31', String(index))),
      TODAY,
    ),
  ).toBeUndefined();
  expect(
    layOut(
      Array.from({ length: 36 }, (_, index) => launch('2027-01-01', '2027-01-31', String(index))),
      TODAY,
    )?.lanes,
  ).toBe(36);
});

test('a window of several months counts in each of them, by what it is', () => {
  const { columns, earlier, later, most } = monthColumns(
    [
      { status: 'announced', flag: 'none', first: '2026-12', last: '2027-02', routes: 3 },
      { status: 'announced', flag: 'overdue', first: '2026-10', last: '2026-10', routes: 2 },
      { status: 'launched', flag: 'none', first: '2026-10', last: '2026-10', routes: 1 },
      { status: 'announced', flag: 'overdue', first: '2020-01', last: '2020-12', routes: 5 },
      { status: 'proposed', flag: 'none', first: '2030-01', last: '9999-12', routes: 7 },
    ],
    TODAY,
  );
  const totals = Object.fromEntries(columns.filter(({ total }) => total > 0).map(({ month, total }) => [month, total]));
  expect(totals).toEqual({ '2026-10': 3, '2026-12': 3, '2027-01': 3, '2027-02': 3 });
  expect(columns.find(({ month }) => month === '2026-10')!.looks).toEqual([
    { look: 'overdue', routes: 2 },
    { look: 'flown', routes: 1 },
  ]);
  expect([earlier, later, most]).toEqual([5, 7, 3]);
});
