import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { findRoute } from '../../src/store/routes.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { hidden, signedIn, visitor } from '../support/desk.ts';

const NOW = '2026-01-15T12:00:00Z';
const STATEMENT = { publishedOn: '2026-01-12', origin: 'ALA', destination: 'LHE', airline: 'DV', sourceName: 'DAWN', sourceKind: 'media' };

/** Everything that a write could leave behind. */
async function state({ ctx }: TestApi) {
  const tables = ['register', 'routes', 'announcements', 'events', 'deliveries', 'audit'] as const;
  return Promise.all(tables.map((table) => ctx.db.selectFrom(table).selectAll().execute()));
}

describe('signing in', () => {
  test('a key opens a session that a script cannot read and no other site can use, and each one is new', async () => {
    const api = await testApi({ now: NOW });
    const person = visitor(api);
    const answer = await person.post('/admin/sign-in', { key: ` ${api.keys.editor} `, next: '/admin/record?origin=ALA' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/record?origin=ALA']);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-inaugural=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    );
    const first = person.cookie();
    const page = await person.get('/admin/due');
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).toContain('<meta name="robots" content="noindex"');
    expect(page.text).toContain('editor <span class="soft">(editor)');
    await person.post('/admin/sign-in', { key: api.keys.editor });
    expect(person.cookie()).not.toBe(first);
    expect((await visitor(api, first).get('/admin/due')).status).toBe(303);
  });

  test('a wrong key is said kindly and may be guessed only so often', async () => {
    const api = await testApi({ now: NOW, env: { RATE_LIMIT: '600' } });
    const person = visitor(api);
    const empty = await person.post('/admin/sign-in', { key: '' });
    expect([empty.status, empty.text.includes('Write or paste a key')]).toEqual([400, true]);
    const wrong = await person.post('/admin/sign-in', { key: 'inaugural_wrong', next: '/admin/record' });
    expect([wrong.status, wrong.text.includes('The key is not known here')]).toEqual([401, true]);
    expect(hidden(wrong.text, 'next')).toBe('/admin/record');
    expect(wrong.text).not.toContain('inaugural_wrong');
    for (let i = 0; i < 19; i += 1) await person.post('/admin/sign-in', { key: `wrong-${i}` });
    const late = await person.post('/admin/sign-in', { key: 'one-more' });
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '3']);
  });

  test('signing out ends the session on the server', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    const cookie = person.cookie();
    const out = await person.post('/admin/sign-out');
    expect([out.status, out.headers.get('location')]).toEqual([303, '/admin/sign-in']);
    expect((await visitor(api, cookie).get('/admin/due')).headers.get('location')).toBe('/admin/sign-in?next=%2Fadmin%2Fdue');
  });

  test.each([
    'https://evil.example/admin',
    '//evil.example/admin',
    '/\\evil.example',
    '/admin/..//evil.example',
    'evil.example/admin',
    'javascript:alert(1)',
    '/admin\t//evil.example',
  ])('nobody is led away from this server by next=%s', async (next) => {
    const api = await testApi({ now: NOW });
    const answer = await visitor(api).post('/admin/sign-in', { key: api.keys.editor, next });
    expect(answer.headers.get('location')).toBe('/admin');
  });

  test('who may read only with a key comes back to the page that they asked for', async () => {
    const api = await testApi({ now: NOW, env: { PUBLIC_READ: 'off' } });
    await api.record({ effective: '2026-05' });
    const person = visitor(api);
    const refused = await person.get('/routes/ALA-LHE?asOf=2026-01-10');
    const { pathname, searchParams } = new URL(refused.headers.get('location')!, api.origin);
    expect([refused.status, pathname]).toEqual([303, '/admin/sign-in']);
    const entered = await person.post('/admin/sign-in', { key: api.keys.reader, next: searchParams.get('next')! });
    expect(entered.headers.get('location')).toBe('/routes/ALA-LHE?asOf=2026-01-10');
    expect((await person.get('/routes/ALA-LHE')).text).toContain('Almaty–Lahore');
    expect((await person.get('/suggest?q=almaty&kind=place')).status).toBe(200);
  });

  test('who comes over plain http from elsewhere is told that https is needed', async () => {
    const api = await testApi({ now: NOW });
    const { request } = await import('node:http');
    const pageAt = (host: string) =>
      new Promise<string>((resolve) => {
        request(`${api.origin}/admin/sign-in`, { headers: { Host: host } }, async (response) => {
          let text = '';
          for await (const chunk of response) text += chunk;
          resolve(text);
        }).end();
      });
    expect(await pageAt('register.example')).toContain('plain http');
    expect(await pageAt('localhost:3000')).not.toContain('plain http');
  });

  test.each([
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['from a neighbouring host', { 'Sec-Fetch-Site': 'same-site' }],
    ['with a foreign origin', { Origin: 'https://evil.example' }],
    ['that does not say where from', {}],
  ])('a form %s does nothing', async (_name, headers) => {
    const api = await testApi({ now: NOW });
    const { route } = await api.record({ airline: 'DV', effective: '2026-01', publishedOn: '2026-01-02' });
    const person = await signedIn(api, 'admin');
    const before = await state(api);
    const forms: [string, Record<string, string>][] = [
      ['/admin/record', { ...STATEMENT, status: 'announced', do: 'save' }],
      [`/admin/routes/${route.id}/cancelled`, { version: '1', publishedOn: '2026-01-12' }],
      ['/admin/keys', { name: 'x', scope: 'admin' }],
      ['/admin/corrections', { dropWords: 'sponsored content', do: 'drop' }],
      ['/admin/sign-out', {}],
    ];
    for (const [path, fields] of forms) expect((await person.post(path, fields, headers)).status).toBe(403);
    expect(await state(api)).toEqual(before);
    expect((await person.get('/admin/due')).status).toBe(200);
  });

  test('a form that was filled in when the session ended comes back as it was', async () => {
    const api = await testApi({ now: NOW });
    const typed = { ...STATEMENT, status: 'announced', effective: '2026-04', note: 'Two lines\n"quoted" & <b>bold</b>', do: 'save' };
    const person = visitor(api);
    const refused = await person.post('/admin/record', typed);
    expect([refused.status, refused.text.includes('Nothing that you typed is lost')]).toEqual([401, true]);
    const carried = { next: hidden(refused.text, 'next'), form: hidden(refused.text, 'form') };
    const wrong = await person.post('/admin/sign-in', { ...carried, key: 'wrong' });
    expect(hidden(wrong.text, 'form')).toBe(carried.form);
    const entered = await person.post('/admin/sign-in', { ...carried, key: api.keys.editor });
    expect(entered.text).toContain('action="/admin/record"');
    const handed = Object.fromEntries(Object.keys(typed).map((name) => [name, hidden(entered.text, name)]));
    expect(handed).toEqual({ ...typed, do: 'again' });
    const form = await person.post('/admin/record', handed);
    expect(form.status).toBe(200);
    expect(form.text).toContain('Two lines\n&quot;quoted&quot; &amp; &lt;b>bold&lt;/b></textarea>');
    expect(form.text).toMatch(/<input[^>]* name="effective"[^>]* value="2026-04"/);
    expect(await api.ctx.db.selectFrom('announcements').selectAll().execute()).toEqual([]);
  });
});

