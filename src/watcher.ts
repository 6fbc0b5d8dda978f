import { pollDue, pollQueue } from './actions/watch.ts';
import { CLOCK, type Ctx } from './context.ts';

export interface Watcher {
  /** Asks nobody any more, and waits until what came in is written down. */
  stop: () => Promise<void>;
}

const EVERY_MS = 60_000;

/** Asks the feeds that are due, for as long as the process runs. Several processes may do so at once. */
export function startWatcher(given: Ctx, options: { every?: number; run?: typeof pollDue } = {}): Watcher {
  const ctx: Ctx = { ...given, actor: CLOCK };
  const run = options.run ?? pollDue;
  const stopping = new AbortController();
  const queue = pollQueue();
  const rounds = new Set<Promise<void>>();

  const round = async (): Promise<void> => {
    try {
      await run(ctx, { signal: stopping.signal, queue });
    } catch (fault) {
      ctx.log.error({ err: fault }, 'the sources that are due could not be found; it is tried again');
    }
  };
  // A round that waits for slow feeds does not keep the next from finding others.
  const next = (): void => {
    const running = round().finally(() => rounds.delete(running));
    rounds.add(running);
  };
  next();
  const timer = setInterval(next, options.every ?? EVERY_MS);

  return {
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await Promise.all(rounds);
    },
  };
}
