import { type Effect, effectText } from '../../actions/extraction.ts';
import type { Ctx } from '../../context.ts';
import { describeWindow, windowFromBounds } from '../../domain/windows.ts';
import { findAnnouncement } from '../../store/announcements.ts';
import type { Reference } from '../../store/reference.ts';
import type { AnnouncementRow } from '../../store/tables.ts';
import { dated, statusWord } from '../../words/phrases.ts';
import { deskLinks } from '../links.ts';
import { Notice } from '../parts/forms.tsx';
import { pairName, placeName } from '../parts/names.tsx';
import { resolvePlace } from '../resolve.ts';

type Said = Pick<AnnouncementRow, 'status' | 'earliest' | 'latest'> & Partial<Pick<AnnouncementRow, 'withdraws_date'>>;

/** What a statement says, in few words: `launched, first flight 8 July 2023`. */
export function saidText(row: Said): string {
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

/** The pair and the airline of a draft, as far as what stands in it names them. */
export function draftTitle(reference: Reference, said: { origin: string; destination: string; airline: string | null }): string {
  const name = (text: string) => {
    const resolved = resolvePlace(reference, text);
    return resolved.kind === 'one' ? placeName(resolved.found) : text || '?';
  };
  const airline = reference.airline(said.airline ?? '');
  return `${name(said.origin)}–${name(said.destination)}${airline === undefined ? '' : `, ${airline.name}`}`;
}

/** What recording a draft would change. */
export function EffectText({ effect, status }: { effect: Effect; status: string }) {
  const text = effectText(effect, status);
  return (
    <>
      <strong>{`${text.charAt(0).toUpperCase()}${text.slice(1)}.`}</strong>
      {effect.routeId !== null && (
        <>
          {' '}
          <a href={deskLinks.route(effect.routeId)}>Its ledger</a>
        </>
      )}
    </>
  );
}

/** How sure a reading is, from 0 to 1. */
export function Confidence({ of }: { of: number }) {
  return <span class="soft"> Read with {Math.round(of * 100)} % confidence.</span>;
}
