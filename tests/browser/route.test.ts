import { expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { testApi } from '../support/api.ts';
import { DESKTOP, describeInBrowser, expectAccessible, openWindow, PHONE } from '../support/browser.ts';

/** The real ledger, with the flags that the calendar has raised by then. */
async function realApi(now = '2026-11-24T12:00:00Z') {
  const api = await testApi({ ledger: true, now });
  await tick(api.ctx);
  return api;
}
const PATHS = [
  '/routes/ALA-LHE',
  '/routes/ALA-KHI?asOf=2023-04-02',
  '/places/ALA',
  '/airlines/scat-airlines',
  '/due',
  '/search?q=almaty',
  '/search',
];

describeInBrowser('in a browser', () => {
  test('the pages are accessible in the light and in the dark, without a script, and break none of their own rules', async () => {
    const { origin } = await realApi();
    const light = await openWindow(origin, DESKTOP);
    for (const path of PATHS) {
      await light.page.goto(path);
      await expectAccessible(light.page);
    }
    const dark = await openWindow(origin, { ...DESKTOP, colorScheme: 'dark' });
    await dark.page.goto(PATHS[0]!);
    await expectAccessible(dark.page);
    expect([...light.complaints, ...dark.complaints]).toEqual([]);
  });

  test('on a phone nothing scrolls sideways, and the letters of the chart can be read', async () => {
    const { origin } = await realApi();
    const { page } = await openWindow(origin, { ...PHONE, javaScriptEnabled: false });
    for (const path of PATHS) {
      await page.goto(path);
      expect(await page.locator('html').evaluate((html) => html.scrollWidth), path).toBeLessThanOrEqual(390);
    }
    await page.goto(PATHS[0]!);
    const chart = page.locator('svg.slip-chart:visible');
    expect(await chart.count()).toBe(1);
    const scale = await chart.evaluate((svg) => svg.getBoundingClientRect().width / (svg as SVGSVGElement).viewBox.baseVal.width);
    const size = await chart
      .locator('text')
      .first()
      .evaluate((text) => Number.parseFloat(getComputedStyle(text).fontSize));
    expect(scale * size).toBeGreaterThanOrEqual(11);
  });

  test('a mark on the chart leads to its statement, by keyboard too', async () => {
    const { origin } = await realApi();
    const { page } = await openWindow(origin, { ...DESKTOP, javaScriptEnabled: false });
    await page.goto('/routes/ALA-LHE');
    await page.locator('svg.wide a.mark').nth(9).focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toMatch(/^#announcement-/);
    expect(await page.locator('.ledger li:target').innerText()).toContain('30 March 2023');
  });
});
