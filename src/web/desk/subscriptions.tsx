import { z } from 'zod';
import { filterText } from '../../actions/filter-text.ts';
import { changeSubscription, getOwn, removeSubscription, rotateSecret, testSubscription } from '../../actions/subscriptions.ts';
import type { Ctx } from '../../context.ts';
import { makeCursor, queryDigest, readCursor } from '../../http/cursor.ts';
import { endpoint } from '../../http/endpoint.ts';
import { cursor, id } from '../../http/schemas.ts';
import { listDeliveries } from '../../store/deliveries.ts';
import { filterOf } from '../../store/event-facts.ts';
import { listSubscriptions } from '../../store/subscriptions.ts';
import { count } from '../../words/phrases.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Notice } from '../parts/forms.tsx';
import { attemptsOf, Deliveries, Instant, ownerOf } from './deliveries.tsx';
import { AGAIN, DESK_PAGE, FORM, fields, refusalOf, text } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { SecretOnce } from './secret.tsx';

const ROWS = 50;
const params = z.object({ id });

const list = endpoint({
  ...DESK_PAGE,
  path: '/admin/subscriptions',
  summary: 'Who is told',
  access: 'reader',
  query: z.object({ cursor }),
  handler: async (ctx, { query }) => {
    const digest = queryDigest({});
    const [after = ''] = readCursor(query.cursor, digest, 1) ?? [];
    const rows = await listSubscriptions(ctx.db, ownerOf(ctx), after, ROWS + 1);
    const shown = rows.slice(0, ROWS);
    const next = rows.length > ROWS ? makeCursor(digest, [shown.at(-1)!.id]) : undefined;
    const document = (
      <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Subscriptions" current="subscriptions">
        <h1>Subscriptions</h1>
        <p>
          <a class="button" href={deskLinks.newSubscription}>
            New webhook…
          </a>
        </p>
        {shown.length === 0 ? (
          <p>{ctx.actor.scope === 'admin' ? 'Nobody has subscribed yet.' : 'This key has no subscription yet.'}</p>
        ) : (
          <table class="table desk-table">
            <caption class="hidden">Subscriptions, the oldest first</caption>
            <thead>
              <tr>
                <th scope="col">To</th>
                <th scope="col">What</th>
                <th scope="col">State</th>
                <th scope="col">Last received</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <a class="target" href={deskLinks.subscription(row.id)}>
                      {row.target}
                    </a>
                    {row.description !== null && <div class="under soft">{row.description}</div>}
                  </th>
                  <td data-label="What">{filterText(ctx, filterOf(row))}</td>
                  <td data-label="State" class={`desk-state ${row.state}`}>
                    {row.state}
                    {row.failures > 0 && `, ${count(row.failures, 'failed attempt')}`}
                  </td>
                  <td data-label="Last received">{row.last_success_at === null ? 'never' : <Instant at={row.last_success_at} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <nav class="pager" aria-label="Pages">
          {next !== undefined && <a href={deskLinks.subscriptions({ cursor: next })}>The next {ROWS}</a>}
        </nav>
      </Desk>
    );
    return { text: render(document) };
  },
});

const show = endpoint({
  ...DESK_PAGE,
  path: '/admin/subscriptions/{id}',
  summary: 'A subscription with its deliveries',
  access: 'reader',
  params,
  handler: async (ctx, input) => ({ text: await subscriptionPage(ctx, input.params.id) }),
});

async function subscriptionPage(ctx: Ctx, subscriptionId: string, said?: { text: string; kind: 'good' | 'bad' }): Promise<string> {
  const row = await getOwn(ctx, subscriptionId);
  const deliveries = await listDeliveries(ctx.db, { subscriptionId }, ROWS);
  const isOn = row.state === 'active';
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Subscription" current="subscriptions">
      {said !== undefined && (
        <Notice kind={said.kind}>
          <p>{said.text}</p>
        </Notice>
      )}
      <p class="eyebrow">{row.channel}</p>
      <h1 class="target">{row.target}</h1>
      <dl class="desk-facts">
        <dt>What</dt>
        <dd>{filterText(ctx, filterOf(row))}</dd>
        <dt>State</dt>
        <dd class={`desk-state ${row.state}`}>
          {row.state}
          {row.state_reason !== null && `: ${row.state_reason}`}
        </dd>
        <dt>Failures</dt>
        <dd>
          {row.failures}
          {row.failing_since !== null && (
            <>
              {' '}
              since <Instant at={row.failing_since} />
            </>
          )}
        </dd>
        <dt>Last received</dt>
        <dd>{row.last_success_at === null ? 'never' : <Instant at={row.last_success_at} />}</dd>
        {row.description !== null && (
          <>
            <dt>Description</dt>
            <dd>{row.description}</dd>
          </>
        )}
      </dl>
      <div class="desk-buttons">
        {row.state !== 'unconfirmed' && (
          <>
            <Press id={row.id} what={isOn ? 'pause' : 'resume'} label={isOn ? 'Pause' : 'Resume'} />
            <Press id={row.id} what="test" label="Send a test" />
          </>
        )}
        {row.channel === 'webhook' && <Press id={row.id} what="secret" label="New signing secret" sure="The old one ends in 24 hours" />}
        <Press id={row.id} what="delete" label="Delete" sure="With its deliveries" />
      </div>
      <h2>Deliveries</h2>
      <Deliveries rows={deliveries} attempts={await attemptsOf(ctx, deliveries)} back={deskLinks.subscription(row.id)} />
    </Desk>,
  );
}

interface PressProps {
  id: string;
  what: (typeof DEEDS)[number];
  label: string;
  /** What has to be ticked first. */
  sure?: string;
}

function Press({ id: subscriptionId, what, label, sure }: PressProps) {
  return (
    <form class="desk-line" method="post" action={deskLinks.subscriptionDoes(subscriptionId, what)}>
      {sure !== undefined && (
        <label>
          <input type="checkbox" name="sure" value="yes" required /> {sure}
        </label>
      )}
      <button class="small">{label}</button>
    </form>
  );
}

const DEEDS = ['pause', 'resume', 'test', 'secret', 'delete'] as const;
const UNSURE = { text: 'Tick the box beside the button first. Nothing was done.', kind: 'bad' } as const;

const act = endpoint({
  ...FORM,
  path: '/admin/subscriptions/{id}/{deed}',
  summary: 'Pause, resume, test, sign anew or delete a subscription',
  access: 'reader',
  params: z.object({ id, deed: z.enum(DEEDS) }),
  body: fields({ sure: text }),
  handler: async (ctx, { params: { id: subscriptionId, deed }, body }) => {
    const here = deskLinks.subscription(subscriptionId);
    if (body.do === AGAIN) return { status: 303, location: here };
    const isSure = body.sure === 'yes' || (deed !== 'secret' && deed !== 'delete');
    if (!isSure) return { status: 400, text: await subscriptionPage(ctx, subscriptionId, UNSURE) };
    try {
      if (deed === 'test') {
        const { status, fault, milliseconds } = await testSubscription(ctx, subscriptionId);
        const took = `${Math.round(milliseconds)} ms`;
        const said = fault === null ? `The test was received: ${status}, in ${took}.` : `The test was not received: ${fault} (${took}).`;
        return { text: await subscriptionPage(ctx, subscriptionId, { text: said, kind: fault === null ? 'good' : 'bad' }) };
      }
      if (deed === 'secret') {
        const { subscription, secret } = await rotateSecret(ctx, subscriptionId);
        return {
          text: render(<SecretOnce ctx={ctx} openDrafts={await openDrafts(ctx)} of={{ kind: 'secret', subscription }} secret={secret} />),
        };
      }
      if (deed === 'delete') {
        await removeSubscription(ctx, subscriptionId);
        return { status: 303, location: deskLinks.subscriptions() };
      }
      await changeSubscription(ctx, subscriptionId, { state: deed === 'pause' ? 'paused' : 'active' });
    } catch (fault) {
      const { status, message } = refusalOf(fault);
      return { status, text: await subscriptionPage(ctx, subscriptionId, { text: message, kind: 'bad' }) };
    }
    return { status: 303, location: here };
  },
});

export const subscriptionEndpoints = [list, show, act];
