import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '../src');

/** What each folder of `src` may import from the others. `words` say what events mean; `alerts`, `feeds` and `extract` are leaves over it and `domain`. */
const MAY_IMPORT: Record<string, string[]> = {
  domain: [],
  store: ['domain'],
  words: ['domain'],
  feeds: ['domain', 'words'],
  alerts: ['domain', 'words'],
  extract: ['domain'],
  actions: ['domain', 'store', 'feeds', 'alerts', 'extract'],
  http: ['domain', 'store', 'actions', 'feeds', 'extract'],
  web: ['domain', 'store', 'words', 'actions', 'feeds', 'extract', 'http'],
  commands: ['domain', 'store', 'actions', 'feeds', 'alerts', 'extract'],
};

async function importsOf(): Promise<{ from: string; to: string }[]> {
  const { output } = await cruise([SRC], { tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' }, baseDir: join(SRC, '..') });
  const { modules } = output as ICruiseResult;
  const ours = modules.filter((module) => module.source.startsWith('src/'));
  expect(ours.length).toBeGreaterThan(40);
  return ours.flatMap((module) => module.dependencies.map((dependency) => ({ from: module.source, to: dependency.resolved })));
}

function folderOf(file: string): string {
  const parts = file.split('/');
  return parts.length > 2 ? parts[1]! : '';
}

test('imports run one way: domain, store, actions, then the doors', async () => {
  const wrong = (await importsOf()).filter(({ from, to }) => {
    const [here, there] = [folderOf(from), to.startsWith('src/') ? folderOf(to) : undefined];
    if (here === '' || there === undefined || there === '' || here === there) return false;
    return !(MAY_IMPORT[here] ?? []).includes(there);
  });
  expect(wrong).toEqual([]);
});

test('the layers below the doors know of no web server, no command line and no logger', async () => {
  const doors = /node_modules\/(express|commander|pino|node-cron)\//;
  const wrong = (await importsOf()).filter(
    ({ from, to }) => ['domain', 'store', 'actions', 'feeds'].includes(folderOf(from)) && doors.test(to),
  );
  expect(wrong).toEqual([]);
});

test('SQL is spoken in the store alone', async () => {
  const wrong = (await importsOf()).filter(
    ({ from, to }) => folderOf(from) !== 'store' && /node_modules\/(kysely|pg|better-sqlite3)\//.test(to),
  );
  expect(wrong).toEqual([]);
});

test('there is no circle of imports', async () => {
  const { output } = await cruise([SRC], {
    ruleSet: { forbidden: [{ name: 'circle', severity: 'error', from: {}, to: { circular: true } }] },
    validate: true,
    doNotFollow: { path: 'node_modules' },
    baseDir: join(SRC, '..'),
  });
  expect((output as ICruiseResult).summary.violations).toEqual([]);
});

function sources(): { file: string; text: string }[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }));
}

test('the environment is read in config.ts alone', () => {
  expect(
    sources()
      .filter(({ text }) => /process\.env\b/.test(text))
      .map(({ file }) => file),
  ).toEqual(['config.ts']);
});

test('the clock is read in context.ts alone', () => {
  const readers = sources().filter(({ text }) => /Date\.now\(|new Date\(\)|DateTime\.(now|local|utc)\(\)/.test(text));
  expect(readers.map(({ file }) => file)).toEqual(['context.ts']);
});

test('no file of the source is longer than 300 lines', () => {
  expect(
    sources()
      .filter(({ text }) => text.split('\n').length > 300)
      .map(({ file }) => file),
  ).toEqual([]);
});
