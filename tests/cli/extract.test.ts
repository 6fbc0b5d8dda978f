import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { claimLine, textLine } from '../../src/commands/corpus.ts';
import { cli } from '../support/processes.ts';

function fileOf(text: string | Uint8Array): { file: string; home: string } {
  const home = mkdtempSync(join(tmpdir(), 'inaugural-extract-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const file = join(home, 'in.txt');
  writeFileSync(file, text);
  return { file, home };
}

const QUIET = 'It rained all day.\n';

test('a text is read without a database, and none is made', async () => {
  const { file, home } = fileOf(QUIET);
  const env = { DATABASE_URL: `sqlite:${join(home, 'none.db')}` };
  const table = await cli(['extract', file, '--published', '2026-01-12'], env, home);
  expect([table.code, table.stdout, table.stderr]).toEqual([0, 'no announcement found\n', '']);
  const json = await cli(['extract', file, '--published', '2026-01-12', '--json'], env, home);
  expect([json.code, JSON.parse(json.stdout)]).toEqual([0, { drafts: [] }]);
  expect(readdirSync(home)).toEqual(['in.txt']);
});

test('a batch answers every good line, names the broken ones and fails at the end', async () => {
  const lines = ['{"id":"a","published_on":"2026-01-12","text":"It rained."}', 'no json', '', '{"id":"b","text":"x"}'];
  const more = ['[]', '{"id":"c","published_on":"2026-02-30","text":"x"}', '{"id":7,"published_on":"2026-01-12","text":"x","more":1}'];
  const { file } = fileOf([...lines, ...more, ''].join('\n'));
  const { code, stdout, stderr } = await cli(['extract', '--batch', file]);
  expect(code).toBe(1);
  expect(stdout).toBe('{"id":"a","drafts":[]}\n{"id":7,"drafts":[]}\n');
  expect(stderr).toBe(
    [
      'line 2: is not JSON',
      'line 4: published_on is missing',
      'line 5: is no object with id, published_on and text',
      'line 6: published_on: must be a day of the calendar, written YYYY-MM-DD',
      '',
    ].join('\n'),
  );
});

test('a score counts the claims of the lines', async () => {
  const truth = { origin: 'ALA', destination: 'LHE', kind: 'new', earliest: '2026-04-01', latest: '2026-04-30' };
  const line = (id: string, claims: object[]) => JSON.stringify({ id, published_on: '2026-01-12', text: QUIET, truth: claims });
  const { file } = fileOf([line('a', [truth, { ...truth, optional: true }]), line('b', [])].join('\n'));
  const table = await cli(['extract', '--score', file]);
  expect([table.code, table.stderr]).toEqual([0, '']);
  expect(table.stdout).toBe(
    [
      '2 texts, 1 claim, 0 drafts that count',
      '       precision  recall  F1',
      'pair   1.000      0.000   0.000',
      'claim  1.000      0.000   0.000',
      'of the pairs found: status 1.000, window 1.000, airline 1.000',
      'quiet negatives: 1.000 of 1',
      '',
    ].join('\n'),
  );
  const json = await cli(['extract', '--score', file, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ texts: 2, claims: 1, drafts: 0, negatives: 1, quiet: 1 });
});

const TAUGHT = 'kind,words,means\nplace,the Queen City,YQR\nairline,the Teal Deal,WS\ndrop,sponsored content,\n';

test('one’s own labelled texts are scored with and without one’s own corrections', async () => {
  const truth = { origin: 'YQR', destination: 'PHX', airline: 'WestJet', kind: 'new', earliest: '2027-05-01', latest: '2027-05-31' };
  const lines = [
    {
      id: 1,
      published_on: '2026-11-20',
      text: 'The Teal Deal will launch flights from the Queen City to Phoenix in May 2027.',
      truth: [truth],
    },
    { id: 2, published_on: '2026-11-20', text: 'Sponsored content: Air Canada will launch flights from Calgary to Phoenix.', truth: [] },
  ];
  const { file, home } = fileOf(lines.map((line) => JSON.stringify(line)).join('\n'));
  const corrections = join(home, 'taught.csv');
  writeFileSync(corrections, TAUGHT);
  const scored = async (...more: string[]) => JSON.parse((await cli(['extract', '--score', file, '--json', ...more])).stdout);
  expect(await scored()).toMatchObject({ texts: 2, claims: 1, claim: { recall: 0 }, negatives: 1, quiet: 0 });
  expect(await scored('--corrections', corrections)).toMatchObject({ texts: 2, claim: { f1: 1 }, ofPairs: { airline: 1 }, quiet: 1 });
  const batch = await cli(['extract', '--batch', file, '--corrections', corrections]);
  expect(batch.stdout.split('\n').map((line) => (line.match(/"origin":"(...)"/) ?? [])[1])).toEqual(['YQR', undefined, undefined]);
});

test('every fault of a labelled line is named, and what can match nothing is doubted', async () => {
  const line = (truth: object[], more: object = {}) => JSON.stringify({ id: 1, published_on: '2026-11-20', text: QUIET, truth, ...more });
  const claim = { origin: 'ALA', destination: 'LHE', kind: 'new' };
  const { file } = fileOf(
    [
      line([{ origin: 'ALA' }], { published_on: '2026-13-20', text: 7 }),
      line([claim, { ...claim, kind: 'maybe', optional: 'yes' }]),
      line([{ ...claim, earliest: '2027-05-31', latest: '2027-05-01' }]),
      line([{ ...claim, origin: 'Almaty', destination_any: ['LHE', 'lhe'], launch_edtf_any: ['2027-Q3', null, '2027-05/..', '../2027'] }]),
    ].join('\n'),
  );
  const { code, stdout, stderr } = await cli(['extract', '--score', file]);
  expect([code, stdout.split('\n')[0]]).toEqual([1, '1 text, 1 claim, 0 drafts that count']);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'line 1: published_on: must be a day of the calendar, written YYYY-MM-DD; text: must be a text; truth.0.destination is missing; truth.0.kind is missing',
    'line 2: truth.1.kind: must be one of new, resume, launched, postpone, cancel; truth.1.optional: must be true or false',
    'line 3: truth.0: has its latest day before its earliest',
    'line 4: truth.0.origin: "Almaty" is no code of a place here: no draft can answer it',
    'line 4: truth.0.destination_any: "lhe" is no code of a place here: no draft can answer it',
    'line 4: truth.0.launch_edtf_any: "2027-Q3" counts as no date: write 2027-05-03, 2027-05, 2027 or two of these, A/B',
  ]);
});

