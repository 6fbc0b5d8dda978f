import { describe, expect, test } from 'vitest';
import { makeReader } from '../../src/extract/extract.ts';
import { lexiconOfData } from '../support/lexicon.ts';

const reader = makeReader(lexiconOfData());

/** `ALA-LHE announced 2023-04-01/2023-04-30 scat-airlines` of each draft. */
function read(text: string, publishedOn: string): string[] {
  return reader
    .read(text, publishedOn)
    .map(({ origin, destination, status, effective, airline }) =>
      [
        `${origin}-${destination}`,
        status,
        effective === null ? 'no date' : `${effective.earliest}/${effective.latest}`,
        airline ?? 'no airline',
      ].join(' '),
    );
}

const EMBASSY = `Kazakhstan and Pakistan want to trade more energy and food, the ambassador of Kazakhstan, Yerzhan Kistafin, said in Islamabad on Thursday.
Two hundred students a year are to get scholarships, and a pipeline is under study.
The ambassador said that direct flights between Almaty and Lahore would begin in April and between Almaty and Karachi in May this year.
Trade between the two countries doubled last year.`;

test('the item that the register began with gives two drafts, with who said so and in which words', () => {
  expect(read(EMBASSY, '2023-03-23')).toEqual([
    'ALA-LHE announced 2023-04-01/2023-04-30 no airline',
    'ALA-KHI announced 2023-05-01/2023-05-31 no airline',
  ]);
  for (const draft of reader.read(EMBASSY, '2023-03-23')) {
    expect(draft.speaker).toBe('ambassador of Kazakhstan, Yerzhan Kistafin');
    const [words] = draft.evidence.destination!;
    expect(EMBASSY.slice(words!.start, words!.end)).toMatch(/^(Lahore|Karachi)$/);
    expect(EMBASSY).toContain(draft.wording!);
  }
});

describe('announcements as they are written', () => {
  test.each([
    [
      'Air Astana will launch flights from Almaty to Guangzhou on June 2, three times a week.',
      '2026-02-25',
      ['ALA-CAN announced 2026-06-02/2026-06-02 air-astana'],
    ],
    [
      'Lufthansa (LH) plans to resume Frankfurt–Muscat in summer 2027.',
      '2026-11-20',
      ['FRA-MCT announced 2027-03-28/2027-10-30 lufthansa'],
    ],
    ['Finnair has cancelled its planned route from Helsinki to Toronto.', '2026-03-02', ['HEL-YYZ cancelled no date finnair']],
    [
      'Qatar Airways postponed its flights between Doha and Lisbon to 15 May 2027.',
      '2026-11-20',
      ['DOH-LIS postponed 2027-05-15/2027-05-15 qatar-airways'],
    ],
    [
      'The first flight of FlyArystan from Astana to Tbilisi took off on Monday.',
      '2026-06-03',
      ['NQZ-TBS launched 2026-06-01/2026-06-01 flyarystan'],
    ],
  ])('%s', (text, publishedOn, drafts) => {
    expect(read(text, publishedOn)).toEqual(drafts);
  });
});

describe('what is no announcement of a route', () => {
  test.each([
    ['The two foreign ministers met in Almaty and Lahore to speak of trade, water and visas.'],
    ['Emirates has opened a new lounge at Cairo airport.'],
    ['LATAM and Delta Air Lines have signed a codeshare agreement.'],
    ['Air India has ordered 50 more Airbus A350 aircraft.'],
    ['The prime minister visited the port of Karachi on 3 May.'],
  ])('%s', (text) => {
    expect(read(text, '2026-05-04')).toEqual([]);
  });
});

test('a sentence that names ends by the dozen does not tell of a flight between each two', () => {
  const airports = lexiconOfData().places.filter((place) => place.kind === 'airport' && place.city !== null);
  const listed = (from: number) => airports.slice(from, from + 30).map(({ city, code }) => `${city} (${code})`);
  const drafts = reader.read(`Ryanair will fly from ${listed(0).join(', ')} to ${listed(500).join(', ')} on 3 May.`, '2024-02-10');
  expect(drafts.length).toBeGreaterThan(20);
  expect(drafts.length).toBeLessThanOrEqual(60);
});
