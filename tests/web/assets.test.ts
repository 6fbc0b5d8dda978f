import { expect, test } from 'vitest';
import { testApi } from '../support/api.ts';

async function assetsOf(api: Awaited<ReturnType<typeof testApi>>): Promise<string[]> {
  const { body } = await api.get('/about');
  return [...new Set([...(body as string).matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1]!))];
}

test('what a page uses never counts against the limit of who reads it', async () => {
  const api = await testApi({ env: { RATE_LIMIT: '3' } });
  const assets = await assetsOf(api);
  expect(assets.length).toBeGreaterThan(2);
  for (let round = 0; round < 3; round += 1) {
    for (const path of assets) expect([path, (await api.get(path)).status]).toEqual([path, 200]);
  }
  expect((await api.get('/about')).status).toBe(200);
});

test('a file of another edition of the pages is not there, and one of this edition is kept for ever', async () => {
  const api = await testApi();
  const [path] = await assetsOf(api);
  expect((await api.get(path!)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await api.get(path!.replace(/\/assets\/[^/]+/, '/assets/0000000000'))).status).toBe(404);
});

test('a link that is shared has a picture, wherever readers reach the server', async () => {
  const api = await testApi({ env: { PUBLIC_URL: 'https://register.example' } });
  const { body } = await api.get('/about');
  const picture = /<meta property="og:image" content="https:\/\/register\.example(\/assets\/[^"]+)"/.exec(body as string)![1]!;
  const { status, headers } = await api.get(picture);
  expect([status, headers.get('content-type'), headers.get('content-encoding')]).toEqual([200, 'image/png', null]);
});
