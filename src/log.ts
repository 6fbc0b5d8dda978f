import { writeSync } from 'node:fs';

/** Where log lines go. */
export interface LogDestination {
  write: (line: string) => void;
  /** Writes what is still held, before the process ends. */
  flush: () => void;
}

/** The time of a log line as pino wants it, made once a millisecond. */
export function lineTime(clock: () => number): () => string {
  let at = 0;
  let text = '';
  return () => {
    const now = clock();
    if (now !== at) {
      at = now;
      text = `,"time":"${new Date(now).toISOString()}"`;
    }
    return text;
  };
}

const HELD_FOR_MS = 100;
const HELD_MOST = 65_536;

/** Gathers lines for a moment and writes them together: writing each by itself costs more than many an answer. */
export function gatheredLines(file: number): LogDestination {
  let held = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = held;
    held = '';
    if (text !== '') writeWhole(file, Buffer.from(text));
  };
  return {
    write(line) {
      held += line;
      if (held.length > HELD_MOST) flush();
      else timer ??= setTimeout(flush, HELD_FOR_MS).unref();
    },
    flush,
  };
}

/** A pipe whose reader is slow takes a part, or nothing for now; one that nobody reads any more takes nothing at all. */
function writeWhole(file: number, bytes: Buffer): void {
  for (let from = 0, tries = 0; from < bytes.length && tries < 1000; ) {
    try {
      from += writeSync(file, bytes, from);
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      tries += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
