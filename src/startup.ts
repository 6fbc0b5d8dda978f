import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { importLedger } from './actions/import.ts';
import { DATA, loadReference } from './actions/reference.ts';
import { smtpMailer } from './alerts/mailer.ts';
import { guardedOutgoing } from './alerts/outgoing.ts';
import { type Config, databaseLocation, publicUrl } from './config.ts';
import { type Ctx, instantText, OPERATOR, realWorld } from './context.ts';
import { AppError } from './domain/errors.ts';
import { hasAnnouncements } from './store/announcements.ts';
import { backup } from './store/backup.ts';
import { type Database, openDatabase, storageFault } from './store/db.ts';
import { migrate, pendingMigrations } from './store/migrate.ts';
import { makeReference, readReference } from './store/reference.ts';
import { VERSION } from './version.ts';

export interface Opened {
  ctx: Ctx;
  /** Numbers of the migrations that were applied. */
  migrated: number[];
}

/** Opens the database of the configuration, brings its schema and its reference data up to date, and makes the context. */
export async function openRegister(config: Config, log: Logger): Promise<Opened> {
  const database = openWithReason(config.DATABASE_URL);
  try {
    const migrated = await migrate(database, { before: (from) => backupBefore(database, config, from, log) });
    const bare: Ctx = {
      config,
      database,
      db: database.db,
      reference: makeReference('', [], []),
      log,
      actor: OPERATOR,
      ...worldAround(config),
    };
    return { ctx: await loadReference(bare), migrated };
  } catch (fault) {
    await database.close();
    throw explained(fault, config.DATABASE_URL);
  }
}

/** Opens a database as it is, for reading: nothing is migrated or loaded. */
export async function openAsItIs(config: Config, log: Logger): Promise<Ctx> {
  const database = openWithReason(config.DATABASE_URL, true);
  try {
    if ((await pendingMigrations(database.db)).length > 0) {
      throw new AppError('unusable', 'The database has no schema or an older one: run `inaugural migrate` first.');
    }
    return { config, database, db: database.db, reference: await readReference(database.db), log, actor: OPERATOR, ...worldAround(config) };
  } catch (fault) {
    await database.close();
    throw explained(fault, config.DATABASE_URL);
  }
}

function worldAround(config: Config): Pick<Ctx, 'now' | 'wallClock' | 'newId' | 'random' | 'outgoing' | 'mailer'> {
  return {
    ...realWorld,
    outgoing: guardedOutgoing({
      allow: config.WEBHOOK_ALLOW ?? [],
      plainHttp: config.WEBHOOK_HTTP,
      userAgent: `Inaugural/${VERSION} (${publicUrl(config)})`,
      now: realWorld.now,
    }),
    mailer: config.SMTP_URL === undefined ? undefined : smtpMailer({ url: config.SMTP_URL, from: config.MAIL_FROM }),
  };
}

/** Gives back what a context holds. */
export async function closeContext(ctx: Ctx): Promise<void> {
  ctx.mailer?.close();
  ctx.outgoing.close();
  await ctx.database.close();
}

async function backupBefore(database: Database, config: Config, from: number, log: Logger): Promise<void> {
  const stamp = instantText(realWorld.now()).replace(/[:.]/g, '-');
  const file = resolve(config.BACKUP_DIR, `schema-${from}-${stamp}.db`);
  await backup(database, file);
  log.info({ file }, 'backup taken before the migration');
}

/** Imports the ledger that comes with the program into a database without any statement. Returns how many it added. */
export async function seed(ctx: Ctx, progress?: (done: number, total: number) => void): Promise<number> {
  if (!ctx.config.SEED_DATA || (await hasAnnouncements(ctx.db))) return 0;
  const file = join(DATA, 'announcements.csv');
  const imported = await importLedger(ctx, readFileSync(file, 'utf8'), {
    skipBad: true,
    name: 'data/announcements.csv',
    ...(progress ? { progress } : {}),
  });
  for (const finding of imported.skipped) ctx.log.warn(finding, 'a row of data/announcements.csv was left out');
  return imported.added;
}

export function openWithReason(url: string, readOnly = false): Database {
  try {
    return openDatabase(url, { readOnly });
  } catch (fault) {
    throw explained(fault, url);
  }
}

/** A database that cannot be opened, in a sentence that says where it was looked for. */
export function explained(fault: unknown, url: string): unknown {
  if (fault instanceof AppError && fault.code !== 'storage_unavailable') return fault;
  const cause = fault instanceof AppError ? fault.cause : fault;
  const code = (cause as { code?: unknown }).code;
  const isOurs =
    storageFault(cause) !== undefined ||
    code === 'SQLITE_NOTADB' ||
    code === 'EACCES' ||
    /^(28|3D)/.test(String(code)) ||
    code === 'SQLITE_ERROR';
  if (!isOurs) return fault;
  return new AppError('unusable', `The database at ${databaseLocation(url)} cannot be used: ${(cause as Error).message}`, { cause: fault });
}
