import { InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { type Config, loadConfig, readEnvironment } from '../config.ts';
import type { Ctx } from '../context.ts';
import { closeContext, openAsItIs, openRegister } from '../startup.ts';

export function currentConfig(): Config {
  return loadConfig(readEnvironment());
}

/** Warnings of a command go to standard error, so that its output stays clean. */
function commandLog() {
  return pino({ level: 'warn', base: null }, pino.destination({ dest: 2, sync: true }));
}

/** Opens the register, hands it over and closes it again. */
export async function withRegister<T>(act: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { ctx } = await openRegister(currentConfig(), commandLog());
  try {
    return await act(ctx);
  } finally {
    await closeContext(ctx);
  }
}

/** The same for commands that only read: the database is left as it is. */
export async function withRegisterAsItIs<T>(act: (ctx: Ctx) => Promise<T>): Promise<T> {
  const ctx = await openAsItIs(currentConfig(), commandLog());
  try {
    return await act(ctx);
  } finally {
    await closeContext(ctx);
  }
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function sayJson(value: unknown): void {
  say(JSON.stringify(value, null, 2));
}

/** A line on the terminal that rewrites itself; silent when standard error is no terminal. */
export function progressLine(what: string): { at: (done: number, total?: number) => void; end: () => void } {
  const terminal = process.stderr.isTTY;
  let shownAt = 0;
  return {
    at(done, total) {
      if (!terminal || performance.now() - shownAt < 100) return;
      shownAt = performance.now();
      const part =
        total === undefined ? count(done) : `${count(done)} of ${count(total)} (${Math.floor((100 * done) / Math.max(total, 1))} %)`;
      process.stderr.write(`\r\u001b[K${what}: ${part}`);
    },
    end() {
      if (terminal && shownAt > 0) process.stderr.write('\r\u001b[K');
    },
  };
}

/** 1,093 */
function count(number: number): string {
  return number.toLocaleString('en');
}

/** "1 route", "2 routes" */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)), []);
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Reads an option's instant, as milliseconds since 1970. */
export function instantOption(text: string): number {
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const value = isInstant ? Date.parse(text) : Number.NaN;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(value) || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text.slice(0, 10)) {
    throw new InvalidArgumentError('Write a moment with its offset, such as 2023-03-31T18:00:00Z or 2023-04-01T00:00+06:00.');
  }
  return value;
}
