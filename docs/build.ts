// Writes what the documentation takes from the program: README's table of settings and docs/openapi.json. `npm run docs`
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig, SETTINGS } from '../src/config.ts';
import { endpoints } from '../src/http/api.ts';
import { createApp } from '../src/http/app.ts';
import { openRegister } from '../src/startup.ts';
import { VERSION } from '../src/version.ts';

const ROOT = join(import.meta.dirname, '..');

/** README's table: name, default, meaning. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, { default: standard, doc }]) => `| \`${name}\` | ${standard === '' ? '' : `\`${standard}\``} | ${doc} |`,
  );
  return ['| setting | default | what it is |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A text with the part between two markers replaced. */
export function replacePart(text: string, name: string, part: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`the markers of ${name} are missing`);
  return `${text.slice(0, from + start.length)}\n${part}\n${text.slice(to)}`;
}

/** The OpenAPI document of a server, as it is committed. */
export function openApiText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

async function openApiDocument(): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'inaugural-docs-'));
  const { ctx } = await openRegister(loadConfig({ DATABASE_URL: `sqlite:${join(folder, 'empty.db')}` }), pino({ level: 'silent' }));
  const { document } = createApp(ctx, endpoints, { version: VERSION });
  await ctx.database.close();
  rmSync(folder, { recursive: true });
  return document;
}

if (import.meta.main) {
  const readme = join(ROOT, 'README.md');
  writeFileSync(readme, replacePart(readFileSync(readme, 'utf8'), 'settings', settingsTable()));
  writeFileSync(join(ROOT, 'docs/openapi.json'), openApiText(await openApiDocument()));
}
