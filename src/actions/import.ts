import { createHash } from 'node:crypto';
import type { Ctx } from '../context.ts';
import { type Draft, readAnnouncement } from '../domain/announcement.ts';
import { AppError } from '../domain/errors.ts';
import { columnOf, type LedgerFinding, parseLedger } from '../feeds/ledger-csv.ts';
import { findByFingerprint } from '../store/announcements.ts';
import { fingerprintOf, placeStatements } from './record.ts';
import { inTransaction } from './transaction.ts';
import { worldOf } from './world.ts';

export interface Imported {
  /** Statements in the file. */
  rows: number;
  added: number;
  /** Statements that the ledger held already, or that stand in the file twice. */
  known: number;
  newRoutes: number;
  /** Rows left out on request, and why. */
  skipped: LedgerFinding[];
}

export interface ImportOptions {
  /** Leave bad rows out instead of refusing the file. */
  skipBad?: boolean;
  /** Told how many of how many rows are done. */
  progress?: (done: number, total: number) => void;
  name?: string;
}

const PAIRS_AT_ONCE = 400;

/**
 * Imports a ledger file whole or not at all. A statement that the ledger holds already, taken back or not, is left as it is:
 * importing twice changes nothing. Throws `import_rejected` with every fault by line and column.
 */
export async function importLedger(ctx: Ctx, text: string, options: ImportOptions = {}): Promise<Imported> {
  const { drafts, findings } = readLedger(ctx, text);
  if (findings.length > 0 && !options.skipBad) throw rejected(findings, options.name ?? 'the file');
  const result: Imported = { rows: drafts.length, added: 0, known: 0, newRoutes: 0, skipped: findings };
  await inTransaction(ctx, async (tx) => {
    Object.assign(result, { added: 0, known: 0, newRoutes: 0 });
    const prints = drafts.map(fingerprintOf);
    const held = [...(await findByFingerprint(tx.db, prints, 'live')), ...(await findByFingerprint(tx.db, prints, 'retracted'))];
    const known = new Set(held.map((row) => row.fingerprint));
    const fresh = drafts.filter((_, index) => {
      const print = prints[index]!;
      if (known.has(print)) return false;
      known.add(print);
      return true;
    });
    result.known = drafts.length - fresh.length;
    options.progress?.(result.known, drafts.length);
    for (const some of pairwise(fresh)) {
      const { placed, rows } = await placeStatements(tx, some);
      result.added += placed.length;
      result.newRoutes += rows.filter((row) => row.version === 1).length;
      options.progress?.(result.known + result.added, drafts.length);
    }
    if (fresh.length === 0) return;
    tx.journal.audit.push({
      action: 'ledger.imported',
      subject: 'ledger',
      before: null,
      after: {
        file: options.name ?? null,
        digest: createHash('sha256').update(text).digest('hex'),
        added: result.added,
        known: result.known,
      },
    });
  });
  return result;
}

/** Reads every row; the faults come in the order of the lines. */
function readLedger(ctx: Ctx, text: string): { drafts: Draft[]; findings: LedgerFinding[] } {
  const { rows, findings } = parseLedger(text);
  const world = worldOf(ctx);
  const drafts: Draft[] = [];
  for (const { line, raw } of rows) {
    const read = readAnnouncement(raw, world);
    if (read.ok) drafts.push(read.draft);
    else findings.push(...read.findings.map(({ field, detail }) => ({ line, column: columnOf(field), detail })));
  }
  return { drafts, findings: findings.sort((a, b) => a.line - b.line) };
}

/** Statements about one pair stay together, a bounded number of pairs at a time. */
function* pairwise(drafts: readonly Draft[]): Generator<Draft[]> {
  const pairs = Map.groupBy(drafts, (draft) => [draft.origin, draft.destination].sort().join('-'));
  let batch: Draft[] = [];
  let count = 0;
  for (const some of pairs.values()) {
    batch = batch.concat(some);
    count += 1;
    if (count < PAIRS_AT_ONCE) continue;
    yield batch;
    batch = [];
    count = 0;
  }
  if (batch.length > 0) yield batch;
}

function rejected(findings: readonly LedgerFinding[], name: string): AppError {
  return new AppError('import_rejected', `Nothing was imported: ${name} has ${findings.length} fault${findings.length === 1 ? '' : 's'}.`, {
    findings: findings.map((finding) => ({
      pointer: finding.column === '' ? `line ${finding.line}` : `line ${finding.line}, ${finding.column}`,
      detail: finding.detail,
    })),
  });
}
