import { z } from 'zod';
import { previewAnnouncement } from '../../actions/preview.ts';
import { fingerprintOf, recordAnnouncement } from '../../actions/record.ts';
import type { Ctx } from '../../context.ts';
import type { Draft } from '../../domain/announcement.ts';
import { pairOf } from '../../domain/matching.ts';
import { endpoint } from '../../http/endpoint.ts';
import { id } from '../../http/schemas.ts';
import { findAnnouncement, findByFingerprint } from '../../store/announcements.ts';
import { findRoute, listRoutesOfPairs } from '../../store/routes.ts';
import type { RouteRow } from '../../store/tables.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { resolvePlace } from '../resolve.ts';
import { AGAIN, DESK_PAGE, FORM, fields, refusalOf, text, withValue } from './form.tsx';
import { Desk } from './frame.tsx';
import { type Outlook, PreviewPart } from './preview-part.tsx';
import { FaultCount } from './say.tsx';
import { blank, type Faults, type Meanings, readStatement, sourceOf, statementShape, type Typed, typedOf } from './statement.ts';
import { Choices, RouteFields, SourceFields, WordsFields } from './statement-fields.tsx';
import { doneNotice } from './told.tsx';

const show = endpoint({
  ...DESK_PAGE,
  path: '/admin/record',
  summary: 'Record a statement',
  access: 'editor',
  query: z.object({
    origin: z.string().max(80).optional(),
    destination: z.string().max(80).optional(),
    airline: z.string().max(80).optional(),
    route: id.optional(),
    source: id.optional(),
    done: id.optional(),
  }),
  handler: async (ctx, { query }) => {
    const { origin = '', destination = '', airline = '' } = query;
    const route = query.route === undefined ? undefined : await findRoute(ctx.db, query.route);
    const source = query.source === undefined ? undefined : await findAnnouncement(ctx.db, query.source);
    const typed = blank(ctx, {
      ...(source === undefined ? {} : sourceOf(source)),
      ...(route === undefined
        ? { origin, destination, airline }
        : { origin: route.origin, destination: route.destination, airline: route.airline ?? '' }),
    });
    return { text: await page(ctx, { typed, routeId: route?.id ?? '', done: query.done }) };
  },
});

const record = endpoint({
  ...FORM,
  path: '/admin/record',
  summary: 'Record a statement, or look at what it would change',
  access: 'editor',
  body: fields({ ...statementShape, routeId: text }),
  handler: async (ctx, { body }) => {
    const typed = typedOf(body);
    const candidates = await routesOf(ctx, typed);
    const routeId = candidates.find((route) => route.id === body.routeId)?.id;
    const { draft, faults, meanings } = readStatement(ctx, typed);
    const form = { typed, meanings, routeId: body.routeId };
    const options = routeId === undefined ? {} : { routeId };
    if (body.do === AGAIN) return { text: await page(ctx, form) };
    if (body.do === 'preview' || body.do === 'part') {
      const outlook = draft === undefined ? ({ kind: 'faults', faults } as const) : await outlookOf(ctx, draft, options);
      if (body.do === 'part') return { text: render(<Part ctx={ctx} outlook={outlook} candidates={candidates} routeId={body.routeId} />) };
      return { text: await page(ctx, { ...form, faults, outlook }) };
    }
    if (draft === undefined) return { status: 400, text: await page(ctx, { ...form, faults, outlook: { kind: 'faults', faults } }) };
    try {
      const { announcement } = await recordAnnouncement(ctx, draft, options);
      const next = body.do === 'another' ? deskLinks.record({ source: announcement.id }) : deskLinks.route(announcement.route_id);
      return { status: 303, location: withValue(next, 'done', announcement.id) };
    } catch (fault) {
      const outlook = await refusedOutlook(ctx, draft, fault);
      return { status: outlook.refusal.status, text: await page(ctx, { ...form, outlook }) };
    }
  },
});

async function outlookOf(ctx: Ctx, draft: Draft, options: { routeId?: string }): Promise<Outlook> {
  try {
    return { kind: 'preview', preview: await previewAnnouncement(ctx, draft, options) };
  } catch (fault) {
    return refusedOutlook(ctx, draft, fault);
  }
}

async function refusedOutlook(ctx: Ctx, draft: Draft, fault: unknown) {
  const refusal = refusalOf(fault);
  const [same] = await findByFingerprint(ctx.db, [fingerprintOf(draft)], 'live');
  return { kind: 'refused', refusal, ...(same === undefined ? {} : { same: same.route_id }) } as const;
}

/** The routes of the pair, as far as both ends are understood. */
async function routesOf(ctx: Ctx, typed: Typed): Promise<RouteRow[]> {
  const code = (name: 'origin' | 'destination') => {
    const resolved = resolvePlace(ctx.reference, typed[name]);
    if (resolved.kind === 'one') return resolved.found.code;
    return resolved.kind === 'several' ? resolved.choices.find((place) => place.code === typed[`${name}Choice`])?.code : undefined;
  };
  const [from, to] = [code('origin'), code('destination')];
  return from === undefined || to === undefined ? [] : listRoutesOfPairs(ctx.db, [pairOf(from, to)]);
}

interface Form {
  typed: Typed;
  routeId: string;
  faults?: Faults;
  meanings?: Meanings;
  outlook?: Outlook;
  done?: string | undefined;
}

async function page(ctx: Ctx, { typed, routeId, faults = {}, meanings = {}, outlook, done }: Form): Promise<string> {
  const fields = { typed, faults, meanings };
  return render(
    <Desk ctx={ctx} title="Record a statement" current="record" scripts={['desk']}>
      {await doneNotice(ctx, done, deskLinks.record())}
      <h1>Record a statement</h1>
      <p>
        Is there a whole text? <a href={deskLinks.extract()}>Read a text</a> proposes what it announces.
      </p>
      {outlook?.kind === 'faults' && <FaultCount faults={faults} />}
      <form class="desk-form desk-record" method="post" action={deskLinks.record()} data-preview="preview">
        <div>
          <RouteFields {...fields} />
          <SourceFields {...fields} />
          <WordsFields {...fields} />
          <div class="desk-do">
            <button name="do" value="preview">
              Preview
            </button>
            <button class="primary" name="do" value="save">
              Save
            </button>
            <button name="do" value="another">
              Save and record another
            </button>
          </div>
        </div>
        <Part ctx={ctx} outlook={outlook} candidates={await routesOf(ctx, typed)} routeId={routeId} />
      </form>
    </Desk>,
  );
}

interface PartProps {
  ctx: Ctx;
  outlook: Outlook | undefined;
  candidates: readonly RouteRow[];
  routeId: string;
}

/** The part of the form that depends on the rest of it. */
function Part({ ctx, outlook, candidates, routeId }: PartProps) {
  const chosen = candidates.some((route) => route.id === routeId) ? routeId : '';
  return (
    <div class="desk-side">
      <PreviewPart ctx={ctx} outlook={outlook} />
      <div id="preview-choice">
        <Choices
          name="routeId"
          legend="Routes of the pair: which one is meant"
          chosen={chosen}
          choices={
            candidates.length === 0
              ? undefined
              : [
                  ['', 'As the airline and the status say'],
                  ...candidates.map((route) => {
                    const airline = route.airline === null ? undefined : ctx.reference.airline(route.airline);
                    return [route.id, `${airline?.name ?? 'Airline not named'}: ${route.status}`] as const;
                  }),
                ]
          }
        />
      </div>
    </div>
  );
}

export const recordEndpoints = [show, record];
