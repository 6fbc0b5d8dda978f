import { expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { testApi } from '../support/api.ts';
import { DESKTOP, describeInBrowser, expectAccessible, openWindow, PHONE } from '../support/browser.ts';

const LEDGER = { ledger: true, now: '2026-11-24T12:00:00Z' };

const PAGES = [
  ...['/', '/?place=KZ', '/?status=all', '/?place=Atlantis', '/routes/ALA-LHE', '/routes/ALA-KHI', '/routes/ALA-LHE?asOf=2023-04-02'],
  ...['/routes/ALA-JFK', '/places/ALA', '/places/KZ', '/airlines/scat-airlines', '/due', '/search?q=almaty', '/search?q=qqqq'],
  ...['/subscribe', '/about', '/nowhere', '/admin/sign-in'],
];

async function dueRegister() {
  const api = await testApi(LEDGER);
  await tick(api.ctx);
  return api;
}

describeInBrowser('journeys over the pages', () => {
  test('from Kazakhstan’s routes to the story of one of them, told by its chart', async () => {
    const { origin } = await dueRegister();
    const { page, asked, complaints } = await openWindow(origin);
    await page.goto('/?place=KZ');
    expect(await page.locator('.map .arcs a[data-pair="ALA-KHI"]').count()).toBe(1);
    const row = page.locator('tr[data-pair="ALA-KHI"]');
    while ((await row.count()) === 0) await page.getByRole('link', { name: 'Next', exact: true }).click();
    await row.hover();
    expect(await page.locator('.map .arcs a[data-pair="ALA-KHI"]').getAttribute('class')).toContain('lit');
    await row.getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: 'Almaty–Karachi' }).waitFor();
    await page.getByText('Never seen to fly').first().waitFor();
    const chart = page.locator('svg.slip-chart.wide');
    expect(await chart.isVisible()).toBe(true);
    const bar = chart.locator('a[href^="#announcement-"]').last();
    const target = await bar.getAttribute('href');
    await bar.focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe(target);
    expect(await page.locator(`[id="${target!.slice(1)}"]`).isVisible()).toBe(true);
    expect(asked.filter((url) => !url.startsWith(origin))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a route that an editor calls launched leaves the map of what is awaited, and is flown on that of its place', async () => {
    const { origin, keys } = await dueRegister();
    const { page } = await openWindow(origin);
    await page.goto('/?place=NAN');
    expect(await page.locator('.map .arcs.overdue a[data-pair="NAN-HIR"]').count()).toBe(1);
    await page.goto('/admin/due');
    await page.getByLabel('Key').fill(keys.editor);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('row').filter({ hasText: 'NAN–HIR' }).getByRole('link', { name: 'Launched…' }).click();
    await page.getByRole('button', { name: 'Record “launched”' }).click();
    await page.getByText('Nadi–Honiara: launched').waitFor();
    await page.goto('/?place=NAN');
    expect(await page.locator('.map .arcs a[data-pair="NAN-HIR"]').count()).toBe(0);
    await page.goto('/places/NAN');
    expect(await page.locator('.map .arcs.flown a[data-pair="NAN-HIR"]').count()).toBe(1);
    expect(await page.locator('.map .arcs.overdue a[data-pair="NAN-HIR"]').count()).toBe(0);
  });

  test.each([
    ['at a desk, light', DESKTOP],
    ['at a desk, dark', { ...DESKTOP, colorScheme: 'dark' as const }],
    ['on a phone, dark', { ...PHONE, colorScheme: 'dark' as const }],
    ['on a phone, light', PHONE],
  ])('no page has a barrier, breaks its own rules or is wider than the window: %s', async (_name, options) => {
    const { origin } = await dueRegister();
    const { page, complaints } = await openWindow(origin, options);
    for (const path of PAGES) {
      await page.goto(path);
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
    }
    // The browser itself complains of pages that say 404 or 400.
    expect(complaints.filter((text) => !/the server responded with a status of 40[04]/.test(text))).toEqual([]);
  });

  test('without JavaScript every page shows its heading, its content and its links', async () => {
    const { origin } = await dueRegister();
    const { page } = await openWindow(origin, { ...PHONE, javaScriptEnabled: false });
    for (const path of PAGES) {
      await page.goto(path);
      expect(await page.getByRole('heading', { level: 1 }).count(), path).toBe(1);
      expect(await page.locator('main a[href], main button').count(), path).toBeGreaterThan(0);
    }
    await page.goto('/?place=KZ');
    expect(await page.locator('.map .arcs a').count()).toBeGreaterThan(50);
    expect(await page.locator('table.routes tbody tr').count()).toBe(50);
  });

  test('the keyboard alone reaches the content, the filters and the list, and one sees where it is', async () => {
    const { origin } = await dueRegister();
    const { page } = await openWindow(origin);
    await page.goto('/?place=KZ');
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    expect(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().left >= 0)).toBe(true);
    await page.keyboard.press('Enter');
    const stops: string[] = [];
    for (let count = 0; count < 40; count += 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return {
          name: element.id || element.className || element.textContent,
          seen: outlineStyle !== 'none' && outlineWidth !== '0px',
          inMap: element.closest('.arcs') !== null,
        };
      });
      expect(stop, stops.join(' → ')).toMatchObject({ seen: true, inMap: false });
      stops.push(String(stop.name));
    }
    expect(stops.some((name) => name === 'f-place')).toBe(true);
    expect(stops.filter((name) => /pair/.test(name)).length).toBeGreaterThan(3);
  });
});
