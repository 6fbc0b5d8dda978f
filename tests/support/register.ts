import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Logger, pino } from 'pino';
import { inject, onTestFinished } from 'vitest';
import { importLedger } from '../../src/actions/import.ts';
import { recordAnnouncement } from '../../src/actions/record.ts';
import { worldOf } from '../../src/actions/world.ts';
import type { Letter } from '../../src/alerts/mailer.ts';
import { guardedOutgoing, type Outgoing } from '../../src/alerts/outgoing.ts';
import { loadConfig } from '../../src/config.ts';
import { type Ctx, instantText } from '../../src/context.ts';
import { type RawAnnouncement, readAnnouncement } from '../../src/domain/announcement.ts';
import { openRegister } from '../../src/startup.ts';

export type Engine = 'sqlite' | 'postgres';

/** The engines that can be tested here: the contract is the same on each. */
export function engines(): Engine[] {
  return inject('postgres') === null ? ['sqlite'] : ['sqlite', 'postgres'];
}

export interface TestRegister {
  ctx: Ctx;
  url: string;
  folder: string;
  /** The context's clock. */
  clock: { now: number; set: (instant: string) => void };
  /** What the context's mailer was given. */
  mails: Letter[];
  /** Records a statement; whatever is not given is a plain announcement of SCAT's Almaty–Lahore. */
  record: (raw: RawAnnouncement) => ReturnType<typeof recordAnnouncement>;
}

export interface TestOptions {
  engine?: Engine;
  now?: string;
  env?: Record<string, string>;
  /** Not given: the real guard, which lets requests to this machine through and finds no name but `receiver.test`. */
  outgoing?: Outgoing;
  /** False: no mail server is set. */
  mailer?: false;
  /** Not given: nothing is logged. */
  log?: Logger;
  /** Start with the ledger that comes with the program. */
  ledger?: boolean;
}

/** A migrated register of its own with the real places and airlines; gone when the test ends. The clock and the ids are the test's. */
export async function testRegister(options: TestOptions = {}): Promise<TestRegister> {
  const folder = mkdtempSync(join(tmpdir(), 'inaugural-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const url = await copyOfTemplate(options.engine ?? 'sqlite', folder);
  const config = loadConfig({ DATABASE_URL: url, BACKUP_DIR: join(folder, 'backups'), ...options.env });
  const { ctx } = await openRegister(config, pino({ level: 'silent' }));
  onTestFinished(() => ctx.database.close());
  const clock = {
    now: Date.parse(options.now ?? '2026-01-15T12:00:00Z'),
    set: (instant: string) => {
      clock.now = Date.parse(instant);
    },
  };
  const mails: Letter[] = [];
  const testCtx: Ctx = {
    ...ctx,
    log: options.log ?? ctx.log,
    now: () => clock.now,
    wallClock: () => clock.now,
    newId: countingIds(),
    random: () => 0.5,
    outgoing: options.outgoing ?? loopbackOnly(),
    mailer:
      options.mailer === false
        ? undefined
        : {
            send: async (letter) => {
              mails.push(letter);
              return { status: 250, fault: null, retryAfter: null, milliseconds: 1 };
            },
            close() {},
          },
  };
  if (options.ledger) await importLedger(testCtx, ledgerText());
  return { ctx: testCtx, url, folder, clock, mails, record: (raw) => record(testCtx, raw) };
}

function loopbackOnly(): Outgoing {
  const outgoing = guardedOutgoing({
    allow: ['127.0.0.0/8'],
    plainHttp: true,
    userAgent: 'Inaugural/test',
    now: () => Date.now(),
    resolve: async (host) => (host === 'receiver.test' ? [{ address: '127.0.0.1', family: 4 }] : []),
    timeoutMs: 5_000,
  });
  onTestFinished(() => outgoing.close());
  return outgoing;
}

export function ledgerText(): string {
  return readFileSync(new URL('../../data/announcements.csv', import.meta.url), 'utf8');
}

/** UUIDs that grow, as UUIDv7 do. */
function countingIds(): () => string {
  const run = randomUUID().slice(0, 8);
  let count = 0;
  return () => {
    count += 1;
    return `${run}-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
  };
}

/** See `TestRegister.record`. */
export function record(ctx: Ctx, raw: RawAnnouncement) {
  const today = instantText(ctx.now()).slice(0, 10);
  const read = readAnnouncement(
    { origin: 'ALA', destination: 'LHE', status: 'announced', publishedOn: today, sourceKind: 'media', ...raw },
    worldOf(ctx),
  );
  if (!read.ok) throw new Error(read.findings.map((finding) => `${finding.field}: ${finding.detail}`).join('; '));
  return recordAnnouncement(ctx, read.draft);
}

/** A migrated database with places and airlines, made once a process: copies of it save each test the loading. */
const templates = new Map<Engine, Promise<string>>();

async function copyOfTemplate(engine: Engine, folder: string): Promise<string> {
  const making = templates.get(engine) ?? makeTemplate(engine);
  templates.set(engine, making);
  const template = await making;
  if (engine === 'postgres') return newPostgresDatabase(template);
  const file = join(folder, 'register.db');
  copyFileSync(template, file);
  return `sqlite:${file}`;
}

async function makeTemplate(engine: Engine): Promise<string> {
  const folder = mkdtempSync(join(inject('scratch'), 'template-'));
  const name = `template_${randomUUID().replaceAll('-', '')}`;
  const file = join(folder, 'register.db');
  if (engine === 'postgres') await onServer(`create database ${name}`);
  const url = engine === 'postgres' ? databaseUrl(name) : `sqlite:${file}`;
  const { ctx } = await openRegister(loadConfig({ DATABASE_URL: url }), pino({ level: 'silent' }));
  await ctx.database.close();
  return engine === 'postgres' ? name : file;
}

/** A new database on the test run's server, dropped when the test ends. */
export async function newPostgresDatabase(template?: string): Promise<string> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name}${template === undefined ? '' : ` template ${template}`}`);
  onTestFinished(() => onServer(`drop database if exists ${name} with (force)`));
  return databaseUrl(name);
}

function databaseUrl(name: string): string {
  const url = new URL(postgresServer());
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresServer() });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function postgresServer(): string {
  const server = inject('postgres');
  if (server === null) throw new Error('no PostgreSQL here');
  return server;
}
