import { z } from 'zod';
import { joinRoutes, retract } from '../../actions/announcements.ts';
import type { Ctx } from '../../context.ts';
import { AppError } from '../../domain/errors.ts';
import { endpoint } from '../../http/endpoint.ts';
import { id } from '../../http/schemas.ts';
import { findAnnouncement, listLedger } from '../../store/announcements.ts';
import { listRoutesOfPairs } from '../../store/routes.ts';
import type { AnnouncementRow, RouteRow } from '../../store/tables.ts';
import { statusWord } from '../../words/phrases.ts';
import { deskLinks, links } from '../links.ts';
import { render } from '../page.ts';
import { Field, Notice } from '../parts/forms.tsx';
import { AirlineLink, Day, launchWindow, pairName, WindowText } from '../parts/names.tsx';
import { StatusTag } from '../parts/tags.tsx';
import { capital } from './due.tsx';
import { AGAIN, DESK_PAGE, FORM, fields, Hidden, ownPath, reasonFault, refusalOf, text, withValue } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { Ledger } from './ledger.tsx';
import { routeNamed, sayable } from './say.tsx';
import { doneNotice, tellStatement } from './told.tsx';

const params = z.object({ id });

const show = endpoint({
  ...DESK_PAGE,
  path: '/admin/routes/{id}',
  summary: 'A route with its ledger',
  access: 'editor',
  params,
  query: z.object({ done: id.optional() }),
  handler: async (ctx, { params: { id: routeId }, query }) => ({
    text: await routePage(ctx, await routeNamed(ctx, routeId), { done: query.done }),
  }),
});

async function routePage(ctx: Ctx, route: RouteRow, said: { done?: string | undefined; message?: string } = {}): Promise<string> {
  const { reference } = ctx;
  const ledger = (await listLedger(ctx.db, route.id)).reverse();
  const others = (await listRoutesOfPairs(ctx.db, [route.pair])).filter((other) => other.id !== route.id);
  const name = pairName(reference, route);
  const back = deskLinks.route(route.id);
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title={name}>
      {await doneNotice(ctx, said.done, back)}
      {said.message !== undefined && (
        <Notice kind="bad">
          <p>{said.message}</p>
        </Notice>
      )}
      <h1>
        {name} <span class="code">{`${route.origin}–${route.destination}`}</span>
      </h1>
      <dl class="desk-facts">
        <dt>Status</dt>
        <dd>
          <StatusTag route={route} />
        </dd>
        <dt>Launch</dt>
        <dd>
          <WindowText window={launchWindow(route)} />
        </dd>
        <dt>Airline</dt>
        <dd>
          <AirlineLink reference={reference} id={route.airline} />
        </dd>
        <dt>Version</dt>
        <dd>
          {route.version}, of <Day date={route.updated_at} />
        </dd>
      </dl>
      <div class="desk-buttons">
        {sayable(route).map((status) => (
          <a key={status} class="button" href={deskLinks.say(route.id, status, { back })}>
            {capital(statusWord(status))}…
          </a>
        ))}
        <a class="button" href={deskLinks.record({ route: route.id })}>
          Record a statement…
        </a>
        <a href={links.pair(route.origin, route.destination)}>Public page</a>
        {ctx.actor.scope === 'admin' && <a href={deskLinks.audit({ subject: `route:${route.id}` })}>Its audit</a>}
      </div>
      <h2>Ledger, the newest first</h2>
      <Ledger reference={reference} rows={ledger} back={back} />
      {others.length > 0 && (
        <section>
          <h2>Other routes of the pair</h2>
          <p class="soft">
            If one of these is the same route, join it to this one: its ledger moves here and its address leads here. That cannot be undone.
          </p>
          {others.map((other) => (
            <form key={other.id} class="desk-line" method="post" action={deskLinks.join(route.id)}>
              <Hidden values={{ routeId: other.id, version: String(route.version) }} />
              <span>
                <a href={deskLinks.route(other.id)}>{pairName(reference, other)}</a>,{' '}
                <AirlineLink reference={reference} id={other.airline} />, <StatusTag route={other} />
              </span>
              <label>
                <input type="checkbox" name="sure" value="yes" required /> They are one route
              </label>
              <button class="small">Join it to this one</button>
            </form>
          ))}
        </section>
      )}
    </Desk>,
  );
}

