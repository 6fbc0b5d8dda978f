import type { Ctx } from '../../context.ts';
import { describeWindow, windowFromBounds } from '../../domain/windows.ts';
import { findAnnouncement } from '../../store/announcements.ts';
import type { Reference } from '../../store/reference.ts';
import type { AnnouncementRow } from '../../store/tables.ts';
import { dated, statusWord } from '../../words/phrases.ts';
import { deskLinks } from '../links.ts';
import { Notice } from '../parts/forms.tsx';
import { pairName } from '../parts/names.tsx';

/** What a statement says, in few words: `launched, first flight 8 July 2023`. */
export function saidText(row: AnnouncementRow): string {
  const window = windowFromBounds(row.earliest, row.latest);
  const status = statusWord(row.status);
  if (row.withdraws_date === 1) return `${status}, date withdrawn`;
  if (window === null) return status;
  const view = describeWindow(window, null);
  if (row.status === 'launched') return `${status}, first flight ${view.label}`;
  if (['suspended', 'ended', 'cancelled'].includes(row.status)) return `${status}, from ${view.label}`;
  return `${status}${dated(view)}`;
}

export function tellStatement(reference: Reference, row: AnnouncementRow): string {
  return `${pairName(reference, row)}: ${saidText(row)}`;
}

/** What was done just now, by the id of the statement. */
export async function doneNotice(ctx: Ctx, id: string | undefined, back: string) {
  const row = id === undefined ? undefined : await findAnnouncement(ctx.db, id);
  if (row === undefined) return null;
  const said = tellStatement(ctx.reference, row);
  return (
    <Notice kind="good">
      {row.retracted_at === null ? (
        <p>
          Recorded. {said}. <a href={deskLinks.retract(row.id, { back })}>Undo</a> · <a href={deskLinks.route(row.route_id)}>Its ledger</a>
        </p>
      ) : (
        <p>
          Taken back. {said}. <a href={deskLinks.route(row.route_id)}>Its ledger</a>
        </p>
      )}
    </Notice>
  );
}
