import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createServer } from '../../src/http/server.ts';
import { createApi } from '../../src/serve.ts';
import { testRegister } from '../support/register.ts';

const CHROMIUM = '/usr/bin/chromium';
if (!existsSync(CHROMIUM) && process.env.CI) throw new Error('Chromium is not installed; under CI its tests must run');

describe.skipIf(!existsSync(CHROMIUM))('in a browser', () => {
  async function open(path: string) {
    const { ctx } = await testRegister();
    const server = createServer(createApi(ctx));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => server.close() && undefined);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (fault) => complaints.push(fault.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(origin + path);
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
