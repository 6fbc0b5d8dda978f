import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { retract } from '../../src/actions/announcements.ts';
import { addCorrection, readCorrection } from '../../src/actions/corrections.ts';
import { dropDraft } from '../../src/actions/inbox.ts';
import { createKey } from '../../src/actions/keys.ts';
import { askForMails, createSubscription } from '../../src/actions/subscriptions.ts';
import { tick } from '../../src/actions/tick.ts';
import { digestOf } from '../../src/web/desk/extract-form.ts';
import { courierRuns, testApi } from '../support/api.ts';
import { DESKTOP, describeInBrowser, openWindow } from '../support/browser.ts';
import { extracted } from '../support/drafts.ts';
import { HOSTILE, hostileUrl } from '../support/hostile.ts';
import { file } from '../support/inbox.ts';

const DESTINATIONS = ['LHE', 'KHI', 'ISB', 'DEL', 'BOM', 'DXB', 'DOH', 'IST', 'FRA', 'LHR'];
const EVERYTHING = { types: [], statuses: [], place: null, airline: null };

/** Many of the texts differ in marks alone. */
function sameWords(fault: unknown): void {
  if ((fault as { code?: unknown }).code !== 'conflict') throw fault;
}

/** What in a page runs, or would if somebody touched it; empty: only the page's own scripts. */
function whatRuns(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if ('ran' in window) found.push('a script ran');
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name)) found.push(`<${element.tagName} ${name}>`);
        if (/^(href|src|action|formaction|xlink:href|data|srcdoc)$/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value)) {
          found.push(`<${element.tagName} ${name}="${value.slice(0, 60)}">`);
        }
      }
      if (element.tagName === 'SCRIPT' && element.getAttribute('type') !== 'application/ld+json') {
        if (!/^\/assets\//.test(element.getAttribute('src') ?? '')) found.push(element.outerHTML.slice(0, 80));
      }
      if (/^(iframe|object|embed|base)$/i.test(element.tagName)) found.push(`<${element.tagName}>`);
    }
    return found;
  });
}

