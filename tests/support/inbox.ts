import { fileDrafts, unfiled } from '../../src/actions/inbox.ts';
import { addSource } from '../../src/actions/sources.ts';
import { inTransaction } from '../../src/actions/transaction.ts';
import type { ExtractedDraft } from '../../src/extract/draft.ts';
import type { InboxRow, SourceRow } from '../../src/store/tables.ts';
import type { TestRegister } from './register.ts';

export interface Filing {
  name?: string;
  kind?: SourceRow['kind'];
  publishedOn?: string;
  title?: string;
  link?: string | null;
}

/** Watches a feed on this machine and files drafts of one item of it, as if it had just been asked. Returns the rows in order. */
export async function file(
  { ctx }: Pick<TestRegister, 'ctx'>,
  text: string,
  drafts: readonly ExtractedDraft[],
  { name = 'The Herald', kind = 'media', publishedOn = '2026-01-12', title = 'News', link = 'https://news.example/1' }: Filing = {},
): Promise<{ source: SourceRow; rows: InboxRow[] }> {
  const url = `http://receiver.test:9/${encodeURIComponent(name)}`;
  const known = await ctx.db.selectFrom('sources').selectAll().where('url', '=', url).executeTakeFirst();
  const source = known ?? (await addSource(ctx, { url, name, kind }));
  const item = { id: title, title, link, publishedOn, publishedAt: null, text };
  const before = await ctx.db.selectFrom('inbox').select('id').execute();
  await inTransaction(ctx, (tx) =>
    fileDrafts(
      tx,
      drafts.map((draft) => unfiled(source, item, publishedOn, draft)),
    ),
  );
  const rows = await ctx.db.selectFrom('inbox').selectAll().orderBy('id').execute();
  return { source, rows: rows.filter((row) => !before.some(({ id }) => id === row.id)) };
}
