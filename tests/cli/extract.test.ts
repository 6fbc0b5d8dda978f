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

test('each mistake is one clear line', async () => {
  const { file, home } = fileOf(QUIET);
  const latin = join(home, 'latin.txt');
  writeFileSync(latin, Uint8Array.of(0x4d, 0xfc, 0x6e));
  const cases: [args: string[], said: string][] = [
    [[file], '--published is missing'],
    [[file, '--published', '2026-02-30'], '--published is no day of the calendar: "2026-02-30"'],
    [[], 'Give one of: a file, --batch FILE, --score FILE.'],
    [[file, '--batch', file], 'Give one of: a file, --batch FILE, --score FILE.'],
    [['--batch', file, '--published', '2026-01-12'], '--published and --effect belong to one text'],
    [['--batch', file, '--json'], 'leave --json out'],
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
