import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLocalDate } from '../../src/domain/dates.ts';
import { PRECISIONS, type Precision } from '../../src/domain/vocabulary.ts';
import {
  containsWindow,
  describeWindow,
  edtfOf,
  labelOf,
  overlapsWindow,
  parseWindow,
  precisionOf,
  sameWindow,
  type Window,
  windowFromBounds,
} from '../../src/domain/windows.ts';
import { CALENDAR, crowdedWindow, date, window } from './fixtures/arbitraries.ts';
import { REFUSED, WINDOWS } from './fixtures/windows.ts';

describe('a window as people write it', () => {
  it.each(WINDOWS)('$text is read as $earliest to $latest', ({ text, earliest, latest }) => {
    expect(parseWindow(text)).toEqual({ ok: true, window: { earliest, latest } });
  });

  it.each(REFUSED)('%j is refused: %s', (text, answer) => {
    const parsed = parseWindow(text);
    expect(parsed.ok ? parsed.window : parsed.detail.slice(0, answer.length)).toBe(answer);
  });

  it('is told the accepted forms where the form was the fault', () => {
    expect(parseWindow('tomorrow')).toMatchObject({
      detail: expect.stringMatching(/2023-04-21 or 21APR23.*2023-04.*2026-Q3.*2026-H1.*S27.*2026-06\/\.\./),
    });
    expect(parseWindow('2023-02-30')).toMatchObject({ detail: expect.stringContaining('2023-04-21') });
  });

  it('offers no form that it does not take', () => {
    const answer = parseWindow('');
    const offered = answer.ok ? [] : [...answer.detail.matchAll(/(?<=[( ])(?:[.\d]|[SW]\d)[-\w./]*(?=[), ])/g)].map((match) => match[0]);
    expect(offered).toHaveLength(11);
    expect(offered.filter((form) => !parseWindow(form).ok)).toEqual([]);
  });

  it('takes every real day of the calendar and no other, and never rolls one over', () => {
    const known = new Set(CALENDAR.map((day) => day.date));
    const wrong: string[] = [];
    const two = (n: number) => String(n).padStart(2, '0');
    for (const year of [1900, 2000, 2023, 2024, 2100, 2199]) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const text = `${year}-${two(month)}-${two(day)}`;
          const parsed = parseWindow(text);
          const right = known.has(text) ? parsed.ok && parsed.window.earliest === text && parsed.window.latest === text : !parsed.ok;
          if (!right) wrong.push(text);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('takes the English months of SSIM dates in any case', () => {
    const names = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
    for (const [index, name] of names.entries()) {
      const day = `2027-${String(index + 1).padStart(2, '0')}-09`;
      for (const text of [`09${name}27`, `09${name.toLowerCase()}27`]) {
        expect(parseWindow(text)).toEqual({ ok: true, window: { earliest: day, latest: day } });
      }
    }
  });

  it('answers any text with a window of real days or with a short reason', () => {
    const nearly = fc
      .tuple(fc.constantFrom(...WINDOWS.map(({ text }) => text)), fc.nat(20), fc.nat(2), fc.string({ unit: 'grapheme', maxLength: 3 }))
      .map(([text, at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.stringMatching(/^[-0-9./QHSWN ]{0,25}$/), nearly);
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseWindow(text);
        if (!parsed.ok) {
          expect(parsed.detail.length).toBeLessThan(600);
          expect(parsed.detail).toMatch(/\.$/);
          return;
        }
        const { earliest, latest } = parsed.window;
        expect(earliest === null && latest === null).toBe(false);
        for (const side of [earliest, latest]) expect(side === null || (isLocalDate(side) && side >= '1900' && side < '2200')).toBe(true);
        if (earliest !== null && latest !== null) expect(earliest <= latest).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes the first day of its left side and the last day of its right side', () => {
    const forms = WINDOWS.filter(({ text }) => !text.includes('/')).map(({ text }) => text);
    fc.assert(
      fc.property(fc.constantFrom(...forms), fc.constantFrom(...forms), (left, right) => {
        const [a, b] = [parseWindow(left), parseWindow(right)];
        const both = parseWindow(`${left}/${right}`);
        if (!a.ok || !b.ok) throw new Error('the table holds only windows');
        const fits = a.window.earliest! <= b.window.latest!;
        expect(both).toEqual(
          fits ? { ok: true, window: { earliest: a.window.earliest, latest: b.window.latest } } : { ok: false, detail: expect.any(String) },
        );
      }),
    );
  });
});

describe('a window as it is given out', () => {
  it.each(WINDOWS)('$text is written $edtf, is $precision and reads "$label"', ({ earliest, latest, edtf, precision, label }) => {
    expect(describeWindow({ earliest, latest }, 'in April')).toEqual({ earliest, latest, edtf, precision, label, wording: 'in April' });
  });

  it('comes back from its EDTF', () => {
    fc.assert(
      fc.property(window, (given) => {
        expect(parseWindow(edtfOf(given))).toEqual({ ok: true, window: given });
      }),
      { numRuns: 3000 },
    );
  });

  it('is a day, a month, a year or an interval of two alike, in EDTF', () => {
    const side = String.raw`\d{4}(?:-\d\d(?:-\d\d)?)?`;
    const valid = new RegExp(`^(?:${side}|${side}/(?:${side}|\\.\\.)|\\.\\./${side})$`);
    fc.assert(
      fc.property(window, (given) => {
        const edtf = edtfOf(given);
        expect(edtf).toMatch(valid);
        const [from, until] = edtf.split('/') as [string, string | undefined];
        if (until !== undefined && from !== '..' && until !== '..') {
          expect(until.length).toBe(from.length);
          expect(until).not.toBe(from);
        }
      }),
    );
  });

  it('has the precision that a list of all named windows of three centuries gives it', () => {
    const named = namedWindows();
    fc.assert(
      fc.property(fc.oneof(window, fc.constantFrom(...named.keys()).map(split)), (given) => {
        const { earliest, latest } = given;
        const open = earliest === null || latest === null;
        expect(precisionOf(given)).toBe(open ? 'open' : (named.get(`${earliest}/${latest}`) ?? (earliest === latest ? 'day' : 'range')));
      }),
      { numRuns: 5000 },
    );
    const wrong = [...named].filter(([key, precision]) => precisionOf(split(key)) !== precision);
    expect(wrong).toEqual([]);
    expect(new Set([...named.values(), 'day', 'range', 'open'])).toEqual(new Set(PRECISIONS));
  });

  it('has a label of its own: no two windows read the same', () => {
    const days = CALENDAR.map((day) => day.date).filter((day) => /^202[678]-(01-01|..-01|..-(28|29|30|31)|07-05)$/.test(day));
    const labels = new Map<string, string>();
    const clashes: string[] = [];
    for (const earliest of [null, ...days]) {
      for (const latest of [null, ...days]) {
        if ((earliest === null && latest === null) || (earliest !== null && latest !== null && latest < earliest)) continue;
        const label = labelOf({ earliest, latest });
        if (labels.has(label)) clashes.push(`${label}: ${labels.get(label)} and ${earliest}/${latest}`);
        labels.set(label, `${earliest}/${latest}`);
      }
    }
    expect(labels.size).toBeGreaterThan(9000);
    expect(clashes).toEqual([]);
  });

  it('has a label without gaps, whatever the window', () => {
    fc.assert(
      fc.property(window, (given) => {
        expect(labelOf(given)).toMatch(/^(Q[1-4] |\w+ half of |(summer|winter) |from |by )?[\w –]*\d{4}(\/\d\d)?( season)?$/);
        expect(labelOf(given)).not.toMatch(/undefined|null|NaN| {2}/);
      }),
    );
  });
});

describe('two windows', () => {
  const day = (n: number) => `2026-02-${String(n).padStart(2, '0')}`;
  // Every day a crowded window can hold, with one on each side for the open ones.
  const days = Array.from({ length: 28 }, (_, index) => day(index + 1)).concat('2026-01-31', '2026-03-01');
  const daysOf = (given: Window) => days.filter((d) => (given.earliest ?? d) <= d && d <= (given.latest ?? d));

  it('contain, overlap and equal each other as the sets of their days do', () => {
    fc.assert(
      fc.property(crowdedWindow, crowdedWindow, (a, b) => {
        const [inA, inB] = [daysOf(a), daysOf(b)];
        expect(containsWindow(a, b)).toBe(inB.every((d) => inA.includes(d)));
        expect(overlapsWindow(a, b)).toBe(inA.some((d) => inB.includes(d)));
        expect(sameWindow(a, b)).toBe(inA.join() === inB.join());
      }),
      { numRuns: 3000 },
    );
  });

  it('that only touch share a day, and neighbours share none', () => {
    const april = { earliest: '2023-04-01', latest: '2023-04-30' };
    expect(overlapsWindow(april, { earliest: '2023-04-30', latest: '2023-05-30' })).toBe(true);
    expect(overlapsWindow(april, { earliest: '2023-05-01', latest: '2023-05-30' })).toBe(false);
    expect(overlapsWindow({ earliest: null, latest: '2023-04-01' }, april)).toBe(true);
    expect(overlapsWindow({ earliest: null, latest: '2023-03-31' }, april)).toBe(false);
    expect(overlapsWindow({ earliest: '2023-05-01', latest: null }, april)).toBe(false);
  });

  it('are the same when both are absent, and not when one is', () => {
    const april = { earliest: '2023-04-01', latest: '2023-04-30' };
    expect(sameWindow(null, null)).toBe(true);
    expect(sameWindow(april, null)).toBe(false);
    expect(sameWindow(null, april)).toBe(false);
    expect(sameWindow(april, { ...april })).toBe(true);
    expect(sameWindow(april, { ...april, latest: null })).toBe(false);
    expect(sameWindow(april, { ...april, earliest: null })).toBe(false);
  });
});

describe('two stored dates', () => {
  it('are a window, and no window when both are missing', () => {
    fc.assert(
      fc.property(fc.option(date), fc.option(date), (earliest, latest) => {
        expect(windowFromBounds(earliest, latest)).toEqual(earliest === null && latest === null ? null : { earliest, latest });
      }),
    );
  });
});

function split(key: string): Window {
  const [earliest, latest] = key.split('/') as [string, string];
  return { earliest, latest };
}

/** Every month, quarter, half, year and season of the calendar, found by walking it. */
function namedWindows(): Map<string, Precision> {
  const named = new Map<string, Precision>();
  const group = (precision: Precision, nameOf: (date: string) => string) => {
    for (const days of Map.groupBy(CALENDAR, (d) => nameOf(d.date)).values()) named.set(`${days[0]!.date}/${days.at(-1)!.date}`, precision);
  };
  const month = (text: string) => Number(text.slice(5, 7));
  group('month', (text) => text.slice(0, 7));
  group('quarter', (text) => `${text.slice(0, 4)} ${Math.ceil(month(text) / 3)}`);
  group('half', (text) => `${text.slice(0, 4)} ${Math.ceil(month(text) / 6)}`);
  group('year', (text) => text.slice(0, 4));
  let start: string | undefined;
  for (const [index, { date: day, weekday }] of CALENDAR.entries()) {
    const begins = weekday === 0 && ['03', '10'].includes(day.slice(5, 7)) && CALENDAR[index + 7]!.date.slice(5, 7) !== day.slice(5, 7);
    if (!begins) continue;
    if (start !== undefined) named.set(`${start}/${CALENDAR[index - 1]!.date}`, 'season');
    start = day;
  }
  return named;
}
