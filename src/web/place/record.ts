import { isPending } from '../../domain/vocabulary.ts';
import type { KeptRow } from '../../store/route-counts.ts';

/** How an airline kept its word. */
export interface AirlineRecord {
  routes: number;
  /** The day of the first flight is known. */
  flew: number;
  /** Of these, how many had a promise whose last day is known: the punctuality is that of these. */
  judged: number;
  /** Flew no later than the last day first promised. */
  kept: number;
  /** Days from the last day first promised to the first flight. */
  medianSlip: number | null;
  waiting: number;
  overdue: number;
  givenUp: number;
}

export function recordOf(rows: readonly KeptRow[]): AirlineRecord {
  const flew = rows.filter((row) => row.launched_on !== null);
  const slips = flew.flatMap((row) => (row.slip_days === null ? [] : [row.slip_days]));
  const waiting = rows.filter((row) => isPending(row.status));
  return {
    routes: rows.filter((row) => row.status !== 'retracted').length,
    flew: flew.length,
    judged: slips.length,
    kept: slips.filter((days) => days <= 0).length,
    medianSlip: median(slips),
    waiting: waiting.length,
    overdue: waiting.filter((row) => row.flag === 'overdue').length,
    givenUp: rows.filter((row) => row.launched_on === null && ['cancelled', 'ended', 'suspended'].includes(row.status)).length,
  };
}

function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
