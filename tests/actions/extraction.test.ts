import { describe, expect, test } from 'vitest';
import { effectText, type Said, understand } from '../../src/actions/extraction.ts';
import { previewAnnouncement } from '../../src/actions/preview.ts';
import { recordAnnouncements } from '../../src/actions/record.ts';
import { referenceOfFiles } from '../../src/actions/reference.ts';
import { worldOf } from '../../src/actions/world.ts';
import { type Draft, type RawAnnouncement, readAnnouncement } from '../../src/domain/announcement.ts';
import { AppError } from '../../src/domain/errors.ts';
import { edtfOf } from '../../src/domain/windows.ts';
import { listAudit } from '../../src/store/audit.ts';
import { extracted } from '../support/drafts.ts';
import { engines, type TestRegister, testRegister } from '../support/register.ts';

const APRIL = { earliest: '2026-04-01', latest: '2026-04-30' };
const MAY = { earliest: '2026-05-01', latest: '2026-05-31' };

function draft({ ctx }: TestRegister, raw: RawAnnouncement): Draft {
  const read = readAnnouncement(
    { origin: 'ALA', destination: 'LHE', status: 'announced', publishedOn: '2026-01-12', ...raw },
    worldOf(ctx),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.findings));
  return read.draft;
}

describe('what a draft would change', () => {
  const PROMISED: RawAnnouncement = { airline: 'DV', effective: '2026-04', publishedOn: '2026-01-02' };
  const FLOWN: RawAnnouncement = { airline: 'DV', status: 'launched', effective: '2026-01-05', publishedOn: '2026-01-06' };
  const cases: [name: string, before: RawAnnouncement[], said: Partial<Said>, kind: string, text: string][] = [
    ['nothing is known', [], {}, 'newRoute', 'makes a new route'],
    ['another airline of the pair', [PROMISED], { airline: 'air-astana' }, 'newRoute', 'makes a new route'],
    ['the same once more', [PROMISED], { effective: APRIL }, 'repeats', 'repeats what is known'],
    [
      'the same from the other end',
      [PROMISED],
      { origin: 'LHE', destination: 'ALA', effective: APRIL },
      'repeats',
      'repeats what is known',
    ],
    ['no airline, no date', [PROMISED], { airline: null }, 'repeats', 'repeats what is known'],
    ['a month later', [PROMISED], { effective: MAY }, 'moves', 'slips by 31 days'],
    ['put off', [PROMISED], { status: 'postponed', effective: MAY }, 'moves', 'slips by 31 days, and changes announced to postponed'],
    ['earlier', [PROMISED], { effective: { earliest: '2026-03-31', latest: '2026-03-31' } }, 'moves', 'is pulled forward by 30 days'],
    [
      'a day of the month',
      [PROMISED],
      { effective: { earliest: '2026-04-21', latest: '2026-04-21' } },
      'moves',
      'makes the date more exact',
    ],
    ['a year', [PROMISED], { effective: { earliest: '2026-01-01', latest: '2026-12-31' } }, 'moves', 'makes the date less exact'],
    ['confirmed', [PROMISED], { status: 'confirmed', effective: APRIL }, 'changes', 'changes announced to confirmed'],
    ['flights a week', [PROMISED], { weeklyFrequency: 2 }, 'changes', 'adds to what is known'],
    ['the airline gets a name', [{ ...PROMISED, airline: '' }], {}, 'changes', 'adds to what is known'],
    ['called off', [PROMISED], { status: 'cancelled' }, 'changes', 'changes announced to cancelled'],
    ['it flew', [PROMISED], { status: 'launched' }, 'changes', 'changes announced to launched'],
    ['a promise of what flies', [PROMISED, FLOWN], { effective: MAY }, 'contradicts', 'contradicts what is believed (launched)'],
    ['put off although it flies', [FLOWN], { status: 'postponed' }, 'contradicts', 'contradicts what is believed (launched)'],
    [
      'another first flight',
      [FLOWN],
      { status: 'launched', effective: { earliest: '2026-01-09', latest: '2026-01-09' } },
      'contradicts',
      'contradicts what is believed (launched)',
    ],
    ['the same first flight', [FLOWN], { status: 'launched' }, 'repeats', 'repeats what is known'],
    ['grounded', [FLOWN], { status: 'suspended' }, 'changes', 'changes launched to suspended'],
    [
      'older than what is believed',
      [PROMISED, { ...PROMISED, effective: '2026-05', publishedOn: '2026-01-14' }],
      { effective: { earliest: '2026-03-01', latest: '2026-03-31' } },
      'late',
      'changes nothing: newer statements are believed',
    ],
  ];

  test.each(cases)('%s', async (_name, before, given, kind, text) => {
    const register = await testRegister();
    for (const raw of before) await register.record(raw);
    const said: Said = { ...extracted(), ...given };
    const [effect] = await understand(register.ctx, [said], '2026-01-12');
    expect([effect!.kind, effectText(effect!, said.status)]).toEqual([kind, text]);

    // The preview records it and takes it back: it must come to the same.
    const { origin, destination, airline, status, effective, weeklyFrequency } = said;
    const preview = await previewAnnouncement(
      register.ctx,
      draft(register, {
        origin,
        destination,
        airline: airline ?? '',
        status,
        effective: effective === null ? '' : edtfOf(effective),
        weeklyFrequency: weeklyFrequency === null ? '' : String(weeklyFrequency),
      }),
    );
    expect(effect!.routeId).toBe(preview.before?.id ?? null);
    expect(effect!.statusBefore).toBe(preview.before?.status ?? null);
    const told = preview.events.map(({ data }) => data.move);
    if (effect!.move?.kind === 'slip') expect(told).toEqual([{ kind: 'slip', days: effect!.move.days }]);
    const isOtherFlight = kind === 'contradicts' && status === 'launched';
    if (['repeats', 'contradicts', 'late'].includes(kind) && !isOtherFlight) expect(preview.events).toEqual([]);
  });

  test('drafts of several pairs each meet their own route, and nothing is written', async () => {
    const { ctx, record } = await testRegister();
    const { route } = await record(PROMISED);
    const version = await ctx.db.selectFrom('register').selectAll().execute();
    const effects = await understand(
      ctx,
      [extracted({ origin: 'NQZ' }), extracted({ effective: MAY }), extracted({ origin: 'TSE' })],
      '2026-01-12',
    );
    expect(effects.map((effect) => effect.routeId)).toEqual([null, route.id, null]);
    expect(await ctx.db.selectFrom('register').selectAll().execute()).toEqual(version);
  });

  test('a draft is understood after those before it that are heard, and so they are recorded', async () => {
    const { ctx, record } = await testRegister();
    await record({ ...PROMISED, origin: 'NQZ', airline: '', effective: '2026-03' });
    const june = { earliest: '2026-06-01', latest: '2026-06-30' };
    const drafts: Said[] = [
      extracted({ effective: MAY }),
      extracted({ origin: 'LHE', destination: 'ALA', airline: null, status: 'postponed', effective: june }),
      extracted({ effective: june }),
      // The airline becomes known by the first, so the second is not about the same route.
      extracted({ origin: 'NQZ', effective: MAY }),
      extracted({ origin: 'NQZ', airline: 'air-astana', effective: MAY }),
    ];
    const kinds = async (isHeard?: (index: number) => boolean) =>
      (await understand(ctx, drafts, '2026-01-12', isHeard)).map(({ kind, routeId, statusBefore }) => [
        kind,
        routeId !== null,
        statusBefore,
      ]);
    expect(await kinds()).toEqual([
      ['newRoute', false, null],
      ['moves', false, 'announced'],
      ['changes', false, 'postponed'],
      ['moves', true, 'announced'],
      ['newRoute', false, null],
    ]);
    expect(await kinds((index) => index === 0)).toEqual([
      ['newRoute', false, null],
      ['moves', false, 'announced'],
      ['moves', false, 'announced'],
      ['moves', true, 'announced'],
      ['moves', true, 'announced'],
    ]);
    expect((await kinds(() => false)).map(([kind]) => kind)).toEqual(['newRoute', 'newRoute', 'newRoute', 'moves', 'moves']);
  });
});

