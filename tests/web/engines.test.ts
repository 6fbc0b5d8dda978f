import { expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { testApi } from '../support/api.ts';
import { signedIn } from '../support/desk.ts';
import { extracted } from '../support/drafts.ts';
import { file } from '../support/inbox.ts';
import { type Engine, engines } from '../support/register.ts';

const PAGES = [
  ...['/', '/?status=all', '/?place=KZ&sort=-updated', '/?country=PK&season=S23', '/routes/ALA-LHE', '/routes/ALA-LHE?asOf=2023-04-02'],
  ...['/places/ALA', '/places/LON', '/places/KZ', '/airlines/scat-airlines', '/due', '/due?place=KZ', '/search', '/search?q=kazakhstan'],
  ...['/subscribe?place=KZ', '/about', '/suggest?q=nur-sultan&kind=place'],
];
const DESK_PAGES = [
  ...['/admin/due', '/admin/record', '/admin/extract', '/admin/inbox', '/admin/inbox?sort=oldest', '/admin/inbox?state=known'],
  ...['/admin/sources', '/admin/subscriptions', '/admin/deliveries', '/admin/keys'],
];

/** What people see of every page, without the ids that differ from register to register. */
async function shown(engine: Engine): Promise<Record<string, string>> {
  const api = await testApi({ engine, ledger: true, now: '2026-11-24T12:00:00Z' });
  await tick(api.ctx);
  const drafts = ['KHI', 'LHE', 'DEL'].map((destination) => extracted({ destination, evidence: { origin: [{ start: 5, end: 11 }] } }));
  await file(api, 'From Almaty.', [...drafts, extracted()]);
  const editor = await signedIn(api, 'admin');
  const texts: Record<string, string> = {};
  for (const path of [...PAGES, ...DESK_PAGES, '/admin/corrections']) {
    const { status, text } = await editor.get(path);
    expect([path, status]).toEqual([path, 200]);
    texts[path] = text
      .replace(/[0-9a-f]{8}-0000-7000-8000-/g, 'id-')
      .replace(/(inaugural_[\w-]{6}|(?<=[?&;](cursor|after|before)=)[\w-]+)/g, 'x');
  }
  return texts;
}

test.skipIf(engines().length < 2)('every page is the same on SQLite and on PostgreSQL', async () => {
  const [here, there] = [await shown('sqlite'), await shown('postgres')];
  for (const [path, text] of Object.entries(here)) {
    // The first difference alone: whole pages side by side are no answer.
    let at = 0;
    while (at < text.length && text[at] === there[path]![at]) at += 1;
    expect([path, text.slice(at, at + 100)]).toEqual([path, there[path]!.slice(at, at + 100)]);
  }
});