describe('who may see what', () => {
  test('a reader looks after subscriptions, an editor records too, an admin does all', async () => {
    const api = await testApi({ now: NOW });
    const { route, announcement } = await api.record({ airline: 'DV', effective: '2026-01', publishedOn: '2026-01-02' });
    const editing = [
      '/admin/due',
      '/admin/record',
      '/admin/extract',
      `/admin/routes/${route.id}`,
      `/admin/routes/${route.id}/launched`,
      `/admin/announcements/${announcement.id}/retract`,
    ];
    const administering = ['/admin/corrections', '/admin/keys', '/admin/audit'];
    const reading = ['/admin/subscriptions', '/admin/subscriptions/new', '/admin/deliveries'];
    const seen = async (scope: 'reader' | 'editor' | 'admin') => {
      const person = await signedIn(api, scope);
      const statuses = async (paths: string[]) => [
        ...new Set(await Promise.all(paths.map(async (path) => (await person.get(path)).status))),
      ];
      return [await statuses(reading), await statuses(editing), await statuses(administering)];
    };
    expect(await seen('reader')).toEqual([[200], [403], [403]]);
    expect(await seen('editor')).toEqual([[200], [200], [403]]);
    expect(await seen('admin')).toEqual([[200], [200], [200]]);
    const reader = await signedIn(api, 'reader');
    expect((await reader.post('/admin/record', { ...STATEMENT, status: 'announced', do: 'save' })).status).toBe(403);
    expect((await reader.post(`/admin/announcements/${announcement.id}/retract`, { reason: 'x' })).status).toBe(403);
    expect((await (await signedIn(api, 'editor')).post('/admin/keys', { name: 'x', scope: 'admin' })).status).toBe(403);
  });

  test('a subscription is its key’s own; an admin sees everybody’s', async () => {
    const api = await testApi({ now: NOW });
    const editor = await signedIn(api);
    const made = await editor.post('/admin/subscriptions/new', {
      url: 'http://receiver.test:9/hook',
      place: 'Almaty',
      types: 'route.launched',
    });
    expect(made.status).toBe(200);
    const path = /href="(\/admin\/subscriptions\/[0-9a-f-]{36})"/.exec(made.text)![1]!;
    const [reader, admin] = [await signedIn(api, 'reader'), await signedIn(api, 'admin')];
    expect((await reader.get(path)).status).toBe(404);
    expect((await reader.post(`${path}/delete`, { sure: 'yes' })).status).toBe(404);
    expect((await reader.get('/admin/subscriptions')).text).not.toContain('receiver.test');
    expect((await admin.get('/admin/subscriptions')).text).toContain('receiver.test');
    await editor.post(`${path}/pause`);
    expect((await editor.get(path)).text).toContain('paused');
    expect((await editor.post(`${path}/delete`)).status).toBe(400);
    await editor.post(`${path}/delete`, { sure: 'yes' });
    expect((await editor.get(path)).status).toBe(404);
  });
});

