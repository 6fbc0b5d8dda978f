import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string | null;
    /** A folder that is gone after the run. */
    scratch: string;
  }
}

/**
 * Starts a PostgreSQL server of our own in a temporary folder for the whole run. Where no server is installed the tests
 * on PostgreSQL are skipped, except under CI: there they must run.
 */
export default function setup(project: TestProject): () => void {
  const scratch = mkdtempSync(join(tmpdir(), 'inaugural-tests-'));
  project.provide('scratch', scratch);
  const stop = startPostgres(project);
  return () => {
    stop?.();
    rmSync(scratch, { recursive: true, force: true });
  };
}

function startPostgres(project: TestProject): (() => void) | undefined {
  const given = process.env.TEST_POSTGRES_URL;
  if (given !== undefined) {
    project.provide('postgres', given);
    return undefined;
  }
  const bin = findServer();
  if (bin === undefined) {
    if (process.env.CI) throw new Error('PostgreSQL is not installed; under CI its tests must run');
    process.stderr.write('PostgreSQL is not installed: the tests on it are skipped\n');
    project.provide('postgres', null);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'inaugural-postgres-'));
  const asServerUser = serverUser(folder);
  const run = (command: string, args: string[]) =>
    execFileSync(join(bin, command), args, { stdio: 'ignore', cwd: folder, ...asServerUser });
  const data = join(folder, 'data');
  run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']);
  run('pg_ctl', [
    '-D',
    data,
    '-w',
    '-l',
    join(folder, 'log'),
    '-o',
    `-k ${folder} -c listen_addresses= -c fsync=off -c max_connections=200`,
    'start',
  ]);
  project.provide('postgres', `postgres://postgres@localhost/postgres?host=${folder}`);
  return () => {
    run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
    rmSync(folder, { recursive: true, force: true });
  };
}

function findServer(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const folders = existsSync(debian)
    ? readdirSync(debian)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(debian, version, 'bin'))
    : [];
  return [...folders, ...(process.env.PATH ?? '').split(':')].find((folder) => existsSync(join(folder, 'initdb')));
}

/** The server refuses to run as root: its own user runs it. */
function serverUser(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const user = { uid: id('-u'), gid: id('-g') };
  chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o755);
  return user;
}
