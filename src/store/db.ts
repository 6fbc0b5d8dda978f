import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import {
  type Compilable,
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  sql,
} from 'kysely';
import pg from 'pg';
import { AppError } from '../domain/errors.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;

export interface Database {
  db: Db;
  engine: 'sqlite' | 'postgres';
  close: () => Promise<void>;
}

/** How long one statement waits inside SQLite (blocking the process) before `inTransaction` waits outside it instead. */
const BUSY_TIMEOUT_MS = 50;
const STATEMENTS_KEPT = 500;

/** Opens `sqlite:FILE` or `postgres://…`. `readOnly` never creates a file. */
export function openDatabase(url: string, options: { readOnly?: boolean } = {}): Database {
  return url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length), options.readOnly ?? false) : openPostgres(url);
}

function openSqlite(file: string, readOnly: boolean): Database {
  if (!readOnly && file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const raw = new BetterSqlite(file, { timeout: BUSY_TIMEOUT_MS, readonly: readOnly, fileMustExist: readOnly });
  raw.pragma('foreign_keys = ON');
  raw.pragma('cache_size = -131072');
  if (!readOnly) {
    whenFree(() => raw.pragma('journal_mode = WAL'));
    raw.pragma('synchronous = FULL');
  }
  const db = new Kysely<Tables>({ dialect: new OurSqliteDialect(raw) });
  return { db, engine: 'sqlite', close: () => db.destroy() };
}

/** Switching to WAL needs the file alone for a moment and ignores the busy timeout. */
function whenFree(act: () => void): void {
  for (let left = 100; ; left -= 1) {
    try {
      act();
      return;
    } catch (fault) {
      if (!isBusy(fault) || left === 0) throw fault;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

/** better-sqlite3 compiles a statement at each `prepare`: keep the newest few hundred. */
function keepingStatements(raw: BetterSqlite.Database): { prepare: (text: string) => BetterSqlite.Statement; close: () => void } {
  const kept = new Map<string, BetterSqlite.Statement>();
  return {
    prepare(text) {
      const known = kept.get(text);
      if (known !== undefined) return known;
      const statement = raw.prepare(text);
      if (kept.size >= STATEMENTS_KEPT) kept.delete(kept.keys().next().value as string);
      kept.set(text, statement);
      return statement;
    },
    close: () => raw.close(),
  };
}

class OurSqliteDialect extends SqliteDialect {
  readonly #raw: BetterSqlite.Database;
  readonly #config: SqliteDialectConfig;
  constructor(raw: BetterSqlite.Database) {
    const config = { database: keepingStatements(raw) };
    super(config);
    this.#raw = raw;
    this.#config = config;
  }
  override createDriver(): SqliteDriver {
    const driver = new SqliteDriver(this.#config);
    // A deferred transaction that turns into a writer fails at once when another process writes; an immediate one waits its turn.
    driver.beginTransaction = async (connection: DatabaseConnection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    };
    // After a fault of the disk SQLite has rolled back already; to do it again would be a fault of its own and hide the first.
    driver.rollbackTransaction = async (connection: DatabaseConnection) => {
      if (this.#raw.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
    };
    return driver;
  }
}

function openPostgres(url: string): Database {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000, application_name: 'inaugural' });
  // An idle connection that the server closes must not end the process; the next query opens another.
  pool.on('error', () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, engine: 'postgres', close: () => db.destroy() };
}

/** True when another process holds SQLite's lock: worth trying again. */
export function isBusy(fault: unknown): boolean {
  const code = (fault as { code?: unknown }).code;
  return typeof code === 'string' && (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'));
}

const STORAGE_FAULTS =
  /^(SQLITE_(FULL|READONLY|IOERR|CANTOPEN|BUSY|LOCKED)|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08|25006|53|57P|58)/;
const STORAGE_SENTENCES = /^(Connection terminated|timeout exceeded when trying to connect|The server does not support)/;

/** A fault of the disk or the database server, as the error that callers may be told; undefined for every other fault. */
export function storageFault(fault: unknown): AppError | undefined {
  const { code, message } = fault as { code?: unknown; message?: unknown };
  const known = (typeof code === 'string' && STORAGE_FAULTS.test(code)) || (typeof message === 'string' && STORAGE_SENTENCES.test(message));
  if (!known) return undefined;
  return new AppError('storage_unavailable', 'The database cannot take this now; nothing was changed. Try again in a few seconds.', {
    retryAfter: 5,
    cause: fault,
  });
}

/** True when a unique index refused a row. */
export function isUniqueViolation(fault: unknown): boolean {
  const code = (fault as { code?: unknown }).code;
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505';
}

/** A transaction in which two reads see one state of the data. */
export async function inSnapshot<T>(database: Database, read: (db: Db) => Promise<T>): Promise<T> {
  const transaction = database.db.transaction();
  return database.engine === 'postgres'
    ? transaction.setIsolationLevel('repeatable read').execute(read)
    : database.db.connection().execute(async (db) => {
        await sql`begin`.execute(db);
        try {
          return await read(db);
        } finally {
          await sql`rollback`.execute(db);
        }
      });
}

/** Marks the place of a value in a query that is compiled once. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A query that is compiled once for each engine and run with new values: building one costs more than running it. */
export interface Prepared<Values, Row> {
  (db: Db, values: Values): Promise<Row[]>;
  /** The text and the parameters that would be run. */
  bind: (db: Db, values: Values) => CompiledQuery;
}

export function prepared<Values extends object, Row>(
  build: (db: Db, value: <K extends keyof Values & string>(name: K) => Values[K]) => Compilable<Row>,
): Prepared<Values, Row> {
  const compiled = new WeakMap<object, CompiledQuery>();
  const bind = (db: Db, values: Values): CompiledQuery => {
    const engine = db.getExecutor().adapter;
    let query = compiled.get(engine);
    if (query === undefined) {
      query = build(db, (name) => new Place(name) as unknown as Values[typeof name]).compile();
      compiled.set(engine, query);
    }
    const given = values as Record<string, unknown>;
    return { ...query, parameters: query.parameters.map((one) => (one instanceof Place ? given[one.name] : one)) };
  };
  const run = async (db: Db, values: Values) => (await db.executeQuery(bind(db, values))).rows as Row[];
  return Object.assign(run, { bind });
}