const join = endpoint({
  ...FORM,
  path: '/admin/routes/{id}/join',
  summary: 'Join another route to this one',
  access: 'editor',
  params,
  body: fields({ routeId: id, version: text, sure: text }),
  handler: async (ctx, { params: { id: routeId }, body }) => {
    const route = await routeNamed(ctx, routeId);
    if (body.do === AGAIN) return { text: await routePage(ctx, route) };
    if (body.sure !== 'yes')
      return { status: 400, text: await routePage(ctx, route, { message: 'Tick that they are one route, then join them.' }) };
    try {
      await joinRoutes(ctx, routeId, body.routeId, [body.version]);
    } catch (fault) {
      const { status, message } = refusalOf(fault);
      return { status, text: await routePage(ctx, await routeNamed(ctx, routeId), { message }) };
    }
    return { status: 303, location: deskLinks.route(routeId) };
  },
});

const askReason = endpoint({
  ...DESK_PAGE,
  path: '/admin/announcements/{id}/retract',
  summary: 'Take a statement back',
  access: 'editor',
  params,
  query: z.object({ back: z.string().max(2000).optional() }),
  handler: async (ctx, { params: { id: announcementId }, query }) => {
    const row = await announcementNamed(ctx, announcementId);
    return { text: await retractPage(ctx, row, { reason: '', back: ownPath(query.back) }) };
  },
});

const takeBack = endpoint({
  ...FORM,
  path: '/admin/announcements/{id}/retract',
  summary: 'Take a statement back, for a reason',
  access: 'editor',
  params,
  body: fields({ reason: text, back: text }),
  handler: async (ctx, { params: { id: announcementId }, body }) => {
    const row = await announcementNamed(ctx, announcementId);
    const form = { reason: body.reason, back: ownPath(body.back) };
    if (body.do === AGAIN) return { text: await retractPage(ctx, row, form) };
    const fault = reasonFault(body.reason, 'Say why, for whoever reads the ledger.');
    if (fault !== undefined) return { status: 400, text: await retractPage(ctx, row, { ...form, fault }) };
    try {
      await retract(ctx, announcementId, body.reason.trim());
    } catch (fault) {
      const { status, message } = refusalOf(fault);
      return { status, text: await retractPage(ctx, await announcementNamed(ctx, announcementId), { ...form, message }) };
    }
    return { status: 303, location: withValue(form.back ?? deskLinks.route(row.route_id), 'done', announcementId) };
  },
});

async function announcementNamed(ctx: Ctx, announcementId: string): Promise<AnnouncementRow> {
  const row = await findAnnouncement(ctx.db, announcementId);
  if (row === undefined) throw new AppError('not_found', `There is no statement ${announcementId}.`);
  return row;
}

interface RetractForm {
  reason: string;
  back: string | undefined;
  fault?: string;
  message?: string;
}

async function retractPage(ctx: Ctx, row: AnnouncementRow, { reason, back, fault, message }: RetractForm): Promise<string> {
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Take a statement back">
      <p class="eyebrow">
        <a href={deskLinks.route(row.route_id)}>{pairName(ctx.reference, row)}</a>
      </p>
      <h1>Take this statement back?</h1>
      {message !== undefined && (
        <Notice kind="bad">
          <p>{message}</p>
        </Notice>
      )}
      <p class="hidden">{tellStatement(ctx.reference, row)}</p>
      <Ledger reference={ctx.reference} rows={[row]} />
      <p class="soft">It stays in the ledger with your reason, and no longer counts.</p>
      {row.retracted_at === null && (
        <form class="desk-form" method="post" action={deskLinks.retract(row.id)}>
          <Hidden values={{ back }} />
          <Field
            name="reason"
            label="Reason"
            value={reason}
            fault={fault}
            required
            autoFocus
            hint="A slip of the pen, the wrong route, the source took it back"
          />
          <div class="desk-do">
            <button class="primary">Take it back</button> <a href={back ?? deskLinks.route(row.route_id)}>Leave it</a>
          </div>
        </form>
      )}
    </Desk>,
  );
}

export const routeEndpoints = [show, join, askReason, takeBack];
