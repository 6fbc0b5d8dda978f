import { describe, expect, test } from 'vitest';
import { type Answered, boundsOf, type Claim, score } from '../../src/extract/score.ts';

const APRIL = { earliest: '2026-04-01', latest: '2026-04-30' };

function claim(given: Partial<Claim> = {}): Claim {
  return {
    origin: 'ALA',
    destination: 'LHE',
    originAny: [],
    destinationAny: [],
    airline: 'SCAT',
    airlineIata: 'DV',
    kinds: ['new'],
    windows: [APRIL],
    optional: false,
    ...given,
  };
}

function draft(given: Partial<Answered> = {}): Answered {
  return {
    origin: 'ALA',
    destination: 'LHE',
    airline: { iata: 'DV', name: 'SCAT Airlines' },
    status: 'announced',
    effective: APRIL,
    ...given,
  };
}

/** How many pairs and claims of one text are found right. */
function hits(claims: Claim[], drafts: Answered[]) {
  const result = score([{ claims, drafts }]);
  return [Math.round(result.pair.recall * result.claims), Math.round(result.claim.recall * result.claims)];
}

describe('a claim is right when pair, status, window and airline are', () => {
  test.each<[name: string, given: Partial<Claim>, answer: Partial<Answered>, pair: number, whole: number]>([
    ['all as wanted', {}, {}, 1, 1],
    ['the other way round', {}, { origin: 'LHE', destination: 'ALA' }, 1, 1],
    ['another origin that is as good', { originAny: ['KZ'] }, { origin: 'KZ' }, 1, 1],
    ['the same, the other way round', { originAny: ['KZ'] }, { origin: 'LHE', destination: 'KZ' }, 1, 1],
    ['another pair', {}, { origin: 'NQZ' }, 0, 0],
    ['what is as good for one end is not for the other', { originAny: ['KZ'] }, { origin: 'ALA', destination: 'KZ' }, 0, 0],
    ['proposed', {}, { status: 'proposed' }, 1, 1],
    ['launched for new', {}, { status: 'launched' }, 1, 0],
    ['resumed', { kinds: ['resume'] }, { status: 'confirmed' }, 1, 1],
    ['suspended for cancel', { kinds: ['cancel'] }, { status: 'suspended' }, 1, 1],
    ['postponed for cancel', { kinds: ['cancel'] }, { status: 'postponed' }, 1, 0],
    ['one of two kinds', { kinds: ['new', 'launched'] }, { status: 'launched' }, 1, 1],
    ['another window', {}, { effective: { ...APRIL, earliest: '2026-04-02' } }, 1, 0],
    ['no window', {}, { effective: null }, 1, 0],
    ['no window wanted', { windows: [boundsOf(null)] }, { effective: null }, 1, 1],
    ['another window that is as good', { windows: [APRIL, boundsOf('2026-05')] }, { effective: boundsOf('2026-05') }, 1, 1],
    ['another code, the same name', { airlineIata: 'XX' }, {}, 1, 1],
    ['another code, a longer name', { airline: 'SCAT Airlines Kazakhstan', airlineIata: 'XX' }, {}, 1, 1],
    ['another name, the same code', { airline: 'Air Astana' }, {}, 1, 1],
    ['half a word of a name', { airline: 'SCA', airlineIata: null }, {}, 1, 0],
    ['accents and case aside', { airline: 'scát', airlineIata: null }, {}, 1, 1],
    ['no airline found', {}, { airline: null }, 1, 0],
    ['no airline wanted', { airline: null, airlineIata: null }, { airline: null }, 1, 1],
    ['any airline where none is wanted', { airline: null, airlineIata: null }, {}, 1, 1],
    ['an airline without a name', {}, { airline: { iata: null, name: '' } }, 1, 0],
  ])('%s', (_name, given, answer, pair, whole) => {
    expect(hits([claim(given)], [draft(answer)])).toEqual([pair, whole]);
  });
});

test('a draft answers one claim, and each claim takes the draft that answers it best', () => {
  const may = boundsOf('2026-05');
  expect(hits([claim(), claim({ windows: [may] })], [draft()])).toEqual([1, 1]);
  expect(hits([claim({ windows: [may] })], [draft(), draft({ effective: may })])).toEqual([1, 1]);
});

test('precision, recall and F1 over several texts', () => {
  const result = score([
    { claims: [claim(), claim({ origin: 'NQZ' })], drafts: [draft(), draft({ origin: 'TSE' }), draft({ origin: 'GUW' })] },
    { claims: [claim()], drafts: [draft({ status: 'launched' })] },
  ]);
  expect(result).toMatchObject({ texts: 2, claims: 3, drafts: 4 });
  expect(result.pair).toEqual({ precision: 2 / 4, recall: 2 / 3, f1: expect.closeTo(4 / 7, 12) });
  expect(result.claim).toEqual({ precision: 1 / 4, recall: 1 / 3, f1: expect.closeTo(2 / 7, 12) });
  expect(result.ofPairs).toEqual({ status: 1 / 2, window: 1, airline: 1 });
});

test('an optional claim is neither wanted nor held against a draft, but a second draft of it is', () => {
  const optional = claim({ origin: 'NQZ', optional: true });
  const one = score([{ claims: [claim(), optional], drafts: [draft(), draft({ origin: 'NQZ' })] }]);
  expect([one.claims, one.drafts, one.claim.f1]).toEqual([1, 1, 1]);
  const two = score([{ claims: [claim(), optional], drafts: [draft(), draft({ origin: 'NQZ' }), draft({ origin: 'NQZ' })] }]);
  expect([two.drafts, two.claim.precision]).toEqual([2, 0.5]);
});

test('a text without a required claim is quiet when nothing is made of it but its side mentions', () => {
  const side = claim({ origin: 'NQZ', optional: true });
  const result = score([
    { claims: [], drafts: [] },
    { claims: [], drafts: [draft()] },
    { claims: [side], drafts: [draft({ origin: 'NQZ' })] },
    { claims: [side], drafts: [draft({ origin: 'NQZ' }), draft()] },
    { claims: [claim()], drafts: [] },
  ]);
  expect([result.negatives, result.quiet]).toEqual([4, 0.5]);
});

test('nothing wanted and nothing given is all right', () => {
  expect(score([])).toMatchObject({ pair: { precision: 1, recall: 1, f1: 1 }, quiet: 1 });
  expect(score([{ claims: [claim()], drafts: [] }]).claim).toEqual({ precision: 1, recall: 0, f1: 0 });
});

test.each<[string | null, string | null, string | null]>([
  ['2026-04-21', '2026-04-21', '2026-04-21'],
  ['2024-02', '2024-02-01', '2024-02-29'],
  ['2026', '2026-01-01', '2026-12-31'],
  ['2026-02/2026-03', '2026-02-01', '2026-03-31'],
  ['2026-02-03/2026-03', '2026-02-03', '2026-03-31'],
  ['../2026-06-30', null, '2026-06-30'],
  ['2026-06/..', '2026-06-01', null],
  [null, null, null],
])('%s is from %s to %s', (edtf, earliest, latest) => {
  expect(boundsOf(edtf)).toEqual({ earliest, latest });
});
