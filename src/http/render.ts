import { nothingSaid, type Step, step } from '../domain/belief.ts';
import { describeWindow, windowFromBounds } from '../domain/windows.ts';
import { toStatement } from '../store/projection.ts';
import type { Place, Reference } from '../store/reference.ts';
import type { AnnouncementRow, RouteRow } from '../store/tables.ts';
import type { Result } from './endpoint.ts';

/** JSON in byte text of the places and airlines of a register by their codes and ids, and of windows: few, and part of every route. */
interface Texts {
  ends: Map<string, string>;
  airlines: Map<string, string>;
}
const texts = new WeakMap<Reference, Texts>();
const windows = new Map<string, string>();
const WINDOWS_KEPT = 20_000;

/**
 * UTF-8 bytes as text, each character one byte. Strings of such characters are joined and sent several times faster than
 * those with letters from outside of latin1, of which one is enough to widen a whole page.
 */
export function byteText(text: string): string {
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text).toString('latin1') : text;
}

/** A route as JSON text. */
export function routeJson(reference: Reference, row: RouteRow): string {
  return Buffer.from(routeBytes(reference, row), 'latin1').toString();
}

/** A route as JSON in byte text, written by hand: lists of routes are what the register is asked for most. */
export function routeBytes(reference: Reference, row: RouteRow): string {
  const kept = textsOf(reference);
  const launch = windowBytes(row.launch_earliest, row.launch_latest, row.launch_wording);
  const stopped = windowBytes(row.stopped_earliest, row.stopped_latest, null);
  return `{"id":"${row.id}","origin":${endBytes(reference, kept, row.origin)},"destination":${endBytes(reference, kept, row.destination)},"airline":${airlineBytes(reference, kept, row.airline)},"status":"${row.status}","launch":${launch},"launchedOn":${day(row.launched_on)},"stopped":${stopped},"flag":"${row.flag}","flaggedAt":${day(row.flagged_at)},"weeklyFrequency":${row.weekly_frequency},"announcementCount":${row.announcement_count},"slipCount":${row.slip_count},"slipDays":${row.slip_days},"firstAnnouncedOn":${day(row.first_announced_on)},"lastAnnouncedOn":${day(row.last_announced_on)},"version":${row.version},"createdAt":"${row.created_at}","updatedAt":"${row.updated_at}"}`;
}

/** A page of a list as JSON in byte text, of items that are so too. */
export function listBytes(items: readonly string[], nextCursor: string | null): string {
  return `{"items":[${items.join(',')}],"nextCursor":${nextCursor === null ? 'null' : `"${nextCursor}"`}}`;
}

/** A date or an instant: never needs escaping. */
function day(text: string | null): string {
  return text === null ? 'null' : `"${text}"`;
}

function windowBytes(earliest: string | null, latest: string | null, wording: string | null): string {
  if (earliest === null && latest === null) return 'null';
  const key = `${earliest}/${latest}`;
  let start = windows.get(key);
  if (start === undefined) {
    const whole = byteText(JSON.stringify(describeWindow({ earliest, latest }, null)));
    start = whole.slice(0, whole.lastIndexOf('null}'));
    if (windows.size >= WINDOWS_KEPT) windows.clear();
    windows.set(key, start);
  }
  return wording === null ? `${start}null}` : `${start}${byteText(JSON.stringify(wording))}}`;
}

function textsOf(reference: Reference): Texts {
  let kept = texts.get(reference);
  if (kept === undefined) {
    kept = { ends: new Map(), airlines: new Map() };
    texts.set(reference, kept);
  }
  return kept;
}

function endBytes(reference: Reference, kept: Texts, code: string): string {
  const known = kept.ends.get(code);
  if (known !== undefined) return known;
  const text = byteText(JSON.stringify(endBody(reference, code)));
  kept.ends.set(code, text);
  return text;
}

/** An end of a route. */
export function endBody(reference: Reference, code: string) {
  const place = reference.place(code);
  if (place === undefined) throw new Error(`place ${code} is not in the register's places`);
  const { name, city, country, timeZones, latitude, longitude } = place;
  return { code, name: city ?? name, country, timeZone: timeZones[0], latitude, longitude };
}

function airlineBytes(reference: Reference, kept: Texts, id: string | null): string {
  if (id === null) return 'null';
  const known = kept.airlines.get(id);
  if (known !== undefined) return known;
  const text = byteText(JSON.stringify(airlineBody(reference, id)));
  kept.airlines.set(id, text);
  return text;
}

export function airlineBody(reference: Reference, id: string | null) {
  const airline = id === null ? undefined : reference.airline(id);
  return airline === undefined ? null : { id: airline.id, iata: airline.iata, icao: airline.icao, name: airline.name };
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
  return {
    id: row.id,
    routeId: row.route_id,
    publishedOn: row.published_on,
    origin: row.origin,
    destination: row.destination,
    airline: airlineBody(reference, row.airline),
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

/** What every recording answers: the statement, and the route as it now stands. */
export function recordedJson(reference: Reference, { announcement, route }: { announcement: AnnouncementRow; route: RouteRow }): string {
  return `{"announcement":${JSON.stringify(announcementBody(reference, announcement))},"route":${routeJson(reference, route)}}`;
}

/** The answer to a statement that was recorded anew. */
export function createdResult(reference: Reference, recorded: { announcement: AnnouncementRow; route: RouteRow }): Result {
  return { status: 201, location: `/api/v1/announcements/${recorded.announcement.id}`, json: recordedJson(reference, recorded) };
}

export function placeBody(place: Place) {
  const { code, kind, icao, name, city, country, metro, latitude, longitude, timeZones, aliases } = place;
  return { code, kind, icao, name, city, country, metro, latitude, longitude, timeZone: timeZones[0], timeZones, aliases };
}
