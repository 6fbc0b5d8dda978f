import type { Preview } from '../../actions/preview.ts';
import type { Ctx } from '../../context.ts';
import { count } from '../../words/phrases.ts';
import { tell } from '../../words/tell.ts';
import { deskLinks } from '../links.ts';
import { Notice } from '../parts/forms.tsx';
import { AirlineLink, launchWindow, pairName, WindowText } from '../parts/names.tsx';
import { StatusTag } from '../parts/tags.tsx';
import type { Refusal } from './form.tsx';
import type { Faults } from './statement.ts';

/** What recording the form would do; nothing of it has been done. */
export type Outlook =
  | { kind: 'preview'; preview: Preview }
  | { kind: 'faults'; faults: Faults }
  | { kind: 'refused'; refusal: Refusal; same?: string };

export function PreviewPart({ ctx, outlook }: { ctx: Ctx; outlook: Outlook | undefined }) {
  return (
    <section id="preview" class="desk-preview" aria-labelledby="preview-title" aria-live="polite">
      <h2 id="preview-title">What it would change</h2>
      {outlook === undefined && (
        <p class="soft">Fill in the route and what is said of it, then look at the preview. Nothing is recorded by it.</p>
      )}
      {outlook?.kind === 'faults' && (
        <>
          <p>Nothing yet:</p>
          <ul>
            {Object.entries(outlook.faults).map(([field, fault]) => (
              <li key={field}>
                <a href={`#f-${field}`}>{LABELS[field] ?? field}</a>: {fault}
              </li>
            ))}
          </ul>
        </>
      )}
      {outlook?.kind === 'refused' && (
        <Notice kind="bad">
          <p>
            {outlook.refusal.message} {outlook.same !== undefined && <a href={deskLinks.route(outlook.same)}>See that route’s ledger</a>}
          </p>
        </Notice>
      )}
      {outlook?.kind === 'preview' && <Change ctx={ctx} preview={outlook.preview} />}
    </section>
  );
}

const LABELS: Faults = {
  origin: 'From',
  destination: 'To',
  airline: 'Airline',
  status: 'What is said of it',
  effective: 'When',
  weeklyFrequency: 'Flights a week',
  sourceName: 'Source',
  sourceKind: 'Kind of source',
  sourceUrl: 'Address',
  publishedOn: 'Published on',
  speaker: 'Speaker',
  wording: 'Exact words',
  note: 'Note',
};

function Change({ ctx, preview: { before, after, events } }: { ctx: Ctx; preview: Preview }) {
  const { reference } = ctx;
  return (
    <>
      <p>
        {before === undefined ? (
          <>
            <strong>A new route:</strong> {pairName(reference, after)}, <AirlineLink reference={reference} id={after.airline} />
          </>
        ) : (
          <>
            Goes to <a href={deskLinks.route(before.id)}>{pairName(reference, before)}</a>,{' '}
            <AirlineLink reference={reference} id={before.airline} />
          </>
        )}
      </p>
      <table class="table">
        <caption class="hidden">Before and after</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">Now</th>
            <th scope="col">Then</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Status</th>
            <td>{before === undefined ? <span class="soft">no route</span> : <StatusTag route={before} />}</td>
            <td>
              <StatusTag route={after} />
            </td>
          </tr>
          <tr>
            <th scope="row">Launch</th>
            <td>{before !== undefined && <WindowText window={launchWindow(before)} />}</td>
            <td>
              <WindowText window={launchWindow(after)} />
            </td>
          </tr>
          <tr>
            <th scope="row">Slips</th>
            <td>{before?.slip_count}</td>
            <td>{after.slip_count}</td>
          </tr>
        </tbody>
      </table>
      {events.length === 0 && <p>Nothing that is believed changes, and nobody is told: the statement joins the ledger.</p>}
      {events.map((event) => {
        const told = tell({ ...event, eventId: '' });
        return (
          <div key={event.type}>
            <p>{told.sentence}</p>
            {told.changes.length > 0 && (
              <ul>
                {told.changes.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            )}
            <p class="soft">
              Alert <code>{event.type}</code> to {count(event.subscribers, 'subscription')}.
            </p>
          </div>
        );
      })}
    </>
  );
}
