import { sql } from 'kysely';
import { pino } from 'pino';
import { fingerprintOf } from '../src/actions/record.ts';
import { loadConfig } from '../src/config.ts';
import type { Draft } from '../src/domain/announcement.ts';
import { fold } from '../src/domain/belief.ts';
import { addDays } from '../src/domain/dates.ts';
import type { Status } from '../src/domain/vocabulary.ts';
import { precisionOf, type Window } from '../src/domain/windows.ts';
import { openRegister } from '../src/startup.ts';
import { insertAll } from '../src/store/insert.ts';
import { NO_FLAG, projectBelief, toStatement } from '../src/store/projection.ts';
import type { AnnouncementRow, RouteRow } from '../src/store/tables.ts';

/** The day of the benchmarks: every launch lies after it, but for those that are made due. */
export const TODAY = '2026-11-24';
const RECORDED_AT = `${TODAY}T00:00:00.000Z`;
const AT_ONCE = 20_000;

/** Numbers from a seed, the same on every machine (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

export function routeId(number: number): string {
  return `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/**
 * A register of `count` routes between real airports by real airlines, one statement each. `due` of them have a window
 * that opens on `dueOn`; the other windows lie ahead.
 */
export async function buildRegister(file: string, count: number, seed: number, due = 0, dueOn = TODAY): Promise<void> {
  const { ctx } = await openRegister(loadConfig({ DATABASE_URL: `sqlite:${file}` }), pino({ level: 'silent' }));
  await sql`pragma synchronous = off`.execute(ctx.db);
  await sql`pragma cache_size = -1000000`.execute(ctx.db);
  const random = seeded(seed);
  const airports = ctx.reference.places.filter((place) => place.kind === 'airport');
  const airlines = ctx.reference.airlines.filter((airline) => airline.activeTo === null);
  const taken = new Set<string>();
  for (let start = 0; start < count; start += AT_ONCE) {
    const routes: RouteRow[] = [];
    const announcements: AnnouncementRow[] = [];
    for (let number = start; number < Math.min(start + AT_ONCE, count); number += 1) {
      const [origin, destination, airline] = freshPair(random, airports.length, airlines.length, taken);
      const draft = statement(random, number < due ? dueOn : undefined, {
        origin: airports[origin]!.code,
        destination: airports[destination]!.code,
        airline: airlines[airline]!.id,
      });
      const announcement = announcementRow(draft, number);
      announcements.push(announcement);
      const belief = fold([toStatement(announcement)], draft);
      routes.push({
        id: announcement.route_id,
        ...projectBelief(ctx.reference, belief, NO_FLAG),
        retry_at: null,
        remind_on: null,
        version: 1,
        created_at: RECORDED_AT,
        updated_at: RECORDED_AT,
      });
    }
    await ctx.db.transaction().execute(async (db) => {
      await insertAll(db, 'routes', routes);
      await insertAll(db, 'announcements', announcements);
    });
    process.stderr.write(
      `\r\u001b[Kbuilding: ${Math.min(start + AT_ONCE, count).toLocaleString('en')} of ${count.toLocaleString('en')} routes`,
    );
  }
  process.stderr.write('\r\u001b[K');
  await sql`pragma wal_checkpoint(truncate)`.execute(ctx.db);
  await ctx.database.close();
}

function freshPair(random: (below: number) => number, airports: number, airlines: number, taken: Set<string>): [number, number, number] {
  for (;;) {
    const [a, b, airline] = [random(airports), random(airports), random(airlines)];
    const key = `${Math.min(a, b)}/${Math.max(a, b)}/${airline}`;
    if (a === b || taken.has(key)) continue;
    taken.add(key);
    return [a, b, airline];
  }
}

const STATUSES: readonly Status[] = [
  'announced',
  'announced',
  'announced',
  'confirmed',
  'proposed',
  'postponed',
  'launched',
  'suspended',
  'cancelled',
];

function statement(
  random: (below: number) => number,
  dueOn: string | undefined,
  ends: { origin: string; destination: string; airline: string },
): Draft {
  const status = dueOn !== undefined ? 'announced' : STATUSES[random(STATUSES.length)]!;
  const publishedOn = addDays('2024-01-01', random(1000));
  return {
    ...ends,
    publishedOn,
    airlineCode: null,
    airlineName: null,
    status,
    window:
      dueOn !== undefined ? { earliest: dueOn, latest: addDays(dueOn, 60) } : status === 'launched' ? day(publishedOn) : ahead(random),
    withdrawsDate: false,
    wording: 'from the start of the season',
    weeklyFrequency: 1 + random(14),
    speaker: 'the airline',
    sourceKind: 'airline',
    sourceName: 'timetable',
    sourceUrl: 'https://example.com/timetable',
    note: null,
  };
}

/** Two days ahead at least, so that nothing is due on `TODAY` in any zone. */
function ahead(random: (below: number) => number): Window {
  const first = addDays('2026-12-01', random(900));
  const window = random(2) === 0 ? day(first) : { earliest: `${first.slice(0, 7)}-01`, latest: addDays(`${first.slice(0, 7)}-28`, 0) };
  return precisionOf(window) === 'open' ? day(first) : window;
}

function day(date: string): Window {
  return { earliest: date, latest: date };
}

function announcementRow(draft: Draft, number: number): AnnouncementRow {
  return {
    id: `01900001-0000-7000-8000-${number.toString(16).padStart(12, '0')}`,
    route_id: routeId(number),
    origin: draft.origin,
    destination: draft.destination,
    airline: draft.airline,
    airline_code: null,
    airline_name: null,
    status: draft.status,
    earliest: draft.window?.earliest ?? null,
    latest: draft.window?.latest ?? null,
    withdraws_date: 0,
    wording: draft.wording,
    weekly_frequency: draft.weeklyFrequency,
    speaker: draft.speaker,
    source_name: draft.sourceName,
    source_kind: draft.sourceKind,
    source_url: draft.sourceUrl,
    published_on: draft.publishedOn,
    note: null,
    fingerprint: fingerprintOf(draft),
    recorded_at: RECORDED_AT,
    recorded_by: 'bench',
    retracted_at: null,
    retracted_by: null,
    retraction_reason: null,
  };
}
