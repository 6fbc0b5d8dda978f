import { sql } from 'kysely';
import type { Database, Db } from './db.ts';

/** What the engine itself finds wrong with its files; empty when nothing. */
export async function findDamage(database: Database, db: Db): Promise<string[]> {
  if (database.engine === 'postgres') return [];
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  const broken = await sql<{ table: string; rowid: number }>`pragma foreign_key_check`.execute(db);
  return [
    ...rows.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
    ...broken.rows.map((row) => `row ${row.rowid} of ${row.table} points to nothing`),
  ];
}

/** Ids of announcements whose route is gone. */
export async function findStrays(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('announcements')
    .leftJoin('routes', 'routes.id', 'announcements.route_id')
    .select('announcements.id')
    .where('routes.id', 'is', null)
    .limit(10)
    .execute();
  return rows.map((row) => row.id);
}

export async function newestEventNumber(db: Db): Promise<number> {
  const row = await db.selectFrom('events').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row?.seq ?? 0;
}
