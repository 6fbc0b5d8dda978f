import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ExtractedDraft } from '../../src/extract/draft.ts';
import { testApi } from '../support/api.ts';
import { evidenceOf, extracted } from '../support/drafts.ts';

const TEXT = 'Almaty – SCAT will fly to Lahore “in April”, its head said.';

const stand = vi.hoisted(() => ({ drafts: [] as ExtractedDraft[], asked: [] as [string, string][] }));
vi.mock('../../src/extract/extract.ts', () => ({
  makeReader: () => ({
    read: (text: string, publishedOn: string) => {
      stand.asked.push([text, publishedOn]);
      return stand.drafts;
    },
  }),
}));
afterEach(() => {
  stand.drafts = [];
  stand.asked = [];
});

describe('POST /api/v1/extractions', () => {
  test('gives each draft with its words and what it would change, to anybody, and stores nothing', async () => {
    const api = await testApi();
    const { route } = await api.record({ airline: 'DV', effective: '2026-03', publishedOn: '2026-01-10' });
    const evidence = evidenceOf(TEXT, {
      origin: 'Almaty',
      destination: 'Lahore',
      airline: 'SCAT',
      status: 'will fly',
      effective: 'in April',
    });
    stand.drafts = [
      extracted({
        effective: { earliest: '2026-04-01', latest: '2026-04-30' },
        wording: 'in April',
        weeklyFrequency: 2,
        speaker: 'its head',
        evidence,
        alternatives: { origin: ['KZ'], destination: [], airline: [] },
      }),
      extracted({ origin: 'NQZ', airline: null }),
    ];
    const tables = () =>
      Promise.all(
        (['register', 'announcements', 'audit', 'routes'] as const).map((one) => api.ctx.db.selectFrom(one).selectAll().execute()),
      );
    const before = await tables();
    const { status, body } = await api.send('POST', '/api/v1/extractions', { text: TEXT, publishedOn: '2026-01-12' }, { key: null });
    expect(status).toBe(200);
    expect(stand.asked).toEqual([[TEXT, '2026-01-12']]);
    const listed = (await api.get(`/api/v1/routes/${route.id}`)).body;
    expect(body.items[0]).toEqual({
      origin: listed.origin,
      destination: listed.destination,
      airline: listed.airline,
      status: 'announced',
      effective: {
        earliest: '2026-04-01',
        latest: '2026-04-30',
        edtf: '2026-04',
        precision: 'month',
        label: 'April 2026',
        wording: 'in April',
      },
      wording: 'in April',
      weeklyFrequency: 2,
      speaker: 'its head',
      confidence: 0.9,
      evidence,
      alternatives: { origin: ['KZ'], destination: [], airline: [] },
      effect: {
        kind: 'moves',
        routeId: route.id,
        statusBefore: 'announced',
        move: {
          kind: 'slip',
          days: 30,
          from: expect.objectContaining({ edtf: '2026-03' }),
          to: expect.objectContaining({ edtf: '2026-04' }),
        },
      },
    });
    expect(body.items[1]).toMatchObject({
      airline: null,
      effective: null,
      effect: { kind: 'newRoute', routeId: null, statusBefore: null, move: null },
    });
    expect(TEXT.slice(evidence.effective![0]!.start, evidence.effective![0]!.end)).toBe('in April');
    expect(await tables()).toEqual(before);
  });

  test('a text without announcements has no drafts', async () => {
    const api = await testApi();
    const { status, body } = await api.send('POST', '/api/v1/extractions', { text: 'It rained.', publishedOn: '2026-01-12' });
    expect([status, body]).toEqual([200, { items: [] }]);
  });

  test.each([
    ['no text', { publishedOn: '2026-01-12' }, '/text'],
    ['an empty text', { text: '', publishedOn: '2026-01-12' }, '/text'],
    ['no day', { text: 'x' }, '/publishedOn'],
    ['a day that no calendar has', { text: 'x', publishedOn: '2026-02-30' }, '/publishedOn'],
    ['another member', { text: 'x', publishedOn: '2026-01-12', url: 'x' }, '/url'],
  ])('%s is refused', async (_name, body, pointer) => {
    const api = await testApi();
    const answer = await api.send('POST', '/api/v1/extractions', body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
    expect(stand.asked).toEqual([]);
  });

  test('the text may have 100,000 characters, if the body may be as large', async () => {
    const api = await testApi({ env: { BODY_LIMIT: '200000' } });
    const send = (length: number) => api.send('POST', '/api/v1/extractions', { text: 'x'.repeat(length), publishedOn: '2026-01-12' });
    expect((await send(100_000)).status).toBe(200);
    expect((await send(100_001)).body.errors).toEqual([{ pointer: '/text', detail: 'must have at most 100000 characters' }]);
    const usual = await testApi();
    const tooLarge = await usual.send('POST', '/api/v1/extractions', { text: 'x'.repeat(70_000), publishedOn: '2026-01-12' });
    expect([tooLarge.status, tooLarge.body.code]).toEqual([413, 'payload_too_large']);
  });
});
