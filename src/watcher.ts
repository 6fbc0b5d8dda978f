import { pollDue } from './actions/watch.ts';
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
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const round = async (): Promise<void> => {
    try {
      await run(ctx, { signal: stopping.signal });
    } catch (fault) {
      ctx.log.error({ err: fault }, 'the sources that are due could not be found; it is tried again');
    }
    if (!stopping.signal.aborted) timer = setTimeout(next, options.every ?? EVERY_MS);
  };
  const next = (): void => {
    running = round();
  };
  next();

  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