test('a list of corrections is refused whole, with every fault by its line', async () => {
  const { file, home } = fileOf(QUIET);
  const faultsOf = async (text: string) => {
    const corrections = join(home, 'taught');
    writeFileSync(corrections, text);
    const { code, stdout, stderr } = await cli(['extract', file, '--published', '2026-01-12', '--corrections', corrections]);
    return [code, stdout, ...stderr.trimEnd().split('\n').slice(1)];
  };
  const csv = [
    'kind,words,means',
    'place,the Queen City,YQR',
    'plce,flights,QQQ',
    '',
    'airline,Teal,XX',
    'place,a,b,c',
    'drop,The queen-city,',
  ];
  expect(await faultsOf(csv.join('\r\n'))).toEqual([
    1,
    '',
    '  line 3, kind: "plce" is no kind of correction: use one of place, airline, drop',
    '  line 3, words: stands in nearly every text: write more of the words around it',
    '  line 5, means: "XX" is no airline of the register: write an IATA or ICAO code, an id or a name of the register',
    '  line 6: has 4 columns where the header has 3',
    '  line 7, words: stands in line 2 already',
  ]);
  const json = [
    '{"kind":"place","words":"the Queen City","means":"YQR"}',
    '',
    'nope',
    '[1]',
    '{"kind":"place","words":5,"mean":"x"}',
    '{"words":"the Teal Deal"}',
    '{"kind":"drop","words":"sponsored content","means":null}',
  ];
  expect(await faultsOf(json.join('\n'))).toEqual([
    1,
    '',
    '  line 3: is not JSON: write one object { kind, words, means } a line',
    '  line 4: is no object: write one { kind, words, means } a line',
    '  line 5, words: is no text',
    '  line 5, mean: is no part of a correction; the parts are kind, words, means',
    '  line 6, kind: is missing: use one of place, airline, drop',
  ]);
  expect(await faultsOf('who,words\nx,y\n')).toEqual([
    1,
    '',
    '  line 1, kind: this column is missing',
    '  line 1, who: is no column of a list of corrections; the columns are kind, words, means',
  ]);
  writeFileSync(join(home, 'empty'), '');
  expect((await cli(['extract', file, '--published', '2026-01-12', '--corrections', join(home, 'empty')])).code).toBe(0);
});

