import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger, pino } from 'pino';
import { claimIdempotency, keepAnswer, releaseIdempotency } from './actions/idempotency.ts';
import { ensureAdminKey } from './actions/keys.ts';
import { type Config, databaseLocation } from './config.ts';
import { type Ctx, realWorld } from './context.ts';
import { type Courier, startCourier } from './courier.ts';
import { type ClockWatch, watchClock } from './cron.ts';
import { AppError } from './domain/errors.ts';
import { readGauges } from './gauges.ts';
import { endpoints } from './http/api.ts';
import { type App, createApp } from './http/app.ts';
import { closeServer, createServer } from './http/server.ts';
import { gatheredLines, lineTime } from './log.ts';
import { closeContext, openRegister, seed } from './startup.ts';
import { countAnnouncements } from './store/announcements.ts';
import { countRoutes } from './store/routes.ts';
import { VERSION } from './version.ts';
import { startWatcher, type Watcher } from './watcher.ts';
import { EDITION } from './web/assets.ts';
import { faultPage } from './web/fault-page.tsx';
import { pages } from './web/pages.ts';

const SHUTDOWN_MS = 9_000;

/** API and pages over a context: what `serve` serves and what tests ask. */
export function createApi(ctx: Ctx, clock?: ClockWatch): App {
  return createApp(ctx, [...endpoints, ...pages], {
    version: VERSION,
    edition: EDITION,
    faultPage,
    idempotency: { claim: claimIdempotency, complete: keepAnswer, release: releaseIdempotency },
    ...(clock === undefined ? {} : { clock: clock.state }),
    gauges: () => readGauges(ctx, clock),
  });
}

/** Runs the server until it is told to stop. */
export async function serve(config: Config): Promise<void> {
  const destination = gatheredLines(2);
  const log = pino({ level: config.LOG_LEVEL, base: null, timestamp: lineTime(realWorld.now) }, destination);
  // A fault that ends the process must not take the last lines with it.
  process.on('exit', destination.flush);
  const { ctx } = await openRegister(config, log);
  let clock: ClockWatch | undefined;
  let courier: Courier | undefined;
  let watcher: Watcher | undefined;
  const stopWorkers = () => Promise.all([clock?.stop(), courier?.stop(), watcher?.stop()]);
  try {
    const seeded = await seed(ctx);
    if (seeded > 0) say(`The database was empty: ${seeded.toLocaleString('en')} statements of data/announcements.csv were imported.`);
    await sayFirstKey(ctx);
    if (config.TICK) clock = await watchClock(ctx);
    if (config.COURIER) courier = startCourier(ctx);
    if (config.WATCH) watcher = startWatcher(ctx);
    const server = createServer(createApi(ctx, clock));
    // Whoever reads the greeting may stop it at once.
    const end = stopped(log);
    await listen(server, config);
    await greet(ctx, server);
    await end;
    await Promise.all([closeServer(server, SHUTDOWN_MS), stopWorkers()]);
    log.info('stopped');
  } finally {
    await stopWorkers();
    await closeContext(ctx);
    destination.flush();
  }
}

async function sayFirstKey(ctx: Ctx): Promise<void> {
  const first = await ensureAdminKey(ctx);
  if (first.state === 'made') say(`Admin key, shown this once:  ${first.token}`);
}

async function listen(server: Server, config: Config): Promise<void> {
  server.listen(config.PORT, config.HOST);
  try {
    await once(server, 'listening');
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is in use by another program; set PORT to a free one' : `cannot be opened: ${message}`;
    throw new AppError('unusable', `Port ${config.PORT} on ${config.HOST} ${why}.`, { cause: fault });
  }
}

async function greet(ctx: Ctx, server: Server): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const host = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(ctx.config.HOST) ? 'localhost' : ctx.config.HOST;
  const [routes, statements] = [await countRoutes(ctx.db), await countAnnouncements(ctx.db)];
  say(`Inaugural ${VERSION} serves http://${host}:${port} (API: /api/v1/routes, documentation: /docs)`);
  say(
    `It holds ${routes.toLocaleString('en')} routes and ${statements.toLocaleString('en')} statements in ${databaseLocation(ctx.config.DATABASE_URL)}`,
  );
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
async function stopped(log: Logger): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      let before = false;
      process.on(name, () => {
        if (before) process.exit(1);
        before = true;
        resolve(name);
      });
    }
  });
  log.info({ signal }, 'stopping');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
