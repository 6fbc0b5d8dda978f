import { readAlertFilter } from '../../actions/alert-filter.ts';
import { createSubscription } from '../../actions/subscriptions.ts';
import type { Ctx } from '../../context.ts';
import { type AlertFilter, mailboxOf } from '../../domain/alerts.ts';
import { AppError, type Finding } from '../../domain/errors.ts';
import { EVENT_TYPES, ROUTE_STATUSES } from '../../domain/vocabulary.ts';
import { endpoint } from '../../http/endpoint.ts';
import { statusWord } from '../../words/phrases.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Field, Notice } from '../parts/forms.tsx';
import { placeName } from '../parts/names.tsx';
import { type Resolved, resolveAirline, resolvePlace } from '../resolve.ts';
import { AGAIN, DESK_PAGE, FORM, faultText, fields, refusalOf, text } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { FaultCount } from './say.tsx';
import { SecretOnce } from './secret.tsx';
import type { Faults } from './statement.ts';
import { Group } from './statement-fields.tsx';

const NAMES = ['url', 'description', 'contact', 'types', 'statuses', 'place', 'airline'] as const;
type Typed = Record<(typeof NAMES)[number], string>;
const shape = Object.fromEntries(NAMES.map((name) => [name, text])) as Record<keyof Typed, typeof text>;
const EMPTY = Object.fromEntries(NAMES.map((name) => [name, ''])) as Typed;

const show = endpoint({
  ...DESK_PAGE,
  path: deskLinks.newSubscription,
  summary: 'Make a webhook',
  access: 'reader',
  handler: async (ctx) => ({ text: await page(ctx, EMPTY) }),
});

const create = endpoint({
  ...FORM,
  path: deskLinks.newSubscription,
  summary: 'Make a webhook of the key that is signed in',
  access: 'reader',
  body: fields(shape),
  handler: async (ctx, { body }) => {
    if (body.do === AGAIN) return { text: await page(ctx, body) };
    const { filter, faults } = readWebhook(ctx, body);
    if (Object.keys(faults).length > 0) return { status: 400, text: await page(ctx, body, faults) };
    try {
      const { subscription, secret } = await createSubscription(ctx, {
        channel: 'webhook',
        target: body.url.trim(),
        filter,
        description: body.description.trim() || null,
        contact: mailboxOf(body.contact.trim()) ?? null,
      });
      return {
        text: render(<SecretOnce ctx={ctx} openDrafts={await openDrafts(ctx)} of={{ kind: 'secret', subscription }} secret={secret} />),
      };
    } catch (fault) {
      const { status, message } = refusalOf(fault);
      const isAboutUrl = fault instanceof AppError && fault.findings.some(({ pointer }) => pointer === '/url');
      return { status, text: await (isAboutUrl ? page(ctx, body, { url: faultText(message) }) : page(ctx, body, {}, message)) };
    }
  },
});

function readWebhook(ctx: Ctx, typed: Typed): { filter: AlertFilter; faults: Faults } {
  const faults: Faults = {};
  const [url, contact] = [typed.url.trim(), typed.contact.trim()];
  if (url === '') faults.url = 'Write the address that alerts are sent to.';
  else if (url.length > 2000) faults.url = `This is ${url.length} characters long; 2000 is the most.`;
  if (typed.description.trim().length > 200)
    faults.description = `This is ${typed.description.trim().length} characters long; 200 is the most.`;
  if (contact !== '' && mailboxOf(contact) === undefined) faults.contact = 'This is no e-mail address.';
  const findings: Finding[] = [];
  const filter = readAlertFilter(
    ctx,
    {
      types: chosen(typed.types, EVENT_TYPES),
      statuses: chosen(typed.statuses, ROUTE_STATUSES),
      place: meant(
        typed.place,
        resolvePlace(ctx.reference, typed.place),
        (place) => `${placeName(place)} (${place.code})`,
        (place) => place.code,
        (fault) => (faults.place = fault),
      ),
      airline: meant(
        typed.airline,
        resolveAirline(ctx.reference, typed.airline),
        (one) => `${one.name} (${one.id})`,
        (one) => one.id,
        (fault) => (faults.airline = fault),
      ),
    },
    findings,
  );
  for (const { pointer, detail } of findings) faults[pointer] ??= faultText(detail);
  return { filter: { types: [], statuses: [], place: null, airline: null, ...filter }, faults };
}

/** Checked boxes of one name, as forms send them. */
function chosen<T extends string>(given: string, known: readonly T[]): T[] {
  const names = given.split(',');
  return known.filter((one) => names.includes(one));
}

/** The code of the one thing that words mean; the words if they mean nothing, null if there are none; several things are a fault. */
export function meant<T>(
  written: string,
  resolved: Resolved<T>,
  nameOf: (found: T) => string,
  codeOf: (found: T) => string,
  fault: (fault: string) => void,
): string | null {
  if (written.trim() === '') return null;
  if (resolved.kind === 'one') return codeOf(resolved.found);
  if (resolved.kind === 'none') return written.trim();
  fault(`“${written.trim()}” can mean ${resolved.choices.map(nameOf).join(', ')}: write the code.`);
  return null;
}

async function page(ctx: Ctx, typed: Typed, faults: Faults = {}, message?: string): Promise<string> {
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="New webhook" current="subscriptions">
      <h1>New webhook</h1>
      {message !== undefined && (
        <Notice kind="bad">
          <p>{message}</p>
        </Notice>
      )}
      <FaultCount faults={faults} />
      <form class="desk-form" method="post" action={deskLinks.newSubscription}>
        <Group legend="Where">
          <div class="wide">
            <Field
              name="url"
              label="Address"
              type="url"
              value={typed.url}
              fault={faults.url}
              required
              hint="https; messages are signed as Standard Webhooks has it"
            />
          </div>
          <Field name="description" label="Description" value={typed.description} fault={faults.description} />
          <Field
            name="contact"
            label="Contact"
            type="email"
            value={typed.contact}
            fault={faults.contact}
            hint="Told by e-mail if it is switched off"
          />
        </Group>
        <Group legend="What: all conditions hold together">
          <Field
            name="place"
            label="Place"
            value={typed.place}
            fault={faults.place}
            suggest="place"
            hint="An airport, a city or a country; empty for all"
          />
          <Field name="airline" label="Airline" value={typed.airline} fault={faults.airline} suggest="airline" hint="Empty for all" />
        </Group>
        <Boxes name="types" legend="Events (none ticked: all)" options={EVENT_TYPES.map((type) => [type, type])} value={typed.types} />
        <Boxes
          name="statuses"
          legend="Status after the event (none ticked: all)"
          options={ROUTE_STATUSES.map((status) => [status, statusWord(status)])}
          value={typed.statuses}
        />
        <div class="desk-do">
          <button class="primary">Make it</button> <a href={deskLinks.subscriptions()}>Leave it</a>
        </div>
      </form>
    </Desk>,
  );
}

function Boxes({ name, legend, options, value }: { name: string; legend: string; options: (readonly [string, string])[]; value: string }) {
  const ticked = value.split(',');
  return (
    <fieldset class="desk-choices row">
      <legend>{legend}</legend>
      {options.map(([one, label]) => (
        <label key={one}>
          <input type="checkbox" name={name} value={one} checked={ticked.includes(one)} /> {label}
        </label>
      ))}
    </fieldset>
  );
}

export const newSubscriptionEndpoints = [show, create];
