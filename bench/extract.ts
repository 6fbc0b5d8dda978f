// How long texts take to be read: inputs built to be slow, of 25, 50 and 100 kB, and ordinary items a second.
// `npm run bench:extract`; on one core, medians of 9, without a database.
import { parseArgs } from 'node:util';
import { makeReader } from '../src/extract/extract.ts';
import { lexiconOfData } from '../tests/support/lexicon.ts';
import { PUBLISHED, SENTENCES } from '../tests/support/sentences.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '9' } } });
const RUNS = Number(values.runs);
const SIZES = [25_000, 50_000, 100_000];
const PROSE = SENTENCES.map(([text]) => text).join(' ');

/** What is repeated until the size is reached. */
const SLOW: Readonly<Record<string, string>> = {
  'ordinary sentences': `${PROSE}\n`,
  'lines of a list': '• Porto – Faro from 3 May\n',
  'one sentence of places': 'from Porto to Faro and Bergen, ',
  'one sentence of dates': 'on 3 May and 4 May, ',
  'one sentence of airlines': 'Ryanair and easyJet, ',
  'one sentence of verbs': 'will begin and ',
  'clauses without an end': 'while Porto begins ',
  'codes in brackets': '(OPO) (FAO) ',
  'brackets that never close': '(Porto ',
  'one chain of dashes': 'Porto–',
  'pairs with dates': 'from Porto to Faro on 3 May, ',
  'airlines with pairs': 'Ryanair from Porto to Faro, ',
  'letters and digits': 'a1 ',
  'years in a row': '2024 ',
  frequencies: 'three weekly flights ',
  'quotation marks': 'said the minister, "',
  semicolons: 'a; ',
};

const reader = makeReader(lexiconOfData());
const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1]!;

function timed(text: string): number {
  const start = performance.now();
  reader.read(text, PUBLISHED);
  return performance.now() - start;
}

process.stdout.write(
  `| 100 kB of | ${SIZES.map((size) => `${size / 1000} kB`).join(' | ')} |\n| --- | ${SIZES.map(() => '---:').join(' | ')} |\n`,
);
for (const [name, part] of Object.entries(SLOW)) {
  const times = SIZES.map((size) => {
    const text = part.repeat(Math.ceil(size / part.length)).slice(0, size);
    return median(Array.from({ length: RUNS }, () => timed(text)));
  });
  process.stdout.write(`| ${name} | ${times.map((ms) => `${ms.toFixed(0)} ms`).join(' | ')} |\n`);
}

/** Items of five sentences, which is about 500 characters. */
const items = SENTENCES.flatMap((_, at) =>
  at % 5 === 0
    ? [
        SENTENCES.slice(at, at + 5)
          .map(([text]) => text)
          .join('\n'),
      ]
    : [],
);
const rounds = Array.from({ length: RUNS }, () => items.reduce((sum, text) => sum + timed(text), 0));
process.stdout.write(
  `\n${Math.round((items.length * 1000) / median(rounds))} items a second (${items.length} items of five sentences, ${RUNS} rounds)\n`,
);
