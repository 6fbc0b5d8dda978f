import cron from 'node-cron';
import { tick } from './actions/tick.ts';
import { whole } from './actions/transaction.ts';
import { CLOCK, type Ctx } from './context.ts';
import type { ClockState } from './domain/clock.ts';
import { deleteExpiredIdempotency } from './store/idempotency.ts';

export interface ClockWatch {
  /** How the newest tick of this process went. */
  state: () => { lastTickAt: string | null; clock: ClockState; lastFault: string | null };
  /** Stops waking up, and waits for the tick that runs (it ends after its batch). */
  stop: () => Promise<void>;
}

/** No further batch is begun after this. */
const DEADLINE_MS = 45_000;
/** A tick that hangs is given up, so that the next minute's can run. */
const ABANDON_MS = 55_000;

/**
 * Ticks once now and then every minute. node-cron only wakes us: it runs no missed slot and would wait for ever for a job
 * that hangs, so each tick is bounded and finds out from the database what is due.
 */
export async function watchClock(
  ctx: Ctx,
  options: { abandonAfter?: number; run?: typeof tick; schedule?: string } = {},
): Promise<ClockWatch> {
  const clockCtx: Ctx = { ...ctx, actor: CLOCK };
  const run = options.run ?? tick;
  const stopping = new AbortController();
  let state: ReturnType<ClockWatch['state']> = { lastTickAt: null, clock: { trusted: true }, lastFault: null };
  let running: Promise<void> = Promise.resolve();

  const once = async (): Promise<void> => {
    const giveUp = timeout(options.abandonAfter ?? ABANDON_MS);
    try {
      const result = await Promise.race([run(clockCtx, { deadline: DEADLINE_MS, signal: stopping.signal }), giveUp.promise]);
      if (!result.clock.trusted) ctx.log.error({ reason: result.clock.reason }, 'the clock is not believed; nothing is flagged');
      if (result.flagged.length > 0) ctx.log.info({ flagged: result.flagged.length, events: result.events }, 'routes flagged');
      state = { lastTickAt: result.at, clock: result.clock, lastFault: null };
      await whole(clockCtx, (db) => deleteExpiredIdempotency(db, result.at));
    } catch (fault) {
      ctx.log.error({ err: fault }, 'the tick failed; the next one tries again');
      state = { ...state, lastFault: (fault as Error).message };
    } finally {
      giveUp.cancel();
    }
  };
  const next = (): Promise<void> => {
    running = once();
    return running;
  };

  await next();
  const task = cron.schedule(options.schedule ?? '* * * * *', next, { timezone: 'Etc/UTC', noOverlap: true, name: 'tick' });
  return {
    state: () => state,
    async stop() {
      stopping.abort();
      await task.destroy();
      await running;
    },
  };
}

function timeout(milliseconds: number): { promise: Promise<never>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`a tick did not end within ${Math.round(milliseconds / 1000)} s`)), milliseconds);
  });
  promise.catch(() => {});
  return { promise, cancel: () => clearTimeout(timer) };
}
