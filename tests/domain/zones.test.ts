import { IANAZone } from 'luxon';
import moment from 'moment-timezone';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../../src/domain/dates.ts';
import { dayStartAt, dayStartAtPlace, isZone, localDateAt, localDateAtPlace } from '../../src/domain/zones.ts';
import { DAY_STARTS, DAYS_AT, FIRST_INSTANT, LAST_INSTANT, NEWER_LAWS } from './fixtures/zones.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every zone of the runtime, and the valid names that it does not list (Asia/Kolkata, Europe/Kyiv, the old ones). */
const ZONES = [...new Set([...Intl.supportedValuesOf('timeZone'), ...moment.tz.names()])].sort();
/** An older Node has older laws (`process.versions.tz`), which is no fault of ours. The Node in package.json has these. */
const KNOWS_NEWEST_LAWS = (process.versions.tz ?? '') >= '2026c';

describe('the name of a zone', () => {
  it.each(['Asia/Almaty', 'Asia/Kolkata', 'Europe/Kyiv', 'America/Argentina/Ushuaia', 'Asia/Qyzylorda', 'Asia/Barnaul', 'UTC', 'EST5EDT'])(
    '%s is known',
    (name) => {
      expect(isZone(name)).toBe(true);
    },
  );

  it.each([
    '',
    ' ',
    'Almaty',
    'Asia/Nowhere',
    'Asia/Almaty ',
    ' Asia/Almaty',
    'Asia/',
    '+05:00',
    '-03',
    'UTC+5',
    'null',
    'local',
    'system',
    '\u0000',
  ])('%j is not', (name) => {
    expect(isZone(name)).toBe(false);
    expect(() => localDateAt(name, 0)).toThrow(RangeError);
    expect(() => dayStartAt(name, '2023-04-01')).toThrow(RangeError);
  });

  it('is known whenever the time zone database has it', () => {
    expect(ZONES.length).toBeGreaterThan(590);
    expect(ZONES.filter((zone) => !isZone(zone))).toEqual([]);
  });
});

