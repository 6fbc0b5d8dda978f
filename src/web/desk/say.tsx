import type { VNode } from 'preact';
import { z } from 'zod';
import { type Recorded, recordAnnouncement } from '../../actions/record.ts';
import { type Ctx, utcDay } from '../../context.ts';
import { AppError } from '../../domain/errors.ts';
import { isPending, STATUSES, type Status } from '../../domain/vocabulary.ts';
import { endpoint } from '../../http/endpoint.ts';
import { id } from '../../http/schemas.ts';
import { listLedger } from '../../store/announcements.ts';
import { findJoinedRoute, findRoute } from '../../store/routes.ts';
import type { AnnouncementRow, RouteRow } from '../../store/tables.ts';
import { statusWord } from '../../words/phrases.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Notice } from '../parts/forms.tsx';
import { AirlineLink, launchWindow, pairName, WindowText } from '../parts/names.tsx';
import { StatusTag } from '../parts/tags.tsx';
import { AGAIN, DESK_PAGE, FORM, fields, Hidden, ownPath, refusalOf, text, withValue } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { Ledger } from './ledger.tsx';
import { blank, type Faults, readStatement, statementShape, type Typed, typedOf } from './statement.ts';
import { EffectiveField, Group, SourceFields, WordsFields } from './statement-fields.tsx';

const params = z.object({ id, status: z.enum(STATUSES) });

/** What can be said of a route as it stands, with one form each. */
export function sayable(route: RouteRow): readonly Status[] {
  if (isPending(route.status)) return ['launched', 'confirmed', 'postponed', 'cancelled'];
  if (route.status === 'launched') return ['suspended', 'ended'];
  return route.status === 'retracted' ? ['announced'] : ['announced', 'launched'];
}

export async function routeNamed(ctx: Ctx, routeId: string): Promise<RouteRow> {
  const row = await findRoute(ctx.db, routeId);
  if (row !== undefined) return row;
  const kept = await findJoinedRoute(ctx.db, routeId);
  throw new AppError(
    'not_found',
    kept === undefined ? `There is no route ${routeId}.` : `Route ${routeId} was joined to route ${kept}: open that one.`,
  );
}

const show = endpoint({
  ...DESK_PAGE,
  path: '/admin/routes/{id}/{status}',
  summary: 'Say one thing of a route',
  access: 'editor',
  params,
  query: z.object({ back: z.string().max(2000).optional() }),
  handler: async (ctx, { params: { id: routeId, status }, query }) => {
    const route = await routeNamed(ctx, routeId);
    return { text: await page(ctx, { route, status, typed: prefilled(ctx, route, status), seen: route, back: ownPath(query.back) }) };
  },
});

/** The promised day if it has come, for a first flight; the editor as the source; today. */
function prefilled(ctx: Ctx, route: RouteRow, status: Status): Typed {
  const { launch_earliest: from, launch_latest: to } = route;
  const effective = status === 'launched' && from !== null && from === to && from <= utcDay(ctx) ? from : '';
  return blank(ctx, { effective, sourceName: ctx.actor.name, sourceKind: 'editor' });
}

const {
  origin: _o,
  destination: _d,
  airline: _a,
  status: _s,
  originChoice: _oc,
  destinationChoice: _dc,
  airlineChoice: _ac,
  ...asked
} = statementShape;

const say = endpoint({
  ...FORM,
  path: '/admin/routes/{id}/{status}',
  summary: "Record the editor's word about a route",
  access: 'editor',
  params,
  body: fields({ ...asked, version: text, seen: text, back: text }),
  handler: async (ctx, { params: { id: routeId, status }, body }) => {
    const route = await routeNamed(ctx, routeId);
    const typed = typedOf({ ...blank(ctx), ...body, status });
    const seen = { version: Number(body.version) || 0, updated_at: body.seen };
    const form = { route, status, typed, seen, back: ownPath(body.back) };
    if (body.do === AGAIN) return { text: await page(ctx, form) };
    const { draft, faults } = readStatement(ctx, typed, route);
    if (draft === undefined) return { status: 400, text: await page(ctx, { ...form, faults }) };
    let recorded: Recorded;
    try {
      recorded = await recordAnnouncement(ctx, draft, { routeId, ifMatch: [String(seen.version)], mustCount: true });
    } catch (fault) {
      const { status: code, message } = refusalOf(fault);
      const now = await routeNamed(ctx, routeId);
      if (code === 412) return { status: code, text: await page(ctx, { ...form, route: now, changedSince: seen, seen: now }) };
      return { status: code, text: await page(ctx, { ...form, message }) };
    }
    return { status: 303, location: withValue(form.back ?? deskLinks.route(routeId), 'done', recorded.announcement.id) };
  },
});

