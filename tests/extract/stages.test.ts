import { describe, expect, test } from 'vitest';
import { findEvents } from '../../src/extract/events/events.ts';
import { makeLookup } from '../../src/extract/names/lookup.ts';
import { findNames, type Mention } from '../../src/extract/names/names.ts';
import { splitSentences } from '../../src/extract/sentences.ts';
import { statementOf } from '../../src/extract/statements.ts';
import { readTimes } from '../../src/extract/times/times.ts';
import { tokenise } from '../../src/extract/tokens.ts';
import { lexiconOfData } from '../support/lexicon.ts';

const lookup = makeLookup(lexiconOfData());
const publishedOn = '2024-02-10';

describe('sentences', () => {
  const sentences = (text: string): string[] => {
    const tokens = tokenise(text);
    return splitSentences(text, tokens).map(({ from, to }) => text.slice(tokens[from]!.start, tokens[to - 1]!.end));
  };
  test.each([
    ['Flights begin in May. They end in June.', ['Flights begin in May.', 'They end in June.']],
    ['Flights to St. Louis begin on Dec. 4 with the U.S. carrier.', ['Flights to St. Louis begin on Dec. 4 with the U.S. carrier.']],
    ['A line\nAnother line', ['A line', 'Another line']],
    ['A line that wraps\nfor want of room', ['A line that wraps\nfor want of room']],
    ['A paragraph\n\nand the next', ['A paragraph', 'and the next']],
    ['It flies A320s. Others fly 737s.', ['It flies A320s.', 'Others fly 737s.']],
    ['To Porto, Portugal; Faro, Portugal; and Malta from May 3.', ['To Porto, Portugal; Faro, Portugal; and Malta from May 3.']],
    ['Porto begins in May; Faro follows in June.', ['Porto begins in May;', 'Faro follows in June.']],
  ])('%s', (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });
});

describe('what words say happens', () => {
  const events = (text: string): string[] => {
    const tokens = tokenise(text);
    return findEvents(tokens, 0, tokens.length).map(({ from, to, kind }) => {
      const words = tokens.slice(from, to).map((token) => token.key);
      return `${words.join(' ')}: ${kind}`;
    });
  };
  test.each([
    ['will begin', ['begin: announced']],
    ['began', ['began: launched']],
    ['has launched', ['launched: launched']],
    ['were to begin', ['begin: none']],
    ['was originally due to start', ['start: none']],
    ['had first planned to open', ['planned: announced', 'open: none']],
    ['may begin', ['begin: proposed']],
    ['in May begins', ['begins: announced']],
    ['will not begin', ['begin: none']],
    ['will not begin until June', ['begin: postponed']],
    ["won't take off until June", ['take off: postponed']],
    ['has pushed the launch to June', ['pushed: postponed', 'launch: announced']],
    ['have been moved to June', ['moved: postponed']],
    ['has scrapped', ['scrapped: cancelled']],
    ['ending a long break', []],
    ['non-stop', []],
    ['used to fly', ['fly: history']],
    ['goes from five to seven a week', ['goes: existing']],
    ['reopened its terminal', []],
    ['adds a second daily departure', ['adds: announced', 'second: existing']],
    ['the beginning of May', []],
    ['cancelled two flights', []],
    ['at the end of the year', []],
  ])('%s', (text, expected) => {
    expect(events(text)).toEqual(expected);
  });
});

/** Places and airlines of a text, as they are understood in it. */
function names(text: string): Mention[] {
  return findNames(tokenise(text), lookup, publishedOn);
}

describe('which place or airline a name means', () => {
  const meant = (text: string) => names(text).map(({ place, airline }) => place?.code ?? airline?.id);
  test.each([
    ['London', ['LON']],
    ['London, Ontario', ['YXU']],
    ['London (YXU)', ['YXU']],
    ['Sydney', ['SYD']],
    ['Sydney, Nova Scotia', ['YQY']],
    ['Melbourne, Florida', ['MLB']],
    ['Melbourne', ['MEL']],
    ['Birmingham in Alabama', ['BHM']],
    ['Syracuse, New York, and Denver', ['SYR', 'DEN']],
    ['Boston, New York and Denver', ['BOS', 'NYC', 'DEN']],
    ["Moscow's Sheremetyevo", ['SVO']],
    ['Moscow (Domodedovo)', ['DME']],
    ['Seoul Incheon', ['ICN']],
    ['at noon Beijing time', []],
    ['the Maltese capital', ['MLA']],
    ['Swiss has', ['swiss-international-air-lines']],
    ['a Swiss village', []],
    ['easyJet and flydubai', ['easyjet', 'flydubai']],
    ['Sri Lanka', ['LK']],
  ])('%s', (text, expected) => {
    expect(meant(text)).toEqual(expected);
  });
});

describe('where flights go', () => {
  const frames = (text: string): string[] => {
    const tokens = tokenise(text);
    const found = { tokens, mentions: findNames(tokens, lookup, publishedOn), ...readTimes(text, publishedOn), publishedOn };
    const codes = (mentions: readonly Mention[]): string => mentions.map(({ place }) => place?.code).join(',');
    return splitSentences(text, tokens).flatMap((sentence) =>
      statementOf(found, sentence).frames.frames.map(({ origins, destinations }) => `${codes(origins)}>${codes(destinations)}`),
    );
  };
  test.each([
    ['flights from Porto to Faro and Malta', ['OPO>FAO,MLA']],
    ['flights from Porto and from Faro to Malta', ['OPO,FAO>MLA']],
    ['flights between Porto and Faro', ['OPO>FAO']],
    ['Porto–Faro and Porto–Malta', ['OPO>FAO', 'OPO>MLA']],
    ['its new Porto to Faro service', ['OPO>FAO']],
    ['linking Porto with Faro', ['OPO>FAO']],
    ['connect its Porto hub to the resort of Faro', ['OPO>FAO']],
    ['to Faro from its base in Porto', ['OPO>FAO']],
    ['two routes out of Porto: Faro and Malta', ['OPO>FAO,MLA']],
    ['to Faro from three cities: Porto, Lille and Bergen', ['OPO,LIL,BGO>FAO']],
    ['From Porto, Faro and Malta will both be served', ['OPO>FAO,MLA']],
    ['to Faro, followed by Malta', ['>FAO,MLA']],
    ['an aircraft from Porto landed in Faro', ['OPO>FAO']],
    ['the airline departs for Faro', ['>FAO']],
    ['after its first Porto–Faro flight', []],
    ['Porto-based Wizz Air', []],
    ['the ambassador to Portugal', []],
    ['Porto airport begins a campaign for its flights to Faro', ['>FAO']],
    ['plus cargo flights to Faro', []],
  ])('%s', (text, expected) => {
    expect(frames(text)).toEqual(expected);
  });
});
