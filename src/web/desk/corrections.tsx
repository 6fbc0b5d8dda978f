import { z } from 'zod';
import { addCorrection, readCorrection, removeCorrection, type WrittenCorrection } from '../../actions/corrections.ts';
import type { Ctx } from '../../context.ts';
import { CORRECTION_KINDS, type CorrectionKind } from '../../domain/vocabulary.ts';
import { WORDS_MOST } from '../../extract/names/correction-words.ts';
import { endpoint } from '../../http/endpoint.ts';
import { id } from '../../http/schemas.ts';
import { listCorrections } from '../../store/corrections.ts';
import type { CorrectionRow } from '../../store/tables.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Field, Notice } from '../parts/forms.tsx';
import { AirlineLink, knownPlace, PlaceLink, placeName } from '../parts/names.tsx';
import { resolveAirline, resolvePlace } from '../resolve.ts';
import { Instant } from './deliveries.tsx';
import { AGAIN, DESK_PAGE, FORM, faultText, fields, refusalOf, text } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { meant } from './new-subscription.tsx';
import { FaultCount } from './say.tsx';
import type { Faults } from './statement.ts';

const NAMES = ['placeWords', 'place', 'airlineWords', 'airline', 'dropWords'] as const;
type Typed = Record<(typeof NAMES)[number], string>;
const shape = Object.fromEntries(NAMES.map((name) => [name, text])) as Record<keyof Typed, typeof text>;
const EMPTY = Object.fromEntries(NAMES.map((name) => [name, ''])) as Typed;

const MOST = 10_000;

const DONE = {
  added: 'Added. Texts are read with it from now on.',
  removed: 'Removed. Texts are read without it from now on.',
} as const;

const show = endpoint({
  ...DESK_PAGE,
  path: '/admin/corrections',
  summary: 'What the reader of texts was taught',
  access: 'admin',
  query: z.object({ done: z.string().max(20).optional() }),
  handler: async (ctx, { query }) => {
    const done = Object.entries(DONE).find(([name]) => name === query.done)?.[1];
    return { text: await page(ctx, EMPTY, {}, done) };
  },
});

const add = endpoint({
  ...FORM,
  path: '/admin/corrections',
  summary: 'Teach the reader of texts',
  access: 'admin',
  body: fields(shape),
  handler: async (ctx, { body }) => {
    const kind = CORRECTION_KINDS.find((one) => one === body.do);
    if (body.do === AGAIN || kind === undefined) return { text: await page(ctx, body) };
    const faults: Faults = {};
    const written = writtenFrom(ctx, kind, body, faults);
    const read = readCorrection(ctx, written);
    for (const { pointer, detail } of read.ok ? [] : read.findings) {
      faults[pointer === 'words' ? `${kind}Words` : kind] ??= faultText(detail);
    }
    if (Object.keys(faults).length > 0) return { status: 400, text: await page(ctx, body, faults) };
    try {
      await addCorrection(ctx, written);
    } catch (fault) {
      const { status, message } = refusalOf(fault);
      return { status, text: await page(ctx, body, { [`${kind}Words`]: message }) };
    }
    return { status: 303, location: deskLinks.corrections({ done: 'added' }) };
  },
});

function writtenFrom({ reference }: Ctx, kind: CorrectionKind, typed: Typed, faults: Faults): WrittenCorrection {
  const words = typed[`${kind}Words`];
  const fault = (told: string): void => {
    faults[kind] = told;
  };
  if (kind === 'drop') return { kind, words, means: '' };
  const means =
    kind === 'place'
      ? meant(
          typed.place,
          resolvePlace(reference, typed.place),
          (place) => `${placeName(place)} (${place.code})`,
          (place) => place.code,
          fault,
        )
      : meant(
          typed.airline,
          resolveAirline(reference, typed.airline),
          (one) => `${one.name} (${one.id})`,
          (one) => one.id,
          fault,
        );
  return { kind, words, means: means ?? '' };
}

