import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  finished: Promise<Finished>;
}

/** Starts the built command line in a process of its own, with nothing of this process's environment but the path. */
export function startCli(args: readonly string[], env: Record<string, string> = {}, cwd?: string): Running {
  return start([CLI, ...args], env, cwd);
}

/** Starts a script of `tests/support`. */
export function startScript(name: string, args: readonly string[], env: Record<string, string> = {}): Running {
  return start([join(import.meta.dirname, name), ...args], env);
}

/** Starts a program from its text, which may import the project's packages. */
export function startCode(text: string, env: Record<string, string> = {}): Running {
  return start(['--input-type=module', '-e', text], env);
}

function start(args: readonly string[], env: Record<string, string>, cwd = ROOT): Running {
  const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env.PATH ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, finished };
}

export function cli(args: readonly string[], env: Record<string, string> = {}, cwd?: string): Promise<Finished> {
  return startCli(args, env, cwd).finished;
}

export async function said(running: Running, word: string): Promise<string> {
  let text = '';
  running.child.stdout?.on('data', (chunk: string) => {
    text += chunk;
  });
  while (!text.includes(word) && running.child.exitCode === null) await sleep(20);
  return text;
}
