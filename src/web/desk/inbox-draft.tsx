import { z } from 'zod';
import { acceptDraft, alternativesIn, dropDraft, getDraft, isDecided, rawOf, readDraft } from '../../actions/inbox.ts';
import type { Ctx } from '../../context.ts';
import { endpoint, type Result } from '../../http/endpoint.ts';
import { id } from '../../http/schemas.ts';
import type { InboxRow } from '../../store/tables.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Notice } from '../parts/forms.tsx';
import { AGAIN, DESK_PAGE, FORM, fields, Hidden, ownPath, reasonFault, refusalOf, text, withValue } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { DraftFacts, DropForm, Fate, statementsOf, titleOf } from './inbox-view.tsx';
import { insteadOf, insteadShape, readingsOf, withInstead } from './readings.ts';
import { FaultCount } from './say.tsx';
import { blank, readStatement, sourceOf, statementShape, type Typed, typedOf } from './statement.ts';
import { answerForm, outlookOf, routesOf, type StatementForm, StatementFormView } from './statement-form.tsx';

const params = z.object({ id });

const show = endpoint({
  ...DESK_PAGE,
  path: '/admin/inbox/{id}',
  summary: 'A draft, to mend it',
  access: 'editor',
  params,
  query: z.object({ back: z.string().max(2000).optional() }),
  handler: async (ctx, { params: { id: draftId }, query }) => {
    const row = await getDraft(ctx, draftId);
    return { text: await page(ctx, row, { form: await formOf(ctx, row), back: ownPath(query.back) }) };
  },
});

const mend = endpoint({
  ...FORM,
  path: '/admin/inbox/{id}',
  summary: 'Accept a draft as it was mended, or look at what that would change',
  access: 'editor',
  params,
  body: fields({ ...statementShape, ...insteadShape, routeId: text, back: text }),
  handler: async (ctx, { params: { id: draftId }, body }) => {
    await getDraft(ctx, draftId);
    const back = ownPath(body.back);
    const typed = withInstead(typedOf(body), body);
    return answerForm(ctx, { typed, routeId: body.routeId }, body.do, {
      page: async (form) => page(ctx, await getDraft(ctx, draftId), { form, back, isTyped: true }),
      save: async (draft, options) => {
        const { announcement } = await acceptDraft(ctx, draftId, draft, options);
        return withValue(back ?? deskLinks.inbox(), 'done', announcement.id);
      },
    });
  },
});

const accept = endpoint({
  ...FORM,
  path: '/admin/inbox/{id}/accept',
  summary: 'Accept a draft as it is',
  access: 'editor',
  params,
  body: fields({ back: text }),
  handler: async (ctx, { params: { id: draftId }, body }) => {
    const back = ownPath(body.back);
    if (body.do === AGAIN) return { status: 303, location: back ?? deskLinks.inbox() };
    try {
      const read = await readDraft(ctx, draftId, {});
      if (!read.ok) {
        const row = await getDraft(ctx, draftId);
        return { status: 400, text: await page(ctx, row, { form: await formOf(ctx, row), back, isTyped: true }) };
      }
      const { announcement } = await acceptDraft(ctx, draftId, read.draft);
      return { status: 303, location: withValue(back ?? deskLinks.inbox(), 'done', announcement.id) };
    } catch (fault) {
      return refused(ctx, draftId, fault, { back });
    }
  },
});

const drop = endpoint({
  ...FORM,
  path: '/admin/inbox/{id}/drop',
  summary: 'Drop a draft, for a reason',
  access: 'editor',
  params,
  body: fields({ reason: text, back: text }),
  handler: async (ctx, { params: { id: draftId }, body }) => {
    const row = await getDraft(ctx, draftId);
    const given = { back: ownPath(body.back), reason: body.reason };
    if (body.do === AGAIN) return { text: await page(ctx, row, { form: await formOf(ctx, row), ...given }) };
    const fault = reasonFault(body.reason, 'Say why: “an old story”, “no such flight”.');
    if (fault !== undefined && !isDecided(row)) {
      return { status: 400, text: await page(ctx, row, { form: await formOf(ctx, row), ...given, fault }) };
    }
    try {
      await dropDraft(ctx, draftId, body.reason.trim());
      return { status: 303, location: withValue(given.back ?? deskLinks.inbox(), 'dropped', draftId) };
    } catch (refusal) {
      return refused(ctx, draftId, refusal, given);
    }
  },
});