describe('the local date', () => {
  it.each(DAYS_AT)('in $zone at $instant is $date', ({ zone, instant, date }) => {
    expect(localDateAt(zone, Date.parse(instant))).toBe(date);
  });

  it('does not depend on what was asked before', () => {
    const fall = Date.parse('2010-11-07T02:30:00Z');
    const ask = (instant: number) => localDateAt('America/St_Johns', instant);
    const minutes = Array.from({ length: 180 }, (_, index) => fall + (index - 90) * MINUTE);
    const forward = minutes.map(ask);
    const backward = minutes.toReversed().map(ask).toReversed();
    const jumping = minutes.map((minute) => {
      ask(minute + 200 * DAY);
      return ask(minute);
    });
    expect(backward).toEqual(forward);
    expect(jumping).toEqual(forward);
    expect(forward.filter((date) => date === '2010-11-07')).toHaveLength(31);
  });

  it('takes at most three values in the world at any instant', () => {
    for (let instant = Date.UTC(2026, 0, 1); instant < Date.UTC(2026, 0, 3); instant += 15 * MINUTE) {
      const dates = new Set(ZONES.map((zone) => localDateAt(zone, instant)));
      expect(dates.size).toBeLessThanOrEqual(3);
    }
  });

  it('of no instant is an error, not a date', () => {
    expect(() => localDateAt('Asia/Almaty', Number.NaN)).toThrow(RangeError);
    expect(() => localDateAt('Asia/Almaty', Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe('the start of a local day', () => {
  it.each(DAY_STARTS)('$zone $date ($what)', ({ zone, date, starts }) => {
    expect(new Date(dayStartAt(zone, date)).toISOString()).toBe(starts);
  });

  it('is the same when asked again, after a thousand other days', () => {
    const first = dayStartAt('America/Santiago', '2024-09-08');
    for (let day = 0; day < 2500; day++) dayStartAt('America/Santiago', addDays('2020-01-01', day));
    expect(dayStartAt('America/Santiago', '2024-09-08')).toBe(first);
  });

  it('of what is no date is an error, every time', () => {
    for (let again = 0; again < 2; again++) expect(() => dayStartAt('Asia/Almaty', 'soon')).toThrow(RangeError);
  });
});

describe('a place with several zones', () => {
  const russia = ['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Kamchatka'];

  it('has reached a date when its last zone has', () => {
    const starts = Date.parse('2026-06-30T22:00:00Z');
    expect(dayStartAtPlace(russia, '2026-07-01')).toBe(starts);
    expect(localDateAtPlace(russia, starts - 1)).toBe('2026-06-30');
    expect(localDateAtPlace(russia, starts)).toBe('2026-07-01');
    expect(localDateAt('Asia/Kamchatka', starts - 1)).toBe('2026-07-01');
  });

  it('does not depend on the order of its zones', () => {
    expect(dayStartAtPlace(russia.toReversed(), '2026-07-01')).toBe(dayStartAtPlace(russia, '2026-07-01'));
    const night = Date.parse('2026-06-30T15:00:00Z');
    expect(localDateAtPlace(russia.toReversed(), night)).toBe('2026-06-30');
    expect(localDateAtPlace(russia, night)).toBe('2026-06-30');
  });

  it('with one zone is that zone', () => {
    expect(localDateAtPlace(['Asia/Almaty'], Date.parse('2023-03-31T18:00:00Z'))).toBe('2023-04-01');
    expect(dayStartAtPlace(['Asia/Almaty'], '2023-04-01')).toBe(Date.parse('2023-03-31T18:00:00Z'));
  });

  it('without any zone is an error: it would never come due', () => {
    expect(() => localDateAtPlace([], 0)).toThrow();
    expect(() => dayStartAtPlace([], '2023-04-01')).toThrow();
  });
});

describe('every clock change from 2012 to 2030', () => {
  const changes = new Map(ZONES.map((zone) => [zone, changesOf(zone)]));

  it('is found: some zones change twice a year, some never', () => {
    expect(changes.get('Europe/London')).toHaveLength(38);
    expect(changes.get('Asia/Kolkata')).toEqual([]);
    expect(changes.get('Asia/Almaty')).toEqual([Date.parse('2024-02-29T18:00:00Z')]);
    expect([...changes.values()].flat().length).toBeGreaterThan(6000);
  });

  it('leaves no day that begins early, late or twice', () => {
    const wrong: string[] = [];
    for (const [zone, instants] of changes) {
      for (const date of datesNear(zone, instants)) {
        const start = dayStartAt(zone, date);
        if (!(localDateAt(zone, start - 1) < date && date <= localDateAt(zone, start))) wrong.push(`${zone} ${date} ${start}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.runIf(KNOWS_NEWEST_LAWS)('moves the start of a day as a second implementation with its own data says', () => {
    const wrong: string[] = [];
    for (const [zone, instants] of changes) {
      for (const date of datesNear(zone, instants)) {
        if (lawsDiffer(zone, date)) continue;
        const [ours, theirs] = [dayStartAt(zone, date), dayStartByMoment(zone, date)];
        if (ours !== theirs) wrong.push(`${zone} ${date}: ${new Date(ours).toISOString()}, not ${new Date(theirs).toISOString()}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('moves the date as a second implementation with its own data says', () => {
    const wrong: string[] = [];
    for (const [zone, instants] of changes) {
      const around = instants.flatMap((instant) =>
        [-DAY, -HOUR - 1, -MINUTE, -1, 0, 1, MINUTE, HOUR - 1, HOUR, DAY].map((shift) => instant + shift),
      );
      for (const instant of around) {
        const theirs = dateByMoment(zone, instant);
        if (!lawsDiffer(zone, theirs) && localDateAt(zone, instant) !== theirs) wrong.push(`${zone} ${new Date(instant).toISOString()}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.runIf(KNOWS_NEWEST_LAWS)('is known alike to both, but for the newest laws', () => {
    const differing = new Set<string>();
    for (const [zone, instants] of changes) {
      const ours = instants.filter((instant) => !lawsDiffer(zone, dateByMoment(zone, instant)));
      const theirs = changesByMoment(zone).filter((instant) => !lawsDiffer(zone, dateByMoment(zone, instant)));
      if (ours.join() !== theirs.join()) differing.add(zone);
    }
    expect([...differing]).toEqual([]);
    // An exception that is none any more is taken off the list.
    const excepted = NEWER_LAWS.flatMap(({ zones }) => zones);
    expect(excepted.filter((zone) => changes.get(zone)!.join() === changesByMoment(zone).join())).toEqual([]);
  });

  it('is days away from any change that would undo it, in all the history of all zones', () => {
    const undone: string[] = [];
    for (const zone of ZONES) {
      const { untils, offsets } = moment.tz.zone(zone)!;
      for (let index = 1; index + 1 < offsets.length; index++) {
        const undoes = offsets[index - 1] === offsets[index + 1] && offsets[index] !== offsets[index + 1];
        if (undoes && untils[index]! - untils[index - 1]! < 4 * DAY) undone.push(`${zone} ${new Date(untils[index]!).toISOString()}`);
      }
    }
    expect(undone).toEqual([]);
  });
});

/** The first instants of each new offset: a scan in steps shorter than any offset has lasted, then halving. */
function changesOf(zone: string): number[] {
  const iana = IANAZone.create(zone);
  const found: number[] = [];
  for (let from = FIRST_INSTANT; from < LAST_INSTANT; from += 6 * DAY) {
    const before = iana.offset(from);
    let [low, high] = [from, from + 6 * DAY];
    if (before === iana.offset(high)) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (iana.offset(middle) === before) low = middle;
      else high = middle;
    }
    if (high < LAST_INSTANT) found.push(high);
  }
  return found;
}

function changesByMoment(zone: string): number[] {
  const { untils, offsets } = moment.tz.zone(zone)!;
  return untils.filter((until, index) => until >= FIRST_INSTANT && until < LAST_INSTANT && offsets[index] !== offsets[index + 1]);
}

/** The days around each change, and a few quiet ones. */
function datesNear(zone: string, changes: readonly number[]): Set<string> {
  const near = changes.flatMap((instant) => [-2, -1, 0, 1, 2].map((days) => addDays(dateByMoment(zone, instant), days)));
  return new Set([...near, '2012-02-29', '2020-07-01', '2029-12-31']);
}

function lawsDiffer(zone: string, date: string): boolean {
  return NEWER_LAWS.some(({ zones, from, until }) => zones.includes(zone) && from <= date && date <= until);
}

function dateByMoment(zone: string, instant: number): string {
  // The offset is counted westward there, in minutes.
  return new Date(instant - moment.tz.zone(zone)!.utcOffset(instant) * MINUTE).toISOString().slice(0, 10);
}

/** The first of all instants at which the date can turn (each midnight that an offset gives, each change) and has. */
function dayStartByMoment(zone: string, date: string): number {
  const midnight = daysBetween('1970-01-01', date) * DAY;
  const { offsets, untils } = moment.tz.zone(zone)!;
  const changes = untils.filter((until) => Math.abs(until - midnight) < 2 * DAY);
  const midnights = [...new Set(offsets)].map((offset) => midnight + offset * MINUTE);
  const candidates = [...changes, ...midnights].sort((a, b) => a - b);
  return candidates.find((instant) => dateByMoment(zone, instant) >= date)!;
}