test('a delivery that failed is seen with its attempts and sent again by whom it belongs to', async () => {
  const api = await testApi({ now: NOW });
  const editor = await signedIn(api);
  await editor.post('/admin/subscriptions/new', { url: 'http://receiver.test:9/hook' });
  await api.record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-02' });
  const { db } = api.ctx;
  const { id, subscription_id } = await db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow();
  await db.updateTable('deliveries').set({ state: 'failed', attempts: 1, ended_at: '2026-01-15T13:00:00.000Z' }).execute();
  const attempt = {
    id: 'a',
    delivery_id: id,
    number: 1,
    at: '2026-01-15T12:59:00.000Z',
    milliseconds: 7.6,
    status: 503,
    fault: 'no room <here>',
  };
  await db.insertInto('attempts').values(attempt).execute();
  const page = await editor.get('/admin/deliveries?state=failed');
  expect(page.text).toContain('no room &lt;here>');
  expect((await editor.get('/admin/deliveries?state=delivered')).text).toContain('There are none.');
  const [reader, admin] = [await signedIn(api, 'reader'), await signedIn(api, 'admin')];
  expect((await reader.get('/admin/deliveries')).text).toContain('There are none.');
  expect((await admin.get('/admin/deliveries')).text).toContain('no room');
  const path = `/admin/subscriptions/${subscription_id}/deliveries/${id}/redelivery`;
  expect((await reader.post(path)).status).toBe(404);
  const again = await editor.post(path, { back: '/admin/deliveries?state=failed' });
  expect([again.status, again.headers.get('location')]).toEqual([303, '/admin/deliveries?state=failed']);
  expect(await db.selectFrom('deliveries').select('state').execute()).toEqual([{ state: 'pending' }]);
});

