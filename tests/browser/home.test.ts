import { expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { testApi } from '../support/api.ts';
import { describeInBrowser, expectAccessible, openWindow, PHONE } from '../support/browser.ts';

describeInBrowser('in a browser', () => {
  async function realRegister() {
    const api = await testApi({ ledger: true, now: '2026-11-24T12:00:00Z' });
    await tick(api.ctx);
    return api;
  }

  test('the routes of Kazakhstan are found by suggestion, and a row leads to its pair', async () => {
    const { origin } = await realRegister();
    const { page, asked, complaints } = await openWindow(origin);
    await page.goto('/');
    const field = page.getByLabel('Place', { exact: true });
    await field.pressSequentially('kazakh');
    await page.getByRole('option', { name: /^Kazakhstan \(KZ\)/ }).waitFor();
    await field.press('ArrowDown');
    expect(await field.getAttribute('aria-activedescendant')).toBe(
      await page
        .getByRole('option', { name: /^Kazakhstan/ })
        .first()
        .getAttribute('id'),
    );
    await field.press('Enter');
    expect(await field.inputValue()).toBe('Kazakhstan (KZ)');
    await field.press('Enter');
    await page.waitForURL('**/?place=KZ');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/^\d+ routes of Kazakhstan/);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(origin))).toEqual([]);
    const row = page.locator('tr[data-pair]').first();
    const pair = await row.getAttribute('data-pair');
    await row.getByRole('link').first().click();
    expect(new URL(page.url()).pathname).toBe(`/routes/${pair}`);
  });

  test('an old name offers the place that has another name now, and Escape closes what is offered', async () => {
    const { origin } = await realRegister();
    const { page } = await openWindow(origin);
    await page.goto('/');
    const field = page.getByLabel('Place', { exact: true });
    await field.pressSequentially('nur-sul');
    await page.getByRole('option', { name: /Astana \(NQZ\)/ }).waitFor();
    await expectAccessible(page);
    await field.press('Escape');
    expect(await page.getByRole('listbox', { name: 'Suggestions' }).count()).toBe(0);
    expect(await field.getAttribute('aria-expanded')).toBe('false');
    expect(await field.inputValue()).toBe('nur-sul');
    await field.pressSequentially('t');
    await page.getByRole('option', { name: /Astana \(NQZ\)/ }).click();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL('**/?place=NQZ');
  });

  test('the search box goes straight to a pair', async () => {
    const { origin } = await realRegister();
    const { page } = await openWindow(origin);
    await page.goto('/');
    const finder = page.getByRole('combobox', { name: /^Find a place/ });
    await finder.pressSequentially('almaty lahore');
    await page.getByRole('option', { name: /^Almaty–Lahore/ }).click();
    await page.waitForURL('**/routes/ALA-LHE');
  });

  test('without JavaScript the filters work by name', async () => {
    const { origin } = await realRegister();
    const { page } = await openWindow(origin, { javaScriptEnabled: false });
    await page.goto('/');
    await page.getByLabel('Place', { exact: true }).fill('kazakhstan');
    await page.getByLabel('Due', { exact: true }).selectOption('overdue');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(page.url()).toBe(`${origin}/?place=KZ&flag=overdue`);
    await page.getByText('Dates and status').click();
    await page.getByLabel('launched', { exact: true }).check();
    await page.getByRole('link', { name: 'Remove the filter overdue' }).click();
    expect(page.url()).toBe(`${origin}/?place=KZ`);
  });

  test('nothing is to be scrolled sideways on a phone, and all of it is accessible, in the dark too', async () => {
    const { origin } = await realRegister();
    const { page, complaints } = await openWindow(origin, { ...PHONE, colorScheme: 'dark' });
    for (const path of ['/', '/?place=KZ&from=2026-12', '/?place=Zzyzx', '/?status=all&season=S27']) {
      await page.goto(path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, path).toBeLessThanOrEqual(390);
      await expectAccessible(page);
    }
    // The browser itself complains of the page that is told to be wrong.
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([]);
  });
});
