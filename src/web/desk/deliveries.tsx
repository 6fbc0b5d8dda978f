import { z } from 'zod';
import { redeliver } from '../../actions/replay.ts';
import type { Ctx } from '../../context.ts';
import { DELIVERY_STATES } from '../../domain/vocabulary.ts';
import { makeCursor, queryDigest, readCursor } from '../../http/cursor.ts';
import { endpoint } from '../../http/endpoint.ts';
import { cursor, id } from '../../http/schemas.ts';
import { listAttemptsOf, listDeliveries } from '../../store/deliveries.ts';
import type { Owner } from '../../store/subscriptions.ts';
import type { AttemptRow, DeliveryRow } from '../../store/tables.ts';
import { count } from '../../words/phrases.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Notice, Select } from '../parts/forms.tsx';
import { AGAIN, DESK_PAGE, FORM, fields, Hidden, ownPath, refusalOf, text } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';

const ROWS = 50;

/** Whose subscriptions the actor may see: as everywhere, the key's own, and an admin everybody's. */
export function ownerOf(ctx: Ctx): Owner {
  return ctx.actor.scope === 'admin' ? 'everybody' : { keyId: ctx.actor.keyId! };
}

/** `2026-11-24 12:00:00 UTC`: what happened is looked up in logs. */
export function Instant({ at }: { at: string }) {
  return <time dateTime={at}>{`${at.slice(0, 10)} ${at.slice(11, 19)} UTC`}</time>;
}

const list = endpoint({
  ...DESK_PAGE,
  path: '/admin/deliveries',
  summary: 'Alerts that were sent or wait to be sent',
  access: 'reader',
  query: z.object({ state: z.union([z.literal(''), z.enum(DELIVERY_STATES)]).optional(), cursor }),
  handler: async (ctx, { query }) => ({ text: await listPage(ctx, query.state || undefined, query.cursor) }),
});

async function listPage(ctx: Ctx, state: DeliveryRow['state'] | undefined, at?: string, message?: string): Promise<string> {
  const digest = queryDigest({ state });
  const [before] = readCursor(at, digest, 1) ?? [];
  const filter = { owner: ownerOf(ctx), ...(state === undefined ? {} : { state }), ...(before === undefined ? {} : { before }) };
  const rows = await listDeliveries(ctx.db, filter, ROWS + 1);
  const shown = rows.slice(0, ROWS);
  const next = rows.length > ROWS ? makeCursor(digest, [shown.at(-1)!.id]) : undefined;
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Deliveries" current="deliveries">
      <h1>Deliveries</h1>
      {message !== undefined && (
        <Notice kind="bad">
          <p>{message}</p>
        </Notice>
      )}
      <form class="desk-filter" action={deskLinks.deliveries()}>
        <Select name="state" label="State" value={state} options={[['', 'all'], ...DELIVERY_STATES.map((one) => [one, one] as const)]} />
        <button>Show</button>
      </form>
      <Deliveries rows={shown} attempts={await attemptsOf(ctx, shown)} back={deskLinks.deliveries({ state, cursor: at })} />
      <nav class="pager" aria-label="Pages">
        {at !== undefined && <a href={deskLinks.deliveries({ state })}>The newest</a>}
        {next !== undefined && <a href={deskLinks.deliveries({ state, cursor: next })}>Older ones</a>}
      </nav>
    </Desk>,
  );
}

export function attemptsOf(ctx: Ctx, rows: readonly DeliveryRow[]): Promise<Map<string, AttemptRow[]>> {
  return listAttemptsOf(
    ctx.db,
    rows.map((row) => row.id),
  );
}

interface Props {
  rows: readonly DeliveryRow[];
  attempts: ReadonlyMap<string, readonly AttemptRow[]>;
  back: string;
}

export function Deliveries({ rows, attempts, back }: Props) {
  if (rows.length === 0) return <p>There are none.</p>;
  return (
    <table class="table desk-table">
      <caption class="hidden">Deliveries, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">State</th>
          <th scope="col">Made</th>
          <th scope="col">Next or last attempt</th>
          <th scope="col">Attempts</th>
          <th scope="col">Subscription</th>
          <th scope="col">
            <span class="hidden">Send again</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <code>{row.event_type}</code> <span class="soft">no. {row.event_seq}</span>
            </th>
            <td data-label="State" class={`desk-state ${row.state}`}>
              {row.state}
            </td>
            <td data-label="Made">
              <Instant at={row.created_at} />
            </td>
            <td data-label="Next or last attempt">
              <Instant at={row.ended_at ?? row.due_at} />
            </td>
            <td data-label="Attempts">
              <Attempts attempts={attempts.get(row.id) ?? []} />
            </td>
            <td data-label="Subscription">
              <a class="code" href={deskLinks.subscription(row.subscription_id)}>
                {row.subscription_id.slice(-8)}
              </a>
            </td>
            <td>
              {row.state !== 'superseded' && row.state !== 'pending' && (
                <form method="post" action={deskLinks.redeliver(row.subscription_id, row.id)}>
                  <Hidden values={{ back }} />
                  <button class="small">
                    Send again<span class="hidden">: event {row.event_seq}</span>
                  </button>
                </form>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Attempts({ attempts }: { attempts: readonly AttemptRow[] }) {
  const last = attempts.at(-1);
  if (last === undefined) return <span class="soft">none yet</span>;
  return (
    <details>
      <summary>
        {count(attempts.length, 'attempt')}, {last.fault === null ? `answered ${last.status}` : 'failed'}
      </summary>
      <ol class="desk-attempts">
        {attempts.map((one) => (
          <li key={one.id}>
            <Instant at={one.at} />: {one.status ?? 'no answer'}, {Math.round(one.milliseconds)} ms{one.fault !== null && `, ${one.fault}`}
          </li>
        ))}
      </ol>
    </details>
  );
}

const repeat = endpoint({
  ...FORM,
  path: '/admin/subscriptions/{id}/deliveries/{deliveryId}/redelivery',
  summary: 'Send a delivery once more',
  access: 'reader',
  params: z.object({ id, deliveryId: id }),
  body: fields({ back: text }),
  handler: async (ctx, { params, body }) => {
    const back = ownPath(body.back) ?? deskLinks.subscription(params.id);
    if (body.do === AGAIN) return { status: 303, location: back };
    try {
      await redeliver(ctx, params.id, params.deliveryId);
    } catch (fault) {
      const { status, message } = refusalOf(fault);
      return { status, text: await listPage(ctx, undefined, undefined, message) };
    }
    return { status: 303, location: back };
  },
});

export const deliveryEndpoints = [list, repeat];
