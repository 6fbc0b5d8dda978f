import { createHash } from 'node:crypto';
import type { Db } from './db.ts';
import { insertAll } from './insert.ts';
import type { AuditRow } from './tables.ts';

/** The digest of a line over the digest of the line before it and everything that the line says. */
export function auditDigest(line: Omit<AuditRow, 'digest'>): string {
  const said = [
    line.previous,
    line.seq,
    line.at,
    line.actor,
    line.key_id,
    line.request_id,
    line.action,
    line.subject,
    line.before,
    line.after,
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

export async function insertAuditLines(db: Db, rows: readonly AuditRow[]): Promise<void> {
  await insertAll(db, 'audit', rows);
}

/** Newest first, before a number. */
export function listAudit(db: Db, filter: { before?: number; subject?: string }, limit: number): Promise<AuditRow[]> {
  let query = db.selectFrom('audit').selectAll();
  if (filter.before !== undefined) query = query.where('seq', '<', filter.before);
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject);
  return query.orderBy('seq', 'desc').limit(limit).execute();
}

/** Oldest first, after a number: for checking the chain. */
export function pageAudit(db: Db, after: number, limit: number): Promise<AuditRow[]> {
  return db.selectFrom('audit').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute();
}
