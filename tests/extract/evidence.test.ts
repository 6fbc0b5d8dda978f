import { expect, test } from 'vitest';
import { evidenceOf } from '../../src/extract/evidence.ts';

/** The spans of words in a text. */
const spanOf = (text: string, words: string) => [{ start: text.indexOf(words), end: text.indexOf(words) + words.length }];

const STORY =
  'Old hangar sold. The airline flies from Oslo to Baku in May, its head said. It rained.\nTickets cost 3.50 euros. Flights are weekly!';

test.each([
  [
    'one sentence for all its words',
    { origin: 'Oslo', destination: 'Baku' },
    ['The airline flies from Oslo to Baku in May, its head said.'],
  ],
  [
    'a sentence for each, in the order of the text',
    { weeklyFrequency: 'weekly', origin: 'Oslo' },
    ['The airline flies from Oslo to Baku in May, its head said.', 'Flights are weekly!'],
  ],
  ['the first and the last of a line', { origin: 'hangar', destination: 'rained' }, ['Old hangar sold.', 'It rained.']],
  ['a number with a point is no end', { origin: 'euros' }, ['Tickets cost 3.50 euros.']],
  ['nothing where nothing was found', {}, []],
])('%s', (_name, words, sentences) => {
  const evidence = Object.fromEntries(Object.entries(words).map(([field, said]) => [field, spanOf(STORY, said)]));
  const found = evidenceOf(STORY, { evidence });
  expect(found.map((one) => one.sentence)).toEqual(sentences);
  const marked = found.flatMap(({ sentence, marks }) => marks.map((mark) => [mark.field, sentence.slice(mark.start, mark.end)]));
  expect(Object.fromEntries(marked)).toEqual(words);
});

test('of a text without an end of a sentence little is kept', () => {
  const text = `${'word '.repeat(5000)}Oslo${' word'.repeat(5000)}`;
  const [found, ...others] = evidenceOf(text, { evidence: { origin: spanOf(text, 'Oslo') } });
  expect(others).toEqual([]);
  expect(found!.sentence.length).toBeLessThan(700);
  expect(found!.sentence.slice(found!.marks[0]!.start, found!.marks[0]!.end)).toBe('Oslo');
});
