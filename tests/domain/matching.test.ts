import { describe, expect, it } from 'vitest';
import { type Candidate, matchRoute, pairOf } from '../../src/domain/matching.ts';
import { ROUTE_STATUSES, type RouteStatus, STATUSES, type Status } from '../../src/domain/vocabulary.ts';

const PENDING: readonly string[] = ['proposed', 'announced', 'confirmed', 'postponed'];

function route(airline: string | null, status: RouteStatus): Candidate {
  return { id: `${airline ?? 'nobody'} ${status}`, airline, status };
}

describe('the pair', () => {
  it('has one name in both directions', () => {
    expect(pairOf('LHE', 'ALA')).toBe('ALA-LHE');
    expect(pairOf('ALA', 'LHE')).toBe('ALA-LHE');
    expect(pairOf('KZ', 'ALA')).toBe('ALA-KZ');
  });
});

describe('a statement', () => {
  it.each<[sentence: string, statement: { status: Status; airline: string | null }, candidates: Candidate[], match: string | undefined]>([
    ['about an unknown pair begins a route', { status: 'announced', airline: 'scat' }, [], undefined],
    ['about an unknown pair begins a route, without airline too', { status: 'announced', airline: null }, [], undefined],

    ['of an airline goes to its route', { status: 'confirmed', airline: 'scat' }, [route('scat', 'announced')], 'scat announced'],
    [
      'of an airline goes to its route, flying or not',
      { status: 'announced', airline: 'scat' },
      [route('scat', 'launched')],
      'scat launched',
    ],
    [
      'of an airline goes to its route, though it has ended',
      { status: 'announced', airline: 'scat' },
      [route('scat', 'ended')],
      'scat ended',
    ],
    [
      'of an airline goes to its route, though all about it was retracted',
      { status: 'announced', airline: 'scat' },
      [route('scat', 'retracted')],
      'scat retracted',
    ],
    ['of another airline begins a route', { status: 'announced', airline: 'arystan' }, [route('scat', 'announced')], undefined],
    [
      'of an airline adopts the pending route without one',
      { status: 'announced', airline: 'scat' },
      [route(null, 'proposed')],
      'nobody proposed',
    ],
    ['that it flies adopts it as well', { status: 'launched', airline: 'scat' }, [route(null, 'postponed')], 'nobody postponed'],
    [
      'of an airline leaves a flying route without airline alone',
      { status: 'announced', airline: 'scat' },
      [route(null, 'launched')],
      undefined,
    ],
    [
      'of an airline leaves a cancelled route without airline alone',
      { status: 'announced', airline: 'scat' },
      [route(null, 'cancelled')],
      undefined,
    ],
    [
      'of an airline prefers its own route to the one without',
      { status: 'announced', airline: 'scat' },
      [route(null, 'announced'), route('scat', 'launched')],
      'scat launched',
    ],

    [
      'without airline goes to the only pending route',
      { status: 'confirmed', airline: null },
      [route('scat', 'announced')],
      'scat announced',
    ],
    [
      'without airline goes to the only pending route beside one that flies',
      { status: 'confirmed', airline: null },
      [route('pia', 'launched'), route('scat', 'announced')],
      'scat announced',
    ],
    [
      'that it flies, without airline, goes to the pending route',
      { status: 'launched', airline: null },
      [route('pia', 'launched'), route('scat', 'announced')],
      'scat announced',
    ],
    [
      'that it is cancelled, without airline, goes to the pending route',
      { status: 'cancelled', airline: null },
      [route('pia', 'launched'), route('scat', 'announced')],
      'scat announced',
    ],
    [
      'that it is suspended, without airline, goes to the one that flies',
      { status: 'suspended', airline: null },
      [route('pia', 'launched'), route('scat', 'announced')],
      'pia launched',
    ],
    [
      'that it has ended, without airline, goes to the one that flies',
      { status: 'ended', airline: null },
      [route('pia', 'launched'), route('scat', 'announced')],
      'pia launched',
    ],
    [
      'without airline begins a route where two are pending',
      { status: 'confirmed', airline: null },
      [route('pia', 'announced'), route('scat', 'announced')],
      undefined,
    ],
    [
      'without airline goes to the route without one where two are pending',
      { status: 'confirmed', airline: null },
      [route('scat', 'announced'), route(null, 'proposed')],
      'nobody proposed',
    ],
    ['without airline is not about a route that flies', { status: 'confirmed', airline: null }, [route('scat', 'launched')], undefined],
    [
      'that it ends, without airline, is not about a mere promise',
      { status: 'ended', airline: null },
      [route('scat', 'announced')],
      undefined,
    ],
    [
      'without airline goes back to the route without one, whatever became of it',
      { status: 'announced', airline: null },
      [route(null, 'ended')],
      'nobody ended',
    ],
  ])('%s', (_, statement, candidates, match) => {
    expect(matchRoute(statement, candidates)?.id).toBe(match);
    expect(matchRoute(statement, candidates.toReversed())?.id).toBe(match);
  });

  it('finds the same route in whatever order the pair lists them, and never a second one for an airline, in every combination', () => {
    const states = [undefined, ...ROUTE_STATUSES];
    let met = 0;
    for (const own of states) {
      for (const other of states) {
        for (const nobody of states) {
          const candidates = [
            ...(own === undefined ? [] : [route('own', own)]),
            ...(other === undefined ? [] : [route('other', other)]),
            ...(nobody === undefined ? [] : [route(null, nobody)]),
          ];
          for (const status of STATUSES) {
            for (const airline of ['own', null]) {
              const match = matchRoute({ status, airline }, candidates);
              expect(matchRoute({ status, airline }, candidates.toReversed())).toBe(match);
              expect(match?.id).toBe(expectedMatch(status, airline, candidates));
              met += 1;
            }
          }
        }
      }
    }
    expect(met).toBe(16_000);
  });
});

/** The rule as a person would apply it with the list in hand: strike out what it cannot be, and see whether one is left. */
function expectedMatch(status: Status, airline: string | null, candidates: Candidate[]): string | undefined {
  const nameless = candidates.filter((candidate) => candidate.airline === null);
  if (airline !== null) {
    const possible = [
      ...candidates.filter((candidate) => candidate.airline === airline),
      ...nameless.filter((candidate) => PENDING.includes(candidate.status)),
    ];
    return possible[0]?.id;
  }
  const wanted = ['suspended', 'ended'].includes(status) ? ['launched'] : PENDING;
  const possible = candidates.filter((candidate) => wanted.includes(candidate.status));
  const [only] = possible.length === 1 ? possible : nameless;
  return only?.id;
}
