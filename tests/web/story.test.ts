import { expect, test } from 'vitest';
import type { Status } from '../../src/domain/vocabulary.ts';
import { parseWindow } from '../../src/domain/windows.ts';
import { historyOf } from '../../src/web/route/history.ts';
import { type Said, storyOf } from '../../src/web/route/story.ts';

const ENDS = { origin: 'ALA', destination: 'LHE' };

function said(publishedOn: string, status: Status, effective = '', more: Partial<Said> = {}): Said {
  const parsed = effective === '' ? undefined : parseWindow(effective);
  if (parsed?.ok === false) throw new Error(parsed.detail);
  return {
    id: `${publishedOn}-${status}-${effective}`,
    publishedOn,
    ...ENDS,
    airline: null,
    status,
    window: parsed?.window ?? null,
    withdrawsDate: false,
    wording: null,
    weeklyFrequency: null,
    speaker: null,
    source: 'Dawn',
    ...more,
  };
}

function story(statements: Said[], today = '2026-11-24', airline: string | null = 'SCAT Airlines') {
  return storyOf(historyOf(statements, ENDS, today), airline);
}

test('a route that flew late is told with the days since its first promise, and how often that slipped', () => {
  expect(
    story([
      said('2023-02-22', 'announced', '2023-04'),
      said('2023-03-30', 'announced', '2023-05'),
      said('2023-07-08', 'launched', '2023-07-08'),
    ]),
  ).toBe('SCAT Airlines flew it first on 8 July 2023, 69 days after first promised (April 2023). The promise slipped once.');
});

test('a kept promise is told as one, and a flight on the promised day counts as a flight', () => {
  expect(story([said('2023-06-10', 'announced', '2023-07-08'), said('2023-07-08', 'launched', '2023-07-08')])).toBe(
    'SCAT Airlines flew it first on 8 July 2023, no later than first promised (8 July 2023).',
  );
});

test('a launch without a date is no day of a flight', () => {
  expect(story([said('2023-06-10', 'announced', '2023-07'), said('2023-08-01', 'launched')], '2026-11-24', null)).toBe(
    'An airline that was not named flies it; the day of the first flight is not said. It was first promised for July 2023.',
  );
});

test('a flight that nobody had promised with a date is told without lateness', () => {
  expect(story([said('2023-07-11', 'launched', '2023-07')])).toBe(
    'SCAT Airlines flew it first in July 2023; no date had been promised before.',
  );
});

test('an overdue promise names who made it and since when it is overdue', () => {
  expect(story([said('2023-03-23', 'announced', '2023-05', { speaker: 'Yerzhan Kistafin' })])).toBe(
    'Never seen to fly: promised for May 2023 on 23 March 2023 by Yerzhan Kistafin; overdue since 1 June 2023.',
  );
});

test('the window is told from its first day to its last', () => {
  const statements = [said('2023-03-23', 'announced', '2023-05')];
  expect(story(statements, '2023-04-30')).toBe('Not due yet: promised for May 2023 on 23 March 2023 in Dawn.');
  expect(story(statements, '2023-05-01')).toContain('Its window opened today and closes on 31 May 2023.');
  expect(story(statements, '2023-05-31')).toContain('Due now, not yet seen to fly: promised for May 2023');
  expect(story(statements, '2023-06-01')).toContain('overdue since 1 June 2023');
});

test('a slipped promise says what was promised first', () => {
  expect(story([said('2023-02-22', 'announced', '2023-04'), said('2023-03-30', 'announced', '2023-05')])).toContain(
    'First promised for April 2023, it has slipped once, 31 days in all.',
  );
});

test('a date that was taken back is told as taken back', () => {
  expect(story([said('2023-02-22', 'announced', '2023-04'), said('2023-04-02', 'postponed')])).toBe(
    'Never seen to fly: postponed on 2 April 2023 in Dawn; the last date, April 2023, was taken back.',
  );
  expect(story([said('2023-02-22', 'proposed')])).toBe('Never seen to fly: proposed on 22 February 2023 in Dawn; no date was ever given.');
});

test('what stopped says whether it had ever flown', () => {
  const promise = said('2023-02-22', 'announced', '2023-04');
  expect(story([promise, said('2023-04-02', 'cancelled')])).toBe(
    'Cancelled, as said on 2 April 2023 in Dawn. No first flight was recorded here; it was promised for April 2023.',
  );
  expect(story([promise, said('2023-04-20', 'launched', '2023-04-20'), said('2024-01-02', 'ended', '2024-02-01')])).toBe(
    'Discontinued from 1 February 2024, as said on 2 January 2024 in Dawn. It first flew on 20 April 2023.',
  );
});

test('a route of which every statement was taken back claims nothing', () => {
  expect(story([])).toBe('Every statement about it was taken back.');
});
