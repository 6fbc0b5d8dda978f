import { describe, expect, test } from 'vitest';
import { acceptDraft, dropDraft, readDraft } from '../../src/actions/inbox.ts';
import { OPERATOR } from '../../src/context.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { hidden, signedIn, visitor } from '../support/desk.ts';
import { evidenceOf, extracted } from '../support/drafts.ts';
import { file } from '../support/inbox.ts';
import { type Engine, engines } from '../support/register.ts';

const NOW = '2026-01-15T12:00:00Z';
const TEXT = 'SCAT flies from Almaty to Lahore <b>in April</b>. And more & more.';
const APRIL = { earliest: '2026-04-01', latest: '2026-04-30' };
const DRAFT = extracted({
  effective: APRIL,
  wording: 'in April',
  speaker: 'The head of it',
  weeklyFrequency: 3,
  confidence: 0.82,
  evidence: evidenceOf(TEXT, { origin: 'Almaty', destination: 'Lahore', airline: 'SCAT', effective: 'in April' }),
  alternatives: { origin: [], destination: ['KHI'], airline: ['air-astana'] },
});

async function apiOn(engine: Engine): Promise<TestApi> {
  return testApi({ engine, now: NOW });
}

function ledger({ ctx }: TestApi) {
  return ctx.db.selectFrom('announcements').selectAll().orderBy('id').execute();
}

async function draftNow({ ctx }: TestApi, id: string) {
  return ctx.db.selectFrom('inbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** The titles of the drafts on a page. */
function titles(text: string): string[] {
  return [...text.matchAll(/<h2 id="draft-[^"]*">([^<]*)<\/h2>/g)].map((match) => match[1]!);
}

/** What a browser sends of the form of a draft that nobody touched. */
function formOf(text: string, action: string): Record<string, string> {
  const form = text.slice(text.indexOf(`action="${action}"`)).split('</form>')[0]!;
  const plain = (value: string) => value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  const values: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input(?:"[^"]*"|[^">])*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)![1]!;
    if (!/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag)) values[name] = plain(/ value="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  for (const [, name, value] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</g)) values[name!] = plain(value!);
  for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/g))
    values[name!] = /value="([^"]*)" selected/.exec(options!)?.[1] ?? '';
  return values;
}

