import type { Effect } from '../../actions/extraction.ts';
import type { Ctx } from '../../context.ts';
import { findAnnouncement } from '../../store/announcements.ts';
import type { AnnouncementRow } from '../../store/tables.ts';
import { count } from '../../words/phrases.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Field, Notice } from '../parts/forms.tsx';
import { type DraftForm, digestOf, type ExtractForm, marksOf, prefixOf } from './extract-form.ts';
import { Hidden } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { MarkedText, MarkKey } from './marks.tsx';
import { insteadOf } from './readings.ts';
import { blank, type Faults, type Meanings } from './statement.ts';
import { DATE_FORMS, Group, RouteFields, SourceGroup } from './statement-fields.tsx';
import { Confidence, draftTitle, EffectText, tellStatement } from './told.tsx';

/** What the page says of a form. */
export interface Told {
  faults?: Faults;
  /** By the number of the draft. */
  draftFaults?: ReadonlyMap<number, Faults>;
  meanings?: ReadonlyMap<number, Meanings>;
  effects?: ReadonlyMap<number, Effect>;
  message?: string;
  /** Something was to be recorded, and was not. */
  refused?: boolean;
  /** Ids of the statements that were recorded just now. */
  done?: readonly string[];
}

export async function extractPage(ctx: Ctx, form: ExtractForm, told: Told = {}): Promise<string> {
  const { drafts } = form;
  const faulty = Object.keys(told.faults ?? {}).length + [...(told.draftFaults?.values() ?? [])].flatMap(Object.keys).length;
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Read a text" current="extract">
      {await doneNotice(ctx, told.done ?? [])}
      <h1>Read a text</h1>
      {told.message !== undefined && (
        <Notice kind="bad">
          <p>{told.message}</p>
        </Notice>
      )}
      {told.refused && faulty > 0 && (
        <Notice kind="bad">
          <p>{count(faulty, 'field')} to mend. Nothing was recorded; all that you typed is here.</p>
        </Notice>
      )}
      <form class="desk-form desk-extract" method="post" action={deskLinks.extract()}>
        {drafts === undefined ? (
          <Unread form={form} faults={told.faults ?? {}} />
        ) : (
          <Read ctx={ctx} form={form} drafts={drafts} told={told} />
        )}
      </form>
      {ctx.actor.scope === 'admin' && (
        <p>
          <a href={deskLinks.corrections()}>Corrections</a>: what names mean here, and what is left out
        </p>
      )}
    </Desk>,
  );
}