type Seen = Pick<RouteRow, 'version' | 'updated_at'>;

interface Form {
  route: RouteRow;
  status: Status;
  typed: Typed;
  /** What the editor decides on. */
  seen: Seen;
  /** What they had decided on before somebody else changed the route. */
  changedSince?: Seen;
  back: string | undefined;
  faults?: Faults;
  message?: string;
}

async function page(ctx: Ctx, form: Form): Promise<string> {
  const { route, status, typed, seen, changedSince, back, faults = {}, message } = form;
  const ledger = (await listLedger(ctx.db, route.id)).reverse();
  const name = pairName(ctx.reference, route);
  const word = statusWord(status);
  const fields = { typed, faults };
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title={`${name}: ${word}`} current="due">
      <p class="eyebrow">
        <a href={deskLinks.route(route.id)}>{name}</a>, <AirlineLink reference={ctx.reference} id={route.airline} />
      </p>
      <h1>
        {name}: {word}
      </h1>
      <p>
        <StatusTag route={route} />, promised for <WindowText window={launchWindow(route)} />
      </p>
      {changedSince !== undefined && <Changed ctx={ctx} route={route} ledger={ledger} since={changedSince} />}
      {message !== undefined && (
        <Notice kind="bad">
          <p>{message}</p>
        </Notice>
      )}
      <FaultCount faults={faults} />
      <div class="desk-beside">
        <form class="desk-form" method="post" action={deskLinks.say(route.id, status)}>
          <Hidden values={{ version: String(seen.version), seen: seen.updated_at, back }} />
          <div class="desk-do">
            <button class="primary" autofocus>
              Record “{word}”
            </button>{' '}
            <a href={back ?? deskLinks.route(route.id)}>Leave it</a>
          </div>
          <Group legend="Date">
            <div class="wide">
              <EffectiveField {...fields} status={status} />
            </div>
          </Group>
          <SourceFields {...fields} />
          <WordsFields {...fields} />
        </form>
        <section aria-labelledby="said">
          <h2 id="said">Said so far</h2>
          <Ledger reference={ctx.reference} rows={ledger} />
        </section>
      </div>
    </Desk>,
  );
}

export function FaultCount({ faults }: { faults: Faults }): VNode | null {
  const count = Object.keys(faults).length;
  if (count === 0) return null;
  return (
    <Notice kind="bad">
      <p>{count === 1 ? 'One field needs mending' : `${count} fields need mending`}. Nothing was recorded; all that you typed is here.</p>
    </Notice>
  );
}

interface ChangedProps {
  ctx: Ctx;
  route: RouteRow;
  ledger: readonly AnnouncementRow[];
  since: Seen;
}

function Changed({ ctx, route, ledger, since }: ChangedProps) {
  const news = ledger.filter((row) => row.recorded_at > since.updated_at || (row.retracted_at ?? '') > since.updated_at);
  return (
    <Notice kind="bad">
      <p>
        <strong>Somebody else changed this route while you were writing.</strong> Nothing was recorded. All that you typed is below: look at
        what is new, then send it again or leave it.
      </p>
      {news.length === 0 ? (
        <p>
          No statement is new: its flag or its places changed. It is now <StatusTag route={route} />.
        </p>
      ) : (
        <Ledger reference={ctx.reference} rows={news} />
      )}
    </Notice>
  );
}

export const sayEndpoints = [show, say];