describe.each(engines())('the inbox at the desk on %s', (engine) => {
  test('a draft shows its item, the words that stand for it, how sure it is, what else it may mean and what it would change', async () => {
    const api = await apiOn(engine);
    const { route } = await api.record({ airline: 'DV', effective: '2026-03', publishedOn: '2026-01-10' });
    await file(api, TEXT, [DRAFT, extracted({ origin: 'NQZ', airline: null })], { title: 'SCAT <to> fly' });
    const person = await signedIn(api);
    const { status, text } = await person.get('/admin/inbox');
    expect(status).toBe(200);
    expect(titles(text)).toEqual(['Astana–Lahore: announced', 'Almaty–Lahore, SCAT Airlines: announced for April 2026, 3 a week']);
    expect(text).toContain('<a href="https://news.example/1" rel="noreferrer nofollow ugc">SCAT &lt;to> fly</a>');
    expect(text).toContain('The Herald (media), <time datetime="2026-01-12">12 January 2026</time>');
    expect(text).toContain(
      '<mark class="by-destination" title="to">Lahore</mark> &lt;b><mark class="by-effective" title="when">in April</mark>',
    );
    expect(text).not.toContain('And more');
    expect(text).toContain('Speaker: The head of it');
    expect(text).toContain(`<strong>Slips by 30 days.</strong> <a href="/admin/routes/${route.id}">Its ledger</a>`);
    expect(text).toContain('<strong>Makes a new route.</strong>');
    expect(text).toContain('Read with 82 % confidence.');
    expect(text).toMatch(/“To” may also be: [^<]*\(KHI, PK\)\./);
    expect(text).toContain('The airline may also be: Air Astana.');
    expect(text).toMatch(/<a href="\/admin\/inbox" aria-current="page">Inbox \(2\)<\/a>/);
    expect((await person.get('/admin/due')).text).toContain('>Inbox (2)</a>');
    expect(await ledger(api)).toHaveLength(1);
  });

  test('pages follow each other in either order, each draft once; a source and a state can be looked at alone', async () => {
    const api = await apiOn(engine);
    const months = Array.from(
      { length: 45 },
      (_, index) => `${2027 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
    );
    await file(
      api,
      TEXT,
      months.map((month) => extracted({ effective: { earliest: `${month}-01`, latest: `${month}-01` } })),
    );
    const other = await file(api, TEXT, [extracted({ origin: 'NQZ' })], { name: 'Other' });
    await file(api, TEXT, [extracted({ origin: 'NQZ' })], { name: 'Other', title: 'The same once more', link: 'https://news.example/2' });
    const person = await signedIn(api);
    const walk = async (path: string): Promise<string[]> => {
      const { text } = await person.get(path);
      const next = /<a href="([^"]*)">The next 20/.exec(text)?.[1]?.replaceAll('&amp;', '&');
      return [...titles(text), ...(next === undefined ? [] : await walk(next))];
    };
    const newest = await walk('/admin/inbox');
    expect([newest.length, new Set(newest).size]).toEqual([46, 46]);
    // Each is judged by itself: nobody knows which of them will be accepted.
    expect((await person.get('/admin/inbox')).text.split('Makes a new route.')).toHaveLength(21);
    expect(newest[0]).toContain('Astana–Lahore');
    expect(await walk('/admin/inbox?sort=oldest')).toEqual([...newest].reverse());
    const one = await person.get(`/admin/inbox?source=${other.source.id}`);
    expect(titles(one.text)).toHaveLength(1);
    expect(one.text).toContain('open (1)');
    expect(one.text).toContain('known (1)');
    expect((await person.get('/admin/inbox')).text).toContain('open (46)');
    const known = await person.get(`/admin/inbox?state=known&source=${other.source.id}&sort=oldest`);
    expect(titles(known.text)).toHaveLength(1);
    expect(known.text).toContain('Another draft says the same.');
    expect((await person.get('/admin/inbox?state=gone')).status).toBe(400);
    expect((await person.get('/admin/inbox?state=dropped')).text).toContain('0 drafts');
  });

  test('one click accepts a draft as it is, and leads back to where the editor was', async () => {
    const api = await apiOn(engine);
    const { rows } = await file(api, TEXT, [DRAFT]);
    const [row] = rows;
    const person = await signedIn(api);
    const list = await person.get('/admin/inbox?sort=oldest');
    const action = `/admin/inbox/${row!.id}/accept`;
    const accepted = await person.post(action, formOf(list.text, action));
    expect(accepted.status).toBe(303);
    const [statement, ...others] = await ledger(api);
    expect(others).toEqual([]);
    expect(accepted.headers.get('location')).toBe(`/admin/inbox?sort=oldest&done=${statement!.id}`);
    expect(statement).toMatchObject({
      origin: 'ALA',
      destination: 'LHE',
      airline: 'scat-airlines',
      status: 'announced',
      ...APRIL,
      wording: 'in April',
      speaker: 'The head of it',
      weekly_frequency: 3,
      source_name: 'The Herald',
      source_kind: 'media',
      source_url: 'https://news.example/1',
      published_on: '2026-01-12',
      recorded_by: 'editor',
    });
    expect(await draftNow(api, row!.id)).toMatchObject({ state: 'accepted', announcement_id: statement!.id, decided_by: 'editor' });
    const done = await person.get(accepted.headers.get('location')!);
    expect(done.text).toContain('Recorded. Almaty–Lahore: announced for April 2026');
    expect(done.text).toContain('>Inbox</a>');
    const decided = await person.get('/admin/inbox?state=accepted');
    expect(decided.text).toContain('<strong>Accepted</strong> by editor on');
    expect(decided.text).toContain(`href="/admin/routes/${statement!.route_id}">See the ledger`);
    expect(decided.text).not.toContain('/accept"');
  });

  test('a draft is mended in the form, looked at, and accepted as it was mended', async () => {
    const api = await apiOn(engine);
    const { rows } = await file(api, TEXT, [DRAFT]);
    const action = `/admin/inbox/${rows[0]!.id}`;
    const person = await signedIn(api);
    const page = await person.get(`${action}?back=${encodeURIComponent('/admin/inbox?sort=oldest')}`);
    expect(page.text).toContain('A new route:');
    const typed = formOf(page.text, action);
    expect(typed).toMatchObject({
      origin: 'ALA',
      destination: 'LHE',
      airline: 'scat-airlines',
      effective: '2026-04',
      back: '/admin/inbox?sort=oldest',
    });
    const source = { publishedOn: '2026-01-12', sourceName: 'The Herald', sourceKind: 'media', sourceUrl: 'https://news.example/1' };
    expect(page.text).toContain(`/admin/extract?${String(new URLSearchParams(source)).replaceAll('&', '&amp;')}"`);
    const wrong = await person.post(action, { ...typed, destination: 'Atlantis', note: 'Kept\nwords', do: 'accept' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('id="f-destination-fault"');
    expect(wrong.text).toContain('Kept\nwords</textarea>');
    const mended = { ...typed, destinationInstead: 'LHE→KHI', airline: 'Air Astana', effective: '2026-05', sourceName: 'Herald' };
    const looked = await person.post(action, { ...mended, do: 'preview' });
    expect(looked.text).toContain('Almaty–Karachi (Air Astana) is announced for May 2026');
    expect(await ledger(api)).toEqual([]);
    const saved = await person.post(action, { ...mended, do: 'accept' });
    expect(saved.status).toBe(303);
    expect(saved.headers.get('location')).toMatch(/^\/admin\/inbox\?sort=oldest&done=/);
    expect(await ledger(api)).toMatchObject([
      {
        destination: 'KHI',
        airline: 'air-astana',
        earliest: '2026-05-01',
        wording: 'in April',
        source_name: 'Herald',
        speaker: 'The head of it',
      },
    ]);
    expect(await draftNow(api, rows[0]!.id)).toMatchObject({ state: 'accepted', destination: 'LHE' });
  });

  test('a route that the editor chose is the one that the statement goes to', async () => {
    const api = await apiOn(engine);
    const { route } = await api.record({ airline: 'KC', effective: '2026-03', publishedOn: '2026-01-02' });
    await api.record({ airline: 'DV', effective: '2026-03', publishedOn: '2026-01-03' });
    const { rows } = await file(api, TEXT, [extracted({ airline: null, effective: APRIL })]);
    const action = `/admin/inbox/${rows[0]!.id}`;
    const person = await signedIn(api);
    const typed = formOf((await person.get(action)).text, action);
    await person.post(action, { ...typed, routeId: route.id, do: 'accept' });
    expect((await ledger(api)).at(-1)).toMatchObject({ route_id: route.id, airline: null });
  });

  test('a draft is dropped for a reason, and can still be recorded by hand', async () => {
    const api = await apiOn(engine);
    const { rows } = await file(api, TEXT, [DRAFT]);
    const action = `/admin/inbox/${rows[0]!.id}/drop`;
    const person = await signedIn(api);
    const bare = await person.post(action, { reason: ' ', back: '/admin/inbox' });
    expect([bare.status, bare.text.includes('Say why')]).toEqual([400, true]);
    const long = await person.post(action, { reason: 'x'.repeat(1001) });
    expect([long.status, long.text.includes('1001 characters')]).toEqual([400, true]);
    const dropped = await person.post(action, { reason: ' an old <story> ', back: '/admin/inbox?sort=oldest' });
    expect([dropped.status, dropped.headers.get('location')]).toEqual([303, `/admin/inbox?sort=oldest&dropped=${rows[0]!.id}`]);
    expect(await draftNow(api, rows[0]!.id)).toMatchObject({ state: 'dropped', reason: 'an old <story>' });
    expect((await person.get(dropped.headers.get('location')!)).text).toContain('Dropped. Almaty–Lahore, SCAT Airlines');
    expect((await person.get('/admin/inbox?state=dropped')).text).toContain(
      '<strong>Dropped</strong> by editor on <time datetime="2026-01-15T12:00:00.000Z">15 January 2026</time>: an old &lt;story>',
    );
    const page = await person.get(`/admin/inbox/${rows[0]!.id}`);
    const typed = formOf(page.text, '/admin/record');
    expect((await person.post('/admin/record', { ...typed, do: 'preview' })).text).toContain('A new route:');
    expect((await person.post('/admin/record', { ...typed, do: 'save' })).status).toBe(303);
    expect(await ledger(api)).toHaveLength(1);
  });

  test('what somebody else decided in the meantime is said kindly, and nothing typed is lost', async () => {
    const api = await apiOn(engine);
    const person = await signedIn(api);
    const { rows } = await file(api, TEXT, [DRAFT, extracted({ origin: 'NQZ' })]);
    const [first, second] = rows.map((row) => row.id) as [string, string];
    const typed = formOf((await person.get(`/admin/inbox/${first}`)).text, `/admin/inbox/${first}`);
    const other = { ...api.ctx, actor: { ...OPERATOR, name: 'The other' } };
    const read = await readDraft(other, first, {});
    if (!read.ok) throw new Error('the draft is unsound');
    const { announcement } = await acceptDraft(other, first, read.draft);
    await dropDraft(other, second, 'no such flight');
    const before = await ledger(api);

    const mended = await person.post(`/admin/inbox/${first}`, { ...typed, speaker: 'My <own> words', do: 'accept' });
    expect(mended.status).toBe(409);
    expect(mended.text).toContain('This draft has been decided already.');
    expect(mended.text).toContain('<strong>Accepted</strong> by The other on');
    expect(mended.text).toContain(`href="/admin/routes/${announcement.route_id}"`);
    expect(mended.text).toMatch(/name="speaker"[^>]* value="My &lt;own> words"/);
    const click = await person.post(`/admin/inbox/${second}/accept`, { back: '/admin/inbox' });
    expect([click.status, click.text.includes('no such flight')]).toEqual([409, true]);
    const drop = await person.post(`/admin/inbox/${first}/drop`, { reason: 'my reason' });
    expect([drop.status, drop.text.includes('“my reason”')]).toEqual([409, true]);
    expect(await ledger(api)).toEqual(before);
    expect(await draftNow(api, first)).toMatchObject({ state: 'accepted', decided_by: 'The other' });

    // What was typed can be recorded by itself.
    const own = formOf(mended.text, '/admin/record');
    expect(own.speaker).toBe('My <own> words');
    expect((await person.post('/admin/record', { ...own, do: 'save' })).status).toBe(303);
    expect((await ledger(api)).at(-1)).toMatchObject({ speaker: 'My <own> words' });
  });

  test('what the ledger has already is named, and the draft stays open', async () => {
    const api = await apiOn(engine);
    const { rows } = await file(api, TEXT, [DRAFT]);
    const person = await signedIn(api);
    const action = `/admin/inbox/${rows[0]!.id}`;
    const typed = formOf((await person.get(action)).text, action);
    const { back: _, originInstead: _o, destinationInstead: _d, airlineInstead: _a, ...statement } = typed;
    expect((await person.post('/admin/record', { ...statement, do: 'save' })).status).toBe(303);
    const refused = await person.post(`${action}/accept`);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('This statement is in the ledger already');
    expect(await draftNow(api, rows[0]!.id)).toMatchObject({ state: 'open', announcement_id: null });
    expect(await ledger(api)).toHaveLength(1);
  });

  test('one that is known names the statement that says the same, and can be accepted all the same', async () => {
    const api = await apiOn(engine);
    const { announcement } = await api.record({ airline: 'DV', effective: '2026-04', publishedOn: '2026-01-12', weeklyFrequency: '3' });
    const { rows } = await file(api, TEXT, [DRAFT]);
    const person = await signedIn(api);
    const { text } = await person.get('/admin/inbox?state=known');
    expect(text).toContain(`<a href="/admin/routes/${announcement.route_id}">A statement</a> says the same.`);
    expect(text).toContain('Repeats what is known.');
    expect((await person.post(`/admin/inbox/${rows[0]!.id}/accept`)).status).toBe(303);
    expect(await ledger(api)).toHaveLength(2);
  });

  test('a draft that cannot be accepted as it is comes back as a form', async () => {
    const api = await apiOn(engine);
    const { rows } = await file(api, TEXT, [DRAFT], { link: 'mailto:desk@news.example' });
    const person = await signedIn(api);
    const refused = await person.post(`/admin/inbox/${rows[0]!.id}/accept`);
    expect([refused.status, refused.text.includes('id="f-sourceUrl-fault"')]).toEqual([400, true]);
    expect(refused.text).not.toContain('href="mailto:');
    expect(await ledger(api)).toEqual([]);
  });
});

test('a form outlives its session, and readers and other sites may not use it', async () => {
  const api = await testApi({ now: NOW });
  const { rows } = await file(api, TEXT, [DRAFT]);
  const action = `/admin/inbox/${rows[0]!.id}`;
  const person = await signedIn(api);
  const typed = formOf((await person.get(action)).text, action);
  await person.post('/admin/sign-out');
  for (const [path, fields, kept] of [
    [action, { ...typed, speaker: 'kept words', do: 'accept' }, 'value="kept words"'],
    [`${action}/drop`, { reason: 'kept reason' }, 'value="kept reason"'],
  ] as const) {
    const refused = await visitor(api).post(path, fields);
    expect(refused.status).toBe(401);
    const carried = { next: hidden(refused.text, 'next'), form: hidden(refused.text, 'form') };
    const entered = await person.post('/admin/sign-in', { ...carried, key: api.keys.editor });
    const names = [...entered.text.matchAll(/<input type="hidden" name="([^"]+)"/g)].map((match) => match[1]!);
    const again = await person.post(path, Object.fromEntries(names.map((name) => [name, hidden(entered.text, name)])));
    expect([again.status, again.text.includes(kept)]).toEqual([200, true]);
  }
  const reader = await signedIn(api, 'reader');
  expect((await reader.get('/admin/inbox')).status).toBe(403);
  expect((await reader.get('/admin/subscriptions')).text).not.toContain('Inbox');
  const editor = await signedIn(api);
  for (const what of ['', '/accept', '/drop'])
    expect((await editor.post(action + what, { ...typed, reason: 'x' }, { Origin: 'https://evil.example' })).status).toBe(403);
  expect((await draftNow(api, rows[0]!.id)).state).toBe('open');
  expect((await editor.get('/admin/inbox/01999999-0000-7000-8000-000000000000')).status).toBe(404);
  expect((await editor.post(`${action}/accept`, { back: '//evil.example/' })).headers.get('location')).toMatch(/^\/admin\/inbox\?done=/);
});
