import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openApiText, replacePart, settingsTable } from '../docs/build.ts';
import { testApi } from './support/api.ts';

const ROOT = join(import.meta.dirname, '..');

test("README's table of settings is the program's own (npm run docs)", () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(replacePart(readme, 'settings', settingsTable())).toBe(readme);
});

test('the committed OpenAPI document is the one that is served (npm run docs)', async () => {
  const { get } = await testApi();
  expect(openApiText((await get('/openapi.json')).body)).toBe(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8'));
});
