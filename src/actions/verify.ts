import { setImmediate as breathe } from 'node:timers/promises';
import type { Ctx } from '../context.ts';
import { fold } from '../domain/belief.ts';
import { AppError } from '../domain/errors.ts';
import { listLive } from '../store/announcements.ts';
import { auditDigest, pageAudit } from '../store/audit.ts';
import { inSnapshot } from '../store/db.ts';
import { findEventTimes } from '../store/events.ts';
import { flagFromEvents, flagKeys, type Projection, projectBelief, toStatement } from '../store/projection.ts';
import { readRegister } from '../store/register.ts';
import { pageRoutes } from '../store/routes.ts';
import { findDamage, findStrays, newestEventNumber } from '../store/soundness.ts';
import type { RouteRow } from '../store/tables.ts';

export interface Verification {
  routes: number;
  announcements: number;
  auditLines: number;
  /** The digest of the newest audit line: noted elsewhere, it also shows a chain that was rewritten whole. */
  auditHead: string;
  faults: string[];
}

const FAULTS_NAMED = 100;

/**
 * Proves that the database is sound, that every route equals the fold of its ledger and of its flags' events, and that no
 * line of the audit was changed, taken out or added. Reads one state of the data; changes nothing.
 */
export function verify(ctx: Ctx, progress?: (routes: number) => void): Promise<Verification> {
  return inSnapshot(ctx.database, async (db) => {
    const result: Verification = { routes: 0, announcements: 0, auditLines: 0, auditHead: '', faults: [] };
    const inner: Ctx = { ...ctx, db };
    result.faults.push(...(await findDamage(ctx.database, db)));
    await verifyRoutes(inner, result, progress);
    await verifyAudit(inner, result);
    await verifyNumbers(inner, result);
    if (result.faults.length > FAULTS_NAMED) {
      const more = result.faults.length - FAULTS_NAMED;
      result.faults.splice(FAULTS_NAMED, more, `and ${more} more`);
    }
    return result;
  });
}

async function verifyRoutes(ctx: Ctx, result: Verification, progress?: (routes: number) => void): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await pageRoutes(ctx.db, after, 500);
    if (rows.length === 0) break;
    after = rows.at(-1)!.id;
    const ledgers = Map.groupBy(
      await listLive(
        ctx.db,
        rows.map((row) => row.id),
      ),
      (row) => row.route_id,
    );
    const beliefs = rows.map((row) => fold((ledgers.get(row.id) ?? []).map(toStatement), row));
    const keys = rows.flatMap((row, index) => Object.values(flagKeys(row.id, beliefs[index]!) ?? {}));
    const flags = await findEventTimes(ctx.db, keys);
    rows.forEach((row, index) => {
      const belief = beliefs[index]!;
      const expected = projectBelief(ctx.reference, belief, flagFromEvents(row.id, belief, flags));
      result.faults.push(...differences(row, expected));
    });
    result.routes += rows.length;
    for (const ledger of ledgers.values()) result.announcements += ledger.length;
    progress?.(result.routes);
    await breathe();
  }
}

function differences(row: RouteRow, expected: Projection): string[] {
  return Object.entries(expected).flatMap(([column, value]) => {
    const stored = row[column as keyof Projection];
    return stored === value
      ? []
      : [`route ${row.id} (${row.pair}): ${column} is ${JSON.stringify(stored)}, its ledger says ${JSON.stringify(value)}`];
  });
}

async function verifyAudit(ctx: Ctx, result: Verification): Promise<void> {
  let previous = '';
  for (let after = 0; ; ) {
    const lines = await pageAudit(ctx.db, after, 1000);
    if (lines.length === 0) break;
    for (const line of lines) {
      const { digest, ...said } = line;
      if (line.seq !== after + 1) result.faults.push(`audit: line ${after + 1} is missing`);
      if (line.previous !== previous) result.faults.push(`audit: line ${line.seq} does not follow the line before it`);
      if (auditDigest(said) !== digest) result.faults.push(`audit: line ${line.seq} was changed`);
      after = line.seq;
      previous = digest;
    }
    result.auditLines += lines.length;
    await breathe();
  }
  const register = await readRegister(ctx.db);
  result.auditHead = previous;
  if (register.audit_seq !== result.auditLines || register.audit_head !== previous) {
    result.faults.push(`audit: ends at line ${result.auditLines}, the register knows ${register.audit_seq}`);
  }
}

async function verifyNumbers(ctx: Ctx, result: Verification): Promise<void> {
  const register = await readRegister(ctx.db);
  const newest = await newestEventNumber(ctx.db);
  if (newest > register.version) result.faults.push(`events: number ${newest} is above the register's ${register.version}`);
  for (const id of await findStrays(ctx.db)) result.faults.push(`announcement ${id} belongs to no route`);
}

/** Throws with every fault named. */
export function assertSound(result: Verification): void {
  if (result.faults.length > 0)
    throw new AppError('unusable', `The database is not sound:\n${result.faults.map((fault) => `  ${fault}`).join('\n')}`);
}
