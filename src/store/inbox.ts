import type { DraftState } from '../domain/vocabulary.ts';
import { chunks } from './chunks.ts';
import type { Db } from './db.ts';
import { insertAll } from './insert.ts';
import type { InboxRow } from './tables.ts';

export function findInboxDraft(db: Db, id: string): Promise<InboxRow | undefined> {
  return db.selectFrom('inbox').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The newest first. */
export function listInbox(db: Db, state: DraftState, before: string | undefined, limit: number): Promise<InboxRow[]> {
  let query = db.selectFrom('inbox').selectAll().where('state', '=', state);
  if (before !== undefined) query = query.where('id', '<', before);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

export type DraftPlace = Pick<InboxRow, 'fingerprint' | 'state' | 'source_id' | 'item_title' | 'link'>;

/** Drafts that say one of these things, and the items that they came from. */
export async function listSaying(db: Db, fingerprints: readonly string[]): Promise<DraftPlace[]> {
  const found: DraftPlace[] = [];
  for (const some of chunks(fingerprints, 500)) {
    const columns = ['fingerprint', 'state', 'source_id', 'item_title', 'link'] as const;
    found.push(...(await db.selectFrom('inbox').select(columns).where('fingerprint', 'in', some).execute()));
  }
  return found;
}

export async function insertInbox(db: Db, rows: readonly InboxRow[]): Promise<void> {
  await insertAll(db, 'inbox', rows);
}

export async function updateInbox(db: Db, id: string, change: Partial<Omit<InboxRow, 'id'>>): Promise<void> {
  await db.updateTable('inbox').set(change).where('id', '=', id).execute();
}
