import { z } from 'zod';
import { makeCursor, queryDigest, readCursor } from '../../http/cursor.ts';
import { endpoint } from '../../http/endpoint.ts';
import { cursor } from '../../http/schemas.ts';
import { listAudit } from '../../store/audit.ts';
import type { AuditRow } from '../../store/tables.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Field } from '../parts/forms.tsx';
import { Instant } from './deliveries.tsx';
import { DESK_PAGE } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';

const ROWS = 50;

const list = endpoint({
  ...DESK_PAGE,
  path: '/admin/audit',
  summary: 'The audit',
  access: 'admin',
  query: z.object({ subject: z.string().max(100).optional(), cursor }),
  handler: async (ctx, { query }) => {
    const subject = query.subject?.trim() || undefined;
    const digest = queryDigest({ subject });
    const [before] = readCursor(query.cursor, digest, 1) ?? [];
    const filter = { ...(before === undefined ? {} : { before: Number(before) || 0 }), ...(subject === undefined ? {} : { subject }) };
    const rows = await listAudit(ctx.db, filter, ROWS + 1);
    const shown = rows.slice(0, ROWS);
    const next = rows.length > ROWS ? makeCursor(digest, [String(shown.at(-1)!.seq)]) : undefined;
    const document = (
      <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Audit" current="audit">
        <h1>Audit</h1>
        <form class="desk-filter" action={deskLinks.audit()}>
          <Field name="subject" label="Subject" value={subject} maxLength={100} hint="route:…, key:… or subscription:… with the id" />
          <button>Show</button>
          {subject !== undefined && <a href={deskLinks.audit()}>All</a>}
        </form>
        {shown.length === 0 ? <p>There is nothing.</p> : <Lines rows={shown} />}
        <nav class="pager" aria-label="Pages">
          {query.cursor !== undefined && <a href={deskLinks.audit({ subject })}>The newest</a>}
          {next !== undefined && <a href={deskLinks.audit({ subject, cursor: next })}>Older ones</a>}
        </nav>
      </Desk>
    );
    return { text: render(document) };
  },
});

function Lines({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <table class="table desk-table">
      <caption class="hidden">Changes, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">No.</th>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">Subject</th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.seq}>
            <td data-label="No.">{row.seq}</td>
            <td data-label="When">
              <Instant at={row.at} />
            </td>
            <td data-label="Who">{row.actor}</td>
            <th scope="row">{row.action}</th>
            <td data-label="Subject">
              <a class="code" href={deskLinks.audit({ subject: row.subject })}>
                {row.subject}
              </a>
            </td>
            <td data-label="Changed">
              <Changes row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Changes({ row }: { row: AuditRow }) {
  const changes = changesBetween(parsed(row.before), parsed(row.after));
  if (changes.length === 0) return <span class="soft">nothing</span>;
  return (
    <details>
      <summary>
        {changes.length} {changes.length === 1 ? 'field' : 'fields'}
        <span class="hidden"> in line {row.seq}</span>
      </summary>
      <dl class="desk-changes">
        {changes.map(({ name, before, after }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {before !== undefined && (
                <>
                  <del>{before}</del> →{' '}
                </>
              )}
              {after === undefined ? <span class="soft">gone</span> : <ins>{after}</ins>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

/** What differs, field by field; what is empty on both sides is left out. */
function changesBetween(before: unknown, after: unknown): { name: string; before: string | undefined; after: string | undefined }[] {
  const [from, to] = [leaves(before), leaves(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((name) => ({ name, before: from.get(name), after: to.get(name) }))
    .filter((one) => one.before !== one.after);
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined || value === '') return found;
  if (typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) leaves(inner, path === '' ? name : `${path}.${name}`, found);
  } else found.set(path === '' ? 'value' : path, String(value));
  return found;
}

export const auditEndpoints = [list];
