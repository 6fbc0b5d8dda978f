import type { ComponentChildren } from 'preact';
import type { Effect } from '../../actions/extraction.ts';
import { alternativesIn, evidenceIn, isDecided } from '../../actions/inbox.ts';
import type { Ctx } from '../../context.ts';
import { REASON_MOST } from '../../domain/announcement.ts';
import { findAnnouncement } from '../../store/announcements.ts';
import type { Reference } from '../../store/reference.ts';
import type { AnnouncementRow, InboxRow } from '../../store/tables.ts';
import { deskLinks } from '../links.ts';
import { Field } from '../parts/forms.tsx';
import { Day, SourceLink } from '../parts/names.tsx';
import { Hidden } from './form.tsx';
import { MarkedText } from './marks.tsx';
import { READ_FIELDS, READ_LABELS, readingLabel } from './readings.ts';
import { Confidence, draftTitle, EffectText, saidText } from './told.tsx';

/** `Almaty–Lahore, SCAT Airlines: announced for April 2027`. */
export function titleOf(reference: Reference, row: InboxRow): string {
  const often = row.weekly_frequency === null ? '' : `, ${row.weekly_frequency} a week`;
  return `${draftTitle(reference, row)}: ${saidText(row)}${often}`;
}

/** What became of drafts, by the id of the statement. */
export type Statements = ReadonlyMap<string, AnnouncementRow>;

export async function statementsOf({ db }: Pick<Ctx, 'db'>, rows: readonly InboxRow[]): Promise<Statements> {
  const found = new Map<string, AnnouncementRow>();
  for (const { announcement_id: id } of rows) {
    const row = id === null ? undefined : await findAnnouncement(db, id);
    if (row !== undefined) found.set(row.id, row);
  }
  return found;
}

interface FactsProps {
  row: InboxRow;
  /** What became of it, or would. */
  children?: ComponentChildren;
}

/** The item that a draft came from, and the words that stand for it. */
export function DraftFacts({ row, children }: FactsProps) {
  return (
    <>
      <p>
        <SourceLink name={row.item_title || 'Without a title'} url={row.link} />
        <span class="soft">
          {' · '}
          {row.source_name} ({row.source_kind}), <Day date={row.published_on} />
        </span>
      </p>
      <blockquote class="desk-evidence">
        {evidenceIn(row).map(({ sentence, marks }) => (
          <MarkedText key={sentence} text={sentence} marks={marks} />
        ))}
      </blockquote>
      {row.speaker !== null && <p class="small">Speaker: {row.speaker}</p>}
      <p>
        {children}
        <Confidence of={row.confidence / 100} />
      </p>
    </>
  );
}

interface FateProps {
  row: InboxRow;
  statements: Statements;
}

/** What became of a draft; nothing of one that is open. */
export function Fate({ row, statements }: FateProps) {
  const statement = statements.get(row.announcement_id ?? '');
  const link = (text: string) => statement !== undefined && <a href={deskLinks.route(statement.route_id)}>{text}</a>;
  if (row.state === 'known') return <>{link('A statement') || 'Another draft'} says the same. </>;
  if (!isDecided(row)) return null;
  return (
    <>
      <strong>{row.state === 'accepted' ? 'Accepted' : 'Dropped'}</strong> by {row.decided_by} on <Day date={row.decided_at ?? ''} />
      {row.reason !== null && `: ${row.reason}`}. {statement !== undefined && statement.retracted_at !== null && 'Taken back since. '}
      {link('See the ledger')}
    </>
  );
}

/** What else the names may mean. */
function Alternatives({ reference, row }: { reference: Reference; row: InboxRow }) {
  const alternatives = alternativesIn(row);
  return (
    <>
      {READ_FIELDS.map((field) => {
        const names = alternatives[field].flatMap((one) => readingLabel(reference, field, one) ?? []);
        return (
          names.length > 0 && (
            <p key={field} class="soft small">
              {READ_LABELS[field]} may also be: {names.join('; ')}.
            </p>
          )
        );
      })}
    </>
  );
}

interface DraftProps extends FateProps {
  ctx: Pick<Ctx, 'reference'>;
  effect: Effect | undefined;
  back: string;
}

/** A draft of the list, with what can be done with it. */
export function DraftPart({ ctx, row, statements, effect, back }: DraftProps) {
  const title = titleOf(ctx.reference, row);
  const name = <span class="hidden">: {title}</span>;
  return (
    <article class="desk-draft" aria-labelledby={`draft-${row.id}`}>
      <div>
        <h2 id={`draft-${row.id}`}>{title}</h2>
        <DraftFacts row={row}>
          <Fate row={row} statements={statements} />
          {effect !== undefined && <EffectText effect={effect} status={row.status} />}
        </DraftFacts>
        {!isDecided(row) && <Alternatives reference={ctx.reference} row={row} />}
      </div>
      {isDecided(row) ? (
        <a href={deskLinks.draft(row.id, { back })}>Look at it{name}</a>
      ) : (
        <div class="desk-decide">
          <form class="desk-line" method="post" action={deskLinks.draftDoes(row.id, 'accept')}>
            <Hidden values={{ back }} />
            <button class="primary">Accept{name}</button>
            <a class="button" href={deskLinks.draft(row.id, { back })}>
              Mend…{name}
            </a>
          </form>
          <DropForm row={row} back={back}>
            {name}
          </DropForm>
        </div>
      )}
    </article>
  );
}

interface DropProps {
  row: InboxRow;
  back: string | undefined;
  reason?: string;
  fault?: string | undefined;
  children?: ComponentChildren;
}

export function DropForm({ row, back, reason, fault, children }: DropProps) {
  return (
    <form class="desk-filter" method="post" action={deskLinks.draftDoes(row.id, 'drop')}>
      <Hidden values={{ back }} />
      <Field
        name="reason"
        id={`reason-${row.id}`}
        label="Reason to drop it"
        value={reason}
        fault={fault}
        required
        maxLength={REASON_MOST}
      />
      <button>Drop{children}</button>
    </form>
  );
}
