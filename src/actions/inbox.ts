import { createHash } from 'node:crypto';
import { type Ctx, utcDay } from '../context.ts';
import { type Draft, type RawAnnouncement, type ReadAnnouncement, readAnnouncement, TEXT_LIMITS } from '../domain/announcement.ts';
import { AppError } from '../domain/errors.ts';
import { pairOf } from '../domain/matching.ts';
import { edtfOf, sameWindow, windowFromBounds } from '../domain/windows.ts';
import type { ExtractedDraft } from '../extract/draft.ts';
import { type Evidence, evidenceOf } from '../extract/evidence.ts';
import type { FeedItem } from '../extract/feeds/feed.ts';
import { listLive } from '../store/announcements.ts';
import { type DraftPlace, findInboxDraft, insertInbox, listSaying, updateInbox } from '../store/inbox.ts';
import { listRoutesOfPairs } from '../store/routes.ts';
import type { AnnouncementRow, InboxRow, SourceRow } from '../store/tables.ts';
import { type Effect, type Said, understand } from './extraction.ts';
import { type Recorded, type RecordOptions, recordAnnouncement } from './record.ts';
import { inTransaction, type WriteCtx } from './transaction.ts';
import { worldOf } from './world.ts';

/** A draft that is not in the inbox yet. */
export type Unfiled = Omit<InboxRow, 'id' | 'created_at'>;

/**
 * Files drafts; one that says what the ledger or the inbox has already is filed as known. An item that says it once more under another id is
 * not filed again, whatever an editor made of it.
 */
export async function fileDrafts(tx: WriteCtx, drafts: readonly Unfiled[]): Promise<number> {
  if (drafts.length === 0) return 0;
  const saying = await listSaying(
    tx.db,
    drafts.map((draft) => draft.fingerprint),
  );
  const filed = new Set(saying.map(placeOf));
  const open = new Set(saying.filter((one) => one.state === 'open').map((one) => one.fingerprint));
  const routes = await listRoutesOfPairs(tx.db, [...new Set(drafts.map((draft) => pairOf(draft.origin, draft.destination)))]);
  const live = await listLive(
    tx.db,
    routes.map((route) => route.id),
  );
  const byPair = Map.groupBy(live, (statement) => pairOf(statement.origin, statement.destination));
  const rows: InboxRow[] = [];
  for (const draft of drafts) {
    const place = placeOf(draft);
    if (filed.has(place)) continue;
    filed.add(place);
    const row: InboxRow = { id: tx.newId(), ...draft, created_at: tx.at };
    const same = byPair.get(pairOf(row.origin, row.destination))?.find((statement) => saysTheSame(row, statement));
    if (same !== undefined) rows.push({ ...row, state: 'known', announcement_id: same.id });
    else rows.push(open.has(row.fingerprint) ? { ...row, state: 'known' } : row);
    if (same === undefined) open.add(row.fingerprint);
  }
  await insertInbox(tx.db, rows);
  return rows.length;
}

/** What is said, and by which item of which source, however that is called. */
function placeOf({ fingerprint, source_id, item_title, link }: DraftPlace): string {
  return JSON.stringify([fingerprint, source_id, item_title, link]);
}

/** The same of the same route on the same day; or once more what its source has said before. */
function saysTheSame(draft: InboxRow, statement: AnnouncementRow): boolean {
  const isSameAirline = draft.airline === null || statement.airline === null || draft.airline === statement.airline;
  if (!isSameAirline || draft.status !== statement.status || !sameWindow(windowOf(draft), windowOf(statement))) return false;
  const isRepeated = statement.published_on < draft.published_on && statement.source_name === draft.source_name;
  return statement.published_on === draft.published_on || isRepeated;
}

function windowOf({ earliest, latest }: { earliest: string | null; latest: string | null }) {
  return windowFromBounds(earliest, latest);
}

/** What was found in an item of a source, with the sentences that it came from. */
export function unfiled(source: SourceRow, item: FeedItem, publishedOn: string, draft: ExtractedDraft): Unfiled {
  const { earliest = null, latest = null } = draft.effective ?? {};
  const said = [pairOf(draft.origin, draft.destination), draft.airline, draft.status, earliest, latest];
  return {
    source_id: source.id,
    source_name: source.name,
    source_kind: source.kind,
    item_title: item.title,
    link: item.link,
    published_on: publishedOn,
    origin: draft.origin,
    destination: draft.destination,
    airline: draft.airline,
    status: draft.status,
    earliest,
    latest,
    wording: draft.wording?.slice(0, TEXT_LIMITS.wording) ?? null,
    weekly_frequency: draft.weeklyFrequency,
    speaker: draft.speaker?.slice(0, TEXT_LIMITS.speaker) ?? null,
    confidence: Math.round(draft.confidence * 100),
    evidence: JSON.stringify(evidenceOf(item.text, draft)),
    alternatives: JSON.stringify(draft.alternatives),
    state: 'open',
    fingerprint: createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32),
    announcement_id: null,
    reason: null,
    decided_at: null,
    decided_by: null,
  };
}

