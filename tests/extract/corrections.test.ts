import { describe, expect, test } from 'vitest';
import { makeReader } from '../../src/extract/extract.ts';
import type { Correction } from '../../src/extract/lexicon.ts';
import { wordsFault, wordsKey } from '../../src/extract/names/correction-words.ts';
import { taughtOf } from '../../src/extract/names/taught.ts';
import { tokenise } from '../../src/extract/tokens.ts';
import { lexiconOfData } from '../support/lexicon.ts';

const LEXICON = lexiconOfData();

/** `YQR-YYC` and the airline, of each draft that is read with these corrections. */
function pairs(text: string, ...corrections: Correction[]): string[] {
  return makeReader({ ...LEXICON, corrections })
    .read(text, '2026-11-20')
    .map(({ origin, destination, airline }) => `${origin}-${destination} ${airline ?? 'nobody'}`);
}

const place = (words: string, means: string): Correction => ({ kind: 'place', words, means });
const airline = (words: string, means: string): Correction => ({ kind: 'airline', words, means });
const drop = (words: string): Correction => ({ kind: 'drop', words, means: null });
const QUEEN = place('the Queen City', 'YQR');

describe("an editor's own name of a place", () => {
  test.each([
    ['in a sentence', 'WestJet will launch flights from the Queen City to Phoenix in May 2027.'],
    ['where a sentence begins', 'The Queen City–Phoenix flights of WestJet will start in May 2027.'],
    ['with an apostrophe', 'WestJet will launch flights from the Queen City’s airport to Phoenix in May 2027.'],
    ['in capitals', 'WESTJET WILL LAUNCH FLIGHTS FROM THE QUEEN CITY TO PHOENIX IN MAY 2027.'],
    ['with the country behind it', 'WestJet will launch flights from the Queen City, Canada, to Phoenix in May 2027.'],
  ])('is read %s, and means nothing without the correction', (_where, text) => {
    expect(pairs(text, QUEEN)).toEqual(['YQR-PHX westjet']);
    expect(pairs(text).join()).not.toContain('YQR');
  });

  test.each([
    ['in small letters', 'WestJet will launch flights from the queen city to Phoenix in May 2027.'],
    ['as a part of a longer word', 'WestJet will launch flights from the Queen Cityside to Phoenix in May 2027.'],
    ['with other words between', 'WestJet will launch flights from the Queen and her City to Phoenix in May 2027.'],
    ['over the end of a sentence', 'They met the Queen. City flights from there to Phoenix will start in May 2027, WestJet said.'],
  ])('is none %s', (_where, text) => {
    expect(pairs(text, QUEEN).join()).not.toContain('YQR');
  });

  test('goes before what the lexicon makes of the same words, unless the text itself says which one is meant', () => {
    const text = 'KLM will start flights from Amsterdam to London on 3 May 2027.';
    expect(pairs(text)).toEqual(['AMS-LON klm']);
    const here = place('London', 'YXU');
    expect(pairs(text, here)).toEqual(['AMS-YXU klm']);
    expect(pairs('KLM will start flights from Amsterdam to London, United Kingdom, on 3 May 2027.', here)).toEqual(['AMS-LON klm']);
    expect(pairs('KLM will start flights from Amsterdam to London (LHR) on 3 May 2027.', here)).toEqual(['AMS-LHR klm']);
    expect(pairs('KLM will start flights from Amsterdam to London Heathrow on 3 May 2027.', here)).toEqual(['AMS-LHR klm']);
  });

  test('says which other places its words may mean', () => {
    const reader = makeReader({ ...LEXICON, corrections: [place('London', 'YXU')] });
    const [draft] = reader.read('WestJet will start flights from Calgary to London on 3 May 2027.', '2026-11-20');
    expect(draft!.alternatives.destination).toContain('LON');
  });

  test.each([
    [
      'a name that begins with a small letter',
      'eThekwini',
      'DUR',
      'FlySafair will launch flights from eThekwini to Walvis Bay in May 2027.',
    ],
    ['a name of two letters in capitals', 'KC', 'MCI', 'Southwest Airlines will launch flights from KC to Walvis Bay in May 2027.'],
    ['a name with a possessive in it', "Bishop's Landing", 'MCI', 'Flights from Bishop’s Landing to Walvis Bay will start in May 2027.'],
    ['a name with a hyphen', 'Deux Rives', 'YQR', 'Flights from Deux-Rives to Walvis Bay will start in May 2027.'],
    ['a name with accents', 'Señorita Town', 'YQR', 'Flights from Senorita Town to Walvis Bay will start in April 2027.'],
  ])('may be %s', (_what, words, means, text) => {
    expect(pairs(text, place(words, means)).join()).toContain(`${means}-WVB`);
    expect(pairs(text).join()).not.toContain(means);
  });

  test('of one word in capitals is not the same word in small letters', () => {
    const text = 'Aeromexico will launch flights from La Quebrada Honda to Walvis Bay in May 2027.';
    expect(pairs(text, place('LA', 'LAX'))).toEqual(pairs(text));
  });

  test.each([
    ['Saint Denis', 'in Saint-Denis today', 'Saint-Denis'],
    ['St Denis', 'in St. Denis today', 'St. Denis'],
    ['St. Denis', 'in St Denis today', 'St Denis'],
    ["Travellers' Rest", 'in Travellers’ Rest today', 'Travellers’ Rest'],
    ['Bath and Wells', 'in Bath & Wells today', 'Bath & Wells'],
    ['Queen City', 'the Queen. City flights', null],
    ['Queen City', 'Queen - City', null],
    ['Queen City', 'Queen -City', null],
    ['Queen City', 'Queen, City', null],
    ['Queen City', 'Queen (City', null],
  ])('“%s” is found in “%s”: %s', (words, text, found) => {
    const tokens = tokenise(text);
    const phrases = taughtOf('name', [{ words, value: 1 }]);
    const spans = tokens.flatMap(({ start }, at) => {
      const to = phrases.longestAt(tokens, at, tokens.length)?.to;
      return to === undefined ? [] : [text.slice(start, tokens[to - 1]!.end)];
    });
    expect(spans).toEqual(found === null ? [] : [found]);
  });

  test('gives way to a longer name of the lexicon', () => {
    const text = 'Southwest Airlines will launch flights from Kansas City to Walvis Bay in May 2027.';
    expect(pairs(text, place('Kansas', 'ICT'))).toEqual(pairs(text));
  });

  test('is as long as it can be', () => {
    const text = 'WestJet will launch flights from Queen City East to Phoenix in May 2027.';
    expect(pairs(text, place('Queen City', 'YQR'), place('Queen City East', 'YXE'))).toEqual(['YXE-PHX westjet']);
  });
});