describe('saying what happened', () => {
  async function dueRoute(api: TestApi) {
    const { route } = await api.record({ airline: 'DV', effective: '2026-01-10', publishedOn: '2026-01-02' });
    await tick(api.ctx);
    return (await findRoute(api.ctx.db, route.id))!;
  }
  const asSent = (page: string) => ({
    version: hidden(page, 'version'),
    seen: hidden(page, 'seen'),
    publishedOn: '2026-01-15',
    sourceName: 'editor',
    sourceKind: 'editor',
  });

  test('a launch is recorded by the prefilled form and can be undone', async () => {
    const api = await testApi({ now: NOW });
    const route = await dueRoute(api);
    const person = await signedIn(api);
    expect((await person.get('/admin/due')).text).toContain(`/admin/routes/${route.id}/launched`);
    const form = await person.get(`/admin/routes/${route.id}/launched?back=%2Fadmin%2Fdue%3Fplace%3DKZ`);
    expect(form.text).toContain('value="2026-01-10"');
    const done = await person.post(`/admin/routes/${route.id}/launched`, {
      ...asSent(form.text),
      effective: '2026-01-10',
      back: '/admin/due?place=KZ',
    });
    expect(done.status).toBe(303);
    const location = done.headers.get('location')!;
    expect(location).toMatch(/^\/admin\/due\?place=KZ&done=[0-9a-f-]{36}$/);
    expect(await findRoute(api.ctx.db, route.id)).toMatchObject({ status: 'launched', launched_on: '2026-01-10' });
    const list = await person.get(location);
    expect(list.text).toContain('Almaty–Lahore: launched, first flight 10 January 2026');
    const undo = /href="(\/admin\/announcements\/[0-9a-f-]{36}\/retract)/.exec(list.text)![1]!;
    expect((await person.post(undo, { reason: ' ' })).status).toBe(400);
    expect((await person.post(undo, { reason: 'Wrong route' })).status).toBe(303);
    expect(await findRoute(api.ctx.db, route.id)).toMatchObject({ status: 'announced' });
  });

  test('faults are told at their fields, all at once, and nothing typed is lost', async () => {
    const api = await testApi({ now: NOW });
    const route = await dueRoute(api);
    const person = await signedIn(api);
    const form = await person.get(`/admin/routes/${route.id}/postponed`);
    const answer = await person.post(`/admin/routes/${route.id}/postponed`, {
      ...asSent(form.text),
      effective: 'soon',
      sourceUrl: 'ftp://x',
      note: 'kept',
    });
    expect(answer.status).toBe(400);
    for (const name of ['effective', 'sourceUrl']) expect(answer.text).toContain(`id="f-${name}-fault"`);
    for (const value of ['value="soon"', 'value="ftp://x"', '>kept</textarea>']) expect(answer.text).toContain(value);
  });

  test('what somebody else said meanwhile is shown, and the form is ready for the new version', async () => {
    const api = await testApi({ now: NOW });
    const route = await dueRoute(api);
    const person = await signedIn(api);
    const form = await person.get(`/admin/routes/${route.id}/cancelled`);
    api.clock.set('2026-01-15T12:05:00Z');
    await api.record({ airline: 'DV', status: 'postponed', effective: '2026-06', wording: 'Until summer', publishedOn: '2026-01-14' });
    const stale = await person.post(`/admin/routes/${route.id}/cancelled`, { ...asSent(form.text), wording: 'It is off' });
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('Somebody else changed this route');
    expect(stale.text.match(/Until summer/g)).toHaveLength(2);
    expect(stale.text).toContain('value="It is off"');
    expect((await findRoute(api.ctx.db, route.id))!.status).toBe('postponed');
    const sent = await person.post(`/admin/routes/${route.id}/cancelled`, { ...asSent(stale.text), wording: 'It is off' });
    expect(sent.status).toBe(303);
    expect((await findRoute(api.ctx.db, route.id))!.status).toBe('cancelled');
  });

  test('nothing is said of a route that would change nothing', async () => {
    const api = await testApi({ now: NOW });
    const { route } = await api.record({ status: 'launched', effective: '2026-01-10' });
    const person = await signedIn(api);
    const form = await person.get(`/admin/routes/${route.id}/cancelled`);
    const answer = await person.post(`/admin/routes/${route.id}/cancelled`, asSent(form.text));
    expect([answer.status, answer.text.includes('This route flies')]).toEqual([409, true]);
  });

  test('two routes of a pair are joined', async () => {
    const api = await testApi({ now: NOW });
    const kept = await api.record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-02' });
    const given = await api.record({ airline: 'KC', effective: '2026-05', publishedOn: '2026-01-03' });
    const person = await signedIn(api);
    const page = await person.get(`/admin/routes/${kept.route.id}`);
    const fields = { routeId: given.route.id, version: hidden(page.text, 'version') };
    expect((await person.post(`/admin/routes/${kept.route.id}/join`, fields)).status).toBe(400);
    expect((await person.post(`/admin/routes/${kept.route.id}/join`, { ...fields, version: '99', sure: 'yes' })).status).toBe(412);
    expect((await person.post(`/admin/routes/${kept.route.id}/join`, { ...fields, sure: 'yes' })).status).toBe(303);
    expect(await findRoute(api.ctx.db, given.route.id)).toBeUndefined();
  });
});

