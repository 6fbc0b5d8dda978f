import { setImmediate as breathe } from 'node:timers/promises';
import type { Ctx } from '../context.ts';
import type { AlertFacts } from '../domain/alerts.ts';
import { factsOf } from '../store/event-facts.ts';
import { listEvents } from '../store/events.ts';
import { readVersion } from '../store/register.ts';
import type { EventRow } from '../store/tables.ts';
import { eventBody } from './events.ts';

/** An event as a stream sends it. */
export interface Told {
  seq: number;
  facts: AlertFacts;
  text: string;
}

/** The end of the log, watched for all readers of the process together. */
export interface Tail {
  /** So much of what came after the number; undefined when it is no longer kept and has to be read from the log. */
  after: (seq: number, most: number) => Told[] | undefined;
  /** The log has been looked at up to here. */
  position: () => number;
  /** Resolves when there is something after the number, after so many milliseconds, or at the signal. */
  wait: (seq: number, milliseconds: number, signal: AbortSignal) => Promise<void>;
  close: () => void;
}

const ROWS_AT_ONCE = 500;

export function toldOf(ctx: Ctx, row: EventRow): Told {
  return {
    seq: row.seq,
    facts: factsOf(ctx.reference, row),
    text: `id: ${row.seq}\nevent: ${row.type}\ndata: ${JSON.stringify(eventBody(row))}\n\n`,
  };
}

/** `keep`: how many characters of what came lately are kept for those who are a little behind. */
export async function openTail(ctx: Ctx, options: { pollMs: number; keep: number }): Promise<Tail> {
  let position = await readVersion(ctx.db);
  /** What came up to here is no longer kept. */
  let floor = position;
  let kept: Told[] = [];
  let weight = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const waiting = new Set<() => void>();

  const add = (rows: readonly EventRow[]): void => {
    for (const row of rows) {
      const told = toldOf(ctx, row);
      kept.push(told);
      weight += told.text.length;
    }
    let gone = 0;
    for (; weight > options.keep; gone += 1) {
      floor = kept[gone]!.seq;
      weight -= kept[gone]!.text.length;
    }
    if (gone > 0) kept = kept.slice(gone);
  };
  const poll = async (): Promise<void> => {
    const version = await readVersion(ctx.db);
    if (version === position) return;
    for (;;) {
      const rows = await listEvents(ctx.db, { after: position }, ROWS_AT_ONCE);
      add(rows);
      position = rows.at(-1)?.seq ?? position;
      for (const wake of [...waiting]) wake();
      if (rows.length < ROWS_AT_ONCE || closed) break;
      await breathe();
    }
    // Numbers are given in the order of commits: up to the version that was read before, there is nothing more.
    position = Math.max(position, version);
  };
  const again = (): void => {
    timer = setTimeout(() => {
      poll()
        .catch((fault) => ctx.log.warn({ err: fault }, 'the log of events could not be read; trying again'))
        .finally(() => closed || again());
    }, options.pollMs).unref();
  };
  again();

  const after = (seq: number, most: number): Told[] | undefined => {
    if (seq < floor) return undefined;
    let [low, high] = [0, kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (kept[middle]!.seq > seq) high = middle;
      else low = middle + 1;
    }
    return kept.slice(low, low + most);
  };
  return {
    after,
    position: () => position,
    wait: (seq, milliseconds, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(patience);
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const patience = setTimeout(done, milliseconds);
        waiting.add(done);
        signal.addEventListener('abort', done);
        if (signal.aborted || seq < floor || (kept.at(-1)?.seq ?? 0) > seq) done();
      }),
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
