import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBetween, type Facts } from '../../src/domain/events.ts';
import { isPending, type MoveKind, ROUTE_STATUSES, type RouteStatus } from '../../src/domain/vocabulary.ts';
import { sameWindow, type Window } from '../../src/domain/windows.ts';
import { crowdedWindow } from './fixtures/arbitraries.ts';

const april: Window = { earliest: '2023-04-01', latest: '2023-04-30' };
const may: Window = { earliest: '2023-05-01', latest: '2023-05-31' };

function facts(status: RouteStatus, launch: Window | null = null): Facts {
  return { status, launch };
}

describe('a change of belief', () => {
  it.each<[sentence: string, before: Facts | undefined, after: Facts, type: string | undefined, move: MoveKind | null]>([
    ['a first promise is announced', undefined, facts('announced', april), 'route.announced', null],
    ['a first proposal without a date is announced too', undefined, facts('proposed'), 'route.announced', null],
    ['a route first heard of in flight is launched', undefined, facts('launched', april), 'route.launched', null],
    ['a route first heard of at its end changes its status', undefined, facts('ended'), 'route.status_changed', null],
    ['a route first heard of when it is cancelled changes its status', undefined, facts('cancelled'), 'route.status_changed', null],
    ['what was retracted and is said again is announced again', facts('retracted'), facts('announced', april), 'route.announced', null],
    ['nothing said, nothing told', undefined, facts('retracted'), undefined, null],
    ['nothing said any more is a change of status', facts('announced', april), facts('retracted'), 'route.status_changed', null],
    ['the same again is no news', facts('announced', april), facts('announced', april), undefined, null],
    ['a later window is a move', facts('announced', april), facts('announced', may), 'route.launch_moved', 'slip'],
    ['a later window with another status is a move', facts('announced', april), facts('postponed', may), 'route.launch_moved', 'slip'],
    ['an earlier window is a move', facts('announced', may), facts('confirmed', april), 'route.launch_moved', 'pullIn'],
    ['a first date is a move from nowhere', facts('announced'), facts('announced', april), 'route.launch_moved', null],
    ['a date taken back is a move to nowhere', facts('announced', april), facts('postponed'), 'route.launch_moved', null],
    ['another status alone is a change of status', facts('announced', april), facts('confirmed', april), 'route.status_changed', null],
    [
      'a first flight is a launch, though the window changes with it',
      facts('confirmed', april),
      facts('launched', may),
      'route.launched',
      null,
    ],
    ['a return after a suspension is a launch', facts('suspended', april), facts('launched', may), 'route.launched', null],
    ['a corrected first flight is a move', facts('launched', april), facts('launched', may), 'route.launch_moved', 'slip'],
    ['a suspension is a change of status', facts('launched', april), facts('suspended', april), 'route.status_changed', null],
    [
      'a cancellation is a change of status, though it also loses the date',
      facts('announced', april),
      facts('cancelled'),
      'route.status_changed',
      null,
    ],
    ['a cancelled route with another old date is no news', facts('cancelled', april), facts('cancelled', may), undefined, null],
  ])('%s', (_, before, after, type, move) => {
    const change = changeBetween(before, after);
    expect(change?.type).toBe(type);
    expect(change?.move?.kind ?? null).toBe(move);
  });

  it('is told when a status, or the date of a route that flies or will, has changed, and only then', () => {
    const some = fc.record({
      status: fc.constantFrom(...ROUTE_STATUSES),
      launch: fc.oneof(fc.constant(null), fc.constant(april), fc.constant(may), crowdedWindow),
    });
    fc.assert(
      fc.property(some, some, (before, after) => {
        const dated = isPending(after.status) || after.status === 'launched';
        const news = before.status !== after.status || (dated && !sameWindow(before.launch, after.launch));
        expect(changeBetween(before, after) !== undefined).toBe(news);
        expect(changeBetween(before, before)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});
