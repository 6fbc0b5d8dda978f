import type { Ctx } from '../../context.ts';
import { addDays, type LocalDate } from '../../domain/dates.ts';
import { pairOf } from '../../domain/matching.ts';
import { localDateAtPlace } from '../../domain/zones.ts';
import { ledgerBodies } from '../../http/render.ts';
import { listLedgers } from '../../store/announcements.ts';
import { routesAsOf } from '../../store/as-of.ts';
import { toStatement } from '../../store/projection.ts';
import { listRoutesOfPairs } from '../../store/routes.ts';
import type { RouteRow } from '../../store/tables.ts';
import type { PlacePair } from '../resolve.ts';
import { type History, historyOf } from './history.ts';
import type { Said } from './story.ts';

export type Entry = ReturnType<typeof ledgerBodies>[number];

/** One airline's route of a pair with all that was said of it. */
export interface Service {
  row: RouteRow;
  airline: string | null;
  entries: readonly Entry[];
  history: History<Said>;
  /** Not as it is believed now, but as it was on a day. */
  isPast: boolean;
}

/** The day after which the page goes back or on: those on which something was said. */
export interface Days {
  /** The newest that counts. */
  last: LocalDate | undefined;
  before: LocalDate | undefined;
  after: LocalDate | undefined;
  first: LocalDate | undefined;
}

/** The pair's routes, the one announced first in front: it names the pair's direction. */
export async function routesOfPair(ctx: Ctx, a: string, b: string): Promise<RouteRow[]> {
  return firstAnnounced(await listRoutesOfPairs(ctx.db, [pairOf(a, b)]));
}

function firstAnnounced(rows: readonly RouteRow[]): RouteRow[] {
  const key = (row: RouteRow) => `${row.first_announced_on ?? '~'} ${row.id}`;
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** Those of the pairs that something was said of, with their routes. */
export async function withRoutes(ctx: Ctx, pairs: readonly PlacePair[]): Promise<(PlacePair & { rows: RouteRow[] })[]> {
  const wanted = new Map(pairs.map((pair) => [pairOf(pair.from.code, pair.to.code), pair]));
  const found = Map.groupBy(await listRoutesOfPairs(ctx.db, [...wanted.keys()]), (row) => row.pair);
  return [...wanted].flatMap(([pair, ends]) => {
    const rows = found.get(pair);
    return rows === undefined ? [] : [{ ...ends, rows: firstAnnounced(rows) }];
  });
}

/** The routes with their ledgers: as they are believed, or as they were on a day. */
export async function servicesOf(ctx: Ctx, rows: readonly RouteRow[], asOf?: LocalDate): Promise<{ services: Service[]; days: Days }> {
  const ledgers = await listLedgers(
    ctx.db,
    rows.map((row) => row.id),
  );
  const shown = asOf === undefined ? rows : await routesAsOf(ctx.db, ctx.reference, rows, asOf);
  const services = shown.map((row): Service => {
    const ledger = (ledgers.get(row.id) ?? []).filter((entry) => asOf === undefined || entry.published_on <= asOf);
    const zones = ctx.reference.place(row.origin)?.timeZones ?? ['UTC'];
    const said = ledger
      .filter((entry) => entry.retracted_at === null)
      .map((entry): Said => ({ ...toStatement(entry), speaker: entry.speaker, source: entry.source_name }));
    return {
      row,
      airline: (row.airline === null ? undefined : ctx.reference.airline(row.airline))?.name ?? null,
      entries: ledgerBodies(ctx.reference, ledger, row),
      isPast: asOf !== undefined,
      history: historyOf(said, row, asOf ?? localDateAtPlace(zones, ctx.now())),
    };
  });
  const published = [...ledgers.values()].flat().map((entry) => entry.published_on);
  return { services, days: daysAround(published.sort(), asOf) };
}

function daysAround(published: readonly LocalDate[], asOf: LocalDate | undefined): Days {
  const last = published.findLast((day) => asOf === undefined || day <= asOf);
  const [first] = published;
  return {
    first,
    last,
    before: last === undefined || last === first ? undefined : addDays(last, -1),
    after: asOf === undefined ? undefined : published.find((day) => day > asOf),
  };
}
