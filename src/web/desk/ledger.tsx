import type { Reference } from '../../store/reference.ts';
import type { AnnouncementRow } from '../../store/tables.ts';
import { deskLinks } from '../links.ts';
import { Day, SourceLink } from '../parts/names.tsx';
import { sourceOf } from './statement.ts';
import { saidText } from './told.tsx';

interface Props {
  reference: Reference;
  rows: readonly AnnouncementRow[];
  /** Where a page leads back to that takes a statement back; undefined: it cannot be done here. */
  back?: string;
}

/** Statements about a route, as they are given. */
export function Ledger({ reference, rows, back }: Props) {
  return (
    <ul class="desk-ledger">
      {rows.map((row) => (
        <li key={row.id} class={row.retracted_at === null ? undefined : 'taken-back'}>
          <div class="said">
            <Day date={row.published_on} />: <strong>{saidText(row)}</strong>
            {row.airline !== null && `, ${reference.airline(row.airline)?.name ?? row.airline}`}
            {row.weekly_frequency !== null && `, ${row.weekly_frequency} a week`}
          </div>
          {row.wording !== null && <q>{row.wording}</q>}
          <div class="soft">
            <SourceLink name={row.source_name} url={row.source_url} /> ({row.source_kind}){row.speaker !== null && `, ${row.speaker}`}.
            Recorded by {row.recorded_by} on <Day date={row.recorded_at} />.
            {back !== undefined && row.source_url !== null && (
              <>
                {' '}
                <a href={deskLinks.extract(sourceOf(row))}>Read its text…</a>
              </>
            )}
          </div>
          {row.note !== null && <div class="soft">Note: {row.note}</div>}
          {row.retracted_at !== null && (
            <div>
              <strong>Taken back</strong> by {row.retracted_by} on <Day date={row.retracted_at} />: {row.retraction_reason}
            </div>
          )}
          {row.retracted_at === null && back !== undefined && (
            <a href={deskLinks.retract(row.id, { back })}>
              Take back<span class="hidden">: {saidText(row)}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
