import { type Db, prepared } from './db.ts';
import type { RegisterRow } from './tables.ts';

const version = prepared<object, { version: number }>((db) => db.selectFrom('register').select('version'));

/** The number of the newest change: the same number means the same data. */
export async function readVersion(db: Db): Promise<number> {
  const rows = await version(db, {});
  return rows[0]?.version ?? 0;
}

export function readRegister(db: Db): Promise<RegisterRow> {
  return db.selectFrom('register').selectAll().executeTakeFirstOrThrow();
}

const take = prepared<object, RegisterRow>((db) =>
  db
    .updateTable('register')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', 1)
    .returningAll(),
);

/** The first statement of every writing transaction: raises the version and makes other writers wait. */
export async function takeRegister(db: Db): Promise<RegisterRow> {
  const [row] = await take(db, {});
  if (row === undefined) throw new Error('the register row is missing');
  return row;
}

const put = prepared<{ version: number; auditSeq: number; auditHead: string }, never>((db, value) =>
  db
    .updateTable('register')
    .set({ version: value('version'), audit_seq: value('auditSeq'), audit_head: value('auditHead') })
    .where('id', '=', 1),
);

/** The last statement of a writing transaction: how far its events and audit lines have raised the numbers. */
export async function putRegister(db: Db, numbers: { version: number; auditSeq: number; auditHead: string }): Promise<void> {
  await put(db, numbers);
}

/** Remembers the newest tick; never moves back. */
export async function noteTick(db: Db, at: string): Promise<void> {
  await db
    .updateTable('register')
    .set({ last_tick_at: at })
    .where((eb) => eb.or([eb('last_tick_at', 'is', null), eb('last_tick_at', '<', at)]))
    .execute();
}

export async function setReferenceDigest(db: Db, digest: string): Promise<void> {
  await db.updateTable('register').set({ reference_digest: digest }).execute();
}
