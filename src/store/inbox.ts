import type { DraftState } from '../domain/vocabulary.ts';
import { chunks } from './chunks.ts';
import type { Db } from './db.ts';
import { insertAll } from './insert.ts';
import type { InboxRow } from './tables.ts';

export function findInboxDraft(db: Db, id: string): Promise<InboxRow | undefined> {
  return db.selectFrom('inbox').selectAll().where('id', '=', id).executeTakeFirst();
}

interface Of {
  sourceId?: string | undefined;
  oldestFirst?: boolean;
}

/** The newest first, unless they are wanted otherwise; those behind a draft. */
export function listInbox(
  db: Db,
  state: DraftState,
  behind: string | undefined,
  limit: number,
  { sourceId, oldestFirst = false }: Of = {},
): Promise<InboxRow[]> {
  let query = db.selectFrom('inbox').selectAll().where('state', '=', state);
  if (sourceId !== undefined) query = query.where('source_id', '=', sourceId);
  if (behind !== undefined) query = query.where('id', oldestFirst ? '>' : '<', behind);
  return query
    .orderBy('id', oldestFirst ? 'asc' : 'desc')
    .limit(limit)
    .execute();
}

/** How many there are in each state; states without any are left out. */
export async function countInbox(db: Db, of: { sourceId?: string | undefined; state?: DraftState }): Promise<Map<DraftState, number>> {
  let query = db.selectFrom('inbox').select(({ fn }) => ['state', fn.countAll().as('drafts')]);
  if (of.sourceId !== undefined) query = query.where('source_id', '=', of.sourceId);
  if (of.state !== undefined) query = query.where('state', '=', of.state);
  const rows = await query.groupBy('state').execute();
  return new Map(rows.map((row) => [row.state, Number(row.drafts)]));
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
