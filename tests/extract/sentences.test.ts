import { describe, expect, test } from 'vitest';
import { edtfOf } from '../../src/domain/windows.ts';
import { makeReader } from '../../src/extract/extract.ts';
import { lexiconOfData } from '../support/lexicon.ts';
import { PUBLISHED, SENTENCES } from '../support/sentences.ts';

const reader = makeReader(lexiconOfData());

/** `DUB-JER aer-lingus launched 2024-02-10` of each draft. */
function told(text: string): string[] {
  return reader
    .read(text, PUBLISHED)
    .map(({ origin, destination, airline, status, effective }) =>
      [`${origin}-${destination}`, airline ?? 'nobody', status, effective === null ? 'undated' : edtfOf(effective)].join(' '),
    );
}

test.each(SENTENCES)('%s', (text, expected) => {
  expect(told(text)).toEqual(expected);
});

describe('who speaks', () => {
  const speakerOf = (text: string) => reader.read(text, PUBLISHED)[0]?.speaker;
  const FLIGHT = 'Wizz Air will fly from Tirana to Pisa from 3 May';
  test.each([
    [`${FLIGHT}, the minister of transport, Arben Hoxha, said.`, 'minister of transport, Arben Hoxha'],
    [`According to airport director Mira Leka, ${FLIGHT}.`, 'director Mira Leka'],
    [`${FLIGHT}, Civil Aviation Authority said on Monday.`, 'Civil Aviation Authority'],
    [`Envoy of Italy to Albania Mira Leka spoke of trade. ${FLIGHT}, the envoy said.`, 'Envoy of Italy to Albania Mira Leka'],
    [`${FLIGHT}, the envoy said.`, 'envoy'],
    [`${FLIGHT}.`, null],
    [`Wizz Air said it will fly from Tirana to Pisa from 3 May.`, null],
  ])('%s', (text, speaker) => {
    expect(speakerOf(text)).toBe(speaker);
  });
});

describe('how often', () => {
  const weekly = (text: string) =>
    reader.read(text, PUBLISHED).map(({ destination, weeklyFrequency }) => `${destination} ${weeklyFrequency}`);
  test.each([
    ['Vueling will fly three times a week from Seville to Nantes from 3 May.', ['NTE 3']],
    ['Vueling will fly daily from Seville to Nantes from 3 May.', ['NTE 7']],
    ['Vueling will fly from Seville to Nantes from 3 May, on Mondays and Fridays.', ['NTE 2']],
    ['Vueling will fly from Seville to Nantes and Bologna from 3 May, four times a week each.', ['NTE 4', 'BLQ 4']],
    ['Vueling will start two daily flights from Seville to Nantes and five to Bologna on 3 May.', ['NTE 14', 'BLQ 35']],
    ['Vueling will start two weekly flights from Seville to Nantes and five to Bologna on 3 May.', ['NTE 2', 'BLQ 5']],
    ['Vueling will fly from Seville to Nantes (3-weekly) and Bologna (4-weekly) from 3 May.', ['NTE 3', 'BLQ 4']],
    ['Vueling will fly from Seville to Nantes from 3 May.', ['NTE null']],
  ])('%s', (text, expected) => {
    expect(weekly(text)).toEqual(expected);
  });
});

describe('how sure', () => {
  const sure = (text: string) => reader.read(text, PUBLISHED)[0]?.confidence ?? 0;
  test('what is told outright is surer than what is concluded', () => {
    const outright = sure('Vueling will launch flights from Seville (SVQ) to Nantes (NTE) on 3 May.');
    expect(outright).toBeGreaterThan(0.9);
    expect(sure('Vueling will launch flights to Nantes (NTE) on 3 May.')).toBeLessThan(outright);
    expect(sure('Vueling will launch flights from Seville (SVQ) to Nantes (NTE).')).toBeLessThan(outright);
    expect(sure('Flights from Seville (SVQ) to Nantes (NTE) will be launched on 3 May.')).toBeLessThan(outright);
  });

  test('a name that several places have is offered with the others', () => {
    const [draft] = reader.read('Ryanair will launch flights from Birmingham to Porto on 3 May.', PUBLISHED);
    expect(draft).toMatchObject({ origin: 'BHX', alternatives: { origin: expect.arrayContaining(['BHM']) } });
    const [told] = reader.read('American Airlines will launch flights from Birmingham, Alabama, to Miami on 3 May.', PUBLISHED);
    expect(told?.origin).toBe('BHM');
  });
});

test.each([
  '2024 ',
  '(',
  'while Porto begins ',
  'on 3 May and 4 May, ',
  'Ryanair and easyJet, ',
  '• Porto – Faro from 3 May\n',
  'between Porto and ',
  'Ryanair from Porto to Faro, ',
  'with Ryanair and easyJet and ',
  'moved ',
  'was to begin ',
  'on 3 May postponed to Faro ',
  'Q3 ',
  'from Porto to Faro on 3 May, ',
])('100 kB of %j are read to their end', (part) => {
  expect(reader.read(part.repeat(100_000 / part.length), PUBLISHED)).toBeInstanceOf(Array);
});