async function doneNotice(ctx: Ctx, ids: readonly string[]) {
  const rows: AnnouncementRow[] = [];
  for (const id of ids.slice(0, 100)) {
    const row = await findAnnouncement(ctx.db, id);
    if (row !== undefined) rows.push(row);
  }
  if (rows.length === 0) return null;
  return (
    <Notice kind="good">
      <p>{count(rows.length, 'statement')} recorded:</p>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            {tellStatement(ctx.reference, row)}.{' '}
            {row.retracted_at === null ? (
              <a href={deskLinks.retract(row.id, { back: deskLinks.extract({ done: row.id }) })}>Undo</a>
            ) : (
              'Taken back.'
            )}{' '}
            · <a href={deskLinks.route(row.route_id)}>Its ledger</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

interface FormProps {
  form: ExtractForm;
  faults: Faults;
}

function Unread({ form, faults }: FormProps) {
  return (
    <>
      <p class="prose">
        Paste a news text and say where it is from. What it announces is proposed below it, and nothing is recorded before you accept it.
      </p>
      <SourceGroup values={form.source} faults={faults} nameHint="The paper, the airline" />
      <TextField form={form} faults={faults} rows={12} />
      <div class="desk-do">
        <button class="primary" name="do" value="read">
          Read it
        </button>
      </div>
    </>
  );
}

interface ReadProps {
  ctx: Ctx;
  form: ExtractForm;
  drafts: readonly DraftForm[];
  told: Told;
}

function Read({ ctx, form, drafts, told }: ReadProps) {
  const isSame = digestOf(form.text) === form.readDigest;
  const marks = isSame ? marksOf(drafts) : [];
  return (
    <>
      <Hidden values={{ drafts: String(drafts.length), readDigest: form.readDigest }} />
      <SourceGroup values={form.source} faults={told.faults ?? {}} nameHint="The paper, the airline" />
      <div class="desk-reading">
        <section aria-labelledby="text-title">
          <h2 id="text-title">The text</h2>
          {!isSame && <p class="soft">The text was changed since: read it again.</p>}
          <MarkedText text={form.text} marks={marks} />
          {marks.length > 0 && <MarkKey>with the number of the draft.</MarkKey>}
        </section>
        <section aria-labelledby="drafts-title">
          <h2 id="drafts-title">{count(drafts.length, 'draft')}</h2>
          {drafts.length === 0 && <p>No announcement was found in this text.</p>}
          {drafts.length > 0 && (
            <p class="soft small">
              Places and airlines by code or name. Dates are written {DATE_FORMS}; empty if none was given, “withdrawn” if one was taken
              back. What a draft would change is judged as if {drafts.some((draft) => draft.accepted) ? 'the accepted' : 'those'} before it
              were recorded.
            </p>
          )}
          {drafts.map((draft) => (
            <DraftFields key={draft.number} ctx={ctx} draft={draft} told={told} />
          ))}
          {drafts.length > 0 && (
            <div class="desk-do">
              <button name="do" value="look">
                Look what it would change
              </button>
              <button class="primary" name="do" value="record">
                Record the accepted
              </button>
            </div>
          )}
        </section>
      </div>
      <details open={drafts.length === 0 || !isSame}>
        <summary>Change the text</summary>
        <TextField form={form} faults={told.faults ?? {}} rows={8} />
        <p class="soft">Reading it again makes new drafts: what you changed in these is lost.</p>
        <button name="do" value="read">
          Read it again
        </button>
      </details>
      <p>
        <a href={deskLinks.extract()}>Another text</a>
      </p>
    </>
  );
}

function TextField({ form, faults, rows }: FormProps & { rows: number }) {
  return (
    <Field name="text" label="Text" fault={faults.text} hint="It is read here and not kept">
      {(attributes) => (
        <textarea {...attributes} rows={rows}>
          {/* A browser leaves the first line end out. */}
          {`\n${form.text}`}
        </textarea>
      )}
    </Field>
  );
}

function DraftFields({ ctx, draft, told }: { ctx: Ctx; draft: DraftForm; told: Told }) {
  const { number, own, accepted, found } = draft;
  const prefix = prefixOf(number);
  const effect = told.effects?.get(number);
  const faults = told.draftFaults?.get(number) ?? {};
  return (
    <section class="desk-draft" aria-labelledby={`${prefix}title`}>
      <Hidden values={{ [`${prefix}found`]: JSON.stringify(found) }} />
      <h3 id={`${prefix}title`}>
        <span class="code">{number}</span> {draftTitle(ctx.reference, own)}
      </h3>
      <p>
        {effect === undefined ? (
          <span class="soft">{Object.keys(faults).length > 0 ? 'Mend it first.' : 'Look what it would change.'}</span>
        ) : (
          <EffectText effect={effect} status={own.status} />
        )}
        {found.confidence !== null && <Confidence of={found.confidence} />}
      </p>
      <label class="desk-accept">
        <input type="checkbox" name={`${prefix}accept`} checked={accepted} /> Accept draft {number}
      </label>
      <RouteFields
        typed={{ ...blank(ctx), ...own }}
        faults={faults}
        meanings={told.meanings?.get(number) ?? {}}
        instead={insteadOf(ctx.reference, own, found.readings)}
        prefix={prefix}
      />
      <Group legend="Words">
        <Field name={`${prefix}speaker`} label="Speaker" value={own.speaker} fault={faults.speaker} />
        <Field name={`${prefix}wording`} label="Exact words" value={own.wording} fault={faults.wording} />
        <Field name={`${prefix}note`} label="Note for editors" value={own.note} fault={faults.note} />
      </Group>
    </section>
  );
}
