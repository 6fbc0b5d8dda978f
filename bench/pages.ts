// Measures the pages: how long the server takes over one that nobody asked for before, what it weighs, and when a browser on a slow
// processor shows it. `npm run bench:pages`; `-- --readme` puts the table into README.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import BetterSqlite from 'better-sqlite3';
import { pino } from 'pino';
import { chromium } from 'playwright-core';
import { replacePart } from '../docs/build.ts';
import { importLedger } from '../src/actions/import.ts';
import { tick } from '../src/actions/tick.ts';
import { loadConfig } from '../src/config.ts';
import type { Ctx } from '../src/context.ts';
import { openRegister } from '../src/startup.ts';
import { buildRegister } from './build.ts';
import { startProgram } from './servers.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '20261124' },
    routes: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '9' },
    slower: { type: 'string', default: '4' },
    readme: { type: 'boolean', default: false },
  },
});
const [seed, routes, rounds, slower] = [values.seed, values.routes, values.rounds, values.slower].map(Number) as [
  number,
  number,
  number,
  number,
];
const ROOT = join(import.meta.dirname, '..');
const WORK = join(import.meta.dirname, '.work');
mkdirSync(WORK, { recursive: true });

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** Fills a register and flags what has come due. */
async function filled(file: string, fill?: (ctx: Ctx) => Promise<unknown>): Promise<void> {
  const { ctx } = await openRegister(loadConfig({ DATABASE_URL: `sqlite:${file}`, SEED_DATA: 'off' }), pino({ level: 'silent' }));
  await fill?.(ctx);
  await tick(ctx);
  await ctx.database.close();
}

const ledger = (file: string): Promise<void> =>
  filled(file, (ctx) => importLedger(ctx, readFileSync(join(ROOT, 'data/announcements.csv'), 'utf8')));

/** One route in ten has come due. */
async function large(file: string): Promise<void> {
  await buildRegister(file, routes, seed, Math.floor(routes / 10));
  await filled(file);
}

async function built(name: string, build: (file: string) => Promise<void>): Promise<string> {
  const file = join(WORK, `${name}.db`);
  if (existsSync(file)) return file;
  await build(`${file}.partial`);
  for (const part of ['-wal', '-shm']) rmSync(`${file}.partial${part}`, { force: true });
  renameSync(`${file}.partial`, file);
  return file;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** Bytes as they are sent, and milliseconds until the last of them is here. */
function fetched(port: number, path: string, encoding: string): Promise<{ bytes: number; ms: number; status: number }> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    get({ port, path, headers: { 'Accept-Encoding': encoding } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ bytes, ms: performance.now() - begun, status: response.statusCode ?? 0 }));
      response.on('error', reject);
    }).on('error', reject);
  });
}

/** A page that nothing remembers: the data have another version each time. */
async function measureServer(file: string, port: number, path: string) {
  const register = new BetterSqlite(file);
  const times: number[] = [];
  for (let round = 0; round < rounds + 2; round += 1) {
    register.prepare('update register set version = version + 1').run();
    const { ms, status } = await fetched(port, path, 'br');
    if (status !== 200) throw new Error(`${path}: ${status}`);
    if (round >= 2) times.push(ms);
  }
  register.close();
  const [plain, packed] = [await fetched(port, path, 'identity'), await fetched(port, path, 'br')];
  return { ms: median(times), plain: plain.bytes, packed: packed.bytes };
}

/** When a browser that has nothing yet first shows words, and the largest thing of the page. */
async function measurePaint(origin: string, path: string): Promise<{ first: number; largest: number }> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const first: number[] = [];
  const largest: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    await page.goto(origin + path, { waitUntil: 'networkidle' });
    const paint = (await page.evaluate(`new Promise((resolve) => {
      new PerformanceObserver((list) => {
        const entries = list.getEntries();
        resolve([performance.getEntriesByName('first-contentful-paint')[0].startTime, entries[entries.length - 1].startTime]);
      }).observe({ type: 'largest-contentful-paint', buffered: true });
    })`)) as [number, number];
    first.push(paint[0]);
    largest.push(paint[1]);
    await context.close();
  }
  await browser.close();
  return { first: median(first), largest: median(largest) };
}

const rows: string[][] = [];
const registers = [
  { name: 'the ledger', file: await built('ledger', ledger), paths: ['/', '/?place=KZ', '/routes/ALA-LHE', '/due'] },
  {
    name: `${routes.toLocaleString('en')} routes`,
    file: await built(`pages-${routes}-${seed}`, large),
    paths: ['/', '/?place=KZ', '/due'],
  },
];
for (const { name, file, paths } of registers) {
  const server = await startProgram(file, join(WORK, 'server.log'));
  for (const path of paths) {
    process.stderr.write(`${name}: ${path}\n`);
    const { ms, plain, packed } = await measureServer(file, server.port, path);
    const { first, largest } = await measurePaint(`http://127.0.0.1:${server.port}`, path);
    const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
    rows.push([
      name,
      `\`${path}\``,
      `${ms.toFixed(1)} ms`,
      kilobytes(plain),
      kilobytes(packed),
      `${Math.round(first)} ms`,
      `${Math.round(largest)} ms`,
    ]);
  }
  await server.stop();
}

const head = ['register', 'page', 'made in', 'HTML', 'as sent', 'first words', 'largest part'];
const report = [
  `Seed ${seed}, medians of ${rounds}; a phone’s window in Chromium, processor ${slower} times slower, nothing cached; Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}.`,
  '',
  ...[head, head.map((_, index) => (index < 2 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`),
].join('\n');
process.stdout.write(`${report}\n`);
if (values.readme) {
  const readme = join(ROOT, 'README.md');
  writeFileSync(readme, replacePart(readFileSync(readme, 'utf8'), 'pages', report));
}
