import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { AppError } from '../domain/errors.ts';
import { type Database, type Db, isBusy, isUniqueViolation } from './db.ts';

export const MIGRATIONS = join(import.meta.dirname, '../../migrations');

export interface Migration {
  number: number;
  name: string;
  text: string;
  digest: string;
}

/** The numbered files of a folder, in order. A gap or a double is a mistake of ours and throws. */
export function readMigrations(folder: string = MIGRATIONS): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file, index) => {
    const number = Number(file.slice(0, 4));
    if (number !== index + 1) throw new Error(`${file}: expected migration number ${index + 1}`);
    const text = readFileSync(join(folder, file), 'utf8');
    return { number, name: file.slice(5, -4), text, digest: createHash('sha256').update(text).digest('hex') };
  });
}

/** What a database holds of the migrations, without changing it. */
export async function schemaVersion(db: Db): Promise<{ number: number; digest: string } | undefined> {
  const tables = await db.introspection.getTables();
  if (!tables.some((table) => table.name === 'migrations')) return undefined;
  const { rows } = await sql<{
    number: number;
    digest: string;
  }>`select number, digest from migrations order by number desc limit 1`.execute(db);
  return rows[0];
}

/** Migrations that the database still lacks. Refuses a database of a newer program, and one whose history differs. */
export async function pendingMigrations(db: Db, known: readonly Migration[] = readMigrations()): Promise<Migration[]> {
  const current = await schemaVersion(db);
  if (current === undefined) return [...known];
  const newest = known.at(-1)?.number ?? 0;
  if (current.number > newest) {
    throw new AppError(
      'schema_newer',
      `The database has schema ${current.number}, this program knows ${newest}. Nothing was changed: run the newer program, or restore a backup made by this one.`,
    );
  }
  if (known[current.number - 1]?.digest !== current.digest) {
    throw new AppError(
      'schema_newer',
      `Migration ${current.number} of this database is not the one that comes with this program. Nothing was changed.`,
    );
  }
  return known.slice(current.number);
}

/**
 * Applies what is missing, each migration in one transaction with its line in `migrations`: after a crash the database
 * has all of it or nothing. Several processes may call this at once. `before` runs first if a database with data is about to change.
 */
export async function migrate(
  database: Database,
  options: { known?: readonly Migration[]; before?: (from: number) => Promise<void> } = {},
): Promise<number[]> {
  const known = options.known ?? readMigrations();
  const current = await schemaVersion(database.db);
  const missing = await pendingMigrations(database.db, known);
  if (missing.length === 0) return [];
  if (current !== undefined) await options.before?.(current.number);
  const applied: number[] = [];
  for (const migration of missing) {
    if (await applyPatiently(database, migration)) applied.push(migration.number);
  }
  return applied;
}

async function applyPatiently(database: Database, migration: Migration): Promise<boolean> {
  for (let left = 200; ; left -= 1) {
    try {
      await sql`create table if not exists migrations (number integer primary key, name text not null, digest text not null)`.execute(
        database.db,
      );
      return await apply(database, migration);
    } catch (fault) {
      if (!(isBusy(fault) || isLostRace(fault)) || left === 0) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** PostgreSQL's `if not exists` can lose a race with another process that creates the same table, and says so in one of three ways. */
function isLostRace(fault: unknown): boolean {
  return isUniqueViolation(fault) || ['42710', '42P07'].includes(String((fault as { code?: unknown }).code));
}

function apply(database: Database, migration: Migration): Promise<boolean> {
  return database.db.transaction().execute(async (db) => {
    if (database.engine === 'postgres') await sql`lock table migrations in exclusive mode`.execute(db);
    const { rows } = await sql`select 1 from migrations where number = ${migration.number}`.execute(db);
    if (rows.length > 0) return false;
    for (const statement of statementsOf(migration.text)) {
      await sql.raw(database.engine === 'postgres' ? forPostgres(statement) : statement).execute(db);
    }
    await sql`insert into migrations (number, name, digest) values (${migration.number}, ${migration.name}, ${migration.digest})`.execute(
      db,
    );
    return true;
  });
}

/** Keyset pages compare text byte by byte, as SQLite does. */
function forPostgres(statement: string): string {
  return statement.replace(/\bTEXT\b/g, 'TEXT COLLATE "C"');
}

/** Splits at semicolons that end a line; migrations keep no semicolon inside a text that ends a line. */
function statementsOf(text: string): string[] {
  return text
    .replace(/--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
