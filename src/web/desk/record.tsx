import { z } from 'zod';
import { recordAnnouncement } from '../../actions/record.ts';
import type { Ctx } from '../../context.ts';
import { endpoint } from '../../http/endpoint.ts';
import { id } from '../../http/schemas.ts';
import { findAnnouncement } from '../../store/announcements.ts';
import { findRoute } from '../../store/routes.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { DESK_PAGE, FORM, fields, text, withValue } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { FaultCount } from './say.tsx';
import { blank, sourceOf, statementShape, typedOf } from './statement.ts';
import { answerForm, routesOf, type StatementForm, StatementFormView } from './statement-form.tsx';
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
      ...(source === undefined ? {} : { ...sourceOf(source), speaker: source.speaker ?? '' }),
      ...(route === undefined
        ? { origin, destination, airline }
        : { origin: route.origin, destination: route.destination, airline: route.airline ?? '' }),
    });
    return { text: await page(ctx, { typed, routeId: route?.id ?? '' }, query.done) };
  },
});

const record = endpoint({
  ...FORM,
  path: '/admin/record',
  summary: 'Record a statement, or look at what it would change',
  access: 'editor',
  body: fields({ ...statementShape, routeId: text }),
  handler: (ctx, { body }) =>
    answerForm(ctx, { typed: typedOf(body), routeId: body.routeId }, body.do, {
      page: (form) => page(ctx, form),
      save: async (draft, options) => {
        const { announcement } = await recordAnnouncement(ctx, draft, options);
        const next = body.do === 'another' ? deskLinks.record({ source: announcement.id }) : deskLinks.route(announcement.route_id);
        return withValue(next, 'done', announcement.id);
      },
    }),
});

async function page(ctx: Ctx, form: StatementForm, done?: string): Promise<string> {
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Record a statement" current="record" scripts={['desk']}>
      {await doneNotice(ctx, done, deskLinks.record())}
      <h1>Record a statement</h1>
      <p>
        Is there a whole text? <a href={deskLinks.extract()}>Read a text</a> proposes what it announces.
      </p>
      {form.outlook?.kind === 'faults' && <FaultCount faults={form.faults ?? {}} />}
      <StatementFormView ctx={ctx} form={form} candidates={await routesOf(ctx, form.typed)} action={deskLinks.record()}>
        <button name="do" value="preview">
          Preview
        </button>
        <button class="primary" name="do" value="save">
          Save
        </button>
        <button name="do" value="another">
          Save and record another
        </button>
      </StatementFormView>
    </Desk>,
  );
}

export const recordEndpoints = [show, record];