describe('recording', () => {
  test('a preview says what recording then does, and leaves nothing behind', async () => {
    const api = await testApi({ now: NOW });
    const { route } = await api.record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-02' });
    const person = await signedIn(api);
    await person.post('/admin/subscriptions/new', { url: 'http://receiver.test:9/hook', place: 'KZ' });
    const form = { ...STATEMENT, origin: 'Almaty', destination: 'lahore', status: 'postponed', effective: '2026-05' };
    const before = await state(api);
    const preview = await person.post('/admin/record', { ...form, do: 'preview' });
    expect(preview.status).toBe(200);
    expect(preview.text).toContain('Slips by 31 days: April 2026 → May 2026');
    expect(preview.text).toContain('to 1 subscription.');
    expect(preview.text).toContain(`Goes to <a href="/admin/routes/${route.id}">`);
    expect(preview.text).toContain('value="Almaty"');
    const part = await person.post('/admin/record', { ...form, do: 'part' });
    expect(part.text).toContain('Slips by 31 days');
    expect(part.text).not.toContain('<html');
    expect(await state(api)).toEqual(before);

    const saved = await person.post('/admin/record', { ...form, do: 'another' });
    expect(saved.status).toBe(303);
    expect(await findRoute(api.ctx.db, route.id)).toMatchObject({
      status: 'postponed',
      launch_earliest: '2026-05-01',
      slip_count: 1,
      slip_days: 31,
    });
    expect(await api.ctx.db.selectFrom('deliveries').selectAll().execute()).toHaveLength(1);
    const next = await person.get(saved.headers.get('location')!);
    expect(next.text).toContain('value="DAWN"');
    expect(next.text).toContain('Almaty–Lahore: postponed for May 2026');

    const twice = await person.post('/admin/record', { ...form, do: 'preview' });
    expect(twice.text).toContain('This statement is in the ledger already');
    expect((await person.post('/admin/record', { ...form, do: 'save' })).status).toBe(409);
  });

  test('a name that means several places is asked about, and the choice is taken', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    const form = { ...STATEMENT, destination: 'London', status: 'announced', do: 'save' };
    const asked = await person.post('/admin/record', form);
    expect(asked.status).toBe(400);
    expect(asked.text).toContain('“London” can mean several places');
    expect(asked.text).toMatch(/type="radio" name="destinationChoice" value="LHR"/);
    expect((await person.post('/admin/record', { ...form, destinationChoice: 'LHR' })).status).toBe(303);
    expect(await api.ctx.db.selectFrom('routes').select(['origin', 'destination']).execute()).toEqual([
      { origin: 'ALA', destination: 'LHR' },
    ]);
  });

  test('the route that was chosen gets the statement', async () => {
    const api = await testApi({ now: NOW });
    const kept = await api.record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-02' });
    await api.record({ airline: 'KC', effective: '2026-05', publishedOn: '2026-01-03' });
    const person = await signedIn(api);
    const form = { ...STATEMENT, airline: '', status: 'postponed', routeId: kept.route.id };
    expect((await person.post('/admin/record', { ...form, do: 'preview' })).text).toContain(
      `Goes to <a href="/admin/routes/${kept.route.id}">`,
    );
    await person.post('/admin/record', { ...form, do: 'save' });
    expect((await findRoute(api.ctx.db, kept.route.id))!.status).toBe('postponed');
  });
});