describe("an editor's own name of an airline", () => {
  const TEXT = 'The Teal Deal will launch flights from Calgary to Phoenix in May 2027.';

  test('is read, and means nothing without the correction', () => {
    expect(pairs(TEXT, airline('the Teal Deal', 'westjet'))).toEqual(['YYC-PHX westjet']);
    expect(pairs(TEXT)).toEqual(['YYC-PHX nobody']);
  });

  test('goes before the airline that the lexicon knows by it', () => {
    const text = 'Lufthansa will launch flights from Calgary to Phoenix in May 2027.';
    expect(pairs(text, airline('Lufthansa', 'westjet'))).toEqual(['YYC-PHX westjet']);
    expect(pairs(text)).toEqual(['YYC-PHX lufthansa']);
  });
});

describe('words that are left out', () => {
  const FIRST = 'Sponsored content: WestJet will launch flights from Calgary to Phoenix in May 2027.';
  const SECOND = 'Air Canada will launch flights from Toronto to Phoenix in June 2027.';

  test.each([
    ['as they stand', 'Sponsored content'],
    ['in other letters', 'SPONSORED CONTENT'],
    ['with marks between', 'content WestJet'],
    ['in the middle', 'flights from Calgary'],
  ])('take their own sentence away, %s', (_how, words) => {
    expect(pairs(`${FIRST} ${SECOND}`)).toEqual(['YYC-PHX westjet', 'YYZ-PHX air-canada']);
    expect(pairs(`${FIRST} ${SECOND}`, drop(words))).toEqual(['YYZ-PHX air-canada']);
  });

  test.each([['ponsored'], ['content from Calgary'], ['Phoenix in May 2027. Air Canada']])('take nothing away as “%s”', (words) => {
    expect(pairs(`${FIRST} ${SECOND}`, drop(words))).toEqual(['YYC-PHX westjet', 'YYZ-PHX air-canada']);
  });

  test('leave the same announcement in another sentence', () => {
    const again = 'WestJet will launch flights from Calgary to Phoenix in May 2027, the airline said.';
    expect(pairs(`${FIRST} ${again}`, drop('sponsored content'))).toEqual(['YYC-PHX westjet']);
  });
});

describe('words of a correction', () => {
  test.each([
    ['place', ''],
    ['place', '—'],
    ['place', 'x'.repeat(101)],
    ['place', 'Queen\u0007City'],
    ['place', 'the'],
    ['place', 'of the'],
    ['place', 'the Airport'],
    ['place', 'May'],
    ['place', 'kc'],
    ['place', 'X'],
    ['airline', 'airline'],
    ['drop', 'flights'],
    ['drop', 'will launch new flights from'],
    ['drop', 'KC'],
  ] as const)('of a %s cannot be “%s”', (kind, words) => {
    expect(wordsFault(kind, words)).toBeTypeOf('string');
  });

  test.each([
    ['place', 'the Queen City'],
    ['place', 'KC'],
    ['place', 'x'.repeat(100)],
    ['airline', 'Air One'],
    ['drop', 'Sponsored content'],
    ['drop', 'this day in history'],
  ] as const)('of a %s can be “%s”', (kind, words) => {
    expect(wordsFault(kind, words)).toBeUndefined();
  });

  test('are the same whatever their letters and marks', () => {
    expect(wordsKey('The Queen–City')).toBe(wordsKey('the queen  city'));
    expect(wordsKey('Queen City')).not.toBe(wordsKey('the Queen City'));
  });
});
