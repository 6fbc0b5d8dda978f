import { renderToString } from 'preact-render-to-string';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ExtractedDraft } from '../../src/extract/draft.ts';
import { listAudit } from '../../src/store/audit.ts';
import { digestOf } from '../../src/web/desk/extract-form.ts';
import { type Mark, MarkedText, piecesOf } from '../../src/web/desk/marks.tsx';
import { type TestApi, testApi } from '../support/api.ts';
import { hidden, signedIn } from '../support/desk.ts';
import { evidenceOf, extracted } from '../support/drafts.ts';

const stand = vi.hoisted(() => ({ drafts: [] as ExtractedDraft[] }));
vi.mock('../../src/extract/extract.ts', () => ({ makeReader: () => ({ read: () => stand.drafts }) }));
afterEach(() => {
  stand.drafts = [];
});

const NOW = '2026-01-15T12:00:00Z';
const TEXT = 'Almaty – SCAT flies to Lahore <b>in April</b>.\n\n& Astana too.';
const SOURCE = { sourceName: 'DAWN', sourceKind: 'media', publishedOn: '2026-01-12', sourceUrl: 'https://example.com/a' };

/** The fields of a draft in the form. */
function draft(number: number, given: Record<string, string> = {}): Record<string, string> {
  const own = { origin: 'ALA', destination: 'LHE', airline: 'DV', status: 'announced', effective: '2026-04', ...given };
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [`d${number}-${name}`, value]));
}

function form(drafts: Record<string, string>[], what: string): Record<string, string> {
  return Object.assign({ ...SOURCE, text: TEXT, drafts: String(drafts.length), readDigest: digestOf(TEXT), do: what }, ...drafts);
}

async function ledger({ ctx }: TestApi) {
  return ctx.db.selectFrom('announcements').selectAll().orderBy('id').execute();
}

describe('marks', () => {
  const mark = (start: number, end: number, field: Mark['field'], number = 1): Mark => ({ start, end, field, draft: number });

  test.each<[name: string, marks: Mark[], pieces: [text: string, fields: string][]]>([
    ['none', [], [['abcdef', '']]],
    [
      'one',
      [mark(1, 3, 'origin')],
      [
        ['a', ''],
        ['bc', 'origin1'],
        ['def', ''],
      ],
    ],
    ['all of it', [mark(0, 6, 'origin')], [['abcdef', 'origin1']]],
    [
      'side by side',
      [mark(0, 3, 'origin'), mark(3, 6, 'airline')],
      [
        ['abc', 'origin1'],
        ['def', 'airline1'],
      ],
    ],
    [
      'overlapping',
      [mark(0, 4, 'origin'), mark(2, 6, 'airline')],
      [
        ['ab', 'origin1'],
        ['cd', 'origin1 airline1'],
        ['ef', 'airline1'],
      ],
    ],
    [
      'nested',
      [mark(2, 4, 'status'), mark(1, 5, 'speaker')],
      [
        ['a', ''],
        ['b', 'speaker1'],
        ['cd', 'speaker1 status1'],
        ['e', 'speaker1'],
        ['f', ''],
      ],
    ],
    [
      'the same for two drafts',
      [mark(1, 3, 'airline'), mark(1, 3, 'airline', 2)],
      [
        ['a', ''],
        ['bc', 'airline1 airline2'],
        ['def', ''],
      ],
    ],
    [
      'outside of the text',
      [mark(-5, 2, 'origin'), mark(5, 99, 'airline'), mark(70, 80, 'status'), mark(3, 3, 'status')],
      [
        ['ab', 'origin1'],
        ['cde', ''],
        ['f', 'airline1'],
      ],
    ],
  ])('%s', (_name, marks, expected) => {
    const pieces = piecesOf('abcdef', marks);
    expect(pieces.map((piece) => [piece.text, piece.marks.map((one) => one.field + one.draft).join(' ')])).toEqual(expected);
    expect(pieces.map((piece) => piece.text).join('')).toBe('abcdef');
  });

  test('an empty text has no pieces', () => expect(piecesOf('', [mark(0, 1, 'origin')])).toEqual([]));

  test('text is escaped, and a mark names its fields and, where it ends, its drafts', () => {
    const html = renderToString(
      MarkedText({ text: '<i>May</i>', marks: [mark(0, 6, 'origin', 2), mark(3, 6, 'effective'), mark(3, 6, 'effective', 2)] }),
    );
    expect(html).toBe(
      '<p class="marked"><mark class="by-origin" title="from">&lt;i></mark><mark class="by-origin by-effective" title="from, when">May<sup>1 2</sup></mark>&lt;/i></p>',
    );
  });
});

