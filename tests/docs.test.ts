import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openApiText, replacePart, settingsTable } from '../docs/build.ts';
import { testApi } from './support/api.ts';
import { said, startCode } from './support/processes.ts';

const ROOT = join(import.meta.dirname, '..');

test("README's table of settings is the program's own (npm run docs)", () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(replacePart(readme, 'settings', settingsTable())).toBe(readme);
});

test('the committed OpenAPI document is the one that is served (npm run docs)', async () => {
  const { get } = await testApi();
  expect(openApiText((await get('/openapi.json')).body)).toBe(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8'));
});

test('the receiver in README takes what is signed with its secret, and nothing else', async () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const code = /<!-- receiver -->\n```js\n([\s\S]*?)```/.exec(readme)![1]!;
  expect(code.trim().split('\n').length).toBe(10);
  const port = await freePort();
  const api = await testApi();
  // A receiver knows the real time, and takes only messages of these minutes.
  api.clock.now = Date.now();
  const made = await api.send('POST', '/api/v1/subscriptions', { channel: 'webhook', url: `http://127.0.0.1:${port}/` });
  const receiver = startCode(code, { SECRET: made.body.secret, PORT: String(port) });
  const printed = said(receiver, 'subscription.test');
  const path = `/api/v1/subscriptions/${made.body.id}`;
  const outcome = async () => (await api.send('POST', `${path}/test`)).body;
  await expect.poll(async () => (await outcome()).status, { timeout: 20_000 }).toBe(204);
  expect(await printed).toContain(made.body.id);
  api.clock.now += 25 * 3_600_000;
  expect(await outcome()).toMatchObject({ delivered: false, status: 401 });
  api.clock.now -= 25 * 3_600_000;
  await api.send('POST', `${path}/secret`);
  expect(await outcome()).toMatchObject({ delivered: true, status: 204 });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