test('places and airlines out of their files are those of a register', async () => {
  const { ctx } = await testRegister();
  const { places, airlines, digest } = referenceOfFiles();
  expect({ places, airlines, digest }).toEqual({
    places: ctx.reference.places,
    airlines: ctx.reference.airlines,
    digest: ctx.reference.digest,
  });
});

describe.each(engines())('recording several statements on %s', (engine) => {
  test('all of them, each with its audit line; also two of one pair', async () => {
    const register = await testRegister({ engine });
    const recorded = await recordAnnouncements(register.ctx, [
      draft(register, { airline: 'DV', effective: '2026-04' }),
      draft(register, { airline: 'DV', status: 'postponed', effective: '2026-05' }),
      draft(register, { origin: 'NQZ', airline: 'KC' }),
    ]);
    expect(recorded.map(({ route, before }) => [route.pair, route.status, before?.version])).toEqual([
      ['ALA-LHE', 'announced', undefined],
      ['ALA-LHE', 'postponed', 1],
      ['LHE-NQZ', 'announced', undefined],
    ]);
    const lines = await listAudit(register.ctx.db, {}, 4);
    expect(lines.map((line) => line.action).slice(0, 3)).toEqual(Array(3).fill('announcement.recorded'));
  });

  test('none of them if one is refused, which is named', async () => {
    const register = await testRegister({ engine });
    await register.record({ airline: 'DV', publishedOn: '2026-01-12' });
    const state = () =>
      Promise.all(
        (['register', 'routes', 'announcements', 'events', 'audit'] as const).map((one) =>
          register.ctx.db.selectFrom(one).selectAll().execute(),
        ),
      );
    const before = await state();
    const recording = recordAnnouncements(register.ctx, [
      draft(register, { origin: 'NQZ' }),
      draft(register, { airline: 'DV', sourceKind: 'media' }),
    ]);
    await expect(recording).rejects.toBeInstanceOf(AppError);
    await expect(recording).rejects.toMatchObject({ code: 'duplicate_announcement', findings: [{ pointer: '/1' }] });
    expect(await state()).toEqual(before);
  });
});
