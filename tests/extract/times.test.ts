import { describe, expect, test } from 'vitest';
import { readTimes } from '../../src/extract/times/times.ts';

/** `words = window` of each time of a text that was published on Wednesday, 4 March 2026. */
function times(text: string, past = false): string[] {
  const { ahead, behind } = readTimes(text, '2026-03-04');
  return (past ? behind : ahead).map(({ start, end, window }) => {
    const days = window === null ? 'none' : window.earliest === window.latest ? window.earliest : `${window.earliest}/${window.latest}`;
    return `${text.slice(start, end)} = ${days}`;
  });
}

describe('times of a text', () => {
  test.each([
    ['Flights begin on 1 June.', ['1 June = 2026-06-01']],
    ['Flights begin June 1st, 2027.', ['June 1st, 2027 = 2027-06-01']],
    ['It starts 2026-09-14.', ['2026-09-14 = 2026-09-14']],
    ['It starts on 14.09.2026.', ['14.09.2026 = 2026-09-14']],
    ['Launch: 01JUN26', ['01JUN26 = 2026-06-01']],
    ['Service starts on 3 February.', ['3 February = 2027-02-03']],
    ['It will start in April.', ['April = 2026-04-01/2026-04-30']],
    ['It will start in January.', ['January = 2027-01-01/2027-01-31']],
    ['It may start in May 2028.', ['May 2028 = 2028-05-01/2028-05-31']],
    ['Flights are to begin next month.', ['next month = 2026-04-01/2026-04-30']],
    ['It opens in early June.', ['early June = 2026-06-01/2026-06-10']],
    ['It opens in mid-June.', ['mid-June = 2026-06-11/2026-06-20']],
    ['It opens in late June.', ['late June = 2026-06-21/2026-06-30']],
    ['It is ready by June.', ['by June = 2026-03-04/2026-06-30']],
    ['It is ready by the end of the year.', ['by the end of the year = 2026-03-04/2026-12-31']],
    ['It begins in the third quarter.', ['third quarter = 2026-07-01/2026-09-30']],
    ['It begins in Q1 2027.', ['Q1 2027 = 2027-01-01/2027-03-31']],
    ['It begins in the second half of 2026.', ['second half of 2026 = 2026-07-01/2026-12-31']],
    ['It begins in 2027.', ['2027 = 2027-01-01/2027-12-31']],
    ['It begins next year.', ['next year = 2027-01-01/2027-12-31']],
    ['The airline will fly there in the summer season 2026.', ['summer season 2026 = 2026-03-29/2026-10-24']],
    ['It flies there in W26.', ['W26 = 2026-10-25/2027-03-27']],
    ['The first flight leaves tomorrow.', ['tomorrow = 2026-03-05']],
    ['The first flight leaves on Friday.', ['Friday = 2026-03-06']],
    ['The first flight leaves next week.', ['next week = 2026-03-09/2026-03-15']],
    ['Flights will start soon.', ['soon = none']],
  ])('%s', (text, expected) => {
    expect(times(text)).toEqual(expected);
  });

  test.each([
    ['The first flight landed on Monday.', ['Monday = 2026-03-02']],
    ['The first flight landed yesterday.', ['yesterday = 2026-03-03']],
    ['It began on 3 February.', ['3 February = 2026-02-03']],
    ['It began in October.', ['October = 2025-10-01/2025-10-31']],
  ])('of what has happened: %s', (text, expected) => {
    expect(times(text, true)).toEqual(expected);
  });

  test.each([
    ['Flight 2026 leaves at 09:30 and lands at 18.45.'],
    ['The Boeing 737 has 189 seats and flies 3,200 km.'],
    ['The airline may march on, and may sell 12 percent.'],
    ['Tickets cost 1,999 dollars.'],
  ])('no time: %s', (text) => {
    expect(times(text)).toEqual([]);
  });
});

describe('flights a week', () => {
  test.each([
    ['It flies daily.', [7]],
    ['It flies twice daily.', [14]],
    ['It flies three times a week.', [3]],
    ['There are four weekly flights.', [4]],
    ['It flies on Mondays, Wednesdays and Fridays.', [3]],
    ['It flies once a week.', [1]],
    ['It flies twice a week.', [2]],
    ['It flies Monday to Friday.', [5]],
    ['A weekly newspaper wrote of it.', []],
  ])('%s', (text, expected) => {
    expect(readTimes(text, '2026-03-04').frequencies.map(({ weekly }) => weekly)).toEqual(expected);
  });
});
