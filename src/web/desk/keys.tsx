import { z } from 'zod';
import { createKey, revokeKey, staleness } from '../../actions/keys.ts';
import { type Ctx, instantText } from '../../context.ts';
import { isLocalDate } from '../../domain/dates.ts';
import { AppError } from '../../domain/errors.ts';
import { SCOPES } from '../../domain/vocabulary.ts';
import { endpoint } from '../../http/endpoint.ts';
import { id } from '../../http/schemas.ts';
import { listKeys } from '../../store/keys.ts';
import type { KeyRow } from '../../store/tables.ts';
import { deskLinks } from '../links.ts';
import { render } from '../page.ts';
import { Field, Notice, Select } from '../parts/forms.tsx';
import { Instant } from './deliveries.tsx';
import { AGAIN, DESK_PAGE, FORM, fields, refusalOf, text } from './form.tsx';
import { Desk, openDrafts } from './frame.tsx';
import { FaultCount } from './say.tsx';
import { SecretOnce } from './secret.tsx';
import type { Faults } from './statement.ts';

interface Typed {
  name: string;
  scope: string;
  expires: string;
}
const EMPTY: Typed = { name: '', scope: '', expires: '' };

const list = endpoint({
  ...DESK_PAGE,
  path: '/admin/keys',
  summary: 'Keys',
  access: 'admin',
  handler: async (ctx) => ({ text: await page(ctx, EMPTY) }),
});

const create = endpoint({
  ...FORM,
  path: '/admin/keys',
  summary: 'Make a key',
  access: 'admin',
  body: fields({ name: text, scope: text, expires: text }),
  handler: async (ctx, { body }) => {
    if (body.do === AGAIN) return { text: await page(ctx, body) };
    const name = body.name.trim();
    const scope = SCOPES.find((one) => one === body.scope);
    const faults: Faults = {};
    if (name === '' || name.length > 200) faults.name = 'Write a name of 1 to 200 characters: who or what has the key.';
    if (scope === undefined) faults.scope = 'Choose what the key may do.';
    if (body.expires !== '' && !isLocalDate(body.expires)) faults.expires = 'This is not a day of the calendar; write it as YYYY-MM-DD.';
    if (scope === undefined || Object.keys(faults).length > 0) return { status: 400, text: await page(ctx, body, faults) };
    try {
      const expiresAt = body.expires === '' ? null : `${body.expires}T23:59:59.999Z`;
      const { key, token } = await createKey(ctx, { name, scope, expiresAt });
      return { text: render(<SecretOnce ctx={ctx} openDrafts={await openDrafts(ctx)} of={{ kind: 'key', key }} secret={token} />) };
    } catch (fault) {
      const { status, message } = refusalOf(fault);
      return { status, text: await page(ctx, body, { expires: message }) };
    }
  },
});

async function page(ctx: Ctx, typed: Typed, faults: Faults = {}): Promise<string> {
  const now = instantText(ctx.now());
  const rows = (await listKeys(ctx.db)).reverse();
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Keys" current="keys">
      <h1>Keys</h1>
      <FaultCount faults={faults} />
      <form class="desk-filter" method="post" action={deskLinks.keys()}>
        <Field name="name" label="Name of the new key" value={typed.name} fault={faults.name} maxLength={200} required />
        <Select
          name="scope"
          label="May"
          value={typed.scope}
          fault={faults.scope}
          options={[
            ['reader', 'read and subscribe (reader)'],
            ['editor', 'record statements (editor)'],
            ['admin', 'everything (admin)'],
          ]}
        />
        <Field name="expires" label="Last day, if any" type="date" value={typed.expires} fault={faults.expires} />
        <button class="primary">Make it</button>
      </form>
      <table class="table desk-table">
        <caption class="hidden">Keys, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Begins with</th>
            <th scope="col">Scope</th>
            <th scope="col">Made</th>
            <th scope="col">Last used</th>
            <th scope="col">Until</th>
            <th scope="col">
              <span class="hidden">Revoke</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} class={staleness(row, now) === undefined ? undefined : 'stale'}>
              <th scope="row">{row.name}</th>
              <td data-label="Begins with">
                <code>{row.prefix}…</code>
              </td>
              <td data-label="Scope">{row.scope}</td>
              <td data-label="Made">
                <Instant at={row.created_at} />
              </td>
              <td data-label="Last used">{row.last_used_at === null ? 'never' : <Instant at={row.last_used_at} />}</td>
              <td data-label="Until">
                {row.revoked_at !== null ? (
                  <>
                    revoked <Instant at={row.revoked_at} />
                  </>
                ) : (
                  row.expires_at !== null && <Instant at={row.expires_at} />
                )}
              </td>
              <td>
                {row.revoked_at === null && (
                  <a href={deskLinks.revokeKey(row.id)}>
                    Revoke…<span class="hidden"> {row.name}</span>
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Desk>,
  );
}

const params = z.object({ id });

const askRevoke = endpoint({
  ...DESK_PAGE,
  path: '/admin/keys/{id}/revoke',
  summary: 'Revoke a key',
  access: 'admin',
  params,
  handler: async (ctx, input) => ({ text: await revokePage(ctx, input.params.id) }),
});

const revoke = endpoint({
  ...FORM,
  path: '/admin/keys/{id}/revoke',
  summary: 'Revoke a key for good',
  access: 'admin',
  params,
  body: fields({ sure: text }),
  handler: async (ctx, input) => {
    const { id: keyId } = input.params;
    if (input.body.do === AGAIN) return { text: await revokePage(ctx, keyId) };
    if (input.body.sure !== 'yes') return { status: 400, text: await revokePage(ctx, keyId, 'Tick the box first. Nothing was revoked.') };
    await revokeKey(ctx, keyId);
    return { status: 303, location: deskLinks.keys() };
  },
});

async function revokePage(ctx: Ctx, keyId: string, message?: string): Promise<string> {
  const now = instantText(ctx.now());
  const rows = await listKeys(ctx.db);
  const row = rows.find((key) => key.id === keyId);
  if (row === undefined) throw new AppError('not_found', `There is no key ${keyId}.`);
  const counts = (key: KeyRow) => key.scope === 'admin' && staleness(key, now) === undefined;
  const isLast = counts(row) && rows.filter(counts).length === 1;
  const isOwn = row.id === ctx.actor.keyId;
  return render(
    <Desk ctx={ctx} openDrafts={await openDrafts(ctx)} title="Revoke a key" current="keys">
      <h1>Revoke “{row.name}”?</h1>
      {message !== undefined && (
        <Notice kind="bad">
          <p>{message}</p>
        </Notice>
      )}
      <p>
        It is a key of scope {row.scope} that begins with <code>{row.prefix}…</code>. Revoked, it opens nothing any more, at once and for
        good.
      </p>
      {isOwn && <p>You are signed in with it: your session ends with it.</p>}
      {isLast && (
        <Notice kind="bad">
          <p>
            <strong>This is the last admin key.</strong> Without it nobody can make keys here or read the audit; a new one can only be made
            at the command line of the server (<code>inaugural key create</code>).
          </p>
        </Notice>
      )}
      <form class="desk-form" method="post" action={deskLinks.revokeKey(row.id)}>
        <label>
          <input type="checkbox" name="sure" value="yes" required />{' '}
          {isLast ? 'Revoke the last admin key: I can reach the command line' : 'Whoever uses it knows, or should not have it'}
        </label>
        <div class="desk-do">
          <button class="primary">Revoke it</button> <a href={deskLinks.keys()}>Leave it</a>
        </div>
      </form>
    </Desk>,
  );
}

export const keyEndpoints = [list, create, askRevoke, revoke];