/** The page of the draft as it now stands, with what was refused. */
async function refused(ctx: Ctx, draftId: string, fault: unknown, given: Pick<Given, 'back' | 'reason'>): Promise<Result> {
  const { status, message } = refusalOf(fault);
  const row = await getDraft(ctx, draftId);
  return { status, text: await page(ctx, row, { form: await formOf(ctx, row), ...given, message }) };
}

/** The draft as it was found, in the form. */
async function formOf(ctx: Ctx, row: InboxRow): Promise<StatementForm> {
  const typed: Typed = blank(ctx, rawOf(row));
  const read = readStatement(ctx, typed);
  const { faults, meanings } = read;
  return { typed, routeId: '', faults, meanings, ...(isDecided(row) ? {} : { outlook: await outlookOf(ctx, read, {}) }) };
}

interface Given {
  form: StatementForm;
  back: string | undefined;
  /** The form is as somebody mended it. */
  isTyped?: boolean;
  reason?: string;
  /** What is wrong with the reason. */
  fault?: string;
  message?: string;
}

async function page(ctx: Ctx, row: InboxRow, { form, back, isTyped = false, reason, fault, message }: Given): Promise<string> {
  const title = titleOf(ctx.reference, row);
  const decided = isDecided(row);
  const isLate = decided && (isTyped || message !== undefined);
  const statements = await statementsOf(ctx, [row]);
  const { outlook: _, ...alone } = form;
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title={title} current="inbox" scripts={['desk']}>
      <p class="eyebrow">
        <a href={back ?? deskLinks.inbox()}>Inbox</a>
      </p>
      <h1>{title}</h1>
      {message !== undefined && !decided && (
        <Notice kind="bad">
          <p>{message}</p>
        </Notice>
      )}
      {decided && (
        <Notice kind={isLate ? 'bad' : 'plain'}>
          {isLate && (
            <p>
              <strong>This draft has been decided already.</strong> Nothing was recorded now.
              {isTyped && ' All that you typed is below.'}
              {reason !== undefined && reason !== '' && ` Your reason was: “${reason}”.`}
            </p>
          )}
          <p>
            <Fate row={row} statements={statements} />
          </p>
        </Notice>
      )}
      {isTyped && form.outlook?.kind === 'faults' && <FaultCount faults={form.faults ?? {}} />}
      <DraftFacts row={row}>{!decided && <Fate row={row} statements={statements} />}</DraftFacts>
      <p>
        <a href={deskLinks.extract(sourceOf({ ...row, source_url: row.link }))}>Read the whole text…</a>
      </p>
      {!decided && (
        <>
          <h2>Accept it, as it is or mended</h2>
          <StatementFormView
            ctx={ctx}
            form={form}
            candidates={await routesOf(ctx, form.typed)}
            action={deskLinks.draft(row.id)}
            instead={insteadOf(ctx.reference, form.typed, readingsOf(row, alternativesIn(row)))}
          >
            <Hidden values={{ back }} />
            <button name="do" value="preview">
              Preview
            </button>
            <button class="primary" name="do" value="accept">
              Accept
            </button>
          </StatementFormView>
          <h2>Or drop it</h2>
          <DropForm row={row} back={back} reason={reason} fault={fault} />
        </>
      )}
      {decided && (isTyped || row.state === 'dropped') && (
        <>
          <h2>Record it as a statement of its own</h2>
          <StatementFormView ctx={ctx} form={alone} candidates={await routesOf(ctx, form.typed)} action={deskLinks.record()}>
            <button class="primary" name="do" value="preview">
              Preview
            </button>
          </StatementFormView>
        </>
      )}
    </Desk>,
  );
}

export const draftEndpoints = [show, mend, accept, drop];
