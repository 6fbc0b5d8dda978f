import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { tick } from '../src/actions/tick.ts';
import { loadConfig } from '../src/config.ts';
import { addDays } from '../src/domain/dates.ts';
import { ledgerHeader } from '../src/feeds/ledger-csv.ts';
import { openRegister } from '../src/startup.ts';
import { CHECKS, clocksAt, listDue } from '../src/store/due.ts';
import { buildRegister, seeded, TODAY } from './build.ts';

const NOON = Date.parse(`${TODAY}T12:00:00Z`);

/** Medians over many ticks with nothing due. */
export async function measureTick(file: string): Promise<{ sqlMicroseconds: number; tickMilliseconds: number }> {
  const { ctx } = await openRegister(loadConfig({ DATABASE_URL: `sqlite:${file}` }), pino({ level: 'silent' }));
  const clocks = clocksAt(ctx.reference, NOON);
  const sql = await timed(500, async () => {
    for (const check of CHECKS) await listDue(ctx.db, check, clocks, `${TODAY}T12:00:00.000Z`, 100);
  });
  const whole = await timed(50, () => tick(ctx, { at: NOON }));
  await ctx.database.close();
  return { sqlMicroseconds: sql * 1000, tickMilliseconds: whole };
}

async function timed(times: number, act: () => Promise<unknown>): Promise<number> {
  const measured: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const begun = performance.now();
    await act();
    measured.push(performance.now() - begun);
  }
  return measured.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}

export interface CommandRow {
  name: string;
  seconds: number;
  rate: number;
}

const ROWS = 100_000;
const DUE = 10_000;

/** The long jobs, each as a command of its own from start to end. */
export async function measureCommands(work: string, seed: number, say: (text: string) => void): Promise<CommandRow[]> {
  const rows: CommandRow[] = [];
  const measure = async (name: string, count: number, file: string, args: string[]): Promise<void> => {
    const begun = performance.now();
    await run(args, file);
    const seconds = (performance.now() - begun) / 1000;
    rows.push({ name, seconds, rate: count / seconds });
    say(`${name}: ${seconds.toFixed(1)} s`);
  };
  const fresh = (name: string): string => {
    const file = join(work, name);
    for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
    return file;
  };

  const ledger = join(work, 'ledger.csv');
  writeFileSync(ledger, makeLedger(seed));
  const imported = fresh('imported.db');
  await run(['migrate'], imported);
  await measure(`import ${ROWS.toLocaleString('en')} statements`, ROWS, imported, ['import', ledger]);
  await measure(`import them again, nothing new`, ROWS, imported, ['import', ledger]);
  await measure(`export ${ROWS.toLocaleString('en')} statements`, ROWS, imported, ['export', fresh('exported.csv')]);
  await measure('verify that register', ROWS, imported, ['verify']);
  const due = fresh('due.db');
  await buildRegister(due, ROWS, seed, DUE);
  await measure(`tick with ${DUE.toLocaleString('en')} of ${ROWS.toLocaleString('en')} routes due`, DUE, due, [
    'tick',
    '--at',
    `${TODAY}T23:00:00Z`,
  ]);
  return rows;
}

async function run(args: string[], file: string): Promise<void> {
  const cli = join(import.meta.dirname, '../dist/cli.js');
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: `sqlite:${file}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args[0]} failed`);
}

function makeLedger(seed: number): string {
  const random = seeded(seed);
  const airports = [
    'ALA',
    'NQZ',
    'LHE',
    'KHI',
    'ISB',
    'IST',
    'DXB',
    'LHR',
    'JFK',
    'DEL',
    'BOM',
    'SIN',
    'HKG',
    'ICN',
    'NRT',
    'SYD',
    'CDG',
    'FRA',
    'AMS',
    'MAD',
    'FCO',
    'WAW',
    'VIE',
    'ZRH',
    'CPH',
    'OSL',
    'ARN',
    'HEL',
    'ATH',
    'LIS',
  ];
  const airlines = ['DV', 'KC', 'FS', 'PK', '9P', 'TK', 'EK', 'BA', 'AI', '6E', 'SQ', 'CX', 'KE', 'QF', 'AF', 'LH', 'KL', 'IB', 'LO', 'OS'];
  const lines = Array.from({ length: ROWS }, (_, index) => {
    const origin = random(airports.length);
    const destination = (origin + 1 + random(airports.length - 1)) % airports.length;
    const published = addDays('2020-01-01', random(2400));
    const status = ['announced', 'confirmed', 'postponed', 'proposed'][random(4)];
    return `${published},${airports[origin]},${airports[destination]},${airlines[random(airlines.length)]},,${status},${addDays(published, 30 + random(300)).slice(0, 7)},in the spring,${1 + random(14)},speaker ${index},media,A paper,https://example.com/${index},`;
  });
  return `${ledgerHeader()}${lines.join('\n')}\n`;
}
