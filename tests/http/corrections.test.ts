import { expect, test } from 'vitest';
import { testApi } from '../support/api.ts';

const TEXT = 'WestJet will launch flights from the Queen City to Phoenix in May 2027.';

test('an admin teaches the reader of texts and takes it back; others may not', async () => {
  const api = await testApi();
  const admin = { key: api.keys.admin };
  const origins = async () => {
    const { body } = await api.send('POST', '/api/v1/extractions', { text: TEXT, publishedOn: '2026-01-12' }, { key: null });
    return body.items.map((one: { origin: { code: string } }) => one.origin.code);
  };
  const before = await origins();
  expect(before).not.toContain('YQR');
  const wanted = { kind: 'place', words: 'the Queen City', means: 'yqr' };
  for (const key of [api.keys.reader, api.keys.editor]) {
    expect((await api.send('POST', '/api/v1/corrections', wanted, { key })).status).toBe(403);
    expect((await api.send('GET', '/api/v1/corrections', undefined, { key })).status).toBe(403);
  }
  const headers = { 'Idempotency-Key': 'once' };
  const made = await api.send('POST', '/api/v1/corrections', wanted, { ...admin, headers });
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    id: expect.any(String),
    kind: 'place',
    words: 'the Queen City',
    means: 'YQR',
    createdAt: '2026-01-15T12:00:00.000Z',
    createdBy: 'admin',
  });
  expect((await api.send('POST', '/api/v1/corrections', wanted, { ...admin, headers })).body).toEqual(made.body);
  expect(await origins()).toEqual(['YQR']);
  const twice = await api.send('POST', '/api/v1/corrections', { kind: 'drop', words: 'The queen city' }, admin);
  expect([twice.status, twice.body.code]).toEqual([409, 'conflict']);
  expect(twice.body.detail).toContain(made.body.id);
  expect((await api.send('DELETE', `/api/v1/corrections/${made.body.id}`, undefined, { key: api.keys.editor })).status).toBe(403);
  expect((await api.send('DELETE', `/api/v1/corrections/${made.body.id}`, undefined, admin)).status).toBe(204);
  expect((await api.send('DELETE', `/api/v1/corrections/${made.body.id}`, undefined, admin)).status).toBe(404);
  expect(await origins()).toEqual(before);
});

test('corrections are listed page by page, the oldest first', async () => {
  const api = await testApi();
  const admin = { key: api.keys.admin };
  for (const words of ['one pattern', 'another pattern', 'the last pattern']) {
    expect((await api.send('POST', '/api/v1/corrections', { kind: 'drop', words }, admin)).status).toBe(201);
  }
  const first = (await api.send('GET', '/api/v1/corrections?limit=2', undefined, admin)).body;
  const second = (await api.send('GET', `/api/v1/corrections?limit=2&cursor=${first.nextCursor}`, undefined, admin)).body;
  const all = [...first.items, ...second.items];
  expect(all.map((one) => [one.kind, one.words, one.means])).toEqual([
    ['drop', 'one pattern', null],
    ['drop', 'another pattern', null],
    ['drop', 'the last pattern', null],
  ]);
  expect(second.nextCursor).toBeNull();
});

test.each([
  ['no kind', { words: 'flights', means: 'YQR' }, ['/kind', '/words']],
  ['an unknown kind', { kind: 'city', words: 'the', means: 'YQR' }, ['/kind', '/words']],
  ['an unknown place', { kind: 'place', words: 'flights', means: 'QQQ' }, ['/means', '/words']],
  ['an unknown airline', { kind: 'airline', words: 'the Teal Deal', means: 'nobody at all' }, ['/means']],
  ['a meaning of what is dropped', { kind: 'drop', words: 'sponsored content', means: 'YQR' }, ['/means']],
  ['no meaning', { kind: 'place', words: 'the Queen City' }, ['/means']],
  ['too many words', { kind: 'place', words: 'x'.repeat(101), means: 'QQQ' }, ['/means', '/words']],
  ['no words and another member', { kind: 'place', words: '', means: 'QQQ', more: 1 }, ['/means', '/more', '/words']],
])('%s is refused with every fault', async (_what, body, pointers) => {
  const api = await testApi();
  const answer = await api.send('POST', '/api/v1/corrections', body, { key: api.keys.admin });
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual(pointers);
});
