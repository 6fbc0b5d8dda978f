import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { makeCursor, queryDigest, readCursor } from '../../http/cursor.ts';
import { endpoint } from '../../http/endpoint.ts';
import { cursor, id } from '../../http/schemas.ts';
import type { Place } from '../../store/reference.ts';
import { listRoutes, positionOf } from '../../store/route-list.ts';
import type { RouteRow } from '../../store/tables.ts';
import { statusWord } from '../../words/phrases.ts';
import { deskLinks, links } from '../links.ts';
import { render } from '../page.ts';
import { Field, Notice } from '../parts/forms.tsx';
import { AirlineLink, Day, launchWindow, pairName, placeName, WindowText } from '../parts/names.tsx';
import { StatusTag } from '../parts/tags.tsx';
import { type Resolved, resolvePlace } from '../resolve.ts';
import { DESK_PAGE } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { doneNotice } from './told.tsx';

const ROWS = 50;
const QUICK = ['launched', 'postponed', 'cancelled'] as const;

const start = endpoint({
  ...DESK_PAGE,
  path: '/admin',
  summary: 'The desk',
  access: 'reader',
  handler: (ctx) => ({ status: 303, location: ctx.actor.scope === 'reader' ? deskLinks.subscriptions() : deskLinks.due() }),
});

const due = endpoint({
  ...DESK_PAGE,
  path: '/admin/due',
  summary: 'Routes that wait for somebody to show that they flew',
  access: 'editor',
  query: z.object({ place: z.string().max(80).optional(), cursor, done: id.optional() }),
  handler: async (ctx, { query }) => {
    const { place: written = '' } = query;
    const resolved: Resolved<Place> = written.trim() === '' ? { kind: 'none' } : resolvePlace(ctx.reference, written);
    const place = resolved.kind === 'one' ? resolved.found : undefined;
    const isUnknown = written.trim() !== '' && place === undefined;
    const digest = queryDigest({ place: place?.code });
    const [at, after] = readCursor(query.cursor, digest, 2) ?? [];
    const filter = { pending: true as const, flags: ['due', 'overdue'] as const, ...(place === undefined ? {} : { place }) };
    const rows = isUnknown
      ? []
      : await listRoutes(ctx.db, filter, {
          sort: 'launch',
          limit: ROWS + 1,
          ...(at === undefined || after === undefined ? {} : { after: { at, id: after } }),
        });
    const shown = rows.slice(0, ROWS);
    const last = rows.length > ROWS ? positionOf(shown.at(-1)!, 'launch') : undefined;
    const next = last === undefined ? undefined : makeCursor(digest, [last.at, last.id]);
    const here = deskLinks.due({ place: place?.code, cursor: query.cursor });
    const document = (
      <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Due" current="due">
        {await doneNotice(ctx, query.done, here)}
        <h1>Due: did they fly?</h1>
        <form class="desk-filter" action={deskLinks.due()}>
          <Field name="place" label="Place" value={place === undefined ? written : placeName(place)} suggest="place" maxLength={80} />
          <button>Show</button>
          {written !== '' && <a href={deskLinks.due()}>All places</a>}
        </form>
        {isUnknown && <Unknown written={written} resolved={resolved} />}
        {shown.length === 0 && !isUnknown && <p>No route waits{place === undefined ? '' : ` at ${placeName(place)}`}.</p>}
        {shown.length > 0 && <Rows ctx={ctx} rows={shown} back={here} />}
        <nav class="pager" aria-label="Pages">
          {query.cursor !== undefined && <a href={deskLinks.due({ place: place?.code })}>From the beginning</a>}
          {next !== undefined && <a href={deskLinks.due({ place: place?.code, cursor: next })}>The next {ROWS}</a>}
        </nav>
      </Desk>
    );
    return { text: render(document) };
  },
});

function Unknown({ written, resolved }: { written: string; resolved: Resolved<Place> }) {
  return (
    <Notice kind="bad">
      {resolved.kind === 'several' ? (
        <p>
          “{written}” can mean several places:{' '}
          {resolved.choices.map((place, index) => (
            <>
              {index > 0 && ', '}
              <a href={deskLinks.due({ place: place.code })}>
                {placeName(place)} ({place.code})
              </a>
            </>
          ))}
          .
        </p>
      ) : (
        <p>“{written}” is no place of the register: write a code or a name.</p>
      )}
    </Notice>
  );
}

function Rows({ ctx, rows, back }: { ctx: Ctx; rows: readonly RouteRow[]; back: string }) {
  return (
    <table class="table desk-table">
      <caption class="hidden">Routes that are due or overdue, the oldest promise first</caption>
      <thead>
        <tr>
          <th scope="col">Route</th>
          <th scope="col">Promised for</th>
          <th scope="col">Flag</th>
          <th scope="col">Last word</th>
          <th scope="col">What happened</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((route) => {
          const name = pairName(ctx.reference, route);
          return (
            <tr key={route.id}>
              <th scope="row">
                <a class="pair" href={deskLinks.route(route.id)}>
                  {name}{' '}
                  <span class="code">
                    {route.origin}–{route.destination}
                  </span>
                </a>
                <div class="under">
                  <AirlineLink reference={ctx.reference} id={route.airline} />
                </div>
              </th>
              <td data-label="Promised for">
                <WindowText window={launchWindow(route)} />
              </td>
              <td data-label="Flag">
                <StatusTag route={route} />
              </td>
              <td data-label="Last word">{route.last_announced_on !== null && <Day date={route.last_announced_on} />}</td>
              <td class="desk-buttons">
                {QUICK.map((status) => (
                  <a key={status} class="button small" href={deskLinks.say(route.id, status, { back })}>
                    {capital(statusWord(status))}…<span class="hidden"> {name}</span>
                  </a>
                ))}
                <a class="small-link" href={links.pair(route.origin, route.destination)}>
                  Public page<span class="hidden"> of {name}</span>
                </a>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export const dueEndpoints = [start, due];
