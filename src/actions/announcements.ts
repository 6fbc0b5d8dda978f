import type { Ctx } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import { findAnnouncement, moveLedger, retractAnnouncement } from '../store/announcements.ts';
import { deleteRoute, findRoute, insertJoinedRoute } from '../store/routes.ts';
import type { AnnouncementRow, RouteRow } from '../store/tables.ts';
import { openRoutes, settle } from './ledger.ts';
import { checkVersion, type IfMatch } from './record.ts';
import { inTransaction, type WriteCtx } from './transaction.ts';

export interface Retracted {
  announcement: AnnouncementRow;
  route: RouteRow;
}

/** Takes a statement back: it stays in the ledger with the reason and no longer counts. */
export function retract(
  ctx: Ctx,
  id: string,
  reason: string,
  alsoWrite?: (ctx: WriteCtx, retracted: Retracted) => Promise<void>,
): Promise<Retracted> {
  return inTransaction(ctx, async (tx) => {
    const announcement = await findAnnouncement(tx.db, id);
    if (announcement === undefined) throw new AppError('not_found', `There is no announcement ${id}.`);
    if (announcement.retracted_at !== null)
      throw new AppError('conflict', `Announcement ${id} was retracted already, on ${announcement.retracted_at}.`);
    const before = await findRoute(tx.db, announcement.route_id);
    if (before === undefined) throw new Error(`announcement ${id} belongs to no route`);
    const retraction = { retracted_at: tx.at, retracted_by: tx.actor.name, retraction_reason: reason };
    await retractAnnouncement(tx.db, id, retraction);
    const open = await openRoutes(tx, [before]);
    const [route] = await settle(tx, open, () => ({
      key: `${id}:retracted`,
      announcementId: id,
      source: { name: announcement.source_name, url: announcement.source_url },
      occurredAt: tx.at,
      reason: 'retraction',
    }));
    const retracted = { announcement: { ...announcement, ...retraction }, route: route! };
    tx.journal.audit.push({
      action: 'announcement.retracted',
      subject: `route:${before.id}`,
      before: { announcement, route: before },
      after: retracted,
    });
    await alsoWrite?.(tx, retracted);
    return retracted;
  });
}

/** Joins two routes of one pair that were one: `kept` takes over the ledger of `given`, whose id leads to it from now on. */
export function joinRoutes(ctx: Ctx, keptId: string, givenId: string, ifMatch: IfMatch): Promise<RouteRow> {
  return inTransaction(ctx, async (tx) => {
    if (keptId === givenId) throw new AppError('conflict', 'A route cannot be joined to itself.');
    const kept = await checkVersion(tx, keptId, ifMatch);
    const given = await checkVersion(tx, givenId, '*');
    if (kept.pair !== given.pair)
      throw new AppError('conflict', `Only routes of one pair can be joined: these are ${kept.pair} and ${given.pair}.`);
    await moveLedger(tx.db, givenId, keptId);
    await deleteRoute(tx.db, givenId);
    await insertJoinedRoute(tx.db, givenId, keptId);
    const open = await openRoutes(tx, [kept]);
    const [route] = await settle(tx, open, () => ({
      key: `joined:${givenId}`,
      announcementId: null,
      source: null,
      occurredAt: tx.at,
      reason: 'joined',
    }));
    tx.journal.audit.push({ action: 'route.joined', subject: `route:${keptId}`, before: { kept, given }, after: { route } });
    return route!;
  });
}
