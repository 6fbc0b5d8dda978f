import { expect, test } from 'vitest';
import { courierRuns, testApi } from '../support/api.ts';
import { describeInBrowser, expectAccessible, openWindow, PHONE } from '../support/browser.ts';

describeInBrowser('alerts, in a browser', () => {
  test('a reader chooses a country, gives a mailbox, and confirms by the link in the letter', async () => {
    const api = await testApi();
    const { page, complaints } = await openWindow(api.origin, PHONE);
    await page.goto('/subscribe');
    await page.getByLabel('Place', { exact: true }).fill('Kazakhstan');
    await page.getByRole('button', { name: 'Choose' }).click();
    await page.getByText('every route of Kazakhstan, all events').waitFor();
    await expectAccessible(page);
    await page.getByLabel('E-mail address').fill('reader@example.org');
    await page.getByRole('button', { name: 'Send me a link to confirm' }).click();
    await page.getByText('Look into the mailbox of reader@example.org').waitFor();
    await courierRuns(api);
    const link = /https?:\/\/\S+\/confirm\?token=[\w-]+/.exec(api.mails[0]!.text)![0];
    const { pathname, search } = new URL(link);
    await page.goto(pathname + search);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Yes, send me these alerts' }).click();
    await page.getByRole('heading', { name: 'The alerts are on' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('about, a page that is not there, and alerts have no barriers and fit a phone', async () => {
    const api = await testApi();
    for (const options of [PHONE, { ...PHONE, colorScheme: 'dark' as const }]) {
      const { page } = await openWindow(api.origin, options);
      for (const path of ['/about', '/subscribe?place=Atlantis', '/nowhere']) {
        await page.goto(path);
        await expectAccessible(page);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
      }
    }
  });
});