describeInBrowser('hostile texts in every field', () => {
  test('run nothing on any page, in any feed or in any letter, even where the browser would let them', async () => {
    expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(500);
    const api = await testApi({ now: '2026-01-15T12:00:00Z', env: { MAIL_GATHER: '0' } });
    const { ctx } = api;
    const { subscription } = await createSubscription(ctx, {
      channel: 'email',
      target: 'reader@example.org',
      filter: EVERYTHING,
      description: HOSTILE[3]!.slice(0, 200),
      contact: null,
    });
    await ctx.db.updateTable('subscriptions').set({ state: 'active' }).where('id', '=', subscription.id).execute();
    await askForMails(ctx, { target: 'other@example.org', filter: EVERYTHING });
    const recorded: string[] = [];
    for (const [index, text] of HOSTILE.entries()) {
      const { announcement } = await api.record({
        destination: DESTINATIONS[index % DESTINATIONS.length]!,
        publishedOn: `2025-${String(1 + (index % 12)).padStart(2, '0')}-15`,
        effective: `2026-0${1 + (index % 3)}`,
        wording: text,
        speaker: text,
        sourceName: text.slice(0, 200),
        sourceUrl: hostileUrl(text),
        note: `${text}\n${text}`,
      });
      recorded.push(announcement.id);
    }
    for (const id of recorded.slice(0, 40)) await retract(ctx, id, HOSTILE[recorded.indexOf(id)]!);
    for (const text of HOSTILE.slice(0, 20)) await createKey(ctx, { name: text.slice(0, 200), scope: 'reader' });
    for (const text of HOSTILE.filter((_, index) => index % 12 === 0)) {
      const words = text.slice(0, 100);
      if (readCorrection(ctx, { kind: 'drop', words, means: '' }).ok)
        await addCorrection(ctx, { kind: 'drop', words, means: '' }).catch(sameWords);
    }
    expect((await ctx.db.selectFrom('corrections').select('id').execute()).length).toBeGreaterThan(10);
    const drafts: string[] = [];
    for (const text of HOSTILE.filter((_, index) => index % 12 === 0)) {
      const draft = extracted({
        destination: DESTINATIONS[drafts.length % DESTINATIONS.length]!,
        effective: { earliest: `20${27 + drafts.length}-01-01`, latest: `20${27 + drafts.length}-01-01` },
        wording: text,
        speaker: text,
        evidence: { origin: [{ start: 1, end: 9 }], speaker: [{ start: 3, end: text.length }] },
        alternatives: { origin: [text], destination: ['KZ', text], airline: [text] },
      });
      const { rows } = await file(api, text, [draft], { name: text.slice(0, 200), title: text, link: hostileUrl(text) });
      drafts.push(rows[0]!.id);
    }
    for (const id of drafts.slice(0, 10)) await dropDraft(ctx, id, HOSTILE[drafts.indexOf(id)]!);
    await tick(ctx);
    await courierRuns(api);

    // The page's own rules would stop a script; here they are off, so that nothing but escaping stands between.
    const { page } = await openWindow(api.origin, { ...DESKTOP, bypassCSP: true });
    const { route } = await api.record({ destination: 'LHE', publishedOn: '2026-01-14', wording: HOSTILE[5]! });
    await page.goto('/admin/sign-in');
    await page.getByLabel('Key').fill(api.keys.admin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/admin**');
    const paths = [
      ...['/', '/?status=all', '/due', '/places/ALA', '/places/KZ', '/search?q=almaty', '/subscribe', '/about'],
      ...DESTINATIONS.map((destination) => `/routes/ALA-${destination}`),
      '/routes/ALA-LHE?asOf=2025-08-01',
      ...[
        '/admin',
        '/admin/due',
        '/admin/record',
        `/admin/routes/${route.id}`,
        '/admin/subscriptions',
        '/admin/deliveries',
        '/admin/keys',
        '/admin/corrections',
      ],
      ...[`/admin/subscriptions/${subscription.id}`, '/admin/audit', '/admin/sources', '/admin/inbox', '/admin/inbox?sort=oldest'],
      ...['/admin/inbox?state=dropped', ...drafts.filter((_, index) => index % 4 === 0).map((id) => `/admin/inbox/${id}`)],
    ];
    const bad: string[] = [];
    for (const path of paths) {
      const answer = await page.goto(path);
      expect([path, answer?.status()]).toEqual([path, 200]);
      for (const what of await whatRuns(page)) bad.push(`${path}: ${what}`);
    }
    // A text that somebody else wrote is shown, marked and proposed.
    for (const text of HOSTILE.filter((_, index) => index % 12 === 0)) {
      await page.goto('/admin/extract');
      const read = digestOf(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
      await page.evaluate(
        ({ said, digest }) => {
          const form = document.querySelector<HTMLFormElement>('.desk-extract')!;
          const evidence = { origin: [{ start: 1, end: 9 }], speaker: [{ start: 3, end: 900 }] };
          const found = JSON.stringify({ evidence, readings: { origin: [said], destination: [], airline: [said] }, confidence: 1 });
          const own = ['origin', 'destination', 'airline', 'status', 'effective', 'wording', 'weeklyFrequency', 'speaker', 'note'];
          const drafts = own.map((name) => [`d1-${name}`, said] as const);
          for (const [name, value] of [['drafts', '1'], ['readDigest', digest], ['do', 'look'], ['d1-found', found], ...drafts] as const) {
            const input = Object.assign(document.createElement('input'), { type: 'hidden', name, value });
            form.append(input);
          }
          form.querySelector('textarea')!.value = said;
          for (const name of ['sourceName', 'sourceUrl']) form.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = said;
          form.submit();
        },
        { said: text, digest: read },
      );
      await page.getByRole('heading', { name: '1 draft' }).waitFor();
      for (const what of await whatRuns(page)) bad.push(`/admin/extract: ${what}`);
    }
    // What a stranger writes into an address comes back on the page too.
    for (const text of HOSTILE.filter((_, index) => index % 12 === 0)) {
      const q = encodeURIComponent(text.slice(0, 100));
      for (const path of [
        `/search?q=${q}`,
        `/?place=${q}`,
        `/subscribe?airline=${q}`,
        `/routes/${q}`,
        `/admin/sign-in?next=${q}`,
        `/admin/extract?sourceName=${q}&sourceUrl=${q}`,
      ]) {
        await page.goto(path);
        for (const what of await whatRuns(page)) bad.push(`${path}: ${what}`);
      }
    }
    expect(api.mails.length).toBeGreaterThan(1);
    for (const mail of api.mails) {
      await page.goto('about:blank');
      await page.setContent(mail.html ?? '');
      for (const what of await whatRuns(page)) bad.push(`letter: ${what}`);
    }
    expect(bad).toEqual([]);

    const parses = (text: string) =>
      page.evaluate((xml) => new DOMParser().parseFromString(xml, 'application/xml').querySelectorAll('parsererror, script').length, text);
    expect(await parses((await api.get('/feeds/events.atom')).body)).toBe(0);
  });
});
