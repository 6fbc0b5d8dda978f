// Measures the program beside a bare server, at 1,000 to 1,000,000 routes. `npm run bench`; `-- --sizes 1000,10000` for less; `-- --readme` puts the table into README.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { replacePart } from '../docs/build.ts';
import { buildRegister, seeded } from './build.ts';
import { measureCommands, measureTick } from './commands.ts';
import { measureRequests } from './requests.ts';
import { startProgram } from './servers.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000,1000000' },
    seed: { type: 'string', default: '20261124' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    readme: { type: 'boolean', default: false },
  },
});
const sizes = values.sizes.split(',').map(Number);
const seed = Number(values.seed);
const options = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
const WORK = join(import.meta.dirname, '.work');
mkdirSync(WORK, { recursive: true });

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const number = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1));
const table = (head: string[], rows: string[][]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const requests = new Map<string, string[]>();
const upkeep: Record<'due' | 'tick' | 'start' | 'memory', string[]> = { due: [], tick: [], start: [], memory: [] };
for (const size of sizes) {
  say(`${size.toLocaleString('en')} routes`);
  const file = join(WORK, `routes-${size}-${seed}.db`);
  if (!existsSync(file)) {
    await buildRegister(`${file}.partial`, size, seed);
    for (const part of ['-wal', '-shm']) rmSync(`${file}.partial${part}`, { force: true });
    renameSync(`${file}.partial`, file);
  }
  const tick = await measureTick(file);
  upkeep.due.push(`${number(tick.sqlMicroseconds)} µs`);
  upkeep.tick.push(`${number(tick.tickMilliseconds)} ms`);
  const starts: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const server = await startProgram(file, join(WORK, 'server.log'));
    starts.push(server.startedIn);
    await server.stop();
  }
  upkeep.start.push(`${number(starts.sort((a, b) => a - b)[1]!)} ms`);
  const { rows, memory } = await measureRequests(file, WORK, seeded(seed), options, say);
  upkeep.memory.push(`${number(memory)} MiB`);
  for (const { name, program, bare, ratio } of rows) {
    requests.set(name, [...(requests.get(name) ?? []), `${number(program)} / ${number(bare)} = **${ratio.toFixed(2)}**`]);
  }
}
const commands = await measureCommands(WORK, seed, say);

const columns = sizes.map((size) => `${size.toLocaleString('en')} routes`);
const report = [
  `Seed ${seed}, ${options.rounds} rounds of ${options.seconds} s in alternation, 16 connections, medians; Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}.`,
  '',
  'Answers a second, program / bare server = ratio:',
  '',
  table(
    ['request', ...columns],
    [...requests].map(([name, cells]) => [name, ...cells]),
  ),
  '',
  table(
    ['upkeep', ...columns],
    [
      ['SQL of a tick with nothing due', ...upkeep.due],
      ['a whole tick with nothing due', ...upkeep.tick],
      ['start to first answer', ...upkeep.start],
      ['memory after the load', ...upkeep.memory],
    ],
  ),
  '',
  table(
    ['job', 'time', 'a second'],
    commands.map(({ name, seconds, rate }) => [name, `${seconds.toFixed(1)} s`, number(rate)]),
  ),
].join('\n');
process.stdout.write(`${report}\n`);
if (values.readme) {
  const readme = join(import.meta.dirname, '../README.md');
  writeFileSync(readme, replacePart(readFileSync(readme, 'utf8'), 'bench', report));
}
