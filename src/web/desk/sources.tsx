import { z } from 'zod';
import { addSource, changeSource, getSource, removeSource } from '../../actions/sources.ts';
import { pollNow } from '../../actions/watch.ts';
import type { Ctx } from '../../context.ts';
import { TEXT_LIMITS } from '../../domain/announcement.ts';
import { AppError } from '../../domain/errors.ts';
import { SOURCE_KINDS, type SourceKind } from '../../domain/vocabulary.ts';
import { makeCursor, queryDigest, readCursor } from '../../http/cursor.ts';
import { endpoint } from '../../http/endpoint.ts';
import { cursor, id } from '../../http/schemas.ts';
import { listSources } from '../../store/sources.ts';
import type { SourceRow } from '../../store/tables.ts';
import { count } from '../../words/phrases.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Field, Notice, Select } from '../parts/forms.tsx';
import { Instant } from './deliveries.tsx';
import { AGAIN, DESK_PAGE, FORM, faultText, fields, refusalOf, text } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import type { Faults } from './statement.ts';

const ROWS = 50;
const URL_MOST = 2000;

const shape = { url: text, name: text, kind: text };
type Typed = Record<keyof typeof shape, string>;

const list = endpoint({
  ...DESK_PAGE,
  path: '/admin/sources',
  summary: 'Feeds that are watched',
  access: 'admin',
  query: z.object({ cursor }),
  handler: async (ctx, { query }) => ({ text: await page(ctx, { at: query.cursor }) }),
});

const add = endpoint({
  ...FORM,
  path: '/admin/sources',
  summary: 'Watch a feed',
  access: 'admin',
  body: fields(shape),
  handler: async (ctx, { body }) => {
    if (body.do === AGAIN) return { text: await page(ctx, { typed: body }) };
    const kind = SOURCE_KINDS.find((one) => one === body.kind);
    const faults = faultsIn(body, kind);
    if (kind === undefined || Object.keys(faults).length > 0) return { status: 400, text: await page(ctx, { typed: body, faults }) };
    try {
      await addSource(ctx, { url: body.url.trim(), name: body.name.trim(), kind });
    } catch (fault) {
      const { status, message } = refusalOf(fault);
      const isAboutUrl =
        fault instanceof AppError && (fault.code === 'conflict' || fault.findings.some(({ pointer }) => pointer === '/url'));
      return {
        status,
        text: await page(ctx, { typed: body, ...(isAboutUrl ? { faults: { url: faultText(message) } } : { said: bad(message) }) }),
      };
    }
    return { status: 303, location: deskLinks.sources() };
  },
});

function faultsIn({ url, name }: Typed, kind: SourceKind | undefined): Faults {
  const long = (value: string, most: number) =>
    value.trim().length > most ? `This is ${value.trim().length} characters long; ${most} is the most.` : undefined;
  const faults = {
    url: url.trim() === '' ? 'Write the address of the feed.' : long(url, URL_MOST),
    name: name.trim() === '' ? 'Write the name that the ledger is to give it.' : long(name, TEXT_LIMITS.sourceName),
    kind: kind === undefined ? 'Choose one.' : undefined,
  };
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined));
}

const DEEDS = ['poll', 'pause', 'resume', 'remove'] as const;

const act = endpoint({
  ...FORM,
  path: '/admin/sources/{id}/{deed}',
  summary: 'Ask a source now, pause it, resume it, or watch it no longer',
  access: 'admin',
  params: z.object({ id, deed: z.enum(DEEDS) }),
  body: fields({ sure: text }),
  handler: async (ctx, { params: { id: sourceId, deed }, body, signal }) => {
    if (body.do === AGAIN) return { status: 303, location: deskLinks.sources() };
    const { name } = await getSource(ctx, sourceId);
    if (deed === 'remove' && body.sure !== 'yes') {
      return { status: 400, text: await page(ctx, { said: bad('Tick the box beside the button first. Nothing was removed.') }) };
    }
    try {
      if (deed === 'poll') {
        const { fault, newItems, drafts } = await pollNow(ctx, sourceId, { signal: signal() });
        const found = `“${name}” was asked: ${count(newItems, 'new item')}, ${count(drafts, 'draft')} for the inbox.`;
        return {
          text: await page(ctx, { said: fault === null ? { kind: 'good', text: found } : bad(`“${name}” could not be read: ${fault}.`) }),
        };
      }
      if (deed === 'remove') await removeSource(ctx, sourceId);
      else await changeSource(ctx, sourceId, { state: deed === 'pause' ? 'paused' : 'active' });
    } catch (fault) {
      const { status, message } = refusalOf(fault);
      return { status, text: await page(ctx, { said: bad(message) }) };
    }
    return { status: 303, location: deskLinks.sources() };
  },
});

