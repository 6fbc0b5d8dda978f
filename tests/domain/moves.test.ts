import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysMoved, moveBetween, outcomeOf } from '../../src/domain/moves.ts';
import type { MoveKind } from '../../src/domain/vocabulary.ts';
import { parseWindow, type Window } from '../../src/domain/windows.ts';
import { crowdedWindow, window } from './fixtures/arbitraries.ts';

function read(text: string): Window {
  const parsed = parseWindow(text);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.window;
}

describe('a promise', () => {
  it.each<[kind: MoveKind, from: string, to: string, days: number | null]>([
    ['repeated', '2023-04', '2023-04', 0],
    ['repeated', '2023-04', '2023-04-01/2023-04-30', 0],
    ['repeated', '2026-06/..', '2026-06/..', null],

    ['slip', '2023-04-21', '2023-04-26', 5],
    ['slip', '2023-04', '2023-05', 31],
    ['slip', '2023-04', '2023-05-01', 1],
    ['slip', '2023', '2024', 366],
    ['slip', '../2023-04', '2023-05', 31],
    ['slip', '2023-04', '2023-06/..', null],
    ['slip', '../2023-04', '2023-05/..', null],
    ['slip', 'S26', 'W26', 154],

    ['pullIn', '2023-04-26', '2023-04-21', -5],
    ['pullIn', '2023-05', '2023-04', -31],
    ['pullIn', '2023-05', '2023-04-30', -31],
    ['pullIn', '2023-05/..', '2023-04', null],
    ['pullIn', '2023-05', '../2023-04', -31],

    ['firmed', '2023', '2023-04-21', -254],
    ['firmed', '2023-02/2023-03', '2023-03', 0],
    ['firmed', '2023-02/2023-03', '2023-02', -31],
    ['firmed', '2023-04', '2023-04-30', 0],
    ['firmed', '2026-06/..', '2026-08/..', null],
    ['firmed', '2026-06/..', '2027', null],
    ['firmed', '../2023-12', '../2023-11', -31],

    ['loosened', '2023-03', '2023', 275],
    ['loosened', '2023-04-26', '2023-04', 4],
    ['loosened', '2023-04-26', '../2023-04-26', 0],
    ['loosened', '2023-04-26', '2023/..', null],

    ['adjusted', '2023-03/2023-04', '2023-04/2023-05', 31],
    ['adjusted', '2023-04/2023-05', '2023-03/2023-04', -31],
    ['adjusted', '2023-04-01/2023-04-10', '2023-04-10/2023-04-20', 10],
    ['adjusted', '../2023-05', '2023-04/2023-06', 30],
    ['adjusted', '../2023-05', '2023-04/..', null],
  ])('is %s, from %s to %s: its last day moves by %s', (kind, from, to, days) => {
    expect(moveBetween(read(from), read(to))).toEqual({ kind, days, from: read(from), to: read(to) });
  });

  it('moves in exactly one way, which the days of both windows decide', () => {
    const day = (n: number) => `2026-02-${String(n).padStart(2, '0')}`;
    const days = ['2026-01-31', ...Array.from({ length: 28 }, (_, index) => day(index + 1)), '2026-03-01'];
    const daysOf = (given: Window) => days.filter((d) => (given.earliest ?? d) <= d && d <= (given.latest ?? d));
    const seen = new Set<string>();
    fc.assert(
      fc.property(crowdedWindow, crowdedWindow, (from, to) => {
        const [old, next] = [daysOf(from), daysOf(to)];
        const shared = next.filter((d) => old.includes(d)).length;
        const narrower = shared === next.length;
        const wider = shared === old.length;
        const expected: MoveKind =
          narrower && wider
            ? 'repeated'
            : narrower
              ? 'firmed'
              : wider
                ? 'loosened'
                : shared > 0
                  ? 'adjusted'
                  : next[0]! > old[0]!
                    ? 'slip'
                    : 'pullIn';
        seen.add(expected);
        expect(moveBetween(from, to).kind).toBe(expected);
      }),
      { numRuns: 3000 },
    );
    expect([...seen].sort()).toEqual(['adjusted', 'firmed', 'loosened', 'pullIn', 'repeated', 'slip']);
  });

  it('that is taken back moves the other way by as much', () => {
    const opposite: Record<MoveKind, MoveKind> = {
      slip: 'pullIn',
      pullIn: 'slip',
      firmed: 'loosened',
      loosened: 'firmed',
      adjusted: 'adjusted',
      repeated: 'repeated',
    };
    fc.assert(
      fc.property(fc.oneof(window, crowdedWindow), fc.oneof(window, crowdedWindow), (a, b) => {
        const [there, back] = [moveBetween(a, b), moveBetween(b, a)];
        expect(back.kind).toBe(opposite[there.kind]);
        expect(back.days === null ? null : back.days + there.days!).toBe(there.days === null ? null : 0);
      }),
    );
  });

  it('that slips ends later, and one that is pulled in ends earlier', () => {
    fc.assert(
      fc.property(crowdedWindow, crowdedWindow, (a, b) => {
        const { kind, days } = moveBetween(a, b);
        if (kind === 'slip' && days !== null) expect(days).toBeGreaterThan(0);
        if (kind === 'pullIn' && days !== null) expect(days).toBeLessThan(0);
        if (kind === 'firmed' && days !== null) expect(days).toBeLessThanOrEqual(0);
        if (kind === 'loosened' && days !== null) expect(days).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('with an open end has moved by nobody knows how many days', () => {
    expect(daysMoved(read('2023-04'), read('2023-04/..'))).toBeNull();
    expect(daysMoved(read('2023-04/..'), read('2023-04'))).toBeNull();
    expect(daysMoved(read('../2023-04'), read('../2023-05'))).toBe(31);
  });
});

describe('a first flight', () => {
  it.each<[what: string, promised: string, flown: string, kept: boolean, days: number | null]>([
    ['on the promised day kept it', '2023-07-08', '2023-07-08', true, 0],
    ['on the last promised day kept it', '2023-04', '2023-04-30', true, 0],
    ['within the promised month kept it', '2023-04', '2023-04-21', true, -9],
    ['before the promised month kept it', '2023-04', '2023-03-20', true, -41],
    ['a day after the promised month was late by a day', '2023-04', '2023-05-01', false, 1],
    ['from Almaty to Lahore was late by 99 days', '2023-02/2023-03', '2023-07-08', false, 99],
    ['of a month kept a promise of that month', '2023-07', '2023-07', true, 0],
    ['of a vague month is late by its last day', '2023-07-08', '2023-07', false, 23],
    ['kept a promise without an end', '2026-06/..', '2031-01-01', true, null],
    ['of an unknown end cannot be shown to have kept a promise', '2023-04', '2023-04/..', false, null],
  ])('%s (%s, flown %s)', (_, promised, flown, kept, days) => {
    expect(outcomeOf(read(promised), read(flown))).toEqual({ kept, days, promised: read(promised) });
  });
});