describe('the page', () => {
  test('an editor reads a text, mends one draft, accepts two of three, and both are recorded', async () => {
    const api = await testApi({ now: NOW });
    const { route } = await api.record({ airline: 'DV', effective: '2026-03', publishedOn: '2026-01-10' });
    const person = await signedIn(api);
    const empty = await person.get('/admin/extract');
    expect(empty.text).toContain('href="/admin/extract" aria-current="page">Read a text</a>');
    expect((await person.get('/admin/record')).text).toContain('<a href="/admin/extract">Read a text</a> proposes');
    stand.drafts = [
      extracted({
        effective: { earliest: '2026-04-01', latest: '2026-04-30' },
        wording: 'in April',
        evidence: evidenceOf(TEXT, { origin: 'Almaty', effective: 'in April' }),
        alternatives: { origin: ['KZ'], destination: [], airline: ['air-astana'] },
      }),
      extracted({ origin: 'NQZ', airline: null, evidence: evidenceOf(TEXT, { origin: 'Astana' }) }),
      extracted({ origin: 'TSE', airline: null }),
    ];
    const before = await ledger(api);
    const read = await person.post('/admin/extract', { ...SOURCE, text: TEXT, do: 'read' });
    expect(read.status).toBe(200);
    expect(read.text).toContain('<mark class="by-effective" title="when">in April<sup>1</sup></mark>&lt;/b>');
    expect(read.text).toContain('<mark class="by-origin" title="from">Astana<sup>2</sup></mark>');
    expect(read.text).not.toContain('<b>in April');
    expect(read.text).toContain('Slips by 30 days.');
    expect(read.text).toContain(`href="/admin/routes/${route.id}"`);
    expect(read.text).toContain('Makes a new route.');
    expect(read.text).toContain('value="scat-airlines→air-astana"/> Air Astana');
    expect(read.text).toContain('value="ALA→KZ"/> Kazakhstan (KZ)');
    expect(read.text).toMatch(/<input[^>]* id="f-d1-origin" [^>]*data-suggest="place"[^>]* value="ALA"/);
    expect(read.text).toMatch(/name="d1-accept"\/?>/);
    expect(await ledger(api)).toEqual(before);

    const found = hidden(read.text, 'd1-found');
    const mended = form(
      [
        draft(1, { accept: 'on', wording: 'in April', found, speaker: 'the head', note: 'sure' }),
        draft(2, { origin: 'NQZ', airline: '', effective: '' }),
        draft(3, { origin: 'Astana', airline: 'KC', effective: '2026-05', accept: 'on' }),
      ],
      'look',
    );
    const looked = await person.post('/admin/extract', mended);
    expect(looked.text).toContain('in April<sup>1</sup></mark>');
    expect(looked.text).toMatch(/name="d3-accept" checked/);
    expect(await ledger(api)).toEqual(before);

    const saved = await person.post('/admin/extract', { ...mended, do: 'record' });
    expect(saved.status).toBe(303);
    const rows = (await ledger(api)).slice(before.length);
    expect(rows).toMatchObject([
      {
        origin: 'ALA',
        destination: 'LHE',
        airline: 'scat-airlines',
        route_id: route.id,
        earliest: '2026-04-01',
        latest: '2026-04-30',
        wording: 'in April',
        speaker: 'the head',
        note: 'sure',
        source_name: 'DAWN',
        source_kind: 'media',
        source_url: 'https://example.com/a',
        published_on: '2026-01-12',
        recorded_by: 'editor',
      },
      { origin: 'NQZ', airline: 'air-astana', earliest: '2026-05-01', note: null, source_name: 'DAWN' },
    ]);
    const lines = await listAudit(api.ctx.db, {}, 2);
    expect(lines.map((line) => [line.action, line.actor])).toEqual(Array(2).fill(['announcement.recorded', 'editor']));
    expect(lines.some((line) => line.after?.includes('too.'))).toBe(false);
    const done = await person.get(saved.headers.get('location')!);
    expect(done.text).toContain('2 statements recorded:');
    expect(done.text).toContain('Almaty–Lahore: announced');
  });

  test('one faulty draft keeps all from being recorded; the fault stands at its field and everything is kept', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    const sent = form(
      [
        draft(1, { accept: 'on', speaker: 'kept words' }),
        draft(2, { accept: 'on', destination: 'Atlantis', effective: '2026-02-30' }),
        draft(3, { destination: 'Nowhere' }),
      ],
      'record',
    );
    const refused = await person.post('/admin/extract', sent);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('2 fields to mend. Nothing was recorded');
    expect(refused.text).toContain('id="f-d2-destination-fault"');
    expect(refused.text).toContain('id="f-d2-effective-fault"');
    expect(refused.text).not.toContain('id="f-d1-origin-fault"');
    expect(refused.text).not.toContain('id="f-d3-destination-fault"');
    for (const kept of ['kept words', 'Atlantis', '2026-02-30', 'Nowhere', 'https://example.com/a', '&amp; Astana too.'])
      expect(refused.text, kept).toContain(kept);
    expect(await ledger(api)).toEqual([]);
    const mended = { ...sent, 'd2-destination': 'DEL', 'd2-effective': '' };
    expect((await person.post('/admin/extract', mended)).status).toBe(303);
    expect(await ledger(api)).toHaveLength(2);
  });

  test('a fault of the source is said once, at the source', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    const sent = { ...form([draft(1, { accept: 'on' }), draft(2, { accept: 'on', origin: 'NQZ' })], 'record'), sourceUrl: 'example' };
    const refused = await person.post('/admin/extract', sent);
    expect([refused.status, refused.text.split('f-sourceUrl-fault"').length]).toEqual([400, 3]);
    expect(refused.text).toContain('1 field to mend');
  });

  test('what is in the ledger already is named with its draft, and nothing is recorded', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    await person.post('/admin/extract', form([draft(1, { accept: 'on' })], 'record'));
    const before = await ledger(api);
    expect(before).toHaveLength(1);
    const refused = await person.post(
      '/admin/extract',
      form([draft(1, { origin: 'NQZ', accept: 'on' }), draft(2, { accept: 'on' })], 'record'),
    );
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Draft 2: This statement is in the ledger already');
    expect(await ledger(api)).toEqual(before);
  });

  test('nothing accepted, nothing to read, no day: each is said', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    const none = await person.post('/admin/extract', form([draft(1)], 'record'));
    expect([none.status, none.text.includes('Accept at least one draft')]).toEqual([400, true]);
    const bare = await person.post('/admin/extract', { ...SOURCE, publishedOn: '', text: ' ', do: 'read' });
    expect(bare.status).toBe(400);
    expect(bare.text).toContain('id="f-text-fault"');
    expect(bare.text).toContain('id="f-publishedOn-fault"');
    const quiet = await person.post('/admin/extract', { ...SOURCE, text: 'It rained.', do: 'read' });
    expect([quiet.status, quiet.text.includes('No announcement was found')]).toEqual([200, true]);
  });

  test('a long text in any script is read and comes back whole', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    stand.drafts = [extracted()];
    const long = 'Алматы '.repeat(14_000);
    const read = await person.post('/admin/extract', { ...SOURCE, text: long, do: 'read' });
    expect([read.status, read.text.includes(`\n${long}</textarea>`)]).toEqual([200, true]);
    const saved = await person.post('/admin/extract', { ...form([draft(1, { accept: 'on' })], 'record'), text: long });
    expect(saved.status).toBe(303);
    const longer = await person.post('/admin/extract', { ...SOURCE, text: 'x'.repeat(100_001), do: 'read' });
    expect([longer.status, longer.text.includes('100001 characters')]).toEqual([400, true]);
  });

  test('a name that means several things is chosen at its draft', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    const sent = form([draft(1, { destination: 'London', accept: 'on' })], 'record');
    const asked = await person.post('/admin/extract', sent);
    expect(asked.status).toBe(400);
    expect(asked.text).toContain('name="d1-destinationChoice" value="LHR"');
    expect((await person.post('/admin/extract', { ...sent, 'd1-destinationChoice': 'LHR' })).status).toBe(303);
    expect(await ledger(api)).toMatchObject([{ destination: 'LHR' }]);
  });

  test('a text that was changed since it was read is not marked, and broken leftovers of a form do no harm', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    const found = JSON.stringify({
      evidence: { origin: [{ start: 0, end: 6 }] },
      readings: { origin: [], destination: [], airline: [] },
      confidence: 1,
    });
    const sent = form([draft(1, { found })], 'look');
    expect((await person.post('/admin/extract', sent)).text).toContain('Almaty<sup>1</sup>');
    const changed = await person.post('/admin/extract', { ...sent, text: `More. ${TEXT}` });
    expect(changed.text).toContain('The text was changed since');
    expect(changed.text).not.toContain('<mark');
    const asLong = await person.post('/admin/extract', { ...sent, text: TEXT.replace('Almaty', 'Astana') });
    expect(asLong.text).toContain('The text was changed since');
    expect(asLong.text).not.toContain('<mark');
    for (const broken of ['', '{', '{"evidence":1}', 'null'])
      expect((await person.post('/admin/extract', { ...sent, 'd1-found': broken })).status, broken).toBe(200);
    expect((await person.post('/admin/extract', { ...sent, drafts: '1e9' })).status).toBe(200);
    expect((await person.post('/admin/extract', { ...sent, drafts: '-1' })).status).toBe(200);
  });

  test('what else a name may mean can be chosen in its place, and chosen back', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    stand.drafts = [extracted({ alternatives: { origin: [], destination: ['KHI', 'Nowhere'], airline: [] } })];
    const read = await person.post('/admin/extract', { ...SOURCE, text: TEXT, do: 'read' });
    const found = hidden(read.text, 'd1-found');
    const choices = (text: string) =>
      [...text.matchAll(/name="d1-destinationInstead" value(?:="([^"]*)")?/g)].map(([, value = '']) => value);
    expect(choices(read.text)).toEqual(['', 'LHE→KHI']);
    const sent = form([draft(1, { found, destinationInstead: 'LHE→KHI' })], 'look');
    const chosen = await person.post('/admin/extract', sent);
    expect(chosen.text).toMatch(/name="d1-destination"[^>]* value="KHI"/);
    expect(choices(chosen.text)).toEqual(['', 'KHI→LHE']);
    const written = await person.post('/admin/extract', { ...sent, 'd1-destination': 'DEL' });
    expect(written.text).toMatch(/name="d1-destination"[^>]* value="DEL"/);
    expect(choices(written.text)).toEqual(['', 'DEL→LHE', 'DEL→KHI']);
    await person.post('/admin/extract', { ...sent, 'd1-accept': 'on', do: 'record' });
    expect(await ledger(api)).toMatchObject([{ destination: 'KHI' }]);
  });

  test('a draft is judged with those before it recorded: all of them at first, then those that are accepted', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    stand.drafts = ['2026-04', '2026-05', '2026-06'].map((month) =>
      extracted({ effective: { earliest: `${month}-01`, latest: `${month}-28` } }),
    );
    const effects = (text: string) => [...text.matchAll(/<strong>([^<]*)<\/strong>/g)].map((match) => match[1]);
    const read = await person.post('/admin/extract', { ...SOURCE, text: TEXT, do: 'read' });
    expect(effects(read.text)).toEqual(['Makes a new route.', 'Slips by 30 days.', 'Slips by 31 days.']);
    expect(read.text).toContain('as if those before it were');
    const months = (accepted: string[]) =>
      ['2026-04-01', '2026-05-01', '2026-06-01'].map((effective, index) => draft(index + 1, { effective, accept: accepted[index]! }));
    const looked = await person.post('/admin/extract', form(months(['on', '', 'on']), 'look'));
    expect(effects(looked.text)).toEqual(['Makes a new route.', 'Slips by 30 days.', 'Slips by 61 days.']);
    expect(looked.text).toContain('as if the accepted before it were');
    await person.post('/admin/extract', form(months(['on', '', 'on']), 'record'));
    expect(await api.ctx.db.selectFrom('routes').select(['slip_count', 'slip_days']).execute()).toEqual([{ slip_count: 1, slip_days: 61 }]);
  });

  test('the source can be given by whoever leads there', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    const page = await person.get(`/admin/extract?${new URLSearchParams(SOURCE)}`);
    for (const [name, value] of Object.entries(SOURCE)) {
      if (name !== 'sourceKind') expect(page.text).toMatch(new RegExp(`name="${name}"[^>]* value="${value}"`));
    }
    const other = await person.get('/admin/extract?sourceKind=airline');
    expect(other.text).toContain('<option value="airline" selected>');
    expect(other.text).toMatch(/name="publishedOn"[^>]* value="2026-01-15"/);
    expect((await person.get('/admin/extract?sourceKind=gossip')).status).toBe(400);
  });

  test('a long form outlives its session as a short one does', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    await person.post('/admin/sign-out');
    const text = 'Алматы – "Лахор"\n'.repeat(5000);
    const sent = { ...form([draft(1, { accept: 'on' })], 'record'), text, readDigest: digestOf(text) };
    const refused = await person.post('/admin/extract', sent);
    expect([refused.status, refused.text.includes('Nothing that you typed is lost')]).toEqual([401, true]);
    const carried = { next: hidden(refused.text, 'next'), form: hidden(refused.text, 'form') };
    const entered = await person.post('/admin/sign-in', { ...carried, key: api.keys.editor });
    expect(hidden(entered.text, 'text')).toBe(text);
    const names = [...entered.text.matchAll(/<input type="hidden" name="([^"]+)"/g)].map((match) => match[1]!);
    const again = await person.post('/admin/extract', Object.fromEntries(names.map((name) => [name, hidden(entered.text, name)])));
    expect(again.text).toMatch(/name="d1-accept" checked/);
    expect(again.text).not.toContain('The text was changed since');
    await person.post('/admin/sign-out');
    const tooLong = await person.post('/admin/extract', { ...sent, text: text.repeat(3) });
    expect(tooLong.status).toBe(413);
    const elsewhere = await person.post('/admin/record', { note: 'x'.repeat(70_000) });
    expect(elsewhere.status).toBe(413);
  });

  test('a form outlives its session, and readers and other sites may not use it', async () => {
    const api = await testApi({ now: NOW });
    const person = await signedIn(api);
    await person.post('/admin/sign-out');
    const refused = await person.post('/admin/extract', form([draft(1, { accept: 'on', speaker: 'kept' })], 'record'));
    expect(refused.status).toBe(401);
    const carried = { next: hidden(refused.text, 'next'), form: hidden(refused.text, 'form') };
    const entered = await person.post('/admin/sign-in', { ...carried, key: api.keys.editor });
    const names = [...entered.text.matchAll(/<input type="hidden" name="([^"]+)"/g)].map((match) => match[1]!);
    const again = await person.post('/admin/extract', Object.fromEntries(names.map((name) => [name, hidden(entered.text, name)])));
    expect(again.text).toMatch(/name="d1-speaker"[^>]* value="kept"/);
    expect(again.text).toMatch(/name="d1-accept" checked/);
    expect(again.text).toContain('&amp; Astana too.</textarea>');
    expect(await ledger(api)).toEqual([]);
    const reader = await signedIn(api, 'reader');
    expect((await reader.get('/admin/extract')).status).toBe(403);
    const editor = await signedIn(api);
    expect(
      (await editor.post('/admin/extract', form([draft(1, { accept: 'on' })], 'record'), { Origin: 'https://evil.example' })).status,
    ).toBe(403);
    expect(await ledger(api)).toEqual([]);
  });
});
