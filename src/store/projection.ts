import type { Belief, Statement } from '../domain/belief.ts';
import { flagKey, nextCheckOn } from '../domain/flags.ts';
import { pairOf } from '../domain/matching.ts';
import { type Flag, isPending } from '../domain/vocabulary.ts';
import { precisionOf, type Window, windowFromBounds } from '../domain/windows.ts';
import type { Place, Reference } from './reference.ts';
import type { AnnouncementRow, RouteRow } from './tables.ts';

/** The columns of a route that follow from its ledger, its flags' events and the places. */
export type Projection = Omit<RouteRow, 'id' | 'version' | 'created_at' | 'updated_at' | 'retry_at' | 'remind_on'>;

export interface FlagState {
  flag: Flag;
  at: string | null;
}

export const NO_FLAG: FlagState = { flag: 'none', at: null };

/** A window without a date sorts last and overlaps nothing; an open side reaches to the end of time. */
const UNDATED = { launch_start: '9999-12-31', launch_end: '0000-00-00' };
const BEGINNING = '0001-01-01';
const END = '9999-12-31';

export function projectBelief(reference: Reference, belief: Belief, flagged: FlagState): Projection {
  const origin = knownPlace(reference, belief.origin);
  const destination = knownPlace(reference, belief.destination);
  const pending = isPending(belief.status);
  const { launch, stopped } = belief;
  return {
    pair: pairOf(origin.code, destination.code),
    origin: origin.code,
    origin_metro: origin.metro,
    origin_country: origin.country,
    origin_zones: origin.timeZones.join(' '),
    destination: destination.code,
    destination_metro: destination.metro,
    destination_country: destination.country,
    airline: belief.airline,
    status: belief.status,
    pending: pending ? 1 : 0,
    launch_earliest: launch?.earliest ?? null,
    launch_latest: launch?.latest ?? null,
    launch_precision: launch === null ? null : precisionOf(launch),
    launch_wording: belief.launchWording,
    ...(launch === null ? UNDATED : { launch_start: launch.earliest ?? BEGINNING, launch_end: launch.latest ?? END }),
    launched_on: belief.launchedOn,
    stopped_earliest: stopped?.earliest ?? null,
    stopped_latest: stopped?.latest ?? null,
    flag: flagged.flag,
    flagged_at: flagged.at,
    next_check_on: pending ? nextCheckOn(launch, flagged.flag) : null,
    weekly_frequency: belief.weeklyFrequency,
    announcement_count: belief.announcementCount,
    slip_count: belief.slipCount,
    slip_days: belief.slipDays,
    first_announced_on: belief.firstAnnouncedOn,
    last_announced_on: belief.lastAnnouncedOn,
  };
}

function knownPlace(reference: Reference, code: string): Place {
  const place = reference.place(code);
  if (place === undefined) throw new Error(`place ${code} is not in the register's places`);
  return place;
}

/** The events by which a pending route's flag is known: `overdue` outweighs `due`. */
export function flagKeys(routeId: string, belief: Belief): { due: string; overdue: string } | undefined {
  if (!isPending(belief.status) || belief.launch === null) return undefined;
  return { due: flagKey(routeId, 'due', belief.launch), overdue: flagKey(routeId, 'overdue', belief.launch) };
}

/** Only the tick raises flags, and it leaves an event for each: the flag of a belief is read from those. */
export function flagFromEvents(routeId: string, belief: Belief, times: ReadonlyMap<string, string>): FlagState {
  const keys = flagKeys(routeId, belief);
  if (keys === undefined) return NO_FLAG;
  const overdue = times.get(keys.overdue);
  if (overdue !== undefined && belief.launch?.latest != null) return { flag: 'overdue', at: overdue };
  const due = times.get(keys.due);
  return due === undefined ? NO_FLAG : { flag: 'due', at: due };
}

export function launchOf(row: Pick<RouteRow, 'launch_earliest' | 'launch_latest'>): Window | null {
  return windowFromBounds(row.launch_earliest, row.launch_latest);
}

export function toStatement(row: AnnouncementRow): Statement {
  return {
    id: row.id,
    publishedOn: row.published_on,
    origin: row.origin,
    destination: row.destination,
    airline: row.airline,
    status: row.status,
    window: windowFromBounds(row.earliest, row.latest),
    withdrawsDate: row.withdraws_date === 1,
    wording: row.wording,
    weeklyFrequency: row.weekly_frequency,
  };
}