async function page(ctx: Ctx, typed: Typed, faults: Faults = {}, done?: string): Promise<string> {
  const rows = (await listCorrections(ctx.db, '', MOST)).reverse();
  const action = deskLinks.corrections();
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Corrections" current="corrections">
      {done !== undefined && (
        <Notice kind="good">
          <p>{done}</p>
        </Notice>
      )}
      <h1>Corrections</h1>
      <p class="prose">
        Names that texts use here, and words that mark what is no announcement: every text and every feed is read with them from the moment
        they are added. Write a name with the capitals that it has in texts. Where a text itself gives the country, the state or the code,
        that counts.
      </p>
      <FaultCount faults={faults} />
      <form class="desk-teach" method="post" action={action}>
        <Words name="placeWords" label="Name of a place" typed={typed} faults={faults} placeholder="the Queen City" />
        <Field name="place" label="Airport or metropolitan area" value={typed.place} fault={faults.place} suggest="place" required />
        <button class="primary" name="do" value="place">
          Add<span class="hidden"> the name of a place</span>
        </button>
      </form>
      <form class="desk-teach" method="post" action={action}>
        <Words name="airlineWords" label="Name of an airline" typed={typed} faults={faults} />
        <Field name="airline" label="Airline" value={typed.airline} fault={faults.airline} suggest="airline" required />
        <button class="primary" name="do" value="airline">
          Add<span class="hidden"> the name of an airline</span>
        </button>
      </form>
      <form class="desk-teach" method="post" action={action}>
        <Words name="dropWords" label="Words whose sentence is left out" typed={typed} faults={faults} placeholder="Sponsored content" />
        <button class="primary" name="do" value="drop">
          Add<span class="hidden"> words whose sentence is left out</span>
        </button>
      </form>
      {rows.length === 0 ? <p>There is none yet.</p> : <Corrections ctx={ctx} rows={rows} />}
    </Desk>,
  );
}

interface WordsProps {
  name: 'placeWords' | 'airlineWords' | 'dropWords';
  label: string;
  typed: Typed;
  faults: Faults;
  placeholder?: string;
}

function Words({ name, typed, faults, ...rest }: WordsProps) {
  return <Field name={name} value={typed[name]} fault={faults[name]} maxLength={WORDS_MOST} required {...rest} />;
}

function Corrections({ ctx, rows }: { ctx: Ctx; rows: readonly CorrectionRow[] }) {
  return (
    <table class="table desk-table">
      <caption class="hidden">Corrections, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">Words</th>
          <th scope="col">Meaning</th>
          <th scope="col">Added</th>
          <th scope="col">By</th>
          <th scope="col">
            <span class="hidden">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">“{row.words}”</th>
            <td data-label="Meaning">
              <Meaning ctx={ctx} row={row} />
            </td>
            <td data-label="Added">
              <Instant at={row.created_at} />
            </td>
            <td data-label="By">{row.created_by}</td>
            <td>
              <form method="post" action={deskLinks.removeCorrection(row.id)}>
                <button class="small">
                  Remove<span class="hidden"> “{row.words}”</span>
                </button>
              </form>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Meaning({ ctx: { reference }, row: { kind, means } }: { ctx: Ctx; row: CorrectionRow }) {
  if (means === null) return <>nothing: their sentence is left out</>;
  return kind === 'place' ? <PlaceLink place={knownPlace(reference, means)} /> : <AirlineLink reference={reference} id={means} />;
}

const remove = endpoint({
  ...FORM,
  path: '/admin/corrections/{id}/remove',
  summary: 'Take a correction back',
  access: 'admin',
  params: z.object({ id }),
  body: fields({}),
  handler: async (ctx, { params, body }) => {
    // Sent again after a new sign-in it is only shown.
    if (body.do === AGAIN) return { status: 303, location: deskLinks.corrections() };
    await removeCorrection(ctx, params.id);
    return { status: 303, location: deskLinks.corrections({ done: 'removed' }) };
  },
});

export const correctionEndpoints = [show, add, remove];
