import { expect, test } from 'vitest';
import { testApi } from '../support/api.ts';
import { describeInBrowser, openWindow } from '../support/browser.ts';

describeInBrowser('in a browser', () => {
  async function open(path: string) {
    const { origin } = await testApi();
    const { page, asked, complaints } = await openWindow(origin);
    await page.goto(path);
    return { page, origin, asked, complaints };
  }

  test('the documentation shows every call, asks no other host, and breaks none of its own rules', async () => {
    const { page, origin, asked, complaints } = await open('/docs');
    await page.getByText('/api/v1/routes/upcoming').first().waitFor();
    expect(await page.locator('.opblock').count()).toBeGreaterThan(20);
    expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a request can be tried from the documentation', async () => {
    const { page } = await open('/docs');
    const call = page.locator('.opblock', { hasText: 'Search airports' });
    await call.locator('.opblock-summary-control').click();
    await call.getByRole('button', { name: 'Execute' }).click();
    await call.getByText('"nextCursor"').first().waitFor();
  });

  test('the page of problems explains each code', async () => {
    const { page } = await open('/docs/problems#precondition_failed');
    expect(await page.locator('#precondition_failed').innerText()).toContain('412');
  });
});
