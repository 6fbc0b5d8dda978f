import { describe, expect, test } from 'vitest';
import { addCorrection } from '../../src/actions/corrections.ts';
import { listCorrections } from '../../src/store/corrections.ts';
import { testApi } from '../support/api.ts';
import { signedIn } from '../support/desk.ts';
import { engines } from '../support/register.ts';

describe.each(engines())('the page of corrections on %s', (engine) => {
  test('adds each kind, lists them and removes one', async () => {
    const api = await testApi({ engine });
    const admin = await signedIn(api, 'admin');
    expect((await admin.get('/admin/corrections')).text).toContain('There is none yet.');
    const forms: Record<string, string>[] = [
      { placeWords: 'the Queen City', place: 'Regina', do: 'place' },
      { airlineWords: 'the Teal Deal', airline: 'WestJet', do: 'airline' },
      { dropWords: 'Sponsored <b>content</b>', do: 'drop' },
    ];
    for (const form of forms) {
      const answer = await admin.post('/admin/corrections', form);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/corrections?done=added']);
    }
    const { text } = await admin.get('/admin/corrections?done=added');
    expect(text).toContain('Added. Texts are read with it from now on.');
    expect(text).toContain('“the Queen City”');
    expect(text).toMatch(/href="\/places\/YQR">Regina/);
    expect(text).toMatch(/href="\/airlines\/westjet">WestJet/);
    expect(text).toContain('“Sponsored &lt;b>content&lt;/b>”');
    const [first] = await listCorrections(api.ctx.db, '', 10);
    expect(first).toMatchObject({ kind: 'place', means: 'YQR', created_by: 'admin' });
    const gone = await admin.post(`/admin/corrections/${first!.id}/remove`);
    expect([gone.status, gone.headers.get('location')]).toEqual([303, '/admin/corrections?done=removed']);
    expect((await admin.get('/admin/corrections')).text).not.toContain('the Queen City”');
    expect((await admin.post(`/admin/corrections/${first!.id}/remove`)).status).toBe(404);
  });

  test('says every fault at its field and keeps what was typed', async () => {
    const api = await testApi({ engine });
    const admin = await signedIn(api, 'admin');
    const wrong = await admin.post('/admin/corrections', { placeWords: 'flights', place: 'London', do: 'place' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('2 fields need mending.');
    expect(wrong.text).toContain('Stands in nearly every text');
    expect(wrong.text).toContain('“London” can mean London (LON)');
    expect(wrong.text).toMatch(/name="placeWords"[^>]*value="flights"/);
    const unknown = await admin.post('/admin/corrections', { airlineWords: 'the Teal Deal', airline: 'nobody at all', do: 'airline' });
    expect([unknown.status, unknown.text.includes('is no airline of the register')]).toEqual([400, true]);
    const empty = await admin.post('/admin/corrections', { do: 'drop' });
    expect([empty.status, empty.text.includes('This is missing: write the words as texts have them.')]).toEqual([400, true]);
    const row = await addCorrection(api.ctx, { kind: 'place', words: 'the Queen City', means: 'YQR' });
    const twice = await admin.post('/admin/corrections', { dropWords: 'the queen city', do: 'drop' });
    expect([twice.status, twice.text.includes(row.id)]).toEqual([409, true]);
    expect(await listCorrections(api.ctx.db, '', 10)).toEqual([row]);
  });
});

test('only an admin sees the page and the link to it', async () => {
  const api = await testApi();
  const row = await addCorrection(api.ctx, { kind: 'drop', words: 'sponsored content', means: '' });
  const [editor, admin] = [await signedIn(api, 'editor'), await signedIn(api, 'admin')];
  expect((await editor.get('/admin/corrections')).status).toBe(403);
  expect((await editor.post('/admin/corrections', { dropWords: 'one more', do: 'drop' })).status).toBe(403);
  expect((await editor.post(`/admin/corrections/${row.id}/remove`)).status).toBe(403);
  expect((await editor.get('/admin/extract')).text).not.toContain('/admin/corrections');
  expect((await admin.get('/admin/extract')).text).toContain('<a href="/admin/corrections">Corrections</a>: what names mean here');
  expect(await listCorrections(api.ctx.db, '', 10)).toEqual([row]);
});

test('a form that is sent again after a new sign-in is shown as it was, and a removal does nothing', async () => {
  const api = await testApi();
  const row = await addCorrection(api.ctx, { kind: 'drop', words: 'sponsored content', means: '' });
  const admin = await signedIn(api, 'admin');
  const again = await admin.post('/admin/corrections', { placeWords: 'the Queen City', place: 'YQR', do: 'again' });
  expect(again.text).toMatch(/name="placeWords"[^>]*value="the Queen City"/);
  expect((await admin.post(`/admin/corrections/${row.id}/remove`, { do: 'again' })).headers.get('location')).toBe('/admin/corrections');
  expect(await listCorrections(api.ctx.db, '', 10)).toEqual([row]);
});
