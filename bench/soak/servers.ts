import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import type { Hosts } from './feed-hosts.ts';

/** A draft of the inbox. */
export interface Filed {
  state: 'open' | 'known';
  source: string;
  story: string;
}

interface Options {
  servers: number;
  lives: readonly [number, number];
  work: string;
}

interface Server {
  child: ChildProcess;
  origin: string;
  /** From then on it is killed at the first moment that may hurt, */
  killAt: number;
  /** and at this moment, if there was none. */
  endAt: number;
}

/** From the answer of a feed to the end of its items' filing, about. */
const DELICATE_MS = 25;

const ROOT = join(import.meta.dirname, '../..');
const KEY = 'inaugural_soak_key_for_trying_0123456789';

/** Built servers on one database, which are killed and begin again. */
export class Servers {
  kills = 0;
  dials = 0;
  /** MiB. */
  peak = 0;
  /** Milliseconds. */
  slowest = 0;
  readonly #options: Options;
  readonly #random: (below: number) => number;
  readonly #running: Server[] = [];
  readonly #url: string;
  #database: BetterSqlite.Database | undefined;

  constructor(options: Options, random: (below: number) => number) {
    this.#options = options;
    this.#random = random;
    rmSync(options.work, { recursive: true, force: true });
    mkdirSync(options.work, { recursive: true });
    this.#url = join(options.work, 'register.db');
  }

