import type { Outcome } from '../domain/moves.ts';
import { describeWindow, type Window, windowFromBounds } from '../domain/windows.ts';
import type { Airline, Place, Reference } from '../store/reference.ts';
import type { AnnouncementRow, RouteRow } from '../store/tables.ts';

/** JSON texts of places, airlines and windows: few, and part of every route. */
const texts = new WeakMap<Place | Airline, string>();
const windows = new Map<string, string>();
const WINDOWS_KEPT = 20_000;

/** A route as JSON text, written by hand: lists of routes are what the register is asked for most. */
export function routeJson(reference: Reference, row: RouteRow): string {
  const airline = row.airline === null ? undefined : reference.airline(row.airline);
  return `{"id":"${row.id}","origin":${endJson(reference, row.origin)},"destination":${endJson(reference, row.destination)},"airline":${
    airline === undefined ? 'null' : airlineJson(airline)
  },"status":"${row.status}","launch":${windowJson(row.launch_earliest, row.launch_latest, row.launch_wording)},"launchedOn":${day(row.launched_on)},"stopped":${windowJson(
    row.stopped_earliest,
    row.stopped_latest,
    null,
  )},"flag":"${row.flag}","flaggedAt":${day(row.flagged_at)},"weeklyFrequency":${row.weekly_frequency},"announcementCount":${
    row.announcement_count
  },"slipCount":${row.slip_count},"slipDays":${row.slip_days},"firstAnnouncedOn":${day(row.first_announced_on)},"lastAnnouncedOn":${day(
    row.last_announced_on,
  )},"version":${row.version},"createdAt":"${row.created_at}","updatedAt":"${row.updated_at}"}`;
}

/** A page of a list as JSON text. */
export function listJson(items: readonly string[], nextCursor: string | null): string {
  return `{"items":[${items.join(',')}],"nextCursor":${nextCursor === null ? 'null' : `"${nextCursor}"`}}`;
}

/** A date or an instant: never needs escaping. */
function day(text: string | null): string {
  return text === null ? 'null' : `"${text}"`;
}

function windowJson(earliest: string | null, latest: string | null, wording: string | null): string {
  if (earliest === null && latest === null) return 'null';
  const key = `${earliest}/${latest}`;
  let start = windows.get(key);
  if (start === undefined) {
    const whole = JSON.stringify(describeWindow({ earliest, latest }, null));
    start = whole.slice(0, whole.lastIndexOf('null}'));
    if (windows.size >= WINDOWS_KEPT) windows.clear();
    windows.set(key, start);
  }
  return `${start}${wording === null ? 'null' : JSON.stringify(wording)}}`;
}

function endJson(reference: Reference, code: string): string {
  const place = reference.place(code);
  if (place === undefined) throw new Error(`place ${code} is not in the register's places`);
  let text = texts.get(place);
  if (text === undefined) {
    const { name, country, timeZones, latitude, longitude } = place;
    text = JSON.stringify({ code, name: place.city ?? name, country, timeZone: timeZones[0], latitude, longitude });
    texts.set(place, text);
  }
  return text;
}

function airlineJson(airline: Airline): string {
  let text = texts.get(airline);
  if (text === undefined) {
    const { id, iata, icao, name } = airline;
    text = JSON.stringify({ id, iata, icao, name });
    texts.set(airline, text);
  }
  return text;
}

export function routeBody(reference: Reference, row: RouteRow): Record<string, unknown> {
  return JSON.parse(routeJson(reference, row));
}

/** What a statement did, when the ledger is told as a whole. */
export interface LedgerStep {
  move: { kind: string; days: number | null } | null;
  outcome: Outcome | null;
}

export function announcementBody(row: AnnouncementRow, step?: LedgerStep): Record<string, unknown> {
  const window = windowFromBounds(row.earliest, row.latest);
  return {
    id: row.id,
    routeId: row.route_id,
    publishedOn: row.published_on,
    origin: row.origin,
    destination: row.destination,
    airline: row.airline,
    airlineName: row.airline_name,
    status: row.status,
    effective: shown(window, row.wording),
    wording: row.wording,
    withdrawsDate: row.withdraws_date === 1,
    weeklyFrequency: row.weekly_frequency,
    speaker: row.speaker,
    source: { name: row.source_name, kind: row.source_kind, url: row.source_url },
    note: row.note,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    retraction: row.retracted_at === null ? null : { at: row.retracted_at, by: row.retracted_by, reason: row.retraction_reason },
    ...(step === undefined
      ? {}
      : {
          move: step.move === null ? null : { kind: step.move.kind, days: step.move.days },
          outcome:
            step.outcome === null
              ? null
              : { kept: step.outcome.kept, days: step.outcome.days, promised: describeWindow(step.outcome.promised, null) },
        }),
  };
}

function shown(window: Window | null, wording: string | null) {
  return window === null ? null : describeWindow(window, wording);
}

export function placeBody(place: Place): Record<string, unknown> {
  const { code, kind, icao, name, city, country, metro, latitude, longitude, timeZones, aliases } = place;
  return { code, kind, icao, name, city, country, metro, latitude, longitude, timeZone: timeZones[0], timeZones, aliases };
}

export function airlineBody(airline: Airline): Record<string, unknown> {
  return { ...airline };
}
