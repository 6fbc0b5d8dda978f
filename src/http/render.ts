import { nothingSaid, type Step, step } from '../domain/belief.ts';
import { describeWindow, windowFromBounds } from '../domain/windows.ts';
import { toStatement } from '../store/projection.ts';
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

/** Every statement as JSON, with what it did to the promise: those that stand, folded in order. */
export function ledgerBodies(reference: Reference, rows: readonly AnnouncementRow[], ends: { origin: string; destination: string }) {
  const steps = new Map<string, Step>();
  let belief = nothingSaid(ends.origin, ends.destination);
  for (const statement of rows.filter((row) => row.retracted_at === null).map(toStatement)) {
    const next = step(belief, statement);
    steps.set(statement.id, next);
    belief = next.belief;
  }
  return rows.map((row) => ({ ...announcementBody(reference, row), ...effectOf(steps.get(row.id)) }));
}

function effectOf(done: Step | undefined) {
  const { move = null, outcome = null } = done ?? {};
  return {
    move:
      move === null ? null : { kind: move.kind, days: move.days, from: describeWindow(move.from, null), to: describeWindow(move.to, null) },
    outcome: outcome === null ? null : { kept: outcome.kept, days: outcome.days, promised: describeWindow(outcome.promised, null) },
  };
}

export function announcementBody(reference: Reference, row: AnnouncementRow) {
  const window = windowFromBounds(row.earliest, row.latest);
  const airline = row.airline === null ? undefined : reference.airline(row.airline);
  return {
    id: row.id,
    routeId: row.route_id,
    publishedOn: row.published_on,
    origin: row.origin,
    destination: row.destination,
    airline: airline === undefined ? null : JSON.parse(airlineJson(airline)),
    status: row.status,
    effective: window === null ? null : describeWindow(window, row.wording),
    withdrawsDate: row.withdraws_date === 1,
    wording: row.wording,
    weeklyFrequency: row.weekly_frequency,
    speaker: row.speaker,
    source: { name: row.source_name, kind: row.source_kind, url: row.source_url },
    note: row.note,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    retraction: row.retracted_at === null ? null : { at: row.retracted_at, by: row.retracted_by, reason: row.retraction_reason },
  };
}

export function placeBody(place: Place) {
  const { code, kind, icao, name, city, country, metro, latitude, longitude, timeZones, aliases } = place;
  return { code, kind, icao, name, city, country, metro, latitude, longitude, timeZone: timeZones[0], timeZones, aliases };
}
