import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const CLI = join(ROOT, 'dist/cli.js');

export interface Running {
  port: number;
  /** Milliseconds from the start of the process to its first answer. */
  startedIn: number;
  /** Memory in MiB, as the kernel counts it. */
  memory: () => number;
  stop: () => Promise<void>;
}

/** The program as it ships: logs, headers and limits on (the limits so high that they count and never refuse). */
export async function startProgram(file: string, log: string): Promise<Running> {
  const out = openSync(log, 'w');
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: `sqlite:${file}`,
    SEED_DATA: 'off',
    PORT: '0',
    HOST: '127.0.0.1',
    RATE_LIMIT: '1000000000',
  };
  const begun = performance.now();
  const child = spawn(process.execPath, [CLI, 'serve'], { env, stdio: ['ignore', 'pipe', out] });
  closeSync(out);
  const port = Number(/:(\d+)/.exec(await lineWith(child, 'serves'))?.[1]);
  await (await fetch(`http://127.0.0.1:${port}/health/live`)).arrayBuffer();
  return running(child, port, performance.now() - begun);
}

export async function startBare(file: string, targets: string): Promise<Running> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare.ts'), file, targets], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(await lineWith(child, ''));
  return running(child, port, performance.now() - begun);
}

function running(child: ChildProcess, port: number, startedIn: number): Running {
  return {
    port,
    startedIn,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function lineWith(child: ChildProcess, word: string): Promise<string> {
  let text = '';
  // The pipe stays open: the server has more to say.
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const line = text
      .split('\n')
      .slice(0, -1)
      .find((one) => one.includes(word));
    if (line !== undefined) {
      child.stdout!.resume();
      return line;
    }
  }
  throw new Error('the server ended before it served');
}
