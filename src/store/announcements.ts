import { chunks } from './chunks.ts';
import type { Db } from './db.ts';
import { insertAll } from './insert.ts';
import type { AnnouncementRow } from './tables.ts';

export function findAnnouncement(db: Db, id: string): Promise<AnnouncementRow | undefined> {
  return db.selectFrom('announcements').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The whole ledger of one route in fold order, what was taken back included. */
export function listLedger(db: Db, routeId: string): Promise<AnnouncementRow[]> {
  return db.selectFrom('announcements').selectAll().where('route_id', '=', routeId).orderBy('published_on').orderBy('id').execute();
}

/** The statements of several routes that stand, in fold order. */
export async function listLive(db: Db, routeIds: readonly string[]): Promise<AnnouncementRow[]> {
  const found: AnnouncementRow[] = [];
  for (const some of chunks(routeIds, 500)) {
    found.push(
      ...(await db
        .selectFrom('announcements')
        .selectAll()
        .where('route_id', 'in', some)
        .where('retracted_at', 'is', null)
        .orderBy('route_id')
        .orderBy('published_on')
        .orderBy('id')
        .execute()),
    );
  }
  return found;
}

/** Every statement in the ledger's order, after a place in it. */
export function pageAnnouncements(
  db: Db,
  after: { publishedOn: string; id: string } | undefined,
  limit: number,
  options: { live?: boolean } = {},
): Promise<AnnouncementRow[]> {
  let query = db.selectFrom('announcements').selectAll();
  if (after !== undefined) {
    query = query.where((eb) => eb(eb.refTuple('published_on', 'id'), '>', eb.tuple(after.publishedOn, after.id)));
  }
  if (options.live) query = query.where('retracted_at', 'is', null);
  return query.orderBy('published_on').orderBy('id').limit(limit).execute();
}

/** Statements with one of the fingerprints, standing or taken back. */
export async function findByFingerprint(db: Db, fingerprints: readonly string[], state: 'live' | 'retracted'): Promise<AnnouncementRow[]> {
  const found: AnnouncementRow[] = [];
  for (const some of chunks(fingerprints, 500)) {
    const query = db.selectFrom('announcements').selectAll().where('fingerprint', 'in', some);
    found.push(...(await query.where('retracted_at', state === 'live' ? 'is' : 'is not', null).execute()));
  }
  return found;
}

export async function insertAnnouncements(db: Db, rows: readonly AnnouncementRow[]): Promise<void> {
  await insertAll(db, 'announcements', rows);
}

export async function retractAnnouncement(
  db: Db,
  id: string,
  retraction: Pick<AnnouncementRow, 'retracted_at' | 'retracted_by' | 'retraction_reason'>,
): Promise<void> {
  await db.updateTable('announcements').set(retraction).where('id', '=', id).execute();
}

export async function moveLedger(db: Db, fromRoute: string, toRoute: string): Promise<void> {
  await db.updateTable('announcements').set({ route_id: toRoute }).where('route_id', '=', fromRoute).execute();
}

export async function hasAnnouncements(db: Db): Promise<boolean> {
  return (await db.selectFrom('announcements').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function countAnnouncements(db: Db): Promise<number> {
  const row = await db
    .selectFrom('announcements')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The whole ledgers of several routes, each in fold order. */
export async function listLedgers(db: Db, routeIds: readonly string[]): Promise<Map<string, AnnouncementRow[]>> {
  const rows: AnnouncementRow[] = [];
  for (const some of chunks(routeIds, 500)) {
    rows.push(
      ...(await db.selectFrom('announcements').selectAll().where('route_id', 'in', some).orderBy('published_on').orderBy('id').execute()),
    );
  }
  return Map.groupBy(rows, (row) => row.route_id);
}