interface Said {
  kind: 'good' | 'bad';
  text: string;
}

function bad(message: string): Said {
  return { kind: 'bad', text: message };
}

interface Shown {
  at?: string | undefined;
  typed?: Typed;
  faults?: Faults;
  said?: Said;
}

async function page(ctx: Ctx, { at, typed = { url: '', name: '', kind: 'media' }, faults = {}, said }: Shown): Promise<string> {
  const digest = queryDigest({});
  const [after = ''] = readCursor(at, digest, 1) ?? [];
  const rows = await listSources(ctx.db, after, ROWS + 1);
  const shown = rows.slice(0, ROWS);
  const next = rows.length > ROWS ? makeCursor(digest, [shown.at(-1)!.id]) : undefined;
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Sources" current="sources">
      <h1>Sources</h1>
      {said !== undefined && (
        <Notice kind={said.kind}>
          <p>{said.text}</p>
        </Notice>
      )}
      <p class="prose">
        Feeds that are watched. What their new items seem to announce waits in the <a href={deskLinks.inbox()}>inbox</a>.
        {!ctx.config.WATCH && ' WATCH is off in this process: another one asks them, or nobody does.'}
      </p>
      <form class="desk-filter" method="post" action={deskLinks.sources()}>
        <Field
          name="url"
          label="Address of a feed"
          type="url"
          value={typed.url}
          fault={faults.url}
          hint="RSS, Atom or JSON Feed"
          required
        />
        <Field name="name" label="Name in the ledger" value={typed.name} fault={faults.name} maxLength={TEXT_LIMITS.sourceName} required />
        <Select
          name="kind"
          label="Kind"
          value={typed.kind}
          fault={faults.kind}
          options={SOURCE_KINDS.map((kind) => [kind, kind] as const)}
        />
        <button class="primary">Watch it</button>
      </form>
      {shown.length === 0 ? <p>No feed is watched yet.</p> : <Sources rows={shown} />}
      <nav class="pager" aria-label="Pages">
        {at !== undefined && <a href={deskLinks.sources()}>From the beginning</a>}
        {next !== undefined && <a href={deskLinks.sources({ cursor: next })}>The next {ROWS}</a>}
      </nav>
    </Desk>,
  );
}

function Sources({ rows }: { rows: readonly SourceRow[] }) {
  return (
    <table class="table desk-table">
      <caption class="hidden">Sources, the oldest first</caption>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">State</th>
          <th scope="col">Last success</th>
          <th scope="col">Last fault</th>
          <th scope="col">Next asked</th>
          <th scope="col">
            <span class="hidden">What to do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {row.name} <span class="soft">({row.kind})</span>
              <div class="under target">{row.url}</div>
            </th>
            <td data-label="State" class={`desk-state ${row.state}`}>
              {row.state}
              {row.state_reason !== null && `: ${row.state_reason}`}
            </td>
            <td data-label="Last success">{row.last_success_at === null ? 'never' : <Instant at={row.last_success_at} />}</td>
            <td data-label="Last fault">
              <Faulty row={row} />
            </td>
            <td data-label="Next asked">{row.state === 'active' ? <Instant at={row.next_poll_at} /> : 'not before it is resumed'}</td>
            <td>
              <div class="desk-buttons">
                <Press row={row} deed="poll" label="Ask now" />
                {row.state === 'active' ? <Press row={row} deed="pause" label="Pause" /> : <Press row={row} deed="resume" label="Resume" />}
                <details>
                  <summary>
                    Remove…<span class="hidden"> {row.name}</span>
                  </summary>
                  <Press row={row} deed="remove" label="Remove" sure="Its drafts stay" />
                </details>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Faulty({ row }: { row: SourceRow }) {
  if (row.last_fault === null) return <span class="soft">none</span>;
  return (
    <>
      {row.last_fault}
      <div class="under soft">
        {count(row.failures, 'failure')}
        {row.failing_since !== null && (
          <>
            {' '}
            since <Instant at={row.failing_since} />
          </>
        )}
      </div>
    </>
  );
}

interface PressProps {
  row: SourceRow;
  deed: (typeof DEEDS)[number];
  label: string;
  /** What has to be ticked first. */
  sure?: string;
}

function Press({ row, deed, label, sure }: PressProps) {
  return (
    <form class="desk-line" method="post" action={deskLinks.sourceDoes(row.id, deed)}>
      {sure !== undefined && (
        <label>
          <input type="checkbox" name="sure" value="yes" required /> {sure}
        </label>
      )}
      <button class="small">
        {label}
        <span class="hidden"> {row.name}</span>
      </button>
    </form>
  );
}

export const sourceEndpoints = [list, add, act];
