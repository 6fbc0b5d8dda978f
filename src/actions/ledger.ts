import { publicUrl } from '../config.ts';
import { instantText } from '../context.ts';
import { pairPath } from '../domain/addresses.ts';
import { nextReminderOn } from '../domain/alerts.ts';
import { type Belief, fold, nothingSaid, type Statement } from '../domain/belief.ts';
import { AppError } from '../domain/errors.ts';
import type { RouteFacts, StatementEventData } from '../domain/event-data.ts';
import { changeBetween } from '../domain/events.ts';
import { describeWindow, type Window } from '../domain/windows.ts';
import { localDateAtPlace } from '../domain/zones.ts';
import { listLive } from '../store/announcements.ts';
import { isUniqueViolation } from '../store/db.ts';
import { findEventTimes } from '../store/events.ts';
import { flagFromEvents, flagKeys, launchOf, NO_FLAG, type Projection, projectBelief, toStatement } from '../store/projection.ts';
import { insertRoutes, updateRoute } from '../store/routes.ts';
import type { RouteRow } from '../store/tables.ts';
import type { WriteCtx } from './transaction.ts';

/** A route with its live statements, open for change. `row` is what stands in the database; a new route has none. */
export interface OpenRoute {
  id: string;
  row: RouteRow | undefined;
  statements: Statement[];
  belief: Belief;
}

/** Why a belief changed: goes into the event. */
export interface Cause {
  /** Makes the event's key; the same cause is told once. */
  key: string;
  announcementId: string | null;
  source: { name: string | null; url: string | null } | null;
  occurredAt: string;
  reason: 'statement' | 'retraction' | 'joined' | 'places';
}

export async function openRoutes(ctx: Pick<WriteCtx, 'db'>, rows: readonly RouteRow[]): Promise<OpenRoute[]> {
  const live = await listLive(
    ctx.db,
    rows.map((row) => row.id),
  );
  const ledgers = Map.groupBy(live, (row) => row.route_id);
  return rows.map((row) => {
    const statements = (ledgers.get(row.id) ?? []).map(toStatement);
    return { id: row.id, row, statements, belief: fold(statements, row) };
  });
}

export function newRoute(id: string, ends: { origin: string; destination: string }): OpenRoute {
  return { id, row: undefined, statements: [], belief: nothingSaid(ends.origin, ends.destination) };
}

/** Writes what the open routes have become, and the event that each change is. Returns the rows as they now stand. */
export async function settle(ctx: WriteCtx, routes: readonly OpenRoute[], causeOf: (route: OpenRoute) => Cause): Promise<RouteRow[]> {
  const keys = routes.flatMap((route) => (route.row === undefined ? [] : Object.values(flagKeys(route.id, route.belief) ?? {})));
  const flags = await findEventTimes(ctx.db, keys);
  const settled: RouteRow[] = [];
  const fresh: RouteRow[] = [];
  for (const route of routes) {
    const flagged = route.row === undefined ? NO_FLAG : flagFromEvents(route.id, route.belief, flags);
    const projection = projectBelief(ctx.reference, route.belief, flagged);
    const row = nextRow(ctx, route, projection);
    settled.push(row);
    if (row === route.row) continue;
    if (route.row === undefined) fresh.push(row);
    else await update(ctx, row, route.row.version);
    raise(ctx, route, row, causeOf(route));
  }
  await insertRoutes(ctx.db, fresh);
  return settled;
}

async function update(ctx: WriteCtx, row: RouteRow, atVersion: number): Promise<void> {
  try {
    if (await updateRoute(ctx.db, row, atVersion)) return;
  } catch (fault) {
    if (!isUniqueViolation(fault)) throw fault;
    throw new AppError(
      'conflict',
      `The pair ${row.pair} already has another route of that airline (or without one). Join the two routes first.`,
    );
  }
  throw new AppError('conflict', 'Somebody else changed this route at the same moment. Read it again.');
}

function nextRow(ctx: WriteCtx, route: OpenRoute, projection: Projection): RouteRow {
  const before = route.row;
  const isRemindedOf = (row: Projection): string | null => (row.pending === 1 ? row.launch_earliest : null);
  const remindOn = (): string | null => {
    const earliest = isRemindedOf(projection);
    if (earliest === null) return null;
    // A reminder whose day has passed when the promise is heard says nothing that its announcement does not say.
    return nextReminderOn(earliest, localDateAtPlace(projection.origin_zones.split(' '), ctx.now()), ctx.config.REMIND_DAYS);
  };
  if (before === undefined) {
    return { ...projection, id: route.id, retry_at: null, remind_on: remindOn(), version: 1, created_at: ctx.at, updated_at: ctx.at };
  }
  const same = Object.entries(projection).every(([column, value]) => before[column as keyof RouteRow] === value);
  if (same) return before;
  const remind_on = isRemindedOf(before) === isRemindedOf(projection) ? before.remind_on : remindOn();
  return { ...before, ...projection, retry_at: null, remind_on, version: before.version + 1, updated_at: ctx.at };
}

function raise(ctx: WriteCtx, route: OpenRoute, after: RouteRow, cause: Cause): void {
  const before = route.row === undefined ? undefined : { status: route.row.status, launch: launchOf(route.row) };
  const change = changeBetween(before, { status: after.status, launch: launchOf(after) });
  if (change === undefined) return;
  ctx.journal.events.push({
    id: ctx.newId(),
    key: `${change.type}:${route.id}:${cause.key}`,
    type: change.type,
    route_id: route.id,
    occurred_at: cause.occurredAt,
    data: JSON.stringify({
      ...routeFacts(ctx, after),
      statusBefore: before?.status ?? null,
      launchBefore: shown(before?.launch ?? null, route.row?.launch_wording ?? null),
      move: change.move === null ? null : { kind: change.move.kind, days: change.move.days },
      reason: cause.reason,
      announcementId: cause.announcementId,
      source: cause.source,
    } satisfies StatementEventData),
  });
}

/** What every event says of its route. */
export function routeFacts(ctx: WriteCtx, row: RouteRow): RouteFacts {
  const airline = row.airline === null ? undefined : ctx.reference.airline(row.airline);
  const place = (code: string, country: string) => ({ code, name: placeName(ctx, code), country });
  const server = publicUrl(ctx.config);
  const link = `${server}/api/v1/routes/${row.id}`;
  return {
    origin: place(row.origin, row.origin_country),
    destination: place(row.destination, row.destination_country),
    airline: airline === undefined ? null : { id: airline.id, iata: airline.iata, icao: airline.icao, name: airline.name },
    status: row.status,
    launch: shown(launchOf(row), row.launch_wording),
    launchedOn: row.launched_on,
    flag: row.flag,
    weeklyFrequency: row.weekly_frequency,
    announcementCount: row.announcement_count,
    slipCount: row.slip_count,
    slipDays: row.slip_days,
    firstAnnouncedOn: row.first_announced_on,
    lastAnnouncedOn: row.last_announced_on,
    links: { page: server + pairPath(row.origin, row.destination), route: link, announcements: `${link}/announcements` },
  };
}

/** The city, as travellers say it, rather than the airport's name. */
function placeName(ctx: WriteCtx, code: string): string {
  const place = ctx.reference.place(code);
  return place?.city ?? place?.name ?? code;
}

function shown(window: Window | null, wording: string | null) {
  return window === null ? null : describeWindow(window, wording);
}

/** A local date as the instant at which it is told: its first moment, UTC. */
export function dayInstant(date: string): string {
  return instantText(Date.parse(`${date}T00:00:00Z`));
}