export async function getDraft(ctx: Pick<Ctx, 'db'>, id: string): Promise<InboxRow> {
  const row = await findInboxDraft(ctx.db, id);
  if (row === undefined) throw new AppError('not_found', `There is no draft ${id}.`);
  return row;
}

/** Whether an editor has accepted or dropped it; of one that is known, they may think otherwise. */
export function isDecided({ state }: Pick<InboxRow, 'state'>): boolean {
  return state === 'accepted' || state === 'dropped';
}

/** The sentences that a draft came from. */
export function evidenceIn(row: InboxRow): Evidence[] {
  return JSON.parse(row.evidence) as Evidence[];
}

export function alternativesIn(row: InboxRow): ExtractedDraft['alternatives'] {
  return JSON.parse(row.alternatives) as ExtractedDraft['alternatives'];
}

/** What each draft would change in the register, if it alone were accepted as it is. */
export async function understandDrafts(ctx: Pick<Ctx, 'db'>, rows: readonly InboxRow[]): Promise<Map<string, Effect>> {
  const effects = new Map<string, Effect>();
  for (const [publishedOn, some] of Map.groupBy(rows, (row) => row.published_on)) {
    const said = some.map((row): Said => ({ ...row, effective: windowOf(row), weeklyFrequency: row.weekly_frequency }));
    const understood = await understand(ctx, said, publishedOn, () => false);
    for (const [index, row] of some.entries()) effects.set(row.id, understood[index]!);
  }
  return effects;
}

/** What a draft says, as the editor mended it, understood or with every fault. */
export async function readDraft(ctx: Ctx, id: string, mended: RawAnnouncement): Promise<ReadAnnouncement> {
  return readAnnouncement({ ...rawOf(await getUndecided(ctx, id)), ...mended }, worldOf(ctx));
}

/** Records what a draft of the inbox was found to say, and takes it out, both or neither. */
export function acceptDraft(ctx: Ctx, id: string, draft: Draft, options: RecordOptions = {}): Promise<Recorded> {
  return recordAnnouncement(ctx, draft, {
    ...options,
    alsoWrite: async (tx, recorded) => {
      await decide(tx, id, 'accepted', { announcement_id: recorded.announcement.id });
      await options.alsoWrite?.(tx, recorded);
    },
  });
}

/** Takes a draft out of the inbox that is no announcement. */
export function dropDraft(
  ctx: Ctx,
  id: string,
  reason: string,
  alsoWrite?: (tx: WriteCtx, draft: InboxRow) => Promise<void>,
): Promise<InboxRow> {
  return inTransaction(ctx, async (tx) => {
    const draft = await decide(tx, id, 'dropped', { reason });
    await alsoWrite?.(tx, draft);
    return draft;
  });
}

async function getUndecided(ctx: Pick<Ctx, 'db'>, id: string): Promise<InboxRow> {
  const row = await getDraft(ctx, id);
  if (isDecided(row)) throw new AppError('conflict', `Draft ${id} was ${row.state} already.`);
  return row;
}

async function decide(
  tx: WriteCtx,
  id: string,
  state: 'accepted' | 'dropped',
  how: Pick<Partial<InboxRow>, 'announcement_id' | 'reason'>,
): Promise<InboxRow> {
  const before = await getUndecided(tx, id);
  const changes = { ...how, state, decided_at: tx.at, decided_by: tx.actor.name };
  await updateInbox(tx.db, id, changes);
  const after = { ...before, ...changes };
  tx.journal.audit.push({ action: `draft.${state}`, subject: `draft:${id}`, before, after });
  return after;
}

/** The draft as an editor would type it. */
export function rawOf(row: InboxRow) {
  const window = windowOf(row);
  return {
    publishedOn: row.published_on,
    origin: row.origin,
    destination: row.destination,
    airline: row.airline ?? '',
    status: row.status,
    effective: window === null ? '' : edtfOf(window),
    wording: row.wording ?? '',
    weeklyFrequency: row.weekly_frequency === null ? '' : String(row.weekly_frequency),
    speaker: row.speaker ?? '',
    sourceKind: row.source_kind,
    sourceName: row.source_name,
    sourceUrl: row.link ?? '',
  } satisfies RawAnnouncement;
}

/** The day of an item in the ledger: its own, but none that has not come anywhere yet. */
export function dayOf(ctx: Ctx, item: FeedItem): string {
  const { today } = worldOf(ctx);
  if (item.publishedOn === null) return utcDay(ctx);
  return item.publishedOn > today ? today : item.publishedOn;
}
