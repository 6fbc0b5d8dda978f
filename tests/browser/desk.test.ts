import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { dropDraft } from '../../src/actions/inbox.ts';
import { tick } from '../../src/actions/tick.ts';
import { findAnnouncement } from '../../src/store/announcements.ts';
import { listRoutes } from '../../src/store/route-list.ts';
import { findRoute } from '../../src/store/routes.ts';
import { digestOf } from '../../src/web/desk/extract-form.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { DESKTOP, describeInBrowser, expectAccessible, openWindow, PHONE } from '../support/browser.ts';
import { evidenceOf, extracted } from '../support/drafts.ts';
import { file } from '../support/inbox.ts';

const LEDGER = { ledger: true, now: '2026-11-24T12:00:00Z' };

async function signIn(page: Page, api: TestApi, scope: 'editor' | 'admin' = 'editor'): Promise<void> {
  await page.goto('/admin');
  await page.getByLabel('Key').fill(api.keys[scope]);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Due: did they fly?' }).waitFor();
}

async function withDue(): Promise<TestApi> {
  const api = await testApi(LEDGER);
  await tick(api.ctx);
  return api;
}

const TEXT = 'From Almaty to Lahore and Nadi, SCAT said.';

/** The form of a text with two drafts, as a browser sends it. Any reading of the text would do. */
async function openDrafts(page: Page): Promise<void> {
  const found = JSON.stringify({
    evidence: { origin: [{ start: 5, end: 11 }], airline: [{ start: 32, end: 36 }] },
    readings: { origin: ['ALA', 'KZ'], destination: [], airline: ['scat-airlines', 'air-astana'] },
    confidence: 0.8,
  });
  const draft = { origin: 'ALA', airline: 'DV', status: 'announced', effective: '2027-04', found };
  const fields = {
    sourceName: 'DAWN',
    sourceKind: 'media',
    publishedOn: '2026-11-20',
    text: TEXT,
    drafts: 2,
    readDigest: digestOf(TEXT),
    do: 'look',
  };
  const own = [
    { ...draft, destination: 'LHE' },
    { ...draft, destination: 'NAN' },
  ].flatMap((one, index) => Object.entries(one).map(([name, value]) => [`d${index + 1}-${name}`, value]));
  const all = [...Object.entries(fields), ...own].map(([name, value]) => [String(name), String(value)] as const);
  const inputs = all.map(([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('"', '&quot;')}">`).join('');
  await page.route('**/drafts-form', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<form method="post" action="/admin/extract">${inputs}<button>Go</button></form>` }),
  );
  await page.goto('/drafts-form');
  await page.getByRole('button', { name: 'Go' }).click();
  await page.getByRole('heading', { name: '2 drafts' }).waitFor();
}

const ITEM = 'From Almaty to Karachi in June 2027. And to Nadi.';

/** Drafts of an item of a feed: one to Karachi, which may also mean Lahore, and one to Nadi. */
async function fileTwo(api: TestApi): Promise<[string, string]> {
  const drafts = [
    extracted({
      destination: 'KHI',
      effective: { earliest: '2027-06-01', latest: '2027-06-30' },
      wording: 'June 2027',
      evidence: evidenceOf(ITEM, { origin: 'Almaty', destination: 'Karachi', effective: 'June 2027' }),
      alternatives: { origin: [], destination: ['LHE'], airline: ['air-astana'] },
    }),
    extracted({ destination: 'NAN', airline: null, evidence: evidenceOf(ITEM, { destination: 'Nadi' }) }),
  ];
  const { rows } = await file(api, ITEM, drafts, { publishedOn: '2026-11-20', title: 'SCAT spreads its wings' });
  return [rows[0]!.id, rows[1]!.id];
}

describeInBrowser('the desk in a browser', () => {
  test('an editor signs in, says “launched” of a due route in two clicks, takes it back and signs out', async () => {
    const api = await withDue();
    const { page, asked, complaints } = await openWindow(api.origin);
    await signIn(page, api);
    const row = page.getByRole('row').filter({ hasText: 'NAN–HIR' });
    await row.getByRole('link', { name: 'Launched…' }).click();
    await page.getByRole('button', { name: 'Record “launched”' }).click();
    await page.getByText('Nadi–Honiara: launched, first flight 2 November 2004').waitFor();
    const filter = { origin: api.ctx.reference.place('NAN')!, destination: api.ctx.reference.place('HIR')! };
    const [route] = await listRoutes(api.ctx.db, filter, { sort: 'launch', limit: 1 });
    expect(route).toMatchObject({ status: 'launched', launched_on: '2004-11-02' });
    expect(await page.getByRole('row').filter({ hasText: 'NAN–HIR' }).count()).toBe(0);

    await page.getByRole('link', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    expect(await page.getByLabel('Reason').evaluate((field: HTMLInputElement) => field.matches(':invalid'))).toBe(true);
    await page.getByLabel('Reason').fill('A slip of the hand');
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Taken back. Nadi–Honiara').waitFor();
    expect((await findRoute(api.ctx.db, route!.id))!.status).toBe('announced');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to the desk' }).waitFor();
    await page.goto('/admin/due');
    await page.getByRole('heading', { name: 'Sign in to the desk' }).waitFor();
    expect(asked.filter((url) => !url.startsWith(api.origin))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a change that somebody else forestalled is refused kindly, and nothing typed is lost', async () => {
    const api = await testApi(LEDGER);
    const { route } = await api.record({
      origin: 'TBS',
      destination: 'GVA',
      airline: 'A9',
      effective: '2026-11',
      publishedOn: '2026-10-01',
    });
    const { page } = await openWindow(api.origin);
    await page.goto(`/admin/routes/${route.id}/cancelled`);
    await page.getByLabel('Key').fill(api.keys.editor);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Exact words').fill('We have called it off');
    api.clock.set('2026-11-24T12:01:00Z');
    await api.record({
      origin: 'TBS',
      destination: 'GVA',
      airline: 'A9',
      status: 'postponed',
      effective: '2027-03',
      wording: 'From spring',
      publishedOn: '2026-11-20',
    });
    await page.getByRole('button', { name: 'Record “cancelled”' }).click();
    await page.getByRole('alert').filter({ hasText: 'Somebody else changed this route' }).getByText('From spring').waitFor();
    expect(await page.getByLabel('Exact words').inputValue()).toBe('We have called it off');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Record “cancelled”' }).click();
    await page.getByText('Recorded. Tbilisi–Geneva: cancelled').waitFor();
  });

  test('a form outlives its session', async () => {
    const api = await testApi(LEDGER);
    const { page } = await openWindow(api.origin);
    await signIn(page, api);
    await page.goto('/admin/record?origin=ALA&destination=LHE');
    await page.getByLabel('Note for editors').fill('First line\nsecond line');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Nothing that you typed is lost').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Key').fill(api.keys.editor);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Open the form again' }).click();
    expect(await page.getByLabel('Note for editors').inputValue()).toBe('First line\nsecond line');
    expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe('LHE');
  });

  test.each([true, false])('a statement is previewed and recorded, with JavaScript: %s', async (javaScriptEnabled) => {
    const api = await testApi(LEDGER);
    await api.record({ origin: 'TBS', destination: 'GVA', airline: 'A9', effective: '2027-04', publishedOn: '2026-10-01' });
    const { page, complaints } = await openWindow(api.origin, { ...DESKTOP, javaScriptEnabled });
    await signIn(page, api);
    await page.getByRole('link', { name: 'Record', exact: true }).click();
    await page.getByLabel('From').fill('Tbilisi');
    await page.getByLabel('To', { exact: true }).fill('Geneva');
    await page.getByLabel('Airline', { exact: true }).fill('Georgian Airways');
    await page.getByLabel('What is said of it').selectOption('postponed');
    await page.getByLabel('When').fill('2027-05');
    await page.getByLabel('Name').fill('Civil');
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Preview' }).click();
    const preview = page.getByRole('region', { name: 'What it would change' });
    await preview.getByText('Slips by 31 days: April 2027 → May 2027').waitFor();
    await page.getByRole('button', { name: 'Save and record another' }).click();
    await page.getByText('Recorded. Tbilisi–Geneva: postponed for May 2027').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Civil');
    expect(complaints).toEqual([]);
  });

  test('every page can be used by everybody, and none is wider than a phone', async () => {
    const api = await withDue();
    const { page, complaints } = await openWindow(api.origin, PHONE);
    await page.goto('/admin/sign-in');
    await expectAccessible(page);
    await signIn(page, api, 'admin');
    const [route] = await listRoutes(api.ctx.db, { pending: true }, { sort: 'launch', limit: 1 });
    await page.goto('/admin/subscriptions/new');
    await page.getByLabel('Address').fill('http://receiver.test:9/hook');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('whsec_').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'To the subscription' }).click();
    const subscription = new URL(page.url()).pathname;
    const { id } = await api.ctx.db.selectFrom('keys').select('id').executeTakeFirstOrThrow();
    const [open, dropped] = await fileTwo(api);
    await dropDraft(api.ctx, dropped, 'an old story');
    const paths = [
      '/admin/due',
      '/admin/record',
      '/admin/extract',
      '/admin/inbox',
      '/admin/inbox?state=dropped',
      `/admin/inbox/${open}`,
      `/admin/inbox/${dropped}`,
      '/admin/sources',
      `/admin/routes/${route!.id}`,
      `/admin/routes/${route!.id}/postponed`,
      '/admin/subscriptions',
      '/admin/subscriptions/new',
      subscription,
      '/admin/deliveries',
      '/admin/corrections',
      '/admin/keys',
      `/admin/keys/${id}/revoke`,
      '/admin/audit',
    ];
    for (const path of paths) {
      await page.goto(path);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
    await openDrafts(page);
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'at a desk, %s, the pages that editors work with have no barrier',
    async (colorScheme) => {
      const api = await withDue();
      const { page, complaints } = await openWindow(api.origin, { ...DESKTOP, colorScheme });
      await signIn(page, api, 'admin');
      const [open] = await fileTwo(api);
      for (const path of ['/admin/due', '/admin/record', '/admin/extract', '/admin/inbox', `/admin/inbox/${open}`, '/admin/sources']) {
        await page.goto(path);
        await expectAccessible(page);
      }
      await openDrafts(page);
      await expectAccessible(page);
      expect(complaints).toEqual([]);
    },
    240_000,
  );

  test.each([
    ['with', true],
    ['without', false],
  ])('%s JavaScript, drafts of a text are accepted and recorded together', async (_name, javaScriptEnabled) => {
    const api = await testApi(LEDGER);
    const { page } = await openWindow(api.origin, { ...DESKTOP, javaScriptEnabled });
    await signIn(page, api);
    await page.getByRole('link', { name: 'Read a text' }).click();
    await openDrafts(page);
    expect(await page.locator('mark').filter({ hasText: 'Almaty' }).textContent()).toBe('Almaty1 2');
    const second = page.getByRole('region', { name: 'Almaty–Nadi' });
    await second.getByLabel('Flights a week').fill('3');
    await page.getByLabel('Accept draft 2').check();
    // The button that Enter presses loses nothing.
    await second.getByLabel('Speaker').fill('The head');
    await second.getByLabel('Speaker').press('Enter');
    await second.getByText('Makes a new route.').waitFor();
    expect(await second.getByLabel('Flights a week').inputValue()).toBe('3');
    await page.getByRole('button', { name: 'Record the accepted' }).click();
    await page.getByText('1 statement recorded:').waitFor();
    const rows = await api.ctx.db.selectFrom('announcements').selectAll().where('speaker', '=', 'The head').execute();
    expect(rows).toMatchObject([{ origin: 'ALA', destination: 'NAN', weekly_frequency: 3, published_on: '2026-11-20' }]);
  });

  test.each([
    ['with', true],
    ['without', false],
  ])(
    '%s JavaScript, a text is pasted, a draft of it mended, all accepted, and the chart of the route changes',
    async (_name, javaScriptEnabled) => {
      const api = await testApi({ now: LEDGER.now });
      await api.record({ airline: 'DV', effective: '2026-12', publishedOn: '2026-05-01' });
      const { page, complaints } = await openWindow(api.origin, { ...DESKTOP, javaScriptEnabled });
      const chart = async () => {
        await page.goto('/routes/ALA-LHE');
        const drawn = page.locator('svg.slip-chart.wide');
        return { svg: await drawn.evaluate((svg) => svg.outerHTML), bars: await drawn.locator('a[href^="#announcement-"]').count() };
      };
      const before = await chart();
      expect(before.bars).toBe(1);
      expect(before.svg).not.toContain('June 2027');
      await signIn(page, api);
      await page.getByRole('link', { name: 'Read a text' }).click();
      await page.getByLabel('Name').fill('DAWN');
      await page.getByLabel('Published on').fill('2026-11-20');
      const sentences = [
        'SCAT Airlines will start flights from Almaty to Lahore in March 2027.',
        'SCAT Airlines will launch flights from Almaty to Karachi in May 2027.',
      ];
      await page.getByLabel('Text', { exact: true }).fill(sentences.join('\n'));
      await page.getByRole('button', { name: 'Read it' }).click();
      await page.getByRole('heading', { name: '2 drafts' }).waitFor();
      expect(await page.locator('mark').filter({ hasText: 'Lahore' }).count()).toBe(1);
      const lahore = page.getByRole('region', { name: 'Almaty–Lahore' });
      await lahore.getByText('Slips by 90 days.').waitFor();
      await lahore.getByLabel('When').fill('2027-06');
      await page.getByLabel('Accept draft 1').check();
      await page.getByLabel('Accept draft 2').check();
      await page.getByRole('button', { name: 'Record the accepted' }).click();
      await page.getByText('2 statements recorded:').waitFor();
      const after = await chart();
      expect(after.bars).toBe(2);
      expect(after.svg).not.toBe(before.svg);
      expect(after.svg).toContain('June 2027');
      await page.goto('/routes/ALA-KHI');
      await page.getByRole('heading', { level: 1, name: 'Almaty–Karachi' }).waitFor();
      expect(complaints).toEqual([]);
    },
  );

  test.each([
    ['with', true],
    ['without', false],
  ])('%s JavaScript, of two drafts out of a feed one is mended and accepted, the other dropped', async (_name, javaScriptEnabled) => {
    const api = await testApi({ now: LEDGER.now });
    const [karachi, nadi] = await fileTwo(api);
    const { page, complaints } = await openWindow(api.origin, { ...DESKTOP, javaScriptEnabled });
    await signIn(page, api);
    await page.getByRole('link', { name: 'Inbox (2)' }).click();
    const first = page.getByRole('article', { name: 'Almaty–Karachi' });
    expect(await first.locator('mark').allTextContents()).toEqual(['Almaty', 'Karachi', 'June 2027']);
    await first.getByRole('link', { name: 'Mend…' }).click();
    const preview = page.getByRole('region', { name: 'What it would change' });
    await preview.getByText('Almaty–Karachi').first().waitFor();
    await page.getByRole('group', { name: '“To” may also be' }).getByLabel('(LHE').check();
    await page.getByLabel('When').fill('2027-07');
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Preview' }).click();
    await preview.getByText('Almaty–Lahore').first().waitFor();
    await preview.getByText('July 2027').first().waitFor();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Recorded. Almaty–Lahore').waitFor();
    await page.getByRole('link', { name: 'Inbox (1)' }).waitFor();

    const second = page.getByRole('article', { name: 'Almaty–Nadi' });
    await second.getByRole('button', { name: 'Drop' }).click();
    expect(await second.getByLabel('Reason to drop it').evaluate((field: HTMLInputElement) => field.matches(':invalid'))).toBe(true);
    await second.getByLabel('Reason to drop it').fill('An old story');
    await second.getByRole('button', { name: 'Drop' }).click();
    await page.getByText('Dropped. Almaty–Nadi').waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
    await page.getByLabel('State').selectOption('dropped');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('article', { name: 'Almaty–Nadi' }).getByText('An old story').waitFor();

    const drafts = await api.ctx.db.selectFrom('inbox').select(['id', 'state', 'announcement_id']).orderBy('id').execute();
    expect(drafts).toMatchObject([
      { id: karachi, state: 'accepted' },
      { id: nadi, state: 'dropped', announcement_id: null },
    ]);
    const statement = await findAnnouncement(api.ctx.db, drafts[0]!.announcement_id!);
    expect(statement).toMatchObject({ destination: 'LHE', earliest: '2027-07-01', source_name: 'The Herald', published_on: '2026-11-20' });
    expect(complaints).toEqual([]);
  });
});