test('each mistake is one clear line', async () => {
  const { file, home } = fileOf(QUIET);
  const latin = join(home, 'latin.txt');
  writeFileSync(latin, Uint8Array.of(0x4d, 0xfc, 0x6e));
  const empty = join(home, 'empty');
  writeFileSync(empty, '');
  const cases: [args: string[], said: string][] = [
    [[file], '--published is missing'],
    [[file, '--published', '2026-02-30'], '--published is no day of the calendar: "2026-02-30"'],
    [[], 'Give one of: a file, --batch FILE, --score FILE.'],
    [[file, '--batch', file], 'Give one of: a file, --batch FILE, --score FILE.'],
    [['--batch', file, '--published', '2026-01-12'], '--published and --effect belong to one text'],
    [['--batch', file, '--json'], 'leave --json out'],
    [[file, '--published', '2026-01-12', '--effect', '--corrections', file], 'leave --corrections out'],
    [['-', '--published', '2026-01-12', '--corrections', '-'], 'Standard input cannot be both'],
    [['--score', empty], 'holds no line { id, published_on, text, truth } that can be read'],
    [[join(home, 'nope'), '--published', '2026-01-12'], 'nope cannot be read: ENOENT'],
    [[latin, '--published', '2026-01-12'], 'latin.txt cannot be read: it is not UTF-8 text'],
  ];
  await Promise.all(
    cases.map(async ([args, said]) => {
      const { code, stdout, stderr } = await cli(['extract', ...args]);
      expect([code, stdout], said).toEqual([1, '']);
      expect(stderr).toContain(said);
      expect(stderr.trimEnd().split('\n'), said).toHaveLength(1);
    }),
  );
});

test('a claim is understood with all that is as good', () => {
  const truth = {
    origin: 'ALA',
    destination: 'LON',
    destination_any: ['LHR'],
    airline: 'Air Astana',
    airline_iata: '',
    kind: 'new',
    kind_any: ['launched'],
    earliest: null,
    latest: '2026-06-30',
    launch_edtf_any: ['2026-06'],
    precision: 'open',
  };
  const line = { id: 1, published_on: '2026-01-12', text: 'x', truth: [truth] };
  const read = claimLine(JSON.stringify(line));
  expect(typeof read === 'string' ? read : read.claims).toEqual([
    {
      origin: 'ALA',
      destination: 'LON',
      originAny: [],
      destinationAny: ['LHR'],
      airline: 'Air Astana',
      airlineIata: null,
      kinds: ['new', 'launched'],
      windows: [
        { earliest: null, latest: '2026-06-30' },
        { earliest: '2026-06-01', latest: '2026-06-30' },
      ],
      optional: false,
    },
  ]);
  expect(claimLine(JSON.stringify({ ...line, truth: [{ ...truth, kind: 'maybe' }] }))).toMatch(/^truth\.0\.kind: /);
  expect(claimLine(JSON.stringify({ ...line, truth: undefined }))).toBe('truth is missing');
  expect(textLine('null')).toBe('is no object with id, published_on and text');
});
