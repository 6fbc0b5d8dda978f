import { createHash } from 'node:crypto';
import type { Ctx } from '../context.ts';
import type { Draft } from '../domain/announcement.ts';
import { fold, foldAsOf, inFoldOrder, type Statement, step } from '../domain/belief.ts';
import { AppError } from '../domain/errors.ts';
import { matchRoute, pairOf } from '../domain/matching.ts';
import { findByFingerprint, insertAnnouncements } from '../store/announcements.ts';
import { toStatement } from '../store/projection.ts';
import { findRoute, listRoutesOfPairs } from '../store/routes.ts';
import type { AnnouncementRow, RouteRow } from '../store/tables.ts';
import { type Cause, dayInstant, newRoute, type OpenRoute, openRoutes, settle } from './ledger.ts';
import { inTransaction, type WriteCtx } from './transaction.ts';

export interface Recorded {
  announcement: AnnouncementRow;
  route: RouteRow;
  /** Undefined: the route did not exist before. */
  before: RouteRow | undefined;
}

export interface RecordOptions {
  /** The editor said which route is meant. */
  routeId?: string;
  /** Refuse unless the route stands at one of these versions. */
  ifMatch?: IfMatch;
  /** What is not given stays as it is believed, so a status that would change nothing is a mistake. */
  mustCount?: boolean;
  /** Written in the same transaction. */
  alsoWrite?: (ctx: WriteCtx, recorded: Recorded) => Promise<void>;
}

/** Records one statement. */
export function recordAnnouncement(ctx: Ctx, draft: Draft, options: RecordOptions = {}): Promise<Recorded> {
  return inTransaction(ctx, (tx) => recordWithin(tx, draft, options));
}

/** Records several statements, or none if one of them is refused; the finding's pointer is then that statement's index. */
export function recordAnnouncements(ctx: Ctx, drafts: readonly Draft[]): Promise<Recorded[]> {
  return inTransaction(ctx, async (tx) => {
    const recorded: Recorded[] = [];
    for (const [index, draft] of drafts.entries()) {
      try {
        recorded.push(await recordWithin(tx, draft, {}));
      } catch (fault) {
        if (!(fault instanceof AppError)) throw fault;
        throw new AppError(fault.code, fault.message, { findings: [{ pointer: `/${index}`, detail: fault.message }], cause: fault });
      }
    }
    return recorded;
  });
}

async function recordWithin(tx: WriteCtx, draft: Draft, options: RecordOptions): Promise<Recorded> {
  const meant = options.routeId === undefined ? undefined : await checkVersion(tx, options.routeId, options.ifMatch ?? '*');
  if (options.mustCount && meant?.status === 'launched' && ['proposed', 'postponed', 'cancelled'].includes(draft.status)) {
    throw new AppError(
      'conflict',
      `This route flies: say "suspended" or "ended" of it, or retract the statement that it was launched. "${draft.status}" would change nothing.`,
    );
  }
  const [same] = await findByFingerprint(tx.db, [fingerprintOf(draft)], 'live');
  if (same !== undefined) {
    throw new AppError(
      'duplicate_announcement',
      `This statement is in the ledger already, as announcement ${same.id} of route ${same.route_id}.`,
    );
  }
  const { placed, rows } = await placeStatements(tx, [draft], options.routeId);
  const { announcement, route: open } = placed[0]!;
  const recorded = { announcement, route: rows[0]!, before: open.row };
  tx.journal.audit.push({
    action: 'announcement.recorded',
    subject: `route:${open.id}`,
    before: open.row === undefined ? null : { route: open.row },
    after: { announcement, route: recorded.route },
  });
  await options.alsoWrite?.(tx, recorded);
  return recorded;
}

/** Versions that a change was decided on; `*`: whatever it stands at. */
export type IfMatch = readonly string[] | '*';

export async function checkVersion(ctx: WriteCtx, routeId: string, ifMatch: IfMatch): Promise<RouteRow> {
  const row = await findRoute(ctx.db, routeId);
  if (row === undefined) throw new AppError('not_found', `There is no route ${routeId}.`);
  if (ifMatch !== '*' && !ifMatch.includes(String(row.version))) {
    throw new AppError(
      'precondition_failed',
      `The route has changed since you read it (it is at version ${row.version}). Read it again and repeat your change on what you find.`,
    );
  }
  return row;
}

export interface Placed {
  announcement: AnnouncementRow;
  route: OpenRoute;
}

/**
 * Puts statements into the ledgers of the routes they are about, in the order of publication, and makes the routes what
 * follows. Which route is meant is judged by what was believed on the day of publication, so the order of recording
 * does not matter. `routeId`: the editor said which.
 */
