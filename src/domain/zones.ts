import { IANAZone } from 'luxon';
import { addDays, daysBetween, type LocalDate } from './dates.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const EPOCH = '1970-01-01';
/** No zone has ever been further from UTC (the widest are Manila before 1845 and Metlakatla before 1867, at fifteen and a quarter hours). */
const WIDEST_OFFSET = 16 * 60 * MINUTE;

/**
 * Whether a name of the IANA time zone database is known to this runtime, aliases included. Asked by construction, since
 * `Intl.supportedValuesOf('timeZone')` lacks valid names such as Asia/Kolkata. A bare offset (`+05:00`) is no zone: it has no history.
 */
export function isZone(name: string): boolean {
  return zones.has(name) || (/^[A-Za-z]/.test(name) && IANAZone.isValidZone(name));
}

/** The date on the calendars of `zone` at an instant (milliseconds since 1970-01-01T00:00:00Z). Throws on an unknown zone. */
export function localDateAt(zone: string, instant: number): LocalDate {
  return addDays(EPOCH, Math.floor((instant + offsetAt(getZone(zone), instant)) / DAY));
}

/**
 * The first instant (milliseconds) at which the calendars of `zone` show `date` or later: one millisecond before, they show an earlier
 * day. A skipped midnight gives the first instant after it, a day that never was (Samoa, 30 December 2011) the first instant of the
 * next, a midnight that comes twice the earlier one. Throws on an unknown zone.
 */
export function dayStartAt(zone: string, date: LocalDate): number {
  const known = getZone(zone);
  const cached = known.dayStarts.get(date);
  if (cached !== undefined) return cached;
  const start = findDayStart(known, daysBetween(EPOCH, date) * DAY);
  if (Number.isNaN(start)) throw new RangeError(`${date} is not a date`);
  if (known.dayStarts.size >= DAY_STARTS_KEPT) known.dayStarts.clear();
  known.dayStarts.set(date, start);
  return start;
}

/** A country may have several zones, and has reached a date when its last zone has: the earliest of their dates. */
export function localDateAtPlace(zoneNames: readonly string[], instant: number): LocalDate {
  return zoneNames.map((zone) => localDateAt(zone, instant)).reduce((a, b) => (b < a ? b : a));
}

/** The instant at which the last of a place's zones reaches `date`. */
export function dayStartAtPlace(zoneNames: readonly string[], date: LocalDate): number {
  return zoneNames.map((zone) => dayStartAt(zone, date)).reduce((a, b) => (b > a ? b : a));
}

interface KnownZone {
  iana: IANAZone;
  /** The UTC day last asked about, in days since 1970, and the offset all through it: null if the clocks change on it. */
  day: number;
  dayOffset: number | null;
  dayStarts: Map<LocalDate, number>;
}

const DAY_STARTS_KEPT = 1000;
/** Only names that are zones get in, so the database's length bounds it. */
const zones = new Map<string, KnownZone>();

function getZone(name: string): KnownZone {
  const known = zones.get(name);
  if (known) return known;
  if (!isZone(name)) throw new RangeError(`"${name}" is not a time zone`);
  const zone = { iana: IANAZone.create(name), day: Number.NaN, dayOffset: null, dayStarts: new Map<LocalDate, number>() };
  zones.set(name, zone);
  return zone;
}

/**
 * Milliseconds to add to UTC. A tick asks about every zone each minute, and asking the runtime takes microseconds: so it is asked once
 * a day, for the offsets at both ends. Two changes that cancel out within hours have not happened in any zone.
 */
function offsetAt(zone: KnownZone, instant: number): number {
  const day = Math.floor(instant / DAY);
  if (zone.day !== day) {
    const atStart = askOffset(zone, day * DAY);
    zone.dayOffset = atStart === askOffset(zone, (day + 1) * DAY) ? atStart : null;
    zone.day = day;
  }
  return zone.dayOffset ?? askOffset(zone, instant);
}

function askOffset(zone: KnownZone, instant: number): number {
  return zone.iana.offset(instant) * MINUTE;
}

/** `midnight` is local midnight written as if it were UTC. */
function findDayStart(zone: KnownZone, midnight: number): number {
  const from = midnight - WIDEST_OFFSET;
  const until = midnight + WIDEST_OFFSET;
  const before = askOffset(zone, from);
  const after = askOffset(zone, until);
  if (before === after) return midnight - before;
  const change = findChange(zone, from, until);
  if (midnight - before < change) return midnight - before;
  // At the change the clocks jump over midnight, or have yet to reach it.
  return Math.max(change, midnight - after);
}

/** The first instant with another offset than `from`. Clocks change on whole seconds, and `from` is one. */
function findChange(zone: KnownZone, from: number, until: number): number {
  const before = askOffset(zone, from);
  let [low, high] = [from / SECOND, until / SECOND];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (askOffset(zone, middle * SECOND) === before) low = middle;
    else high = middle;
  }
  return high * SECOND;
}
