import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { AppError } from '../domain/errors.ts';
import { type Database, type Db, inSnapshot, openDatabase } from './db.ts';
import { migrate, pendingMigrations, schemaVersion } from './migrate.ts';
import { findDamage } from './soundness.ts';
import type { Tables } from './tables.ts';

/** Every table that a backup holds, in the order in which rows may be put back, with the column that orders its pages. */
const TABLES = [
  ['register', 'id'],
  ['places', 'code'],
  ['airlines', 'id'],
  ['routes', 'id'],
  ['joined_routes', 'id'],
  ['announcements', 'id'],
  ['events', 'seq'],
  ['keys', 'id'],
  ['audit', 'seq'],
  ['subscriptions', 'id'],
  ['deliveries', 'id'],
  ['attempts', 'id'],
  ['sources', 'id'],
  ['items', 'id'],
  ['inbox', 'id'],
  ['corrections', 'id'],
] as const satisfies readonly (readonly [keyof Tables, string])[];

type Progress = (table: string, rows: number) => void;

/**
 * Writes one state of the database to a new SQLite file while others go on writing, checks it and gives it its name last:
 * a file of that name is always whole. A PostgreSQL database becomes an SQLite file too; `restore` reads it into either.
 */
export async function backup(database: Database, file: string, progress?: Progress): Promise<void> {
  if (existsSync(file)) throw new AppError('unusable', `${file} exists already; a backup never overwrites. Choose another name.`);
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    if (database.engine === 'sqlite') await sql`vacuum into ${partial}`.execute(database.db);
    else await copyInto(partial, database, progress);
    await check(partial);
    renameSync(partial, file);
  } finally {
    for (const left of [partial, `${partial}-wal`, `${partial}-shm`]) rmSync(left, { force: true });
  }
}

async function copyInto(file: string, from: Database, progress?: Progress): Promise<void> {
  const to = openDatabase(`sqlite:${file}`);
  try {
    await migrate(to);
    await inSnapshot(from, (db) => copyRows(db, to, progress));
    await sql`pragma journal_mode = delete`.execute(to.db);
  } finally {
    await to.close();
  }
}

async function check(file: string): Promise<void> {
  const copy = openDatabase(`sqlite:${file}`, { readOnly: true });
  try {
    const damage = await findDamage(copy, copy.db);
    if (damage.length > 0) throw new AppError('unusable', `The backup is damaged and was not kept: ${damage[0]}`);
  } finally {
    await copy.close();
  }
}

/** Fills an empty database from a backup, an older one after bringing a copy of it up to date. All rows or none. */
export async function restore(database: Database, file: string, progress?: Progress): Promise<void> {
  if (!existsSync(file)) throw new AppError('unusable', `There is no backup ${file}.`);
  if ((await schemaVersion(database.db)) !== undefined) {
    throw new AppError('unusable', 'The database is not empty; nothing was changed. Restore into a new file or a new PostgreSQL database.');
  }
  const folder = mkdtempSync(join(tmpdir(), 'inaugural-restore-'));
  const copy = join(folder, 'backup.db');
  copyFileSync(file, copy);
  let from: Database | undefined;
  try {
    from = await openBackup(copy, file);
    if ((await pendingMigrations(from.db)).length > 0) await migrate(from);
    await migrate(database);
    await copyRows(from.db, database, progress);
  } finally {
    await from?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openBackup(copy: string, file: string): Promise<Database> {
  let from: Database | undefined;
  try {
    from = openDatabase(`sqlite:${copy}`);
    if ((await schemaVersion(from.db)) !== undefined) return from;
  } catch {
    // Not a database at all.
  }
  await from?.close();
  throw new AppError('unusable', `${file} is no backup of a register.`);
}

async function copyRows(from: Db, to: Database, progress?: Progress): Promise<void> {
  await to.db.transaction().execute(async (db) => {
    await sql`delete from register`.execute(db);
    for (const [table, column] of TABLES) {
      let copied = 0;
      for (let after: unknown; ; ) {
        const rest = after === undefined ? sql`` : sql`where ${sql.ref(column)} > ${after}`;
        const { rows } = await sql<Record<string, unknown>>`
          select * from ${sql.table(table)} ${rest} order by ${sql.ref(column)} limit 200`.execute(from);
        if (rows.length === 0) break;
        after = rows.at(-1)?.[column];
        await db
          .insertInto(table)
          .values(rows as never)
          .execute();
        copied += rows.length;
        progress?.(table, copied);
      }
    }
  });
}
