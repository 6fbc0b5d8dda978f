import { describe, expect, test } from 'vitest';
import { daysOf, isRealDay, type Row, readData, readRows } from './support.ts';

const ledger = readRows('announcements.csv');
const places = new Map(readRows('places.csv').map((place) => [place.code!, place]));
const failing = (ok: (row: Row) => boolean) => ledger.flatMap((row, index) => (ok(row) ? [] : [`line ${index + 2}`]));

describe('announcements.csv', () => {
  test('has the agreed columns in the agreed order', () => {
    expect(readData('announcements.csv').split('\n')[0]).toBe(
      'published_on,origin,destination,airline,airline_name,status,effective,wording,weekly_frequency,speaker,source_kind,source_name,source_url,note',
    );
    expect(ledger).toHaveLength(1093);
  });

  test('names two different places that are in places.csv', () => {
    expect(failing((row) => places.has(row.origin!) && places.has(row.destination!) && row.origin !== row.destination)).toEqual([]);
  });

  test('gives the real day of publication, in order', () => {
    expect(failing((row) => /^\d{4}-\d{2}-\d{2}$/.test(row.published_on!) && isRealDay(row.published_on!))).toEqual([]);
    const days = ledger.map((row) => row.published_on!);
    expect(days).toEqual(days.toSorted());
  });

  test('asserts one of the eight statuses', () => {
    const statuses = ['proposed', 'announced', 'confirmed', 'postponed', 'launched', 'suspended', 'ended', 'cancelled'];
    expect(failing((row) => statuses.includes(row.status!))).toEqual([]);
    expect(new Set(ledger.map((row) => row.status)).size).toBe(8);
  });

  test('dates in days, months, years or intervals of them with real ends in order, or not at all', () => {
    const part = /^\d{4}(-\d{2}(-\d{2})?)?$/;
    const real = (text: string) => part.test(text) && daysOf(text).every(isRealDay);
    expect(
      failing(({ effective }) => {
        if (effective === '') return true;
        const ends = effective!.split('/');
        if (ends.length === 1) return real(ends[0]!);
        const [from, to] = ends as [string, string];
        if (ends.length !== 2 || (from === '..' && to === '..')) return false;
        if (![from, to].every((end) => end === '..' || real(end))) return false;
        return from === '..' || to === '..' || daysOf(from)[0] <= daysOf(to)[1];
      }),
    ).toEqual([]);
  });

  test('reports a launch only when it had come', () => {
    const early = ledger
      .filter((row) => row.status === 'launched' && row.effective !== '')
      .filter((row) => daysOf(row.effective!.split('/')[0]!)[0] > row.published_on!)
      .map((row) => `${row.published_on} ${row.origin}-${row.destination} ${row.effective}`);
    expect(early).toEqual([]);
  });

  test('counts flights a week in whole numbers', () => {
    expect(failing((row) => /^([1-9]\d?)?$/.test(row.weekly_frequency!))).toEqual([]);
  });

  test('names a source of a known kind with an address', () => {
    expect(failing((row) => ['airline', 'airport', 'media', 'regulator', 'other'].includes(row.source_kind!))).toEqual([]);
    expect(failing((row) => row.source_name !== '' && URL.canParse(row.source_url!) && /^https?:/.test(row.source_url!))).toEqual([]);
  });

  test('says nothing twice', () => {
    const keys = ledger.map((row) =>
      [row.published_on, row.origin, row.destination, row.airline, row.airline_name, row.status, row.effective, row.source_url].join(' '),
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});
