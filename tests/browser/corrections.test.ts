import { expect, test } from 'vitest';
import { addCorrection } from '../../src/actions/corrections.ts';
import { testApi } from '../support/api.ts';
import { DESKTOP, describeInBrowser, expectAccessible, openWindow, PHONE } from '../support/browser.ts';

describeInBrowser('the page of corrections in a browser', () => {
  test.each(['light', 'dark'] as const)('has no barrier, and is no wider than a phone, in %s colours', async (colorScheme) => {
    const api = await testApi();
    await addCorrection(api.ctx, { kind: 'place', words: 'the Queen City', means: 'YQR' });
    await addCorrection(api.ctx, { kind: 'drop', words: 'x'.repeat(100), means: '' });
    const { page, complaints } = await openWindow(api.origin, { ...PHONE, colorScheme });
    await page.goto('/admin/corrections');
    await page.getByLabel('Key').fill(api.keys.admin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('“the Queen City”').first().waitFor();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expectAccessible(page);
    expect(complaints).toEqual([]);
  });

  test.each([
    ['with', true],
    ['without', false],
  ])('%s JavaScript, a name is taught, a text is read with it, and it is removed', async (_name, javaScriptEnabled) => {
    const api = await testApi();
    const { page, complaints } = await openWindow(api.origin, { ...DESKTOP, javaScriptEnabled });
    await page.goto('/admin/corrections');
    await page.getByLabel('Key').fill(api.keys.admin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Name of a place').fill('the Queen City');
    const place = page.getByLabel('Airport or metropolitan area');
    if (javaScriptEnabled) {
      await place.pressSequentially('Regina');
      await page.getByRole('option', { name: 'Regina (YQR)' }).click();
    } else await place.fill('flights');
    await page.getByRole('button', { name: 'Add the name of a place' }).click();
    if (!javaScriptEnabled) {
      await page.getByText('is no place of the register').waitFor();
      await place.fill('Regina');
      await place.press('Enter');
    }
    await page.getByText('Added. Texts are read with it from now on.').waitFor();
    await page.getByRole('link', { name: 'Read a text' }).click();
    await page.getByLabel('Text', { exact: true }).fill('WestJet will launch flights from the Queen City to Phoenix in May 2027.');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('heading', { name: 'Regina–Phoenix, WestJet' }).waitFor();
    await page.getByRole('link', { name: 'Corrections' }).first().click();
    await page.getByRole('button', { name: 'Remove “the Queen City”' }).click();
    await page.getByText('There is none yet.').waitFor();
    // Without the script the first place was refused.
    expect(complaints).toHaveLength(javaScriptEnabled ? 0 : 1);
    await page.getByLabel('Name of an airline').fill('flights');
    await page.getByLabel('Airline', { exact: true }).fill('nobody at all');
    await page.getByRole('button', { name: 'Add the name of an airline' }).click();
    await page.getByText('2 fields need mending').waitFor();
    if (javaScriptEnabled) await expectAccessible(page);
  });
});
