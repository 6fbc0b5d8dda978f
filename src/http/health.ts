import { z } from 'zod';
import type { Ctx } from '../context.ts';
import type { ClockState } from '../domain/clock.ts';
import { pendingMigrations } from '../store/migrate.ts';
import { readVersion } from '../store/register.ts';
import { oldestWaiting } from '../store/subscriptions.ts';
import { type Endpoint, endpoint, type Result } from './endpoint.ts';
import type { Lifecycle } from './exchange.ts';

/** How the clock watch of this process is doing; undefined if it watches no clock. */
export type ClockReport = () => { lastTickAt: string | null; clock: ClockState; lastFault: string | null } | undefined;

const PATIENCE_MS = 2_000;
/** An answer of the database is good for so long: probes must not be a way to keep it busy. */
const GOOD_FOR_MS = 1_000;
const LATE_AFTER_MS = 180_000;

const Health = z.looseObject({
  status: z.enum(['ready', 'degraded', 'unready']),
  checks: z.looseObject({ database: z.string(), schema: z.string(), shutdown: z.string(), clock: z.string(), alerts: z.string() }),
  lastTickAt: z.string().nullable(),
  lastTickAgeSeconds: z.number().nullable(),
});

export function health(ctx: Ctx, lifecycle: Lifecycle, clockReport: ClockReport = () => undefined): Endpoint[] {
  const probe = remembered(() => probeDatabase(ctx), GOOD_FOR_MS);

  const ready = async (): Promise<Result> => {
    const { database, schema } = await probe();
    const shutdown = lifecycle.stopping ? 'the server is stopping' : 'ok';
    const report = clockReport();
    const age = report?.lastTickAt ? (ctx.now() - Date.parse(report.lastTickAt)) / 1000 : null;
    const clock = report === undefined ? 'not watched by this process' : clockFault(report, age);
    const alerts = database === 'ok' ? await alertFault(ctx) : 'not known';
    const unready = [database, schema, shutdown].some((check) => check !== 'ok');
    const status = unready ? 'unready' : (report !== undefined && clock !== 'ok') || alerts !== 'ok' ? 'degraded' : 'ready';
    return {
      status: unready ? 503 : 200,
      body: {
        status,
        checks: { database, schema, shutdown, clock, alerts },
        lastTickAt: report?.lastTickAt ?? null,
        lastTickAgeSeconds: age,
      },
    };
  };

  return [
    endpoint({
      method: 'get',
      path: '/health/live',
      summary: 'Whether the process answers',
      tags: ['operation'],
      access: 'open',
      limited: false,
      responses: { 200: { description: 'It does', schema: z.looseObject({ status: z.literal('live') }) } },
      handler: () => ({ body: { status: 'live' } }),
    }),
    endpoint({
      method: 'get',
      path: '/health/ready',
      summary: 'Whether the server can do its work',
      description:
        '`degraded` still serves, but somebody should look: the clock is not believed, no tick was made for minutes, or alerts wait that nobody sends.',
      tags: ['operation'],
      access: 'open',
      limited: false,
      responses: { 200: { description: 'It can', schema: Health }, 503: { description: 'It cannot', schema: Health } },
      handler: ready,
    }),
  ];
}

function clockFault(report: NonNullable<ReturnType<ClockReport>>, age: number | null): string {
  if (!report.clock.trusted) return `not believed: ${report.clock.reason}`;
  if (report.lastFault !== null) return `the last tick failed: ${report.lastFault}`;
  if (age === null) return 'no tick was made yet';
  return age * 1000 > LATE_AFTER_MS ? `the last tick was ${Math.round(age)} s ago` : 'ok';
}

/** What waits although it could be sent; a receiver that fails waits for its own time and is no fault of the server. */
async function alertFault(ctx: Ctx): Promise<string> {
  const since = await oldestWaiting(ctx.db);
  if (since === undefined || ctx.now() - Date.parse(since) < LATE_AFTER_MS) return 'ok';
  return `alerts wait to be sent since ${since}: does a process run with COURIER=on?`;
}

async function probeDatabase(ctx: Ctx): Promise<{ database: string; schema: string }> {
  try {
    const missing = await within(PATIENCE_MS, async () => {
      await readVersion(ctx.db);
      return pendingMigrations(ctx.db);
    });
    return { database: 'ok', schema: missing.length === 0 ? 'ok' : `${missing.length} migrations are missing` };
  } catch (fault) {
    if ((fault as { code?: unknown }).code === 'schema_newer') return { database: 'ok', schema: 'of another version of the program' };
    // What exactly is wrong with it is the operator's business.
    ctx.log.warn({ err: fault }, 'the database does not answer');
    return { database: 'does not answer', schema: 'not known' };
  }
}

async function within<T>(milliseconds: number, act: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([act(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function remembered<T>(make: () => Promise<T>, goodFor: number): () => Promise<T> {
  let kept: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (kept === undefined || performance.now() > until) {
      until = performance.now() + goodFor;
      kept = make();
    }
    return kept;
  };
}