export async function placeStatements(
  ctx: WriteCtx,
  drafts: readonly Draft[],
  routeId?: string,
): Promise<{ placed: Placed[]; rows: RouteRow[] }> {
  const ordered = drafts
    .map((draft) => ({ draft, id: '' }))
    .sort((a, b) => (a.draft.publishedOn < b.draft.publishedOn ? -1 : a.draft.publishedOn > b.draft.publishedOn ? 1 : 0));
  const pairs = [...new Set(drafts.map((draft) => pairOf(draft.origin, draft.destination)))];
  const known = await openRoutes(ctx, await listRoutesOfPairs(ctx.db, pairs));
  const byPair = Map.groupBy(known, (route) => pairOf(route.belief.origin, route.belief.destination));
  const placed: Placed[] = [];
  const touched = new Map<OpenRoute, AnnouncementRow>();
  for (const { draft } of ordered) {
    const pair = pairOf(draft.origin, draft.destination);
    const candidates = byPair.get(pair) ?? [];
    let route = routeId === undefined ? choose(draft, candidates) : candidates.find((candidate) => candidate.id === routeId);
    if (route === undefined) {
      if (routeId !== undefined) throw new AppError('conflict', `Route ${routeId} does not join ${draft.origin} and ${draft.destination}.`);
      route = newRoute(ctx.newId(), draft);
      byPair.set(pair, [...candidates, route]);
    }
    const announcement = announcementRow(ctx, draft, route.id);
    hear(route, toStatement(announcement));
    placed.push({ announcement, route });
    touched.set(route, announcement);
  }
  const rows = await settle(ctx, [...touched.keys()], (route) => causeOf(touched.get(route)!));
  await insertAnnouncements(
    ctx.db,
    placed.map((one) => one.announcement),
  );
  return { placed, rows };
}

/** Which of the routes of its pair a statement is about, by what was believed when it was published; undefined: a new one. */
export function choose(draft: Pick<Draft, 'publishedOn' | 'status' | 'airline'>, candidates: readonly OpenRoute[]): OpenRoute | undefined {
  const asOf = candidates.map((route) => {
    const belief =
      (route.belief.lastAnnouncedOn ?? '') <= draft.publishedOn
        ? route.belief
        : foldAsOf(route.statements, route.belief, draft.publishedOn);
    // The airline of a route is its identity, whenever it became known.
    // Of a route that nobody had spoken of by then, the first word may well be this one.
    return { id: route.id, airline: route.belief.airline, status: belief.announcementCount === 0 ? 'proposed' : belief.status, route };
  });
  return (matchRoute(draft, asOf) as (typeof asOf)[number] | undefined)?.route;
}

/** Adds a statement at its place in the ledger. */
export function hear(route: OpenRoute, statement: Statement): void {
  const last = route.statements.at(-1);
  if (last === undefined || inFoldOrder(last, statement) <= 0) {
    route.statements.push(statement);
    route.belief = step(route.belief, statement).belief;
  } else {
    route.statements.push(statement);
    route.statements.sort(inFoldOrder);
    route.belief = fold(route.statements, route.belief);
  }
}

function causeOf(announcement: AnnouncementRow): Cause {
  return {
    key: announcement.id,
    announcementId: announcement.id,
    source: { name: announcement.source_name, url: announcement.source_url },
    occurredAt: dayInstant(announcement.published_on),
    reason: 'statement',
  };
}

/** The same words of the same speaker on the same day about the same thing are one statement. */
export function fingerprintOf(draft: Draft): string {
  const {
    publishedOn,
    origin,
    destination,
    airline,
    status,
    window,
    withdrawsDate,
    wording,
    weeklyFrequency,
    speaker,
    sourceName,
    sourceUrl,
  } = draft;
  const said = [
    publishedOn,
    origin,
    destination,
    airline,
    status,
    window?.earliest,
    window?.latest,
    withdrawsDate,
    wording,
    weeklyFrequency,
    speaker,
    sourceName,
    sourceUrl,
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}

function announcementRow(ctx: WriteCtx, draft: Draft, routeId: string): AnnouncementRow {
  return {
    id: ctx.newId(),
    route_id: routeId,
    origin: draft.origin,
    destination: draft.destination,
    airline: draft.airline,
    airline_code: draft.airlineCode,
    airline_name: draft.airlineName,
    status: draft.status,
    earliest: draft.window?.earliest ?? null,
    latest: draft.window?.latest ?? null,
    withdraws_date: draft.withdrawsDate ? 1 : 0,
    wording: draft.wording,
    weekly_frequency: draft.weeklyFrequency,
    speaker: draft.speaker,
    source_name: draft.sourceName,
    source_kind: draft.sourceKind,
    source_url: draft.sourceUrl,
    published_on: draft.publishedOn,
    note: draft.note,
    fingerprint: fingerprintOf(draft),
    recorded_at: ctx.at,
    recorded_by: ctx.actor.name,
    retracted_at: null,
    retracted_by: null,
    retraction_reason: null,
  };
}
