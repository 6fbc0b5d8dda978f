import { z } from 'zod';
import { understandDrafts } from '../../actions/inbox.ts';
import type { Ctx } from '../../context.ts';
import { DRAFT_STATES, type DraftState } from '../../domain/vocabulary.ts';
import { makeCursor, queryDigest, readCursor } from '../../http/cursor.ts';
import { endpoint } from '../../http/endpoint.ts';
import { cursor, id } from '../../http/schemas.ts';
import { countInbox, findInboxDraft, listInbox } from '../../store/inbox.ts';
import { listSourceNames } from '../../store/sources.ts';
import { count } from '../../words/phrases.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Notice, Select } from '../parts/forms.tsx';
import { DESK_PAGE } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { DraftPart, statementsOf, titleOf } from './inbox-view.tsx';
import { MarkKey } from './marks.tsx';
import { doneNotice } from './told.tsx';

const ROWS = 20;

const list = endpoint({
  ...DESK_PAGE,
  path: '/admin/inbox',
  summary: 'Drafts that were found in the feeds that are watched',
  access: 'editor',
  query: z.object({
    state: z.enum(DRAFT_STATES).optional(),
    source: z.union([z.literal(''), id]).optional(),
    sort: z.enum(['newest', 'oldest']).optional(),
    cursor,
    done: id.optional(),
    dropped: id.optional(),
  }),
  handler: async (ctx, { query }) => {
    const { state = 'open', sort = 'newest' } = query;
    const sourceId = query.source || undefined;
    const filter = { state: query.state, source: sourceId, sort: query.sort };
    const digest = queryDigest(filter);
    const [behind] = readCursor(query.cursor, digest, 1) ?? [];
    const rows = await listInbox(ctx.db, state, behind, ROWS + 1, { sourceId, oldestFirst: sort === 'oldest' });
    const shown = rows.slice(0, ROWS);
    const next = rows.length > ROWS ? makeCursor(digest, [shown.at(-1)!.id]) : undefined;
    const isUndecided = state === 'open' || state === 'known';
    const effects = await understandDrafts(ctx, isUndecided ? shown : []);
    const statements = await statementsOf(ctx, shown);
    const counts = await countInbox(ctx.db, { sourceId });
    const back = deskLinks.inbox({ ...filter, cursor: query.cursor });
    return {
      text: render(
        <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Inbox" current="inbox">
          {await doneNotice(ctx, query.done, back)}
          {await droppedNotice(ctx, query.dropped)}
          <h1>Inbox</h1>
          <form class="desk-filter" action={deskLinks.inbox()}>
            <Select
              name="state"
              label="State"
              value={state}
              options={DRAFT_STATES.map((one) => [one, `${one} (${(counts.get(one) ?? 0).toLocaleString('en-GB')})`] as const)}
            />
            <Select
              name="source"
              label="Source"
              value={sourceId}
              options={[['', 'all'], ...(await listSourceNames(ctx.db)).map((source) => [source.id, source.name] as const)]}
            />
            <Select
              name="sort"
              label="First"
              value={sort}
              options={[
                ['newest', 'the newest'],
                ['oldest', 'the oldest'],
              ]}
            />
            <button>Show</button>
          </form>
          <p class="soft">
            {count(counts.get(state) ?? 0, 'draft')}
            {MEANINGS[state]}
          </p>
          {shown.length > 0 && <MarkKey />}
          <div class="desk-drafts">
            {shown.map((row) => (
              <DraftPart key={row.id} ctx={ctx} row={row} statements={statements} effect={effects.get(row.id)} back={back} />
            ))}
          </div>
          <nav class="pager" aria-label="Pages">
            {query.cursor !== undefined && <a href={deskLinks.inbox(filter)}>From the beginning</a>}
            {next !== undefined && <a href={deskLinks.inbox({ ...filter, cursor: next })}>The next {ROWS}</a>}
          </nav>
        </Desk>,
      ),
    };
  },
});

/** Behind the number of drafts in that state. */
const MEANINGS: Readonly<Record<DraftState, string>> = {
  open: ': found in the feeds that are watched, and nobody has decided them.',
  known: ': the ledger or another draft says the same already.',
  accepted: ': they are statements of the ledger.',
  dropped: ': they were no announcements, or none for this register.',
};

async function droppedNotice(ctx: Ctx, draftId: string | undefined) {
  const row = draftId === undefined ? undefined : await findInboxDraft(ctx.db, draftId);
  if (row?.state !== 'dropped') return null;
  return (
    <Notice kind="good">
      <p>
        Dropped. {titleOf(ctx.reference, row)}. <a href={deskLinks.draft(row.id)}>Look at it</a>
      </p>
    </Notice>
  );
}

export const inboxEndpoints = [list];
