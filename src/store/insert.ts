import type { CompiledQuery } from 'kysely';
import { chunks } from './chunks.ts';
import type { Db } from './db.ts';
import type { Tables } from './tables.ts';

const ROWS_AT_ONCE = 100;
const compiled = new WeakMap<object, Map<string, CompiledQuery>>();

/** Inserts rows that all have the same columns, many to a statement. Each statement's text is made once. */
export async function insertAll<T extends keyof Tables>(db: Db, table: T, rows: readonly Tables[T][]): Promise<void> {
  const first = rows[0];
  if (first === undefined) return;
  const columns = Object.keys(first) as (keyof Tables[T])[];
  const engine = db.getExecutor().adapter;
  const texts = compiled.get(engine) ?? new Map<string, CompiledQuery>();
  compiled.set(engine, texts);
  for (const some of chunks(rows, ROWS_AT_ONCE)) {
    const key = `${table}*${some.length}:${columns.join()}`;
    let query = texts.get(key);
    if (query === undefined) {
      query = db
        .insertInto(table)
        .values(some as never)
        .compile();
      texts.set(key, query);
    }
    await db.executeQuery({ ...query, parameters: some.flatMap((row) => columns.map((column) => row[column])) });
  }
}
