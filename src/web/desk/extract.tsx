import { z } from 'zod';
import { type Effect, readerOf, saidOf, understand } from '../../actions/extraction.ts';
import { recordAnnouncements } from '../../actions/record.ts';
import type { Ctx } from '../../context.ts';
import { type Draft, TEXT_LIMITS } from '../../domain/announcement.ts';
import { isLocalDate } from '../../domain/dates.ts';
import { AppError } from '../../domain/errors.ts';
import { SOURCE_KINDS } from '../../domain/vocabulary.ts';
import { endpoint } from '../../http/endpoint.ts';
import { TEXT_MOST } from '../../http/extractions.ts';
import { deskLinks } from '../links.ts';
import { type DraftForm, digestOf, draftForms, type ExtractForm, formOf } from './extract-form.ts';
import { extractPage, type Told } from './extract-view.tsx';
import { AGAIN, DESK_PAGE, FORM, LONG_FORM, refusalOf, withValue } from './form.tsx';
import { blank, type Faults, type ReadStatement, readStatement } from './statement.ts';

const show = endpoint({
  ...DESK_PAGE,
  path: '/admin/extract',
  summary: 'Read a text',
  access: 'editor',
  query: z.object({
    done: z.string().max(4000).optional(),
    publishedOn: z.string().max(40).optional(),
    sourceName: z.string().max(TEXT_LIMITS.sourceName).optional(),
    sourceKind: z.enum(SOURCE_KINDS).optional(),
    sourceUrl: z.string().max(TEXT_LIMITS.sourceUrl).optional(),
  }),
  handler: async (ctx, { query }) => {
    const { done: _, ...source } = query;
    const form = { ...formOf({}), source: blank(ctx, source) };
    return { text: await extractPage(ctx, form, { done: query.done?.split(',') ?? [] }) };
  },
});

const read = endpoint({
  ...FORM,
  path: '/admin/extract',
  summary: 'Read a text, look at what its drafts would change, or record those that are accepted',
  access: 'editor',
  bodyLimit: LONG_FORM,
  // The drafts are as many as they are: their fields have no fixed names.
  body: z.record(z.string(), z.string()),
  handler: async (ctx, { body }) => {
    const form = formOf(body);
    if (body.do === AGAIN) return { text: await extractPage(ctx, form) };
    if (body.do === 'read' || form.drafts === undefined) {
      const faults = textFaults(form);
      if (Object.keys(faults).length > 0) return { status: 400, text: await extractPage(ctx, form, { faults }) };
      const reader = await readerOf(ctx);
      const drafts = draftForms(reader.read(form.text, form.source.publishedOn));
      const fresh = { ...form, drafts, readDigest: digestOf(form.text) };
      return { text: await extractPage(ctx, fresh, await lookAt(ctx, fresh)) };
    }
    return body.do === 'record' ? recordAccepted(ctx, form, form.drafts) : { text: await extractPage(ctx, form, await lookAt(ctx, form)) };
  },
});

function textFaults({ text, source }: ExtractForm): Faults {
  return {
    ...(text.trim() === '' ? { text: 'Paste the text that is to be read.' } : {}),
    ...(text.length > TEXT_MOST ? { text: `This has ${text.length} characters; ${TEXT_MOST} are the most.` } : {}),
    ...(isLocalDate(source.publishedOn) ? {} : { publishedOn: 'Say when it was published: “next month” counts from that day.' }),
  };
}

/** What each draft means, and would change after those before it. */
async function lookAt(ctx: Ctx, { source, drafts = [] }: ExtractForm): Promise<Told> {
  const meant = drafts.map((draft) => meaningOf(ctx, source, draft));
  const sound = meant.flatMap(({ draft }, index) =>
    draft === undefined ? [] : [{ draft, number: drafts[index]!.number, accepted: drafts[index]!.accepted }],
  );
  const effects = await understand(
    ctx,
    sound.map(({ draft }) => saidOf(draft)),
    source.publishedOn,
    // Before anything is accepted, the drafts are taken for what the text says.
    (index) => sound[index]!.accepted || !drafts.some((draft) => draft.accepted),
  );
  return { ...tellFaults(drafts, meant), effects: new Map(sound.map(({ number }, index): [number, Effect] => [number, effects[index]!])) };
}

function meaningOf(ctx: Ctx, source: ExtractForm['source'], { own }: DraftForm): ReadStatement {
  return readStatement(ctx, { ...blank(ctx), ...source, ...own });
}

/** What is wrong with the source is said once; the rest at the draft that it belongs to. */
function tellFaults(drafts: readonly DraftForm[], meant: readonly ReadStatement[]): Pick<Told, 'faults' | 'draftFaults' | 'meanings'> {
  const faults: Faults = {};
  const draftFaults = new Map<number, Faults>();
  for (const [index, { number }] of drafts.entries()) {
    const mine: Faults = {};
    for (const [field, fault] of Object.entries(meant[index]!.faults)) {
      if (field === 'publishedOn' || field.startsWith('source')) faults[field] = fault;
      else mine[field] = fault;
    }
    if (Object.keys(mine).length > 0) draftFaults.set(number, mine);
  }
  return { faults, draftFaults, meanings: new Map(drafts.map(({ number }, index) => [number, meant[index]!.meanings])) };
}

async function recordAccepted(ctx: Ctx, form: ExtractForm, drafts: readonly DraftForm[]) {
  const told = await lookAt(ctx, form);
  const accepted = drafts.filter((draft) => draft.accepted);
  const meant = accepted.map((draft) => meaningOf(ctx, form.source, draft));
  const ready = meant.flatMap(({ draft }) => (draft === undefined ? [] : [draft]));
  if (accepted.length === 0 || ready.length < accepted.length) {
    const own = tellFaults(accepted, meant);
    const message = accepted.length === 0 ? { message: 'Accept at least one draft. Nothing was recorded.' } : {};
    return { status: 400, text: await extractPage(ctx, form, { ...told, ...own, meanings: told.meanings, ...message, refused: true }) };
  }
  try {
    const recorded = await recordAnnouncements(ctx, ready as Draft[]);
    return { status: 303, location: withValue(deskLinks.extract(), 'done', recorded.map(({ announcement }) => announcement.id).join(',')) };
  } catch (fault) {
    const { status, message } = refusalOf(fault);
    const at = fault instanceof AppError ? /^\/(\d+)$/.exec(fault.findings[0]?.pointer ?? '')?.[1] : undefined;
    const number = at === undefined ? undefined : accepted[Number(at)]?.number;
    const where = number === undefined ? message : `Draft ${number}: ${message}`;
    return { status, text: await extractPage(ctx, form, { ...told, message: `${where} Nothing was recorded.`, refused: true }) };
  }
}

export const extractEndpoints = [show, read];
