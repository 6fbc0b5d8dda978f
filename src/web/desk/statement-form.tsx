import type { ComponentChildren } from 'preact';
import { previewAnnouncement } from '../../actions/preview.ts';
import { fingerprintOf, type RecordOptions } from '../../actions/record.ts';
import type { Ctx } from '../../context.ts';
import type { Draft } from '../../domain/announcement.ts';
import { pairOf } from '../../domain/matching.ts';
import type { Result } from '../../http/endpoint.ts';
import { findByFingerprint } from '../../store/announcements.ts';
import { listRoutesOfPairs } from '../../store/routes.ts';
import type { RouteRow } from '../../store/tables.ts';
import { render } from '../page.ts';
import { resolvePlace } from '../resolve.ts';
import { AGAIN, refusalOf } from './form.tsx';
import { type Outlook, PreviewPart } from './preview-part.tsx';
import type { Instead } from './readings.ts';
import { type Faults, type Meanings, type ReadStatement, readStatement, type Typed } from './statement.ts';
import { Choices, RouteFields, SourceFields, WordsFields } from './statement-fields.tsx';

/** A form of one whole statement, beside what recording it would change. */
export interface StatementForm {
  typed: Typed;
  /** The route that the editor says is meant; empty: as the statement says. */
  routeId: string;
  faults?: Faults;
  meanings?: Meanings;
  outlook?: Outlook;
}

interface Ways {
  page: (form: StatementForm) => Promise<string>;
  /** Returns where it leads. */
  save: (draft: Draft, options: RecordOptions) => Promise<string>;
}

/** The answer to such a form, whichever button was pressed. */
export async function answerForm(ctx: Ctx, { typed, routeId }: StatementForm, pressed: string, { page, save }: Ways): Promise<Result> {
  const candidates = await routesOf(ctx, typed);
  const meant = candidates.find((route) => route.id === routeId)?.id;
  const options = meant === undefined ? {} : { routeId: meant };
  const read = readStatement(ctx, typed);
  const { draft, faults, meanings } = read;
  const form = { typed, meanings, routeId };
  if (pressed === AGAIN) return { text: await page(form) };
  if (pressed === 'preview' || pressed === 'part') {
    const outlook = await outlookOf(ctx, read, options);
    if (pressed === 'part') return { text: render(<OutlookPart ctx={ctx} form={{ ...form, outlook }} candidates={candidates} />) };
    return { text: await page({ ...form, faults, outlook }) };
  }
  if (draft === undefined) return { status: 400, text: await page({ ...form, faults, outlook: { kind: 'faults', faults } }) };
  try {
    return { status: 303, location: await save(draft, options) };
  } catch (fault) {
    const outlook = await refusedOutlook(ctx, draft, fault);
    return { status: outlook.refusal.status, text: await page({ ...form, outlook }) };
  }
}

export async function outlookOf(ctx: Ctx, { draft, faults }: ReadStatement, options: RecordOptions): Promise<Outlook> {
  if (draft === undefined) return { kind: 'faults', faults };
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
export async function routesOf(ctx: Ctx, typed: Typed): Promise<RouteRow[]> {
  const code = (name: 'origin' | 'destination') => {
    const resolved = resolvePlace(ctx.reference, typed[name]);
    if (resolved.kind === 'one') return resolved.found.code;
    return resolved.kind === 'several' ? resolved.choices.find((place) => place.code === typed[`${name}Choice`])?.code : undefined;
  };
  const [from, to] = [code('origin'), code('destination')];
  return from === undefined || to === undefined ? [] : listRoutesOfPairs(ctx.db, [pairOf(from, to)]);
}

interface PartProps {
  ctx: Ctx;
  form: StatementForm;
  /** The routes of the pair. */
  candidates: readonly RouteRow[];
}

interface Props extends PartProps {
  action: string;
  instead?: Instead;
  /** The buttons, and what goes with them. */
  children: ComponentChildren;
}

export function StatementFormView({ ctx, form, candidates, action, instead = {}, children }: Props) {
  const { typed, faults = {}, meanings = {} } = form;
  const fields = { typed, faults, meanings, instead };
  return (
    <form class="desk-form desk-record" method="post" action={action} data-preview="preview">
      <div>
        <RouteFields {...fields} />
        <SourceFields {...fields} />
        <WordsFields {...fields} />
        <div class="desk-do">{children}</div>
      </div>
      <OutlookPart ctx={ctx} form={form} candidates={candidates} />
    </form>
  );
}

/** The part of the form that depends on the rest of it. */
function OutlookPart({ ctx, form: { outlook, routeId }, candidates }: PartProps) {
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
