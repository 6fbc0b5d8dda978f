import type { Db } from './db.ts';
import type { CorrectionRow } from './tables.ts';

export function findCorrection(db: Db, id: string): Promise<CorrectionRow | undefined> {
  return db.selectFrom('corrections').selectAll().where('id', '=', id).executeTakeFirst();
}

export function findCorrectionOfWords(db: Db, wordsKey: string): Promise<CorrectionRow | undefined> {
  return db.selectFrom('corrections').selectAll().where('words_key', '=', wordsKey).executeTakeFirst();
}

/** By id, which is the order in which they were added. */
export function listCorrections(db: Db, after: string, limit: number): Promise<CorrectionRow[]> {
  return db.selectFrom('corrections').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute();
}

/** All of them, as far as readings depend on them. */
export function listCorrectionWords(db: Db): Promise<Pick<CorrectionRow, 'kind' | 'words' | 'means'>[]> {
  return db.selectFrom('corrections').select(['kind', 'words', 'means']).orderBy('id').execute();
}

export async function insertCorrection(db: Db, row: CorrectionRow): Promise<void> {
  await db.insertInto('corrections').values(row).execute();
}

export async function deleteCorrection(db: Db, id: string): Promise<void> {
  await db.deleteFrom('corrections').where('id', '=', id).execute();
}
