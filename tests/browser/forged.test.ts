import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { testApi } from '../support/api.ts';
import { describeInBrowser, openWindow } from '../support/browser.ts';

/** A site with one page: a form that would record a statement at the desk as soon as somebody looks at it. */
async function forgery(desk: string, host: string): Promise<string> {
  const fields = {
    origin: 'ALA',
    destination: 'LHE',
    status: 'cancelled',
    effective: '2026-04',
    publishedOn: '2026-01-10',
    sourceName: 'Forged',
    sourceKind: 'media',
    do: 'save',
  };
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
  const body = `<form method="post" action="${desk}/admin/record">${inputs.join('')}</form><script>document.forms[0].submit()</script>`;
  const server = createServer((_request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(body));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://${host}:${(server.address() as AddressInfo).port}/`;
}

describeInBrowser('a form that another page sends to the desk in an editor’s name', () => {
  test.each([
    ['another site, which gets no cookie', 'localhost', false],
    ['another port of the same host, which gets the cookie', '127.0.0.1', true],
  ])('is refused from %s', async (_name, host, hasCookie) => {
    const api = await testApi({ now: '2026-01-15T12:00:00Z' });
    const { page } = await openWindow(api.origin);
    await page.goto('/admin');
    await page.getByLabel('Key').fill(api.keys.editor);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Due: did they fly?' }).waitFor();

    const sent = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.goto(await forgery(api.origin, host));
    const answer = await sent;
    expect(answer.url()).toBe(`${api.origin}/admin/record`);
    expect((await answer.request().allHeaders()).cookie !== undefined).toBe(hasCookie);
    expect(answer.status()).toBe(403);
    await page.getByText('This form was not sent from a page of this register').waitFor();
    expect(await api.ctx.db.selectFrom('announcements').select('id').execute()).toEqual([]);

    await page.goto('/admin/due');
    await page.getByRole('heading', { name: 'Due: did they fly?' }).waitFor();
  });
});
