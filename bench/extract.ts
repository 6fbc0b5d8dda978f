// How long texts take to be read: inputs built to be slow, of 25, 50 and 100 kB, and ordinary items a second.
// `npm run bench:extract`; on one core, medians of 9, without a database. `-- --search 60 --seed 1` looks for a minute for shapes of
// text whose reading grows faster than they do, out of words that texts are made of, ends with 1 if it finds one, and tells the slowest.
import { parseArgs } from 'node:util';
import { makeReader } from '../src/extract/extract.ts';
import { lexiconOfData } from '../tests/support/lexicon.ts';
import { PUBLISHED, SENTENCES } from '../tests/support/sentences.ts';
import { seeded } from './build.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '9' }, search: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
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
  'quarters in a row': 'Q3 ',
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

const PIECES = (
  'Porto|to Faro|from Porto|from Newtown|between Porto and Lille|Porto–Faro|Ryanair|by easyJet|with Vueling|will begin|had begun|was to begin|moved|moved to May|pushed the launch|' +
  'postponed|has suspended|cancelled|on 3 May|until June|since 2019|Q3|summer 2025|the following day|three weekly flights|twice daily|two new routes|and|,|;|:|(|)|•|\n|–|while|that|' +
  "which|said the minister|according to|at Porto|its base at Porto|Porto airport|gets|other|respectively|not|first|landed in Faro|the same route|Georgia's|London, Ontario|(OPO)|a1|2024|now|too|.|. It begins in May.|. Flights|. The last flight"
).split('|');

if (values.search === undefined) table();
else if (search(Number(values.search), Number(values.seed)) > 0) process.exitCode = 1;

function table(): void {
  process.stdout.write(
    `| 100 kB of | ${SIZES.map((size) => `${size / 1000} kB`).join(' | ')} |\n| --- | ${SIZES.map(() => '---:').join(' | ')} |\n`,
  );
  for (const [name, part] of Object.entries(SLOW)) {
    const times = SIZES.map((size) => {
      const text = sized(part, size);
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
}

/**
 * How many shapes there are of which four times as much takes more than eight times as long, each time; besides, the shapes of
 * which 100 kB took longest, each the fastest of three times.
 */
function search(seconds: number, seed: number): number {
  const pick = seeded(seed);
  const until = performance.now() + seconds * 1000;
  const growing: string[] = [];
  const took: { shape: string; ms: number }[] = [];
  const unit = (): string => `${Array.from({ length: 1 + pick(5) }, () => PIECES[pick(PIECES.length)]).join(' ')} `;
  while (performance.now() < until) {
    // What is repeated; or two things, one after the other.
    const units = pick(3) === 0 ? [unit(), unit()] : [unit()];
    const text = (size: number): string => units.map((one) => sized(one, size / units.length)).join('');
    const shape = units.map((one) => JSON.stringify(one)).join(', then ');
    // A shorter text is read so fast that any pause would count as growth.
    const times = [1, 2, 3].map(() => ({ long: timed(text(100_000)), short: timed(text(25_000)) }));
    took.push({ shape, ms: Math.min(...times.map(({ long }) => long)) });
    if (times.every(({ long, short }) => long > 8 * short)) growing.push(shape);
  }
  took.sort((a, b) => b.ms - a.ms);
  const over = took.filter(({ ms }) => ms > 50).length;
  process.stdout.write(`${took.length} shapes (seed ${seed}): ${growing.length} grow too fast, ${over} took more than 50 ms for 100 kB\n`);
  for (const shape of growing) process.stdout.write(`grows: ${shape}\n`);
  for (const { shape, ms } of took.slice(0, 5)) process.stdout.write(`${ms.toFixed(0)} ms: ${shape}\n`);
  return growing.length;
}

function sized(unit: string, size: number): string {
  return unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
}