  async start(): Promise<void> {
    for (let index = 0; index < this.#options.servers; index += 1) this.#running[index] = await this.#begin(index);
    this.#database = new BetterSqlite(this.#url, { timeout: 10_000 });
  }

  /** Over the API, as an admin would. */
  async watch(hosts: Hosts): Promise<void> {
    hosts.onAnswered = (agent) => this.#strike(Number(/server-(\d+)/.exec(agent)?.[1]));
    for (const { feed, url } of hosts.hosted) {
      const response = await this.#ask('/api/v1/sources', { method: 'POST', body: JSON.stringify({ url, name: feed.name }) });
      if (response.status !== 201) throw new Error(`a source could not be added: ${await response.text()}`);
    }
  }

  /** Lets so much time pass for every appointment: when a source is to be asked, and how long somebody holds it. */
  hasten(milliseconds: number): void {
    const database = this.#database!;
    const back = (at: string | null) => (at === null ? null : new Date(Date.parse(at) - milliseconds).toISOString());
    const put = database.prepare('update sources set next_poll_at = ?, lease_until = ? where id = ?');
    database
      .transaction(() => {
        const rows = database.prepare('select id, next_poll_at, lease_until from sources').all() as Record<string, string | null>[];
        for (const row of rows) put.run(back(row.next_poll_at!), back(row.lease_until!), row.id);
      })
      .immediate();
  }

  /** Puts others in the place of those that were killed, and looks at the rest. */
  async live(): Promise<void> {
    await Promise.all(
      this.#running.map(async (server, index) => {
        if (Date.now() > server.endAt) this.#kill(server);
        if (server.child.killed) {
          await this.#end(server, 'SIGKILL');
          this.kills += 1;
          this.#running[index] = await this.#begin(index);
          return;
        }
        this.#measure(server);
        const begun = performance.now();
        // It may be killed at this moment.
        const answer = await fetch(`${server.origin}/health/live`).catch(() => undefined);
        await answer?.arrayBuffer().catch(() => undefined);
        if (!server.child.killed) this.slowest = Math.max(this.slowest, performance.now() - begun);
      }),
    );
  }

  /** The items of a feed have just come to a server: a good moment to kill it. */
  #strike(index: number): void {
    const server = this.#running[index];
    if (server === undefined || Date.now() < server.killAt) return;
    setTimeout(() => this.#kill(server), this.#random(DELICATE_MS));
  }

  #kill(server: Server): void {
    if (server.child.killed) return;
    this.#measure(server);
    server.child.kill('SIGKILL');
  }

  /** Ends all as an operator would, and begins again when much time has passed; nothing is killed any more. */
  async restartLater(milliseconds: number): Promise<void> {
    const count = this.#running.length;
    for (const server of this.#running) {
      server.killAt = server.endAt = Number.POSITIVE_INFINITY;
      await this.#end(server, 'SIGTERM');
    }
    this.hasten(milliseconds);
    for (let index = 0; index < count; index += 1) {
      this.#running[index] = { ...(await this.#begin(index)), killAt: Number.POSITIVE_INFINITY, endAt: Number.POSITIVE_INFINITY };
    }
  }

  async stop(): Promise<void> {
    for (const server of this.#running) await this.#end(server, 'SIGTERM');
    this.#database?.close();
  }

  counts(): Record<string, number> {
    const rows = this.#database!.prepare('select state, count(*) as count from inbox group by state').all() as {
      state: string;
      count: number;
    }[];
    return Object.fromEntries(rows.map((row) => [row.state, row.count]));
  }

  /** Addresses of the sources that were not asked with success since then. */
  notAsked(since: string): string[] {
    const rows = this.#database!.prepare('select url from sources where last_success_at is null or last_success_at < ?').all(since);
    return (rows as { url: string }[]).map((row) => row.url);
  }

  /** The whole inbox, over the API. */
  async inbox(): Promise<Filed[]> {
    const found: Filed[] = [];
    for (const state of ['open', 'known'] as const) {
      for (let cursor: string | null = ''; cursor !== null; ) {
        const path: string = `/api/v1/inbox?state=${state}&limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
        const page = (await (await this.#ask(path)).json()) as {
          items: { source: { name: string }; item: { link: string } }[];
          nextCursor: string | null;
        };
        for (const { source, item } of page.items)
          found.push({ state, source: source.name, story: /\/(s\d+)(\?|$)/.exec(item.link)?.[1] ?? item.link });
        cursor = page.nextCursor;
      }
    }
    return found;
  }

  dialled(): Set<string> {
    const lines = readFileSync(join(this.#options.work, 'dialled'), 'utf8').split('\n').slice(0, -1);
    this.dials = lines.length;
    return new Set(lines);
  }

  /** What the servers had to complain of. */
  spoken(): string[] {
    return this.#running.flatMap((_, index) =>
      readFileSync(join(this.#options.work, `server-${index}.log`), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    );
  }

  async #begin(index: number): Promise<Server> {
    const out = openSync(join(this.#options.work, `server-${index}.log`), 'a');
    const env = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: `sqlite:${this.#url}`,
      BACKUP_DIR: join(this.#options.work, 'backups'),
      DIALLED: join(this.#options.work, 'dialled'),
      SEED_DATA: 'off',
      COURIER: 'off',
      PORT: '0',
      HOST: '127.0.0.1',
      ADMIN_KEY: KEY,
      PUBLIC_URL: `http://server-${index}.example`,
      RATE_LIMIT: '0',
      RATE_LIMIT_KEYED: '0',
      WEBHOOK_HTTP: 'on',
      WEBHOOK_ALLOW: '127.0.1.0/24',
      LOG_LEVEL: 'warn',
    };
    const args = ['--import', join(import.meta.dirname, 'dialled.ts'), join(ROOT, 'dist/cli.js'), 'serve'];
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', out] });
    closeSync(out);
    const origin = await originOf(child);
    const [least, most] = this.#options.lives;
    const killAt = Date.now() + 1000 * (least + ((most - least) * this.#random(1000)) / 1000);
    return { child, origin, killAt, endAt: killAt + most * 1000 };
  }

  async #end({ child }: Server, signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  #measure({ child }: Server): void {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    this.peak = Math.max(this.peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }

  #ask(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.#running[0]!.origin + path, {
      ...init,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    });
  }
}

async function originOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const port = /serves http:\/\/\S+?:(\d+)/.exec(text)?.[1];
    if (port === undefined) continue;
    child.stdout!.resume();
    return `http://127.0.0.1:${port}`;
  }
  throw new Error(`the server ended before it served: ${text}`);
}