describe('secrets', () => {
  test('are shown once, in no address and in no log', async () => {
    const lines: string[] = [];
    const api = await testApi({ now: NOW, log: pino({ level: 'debug' }, { write: (line) => void lines.push(line) }) });
    const admin = await signedIn(api, 'admin');
    const made = await admin.post('/admin/keys', { name: 'newsroom', scope: 'editor' });
    const token = /inaugural_[\w-]{43}/.exec(made.text)![0];
    expect(made.headers.get('location')).toBeNull();
    expect((await admin.get('/admin/keys')).text).toContain('newsroom');
    const hook = await admin.post('/admin/subscriptions/new', { url: 'http://receiver.test:9/hook' });
    const secret = /whsec_[\w+/=]+/.exec(hook.text)![0];
    const path = /href="(\/admin\/subscriptions\/[0-9a-f-]{36})"/.exec(hook.text)![1]!;
    const rotated = /whsec_[\w+/=]+/.exec((await admin.post(`${path}/secret`, { sure: 'yes' })).text)![0];
    expect(rotated).not.toBe(secret);
    const shown = [
      await admin.get('/admin/keys'),
      await admin.get(path),
      await admin.get('/admin/audit'),
      await admin.get('/admin/subscriptions'),
    ];
    const session = admin.cookie().split('=')[1]!;
    for (const hiddenText of [token, secret, rotated, session, api.keys.admin]) {
      expect(shown.some(({ text }) => text.includes(hiddenText))).toBe(false);
      expect(lines.some((line) => line.includes(hiddenText))).toBe(false);
    }
    expect(lines.some((line) => line.includes('/admin/keys'))).toBe(true);
    expect((await visitor(api).post('/admin/sign-in', { key: token })).status).toBe(303);
  });

  test('the last admin key is not revoked without a warning', async () => {
    const api = await testApi({ now: NOW });
    const admin = await signedIn(api, 'admin');
    const { id } = await api.ctx.db.selectFrom('keys').select('id').where('scope', '=', 'admin').executeTakeFirstOrThrow();
    expect((await admin.get(`/admin/keys/${id}/revoke`)).text).toContain('This is the last admin key.');
    expect((await admin.post(`/admin/keys/${id}/revoke`)).status).toBe(400);
    expect((await admin.post(`/admin/keys/${id}/revoke`, { sure: 'yes' })).status).toBe(303);
    expect((await admin.get('/admin/keys')).headers.get('location')).toBe('/admin/sign-in?next=%2Fadmin%2Fkeys');
  });

  test('the audit says field by field what changed', async () => {
    const api = await testApi({ now: NOW });
    const { route } = await api.record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-02' });
    await api.record({ airline: 'DV', effective: '2026-05', publishedOn: '2026-01-12' });
    const page = await (await signedIn(api, 'admin')).get(`/admin/audit?subject=route%3A${route.id}`);
    expect(page.text).toContain('<dt>route.launch_earliest</dt><dd><del>2026-04-01</del> → <ins>2026-05-01</ins></dd>');
    expect(page.text).not.toContain('session.opened');
  });
});
