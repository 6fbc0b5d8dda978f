import type { Ctx } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import type { SourceKind, SourceState } from '../domain/vocabulary.ts';
import { deleteSource, findSource, findSourceByUrl, insertSource, updateSource } from '../store/sources.ts';
import type { SourceRow } from '../store/tables.ts';
import { inTransaction, type WriteCtx } from './transaction.ts';

export interface WantedSource {
  url: string;
  /** As the ledger is to name it. */
  name: string;
  kind: SourceKind;
}

/** Watches a feed from now on. Throws `invalid_request` for a URL that may not be called. */
export async function addSource(
  ctx: Ctx,
  wanted: WantedSource,
  alsoWrite?: (tx: WriteCtx, source: SourceRow) => Promise<void>,
): Promise<SourceRow> {
  const refusal = await ctx.outgoing.refusal(wanted.url);
  if (refusal !== undefined) throw new AppError('invalid_request', refusal, { findings: [{ pointer: '/url', detail: refusal }] });
  const url = new URL(wanted.url).href;
  return inTransaction(ctx, async (tx) => {
    const same = await findSourceByUrl(tx.db, url);
    if (same !== undefined) throw new AppError('conflict', `That feed is watched already, as source ${same.id}.`);
    const row: SourceRow = {
      id: tx.newId(),
      url,
      name: wanted.name,
      kind: wanted.kind,
      state: 'active',
      state_reason: null,
      etag: null,
      last_modified: null,
      every_minutes: null,
      turnover_minutes: null,
      next_poll_at: tx.at,
      failures: 0,
      failing_since: null,
      last_success_at: null,
      last_fault: null,
      lease: null,
      lease_until: null,
      created_at: tx.at,
      updated_at: tx.at,
    };
    await insertSource(tx.db, row);
    audit(tx, 'added', undefined, row);
    await alsoWrite?.(tx, row);
    return row;
  });
}

/** Changes what is given. Set to active it is asked at once, whatever went wrong before. */
export function changeSource(ctx: Ctx, id: string, change: { name?: string; kind?: SourceKind; state?: SourceState }): Promise<SourceRow> {
  return inTransaction(ctx, async (tx) => {
    const before = await getSource(tx, id);
    const isResumed = change.state === 'active' && before.state !== 'active';
    const changes: Partial<SourceRow> = {
      ...change,
      ...(isResumed ? { state_reason: null, failures: 0, failing_since: null, next_poll_at: tx.at } : {}),
      updated_at: tx.at,
    };
    await updateSource(tx.db, id, changes);
    const after = { ...before, ...changes };
    audit(tx, 'changed', before, after);
    return after;
  });
}

/** Watches it no longer. What it gave to the inbox stays there. */
export async function removeSource(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getSource(tx, id);
    await deleteSource(tx.db, id);
    audit(tx, 'removed', row, undefined);
  });
}

export async function getSource(ctx: Pick<Ctx, 'db'>, id: string): Promise<SourceRow> {
  const row = await findSource(ctx.db, id);
  if (row === undefined) throw new AppError('not_found', `There is no source ${id}.`);
  return row;
}

function audit(tx: WriteCtx, what: string, before: SourceRow | undefined, after: SourceRow | undefined): void {
  const told = (row: SourceRow | undefined) =>
    row === undefined ? null : { id: row.id, url: row.url, name: row.name, kind: row.kind, state: row.state };
  tx.journal.audit.push({
    action: `source.${what}`,
    subject: `source:${(after ?? before)?.id}`,
    before: told(before),
    after: told(after),
  });
}
