import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Belief, flagOfBelief, fold, foldAsOf, inFoldOrder, nothingSaid, type Statement, step } from '../../src/domain/belief.ts';
import { matchRoute, pairOf } from '../../src/domain/matching.ts';
import { daysMoved, moveBetween } from '../../src/domain/moves.ts';
import { isPending, STATUSES, type Status } from '../../src/domain/vocabulary.ts';
import { labelOf, parseWindow, type Window } from '../../src/domain/windows.ts';
import { date, ledger } from './fixtures/arbitraries.ts';

const ENDS = { origin: 'ALA', destination: 'LHE' };

function read(text: string): Window {
  const parsed = parseWindow(text);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.window;
}

type Said = [publishedOn: string, status: Status, effective?: string, more?: Partial<Statement>];

/** Statements as they are told: a day, what is asserted, for when. `withdrawn` takes the date back. */
function statements(...said: Said[]): Statement[] {
  return said.map(([publishedOn, status, effective, more], index) => ({
    id: `s${index}`,
    publishedOn,
    ...ENDS,
    airline: null,
    status,
    window: effective === undefined || effective === 'withdrawn' ? null : read(effective),
    withdrawsDate: effective === 'withdrawn',
    wording: effective ?? null,
    weeklyFrequency: null,
    ...more,
  }));
}

function believe(...said: Said[]): Belief {
  return fold(statements(...said), ENDS);
}

/** What each statement did, in the order they were made. */
function steps(list: readonly Statement[]) {
  let belief = nothingSaid(ENDS.origin, ENDS.destination);
  return list.map((statement) => {
    const done = step(belief, statement);
    belief = done.belief;
    return done;
  });
}

describe('a route of which nothing is said', () => {
  it('is retracted, has no date and no flag', () => {
    expect(fold([], ENDS)).toEqual(nothingSaid('ALA', 'LHE'));
    expect(fold([], ENDS)).toMatchObject({ ...ENDS, status: 'retracted', launch: null, announcementCount: 0, firstAnnouncedOn: null });
    expect(flagOfBelief(fold([], ENDS), '2026-01-01')).toBe('none');
  });
});

describe('the status', () => {
  it.each(STATUSES)('of a route of which only "%s" was said is that', (status) => {
    expect(believe(['2023-01-01', status]).status).toBe(status);
  });

  it('is that of the latest statement while it is a promise', () => {
    expect(believe(['2023-01-01', 'confirmed'], ['2023-01-02', 'proposed']).status).toBe('proposed');
    expect(believe(['2023-01-01', 'announced'], ['2023-01-02', 'cancelled']).status).toBe('cancelled');
    expect(believe(['2023-01-01', 'cancelled'], ['2023-01-02', 'announced']).status).toBe('announced');
  });

  it.each(['proposed', 'announced', 'confirmed', 'postponed', 'cancelled'] as const)(
    'of a flying route does not change because somebody says "%s"',
    (status) => {
      const flying = statements(['2023-07-08', 'launched', '2023-07-08'], ['2023-09-05', status, '2024-01']);
      const [flown, after] = steps(flying);
      expect(after).toMatchObject({ move: null, outcome: null });
      expect(after!.belief).toEqual({ ...flown!.belief, announcementCount: 2, lastAnnouncedOn: '2023-09-05' });
    },
  );

  it.each(['suspended', 'ended'] as const)('of a flying route becomes %s when that is said, and its first flight stays known', (status) => {
    const belief = believe(['2023-07-08', 'launched', '2023-07-08'], ['2024-01-10', status, '2024-02-01']);
    expect(belief).toMatchObject({ status, launchedOn: '2023-07-08', launch: read('2023-07-08'), stopped: read('2024-02-01') });
  });

  it('of a route that stopped twice is the later one, and the day without service stays when no other is given', () => {
    const belief = believe(['2023-07-08', 'launched', '2023-07-08'], ['2024-01-10', 'suspended', '2024-02-01'], ['2024-06-01', 'ended']);
    expect(belief).toMatchObject({ status: 'ended', stopped: read('2024-02-01') });
  });

  it('is what the last launch, stop or else the last statement says, in any ledger', () => {
    fc.assert(
      fc.property(ledger, (list) => {
        const decisive = list.findLast(({ status }) => ['launched', 'suspended', 'ended'].includes(status));
        const expected = decisive?.status === 'launched' ? 'launched' : (list.at(-1)?.status ?? 'retracted');
        expect(fold(list, ENDS).status).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the window', () => {
  it('is that of the latest dated statement', () => {
    expect(believe(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', 'confirmed', '2023-05']).launch).toEqual(read('2023-05'));
  });

  it.each(['proposed', 'announced', 'confirmed'] as const)('survives an undated "%s", with its words', (status) => {
    const belief = believe(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', status, undefined, { wording: 'soon' }]);
    expect(belief).toMatchObject({ status, launch: read('2023-04'), launchWording: '2023-04' });
  });

  it('survives a cancellation, and a new undated promise after it', () => {
    expect(believe(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', 'cancelled']).launch).toEqual(read('2023-04'));
    expect(believe(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', 'cancelled'], ['2023-03-01', 'announced']).launch).toEqual(
      read('2023-04'),
    );
  });

  it('is gone after a postponement without a date', () => {
    const belief = believe(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', 'postponed']);
    expect(belief).toMatchObject({ status: 'postponed', launch: null, launchWording: null });
    expect(flagOfBelief(belief, '2030-01-01')).toBe('none');
  });

  it('is the new one after a postponement with a date', () => {
    expect(believe(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', 'postponed', '2023-06']).launch).toEqual(read('2023-06'));
  });

  it('is gone after the date was withdrawn', () => {
    const belief = believe(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', 'confirmed', 'withdrawn']);
    expect(belief).toMatchObject({ status: 'confirmed', launch: null, launchWording: null });
  });

  it('that comes after a withdrawal is compared with the last dated promise', () => {
    const list = statements(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', 'postponed'], ['2023-03-01', 'announced', '2023-06']);
    expect(steps(list).map(({ move }) => move?.kind ?? null)).toEqual([null, null, 'slip']);
    expect(fold(list, ENDS)).toMatchObject({ slipCount: 1, slipDays: 61 });
  });

  it('of a pending route is what a search through the running promise finds, in any ledger', () => {
    fc.assert(
      fc.property(ledger, (list) => {
        const belief = fold(list, ENDS);
        if (!isPending(belief.status)) return;
        const last = list.findLastIndex(({ status }) => ['launched', 'suspended', 'ended'].includes(status));
        const promises = list.slice(last + 1).filter(({ status }) => status !== 'cancelled');
        const setting = promises.findLast(
          ({ status, window, withdrawsDate }) => window !== null || withdrawsDate || status === 'postponed',
        );
        const dated = promises.flatMap(({ window }) => window ?? []);
        const slips = dated.slice(1).filter((window, index) => moveBetween(dated[index]!, window).kind === 'slip');
        expect(belief).toMatchObject({
          launch: setting?.window ?? null,
          launchWording: setting?.window ? setting.wording : null,
          launchedOn: null,
          stopped: null,
          firstPromise: dated[0] ?? null,
          lastPromise: dated.at(-1) ?? null,
          slipCount: slips.length,
          slipDays: dated.length === 0 ? null : daysMoved(dated[0]!, dated.at(-1)!),
        });
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the first flight', () => {
  it('is a day only when a statement gave the day', () => {
    expect(believe(['2023-07-08', 'launched', '2023-07-08']).launchedOn).toBe('2023-07-08');
    expect(believe(['2023-07-08', 'launched', '2023-07'])).toMatchObject({ launchedOn: null, launch: read('2023-07') });
    expect(believe(['2023-07-08', 'launched'])).toMatchObject({ launchedOn: null, launch: null });
  });

  it('without a date leaves the promised window', () => {
    expect(believe(['2023-06-10', 'announced', '2023-07-08'], ['2023-07-09', 'launched'])).toMatchObject({
      status: 'launched',
      launch: read('2023-07-08'),
      launchedOn: null,
    });
  });

  it('is not forgotten because somebody later says the month', () => {
    expect(believe(['2023-07-08', 'launched', '2023-07-08'], ['2023-08-24', 'launched', '2023-07']).launchedOn).toBe('2023-07-08');
    expect(believe(['2023-07-08', 'launched', '2023-07-08'], ['2023-08-24', 'launched']).launchedOn).toBe('2023-07-08');
  });

  it('is corrected by a later statement of another day', () => {
    const belief = believe(
      ['2023-07-01', 'announced', '2023-07-01'],
      ['2023-07-08', 'launched', '2023-07-07'],
      ['2023-07-11', 'launched', '2023-07-08'],
    );
    expect(belief).toMatchObject({ launchedOn: '2023-07-08', launch: read('2023-07-08'), slipDays: 7 });
  });

  it('is made precise by a later statement of the day', () => {
    expect(believe(['2023-07-20', 'launched', '2023-07'], ['2023-08-01', 'launched', '2023-07-08']).launchedOn).toBe('2023-07-08');
  });

  it('is told as kept or late against the first dated promise, not the last', () => {
    const [, , , flown] = steps(
      statements(
        ['2022-11-11', 'announced'],
        ['2022-11-29', 'announced', '2023-03'],
        ['2023-06-10', 'announced', '2023-07-08'],
        ['2023-07-08', 'launched', '2023-07-08'],
      ),
    );
    expect(flown!.outcome).toEqual({ kept: false, days: 99, promised: read('2023-03') });
    expect(flown!.move).toBeNull();
  });

  it('has no outcome where nothing was promised', () => {
    expect(steps(statements(['2023-07-08', 'launched', '2023-07-08']))[0]!.outcome).toBeNull();
  });

  it('shows after a cancellation too', () => {
    const list = statements(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', 'cancelled'], ['2023-04-10', 'launched', '2023-04-09']);
    expect(steps(list)[2]!).toMatchObject({
      belief: { status: 'launched', launchedOn: '2023-04-09', stopped: null },
      outcome: { kept: true, days: -21 },
    });
  });
});

describe('after a service has stopped', () => {
  const served: Said[] = [
    ['2023-01-01', 'announced', '2023-04'],
    ['2023-02-01', 'announced', '2023-05'],
    ['2023-05-20', 'launched', '2023-05-20'],
  ];

  it.each(['suspended', 'ended'] as const)(
    '(%s) a new promise begins: old dates, slips and first flight belong to the old one',
    (status) => {
      const belief = believe(...served, ['2024-01-01', status, '2024-01-15'], ['2024-06-01', 'announced', '2024-09']);
      expect(belief).toMatchObject({
        status: 'announced',
        launch: read('2024-09'),
        launchedOn: null,
        stopped: null,
        slipCount: 0,
        slipDays: 0,
        firstPromise: read('2024-09'),
      });
    },
  );

  it('a new promise without a date has no date', () => {
    expect(believe(...served, ['2024-01-01', 'ended'], ['2024-06-01', 'proposed'])).toMatchObject({
      status: 'proposed',
      launch: null,
      slipDays: null,
    });
  });

  it('a new promise begins anew though the return was called off in between', () => {
    const belief = believe(...served, ['2024-01-01', 'suspended'], ['2024-03-01', 'cancelled'], ['2024-06-01', 'announced']);
    expect(belief).toMatchObject({ status: 'announced', launch: null, launchedOn: null, firstPromise: null, slipCount: 0 });
  });

  it('a return flies without a promise, and is measured against none', () => {
    const list = statements(...served, ['2024-01-01', 'suspended', '2024-01-15'], ['2024-07-01', 'launched', '2024-07-01']);
    expect(steps(list).at(-1)).toMatchObject({
      belief: { status: 'launched', launchedOn: '2024-07-01', stopped: null, firstPromise: null, slipDays: null },
      outcome: null,
    });
  });

  it('a promised return that flies is measured against its own first promise', () => {
    const list = statements(
      ...served,
      ['2024-01-01', 'ended'],
      ['2024-06-01', 'announced', '2024-09'],
      ['2024-10-02', 'launched', '2024-10-01'],
    );
    expect(steps(list).at(-1)!.outcome).toEqual({ kept: false, days: 1, promised: read('2024-09') });
  });

  it('keeps the count of all that was ever said', () => {
    expect(believe(...served, ['2024-01-01', 'ended'], ['2024-06-01', 'announced'])).toMatchObject({
      announcementCount: 5,
      firstAnnouncedOn: '2023-01-01',
      lastAnnouncedOn: '2024-06-01',
    });
  });
});

describe('what is remembered from statement to statement', () => {
  it('is the airline and the frequency last named', () => {
    const belief = believe(
      ['2023-01-01', 'announced', '2023-04', { airline: 'scat', weeklyFrequency: 2 }],
      ['2023-01-02', 'announced'],
      ['2023-01-03', 'confirmed', undefined, { weeklyFrequency: 3 }],
    );
    expect(belief).toMatchObject({ airline: 'scat', weeklyFrequency: 3 });
  });

  it('is the direction in which the first statement named the pair', () => {
    const [there, back] = statements(['2023-01-01', 'announced'], ['2023-01-02', 'announced']);
    const belief = fold([there!, { ...back!, origin: 'LHE', destination: 'ALA' }], { origin: '???', destination: '???' });
    expect(belief).toMatchObject({ origin: 'ALA', destination: 'LHE' });
  });

  it('counts every statement once, first and last', () => {
    fc.assert(
      fc.property(ledger, (list) => {
        expect(fold(list, ENDS)).toMatchObject({
          announcementCount: list.length,
          firstAnnouncedOn: list[0]?.publishedOn ?? null,
          lastAnnouncedOn: list.at(-1)?.publishedOn ?? null,
          airline: list.findLast(({ airline }) => airline !== null)?.airline ?? null,
          weeklyFrequency: list.findLast(({ weeklyFrequency }) => weeklyFrequency !== null)?.weeklyFrequency ?? null,
        });
      }),
    );
  });

  it('never makes a route that contradicts itself', () => {
    fc.assert(
      fc.property(ledger, (list) => {
        for (const { belief, move, outcome } of steps(list)) {
          if (belief.launchedOn !== null) expect(belief.launch).toEqual({ earliest: belief.launchedOn, latest: belief.launchedOn });
          if (isPending(belief.status) || belief.status === 'launched') expect(belief.stopped).toBeNull();
          if (isPending(belief.status)) expect(belief.launchedOn).toBeNull();
          if (belief.firstPromise === null) expect(belief).toMatchObject({ lastPromise: null, slipCount: 0, slipDays: null });
          if (move !== null) expect(isPending(belief.status)).toBe(true);
          if (outcome !== null) expect(belief.status).toBe('launched');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is left as it was: a step changes no belief that was handed to it', () => {
    fc.assert(
      fc.property(ledger, (list) => {
        const frozen = list.map((statement) => Object.freeze(statement));
        frozen.reduce((belief, statement) => Object.freeze(step(belief, statement).belief), Object.freeze(nothingSaid('ALA', 'LHE')));
      }),
    );
  });
});

describe('fold order', () => {
  it('is the day of publication, then the order of recording', () => {
    const list = statements(
      ['2023-01-02', 'announced'],
      ['2023-01-01', 'announced'],
      ['2023-01-02', 'announced'],
      ['2022-12-31', 'announced'],
    );
    expect(list.toSorted(inFoldOrder).map(({ id }) => id)).toEqual(['s3', 's1', 's0', 's2']);
    expect(
      list
        .toReversed()
        .toSorted(inFoldOrder)
        .map(({ id }) => id),
    ).toEqual(['s3', 's1', 's0', 's2']);
    expect(inFoldOrder(list[0]!, list[0]!)).toBe(0);
  });

  it('makes the belief independent of the order in which statements are read', () => {
    const shuffled = ledger.chain((list) => fc.shuffledSubarray(list, { minLength: list.length }).map((mixed) => ({ list, mixed })));
    fc.assert(
      fc.property(shuffled, ({ list, mixed }) => {
        expect(fold(mixed.toSorted(inFoldOrder), ENDS)).toEqual(fold(list, ENDS));
      }),
    );
  });
});

describe('what was believed on a day', () => {
  it('counts what was published on that day and nothing later', () => {
    const list = statements(['2023-01-01', 'announced', '2023-04'], ['2023-02-01', 'announced', '2023-05'], ['2023-02-02', 'cancelled']);
    expect(foldAsOf(list, ENDS, '2022-12-31')).toEqual(nothingSaid('ALA', 'LHE'));
    expect(foldAsOf(list, ENDS, '2023-01-31').launch).toEqual(read('2023-04'));
    expect(foldAsOf(list, ENDS, '2023-02-01')).toMatchObject({ launch: read('2023-05'), status: 'announced' });
    expect(foldAsOf(list, ENDS, '2023-02-02').status).toBe('cancelled');
  });

  it('becomes what is believed now as the days pass', () => {
    fc.assert(
      fc.property(ledger, date, (list, day) => {
        const heard = list.filter(({ publishedOn }) => publishedOn <= day).length;
        expect(foldAsOf(list, ENDS, day)).toEqual(heard === 0 ? nothingSaid('ALA', 'LHE') : steps(list)[heard - 1]!.belief);
        expect(foldAsOf(list, ENDS, '9999-12-31')).toEqual(fold(list, ENDS));
      }),
    );
  });
});

describe('the flag of a route', () => {
  it.each(STATUSES)('is set by the calendar only while it is pending (%s)', (status) => {
    const belief = believe(['2023-01-01', 'announced', '2023-04'], ['2023-01-02', status, isPending(status) ? '2023-04' : undefined]);
    expect(belief.launch).toEqual(read('2023-04'));
    expect(flagOfBelief(belief, '2023-03-31')).toBe('none');
    expect(flagOfBelief(belief, '2023-04-01')).toBe(isPending(status) ? 'due' : 'none');
    expect(flagOfBelief(belief, '2023-05-01')).toBe(isPending(status) ? 'overdue' : 'none');
  });
});

describe('the real ledger', () => {
  it('tells Almaty–Lahore as it was: eight dates, three slips, flown 99 days after the first promise', () => {
    const { list, done } = pairInLedger('ALA', 'LHE');
    const told = list.map(({ publishedOn, status, window }, index) => {
      const { move, outcome } = done[index]!;
      const days = move?.days ?? outcome?.days ?? null;
      return [publishedOn, status, window && labelOf(window), move?.kind ?? (outcome && (outcome.kept ? 'kept' : 'late')), days];
    });
    expect(told).toEqual([
      ['2022-11-11', 'announced', null, null, null],
      ['2022-11-29', 'announced', 'February–March 2023', null, null],
      ['2022-12-23', 'announced', 'March 2023', 'firmed', 0],
      ['2022-12-27', 'announced', 'March 2023', 'repeated', 0],
      ['2023-01-04', 'announced', '2023', 'loosened', 275],
      ['2023-02-20', 'announced', '21 April 2023', 'firmed', -254],
      ['2023-02-20', 'announced', '26 April 2023', 'slip', 5],
      ['2023-02-22', 'announced', 'April 2023', 'loosened', 4],
      ['2023-03-23', 'announced', 'April 2023', 'repeated', 0],
      ['2023-03-30', 'announced', 'May 2023', 'slip', 31],
      ['2023-06-10', 'announced', '8 July 2023', 'slip', 38],
      ['2023-07-04', 'confirmed', '8 July 2023', 'repeated', 0],
      ['2023-07-07', 'confirmed', '8 July 2023', 'repeated', 0],
      ['2023-07-08', 'launched', '8 July 2023', 'late', 99],
      ['2023-07-11', 'launched', '8 July 2023', 'late', 99],
      ['2023-08-24', 'confirmed', 'July 2023', null, null],
      ['2023-09-05', 'confirmed', null, null, null],
    ]);
    expect(done.at(-1)!.belief).toMatchObject({
      ...ENDS,
      airline: 'DV',
      status: 'launched',
      launch: read('2023-07-08'),
      launchedOn: '2023-07-08',
      weeklyFrequency: 2,
      announcementCount: 17,
      firstAnnouncedOn: '2022-11-11',
      lastAnnouncedOn: '2023-09-05',
      slipCount: 3,
      slipDays: 99,
      firstPromise: read('2023-02/2023-03'),
    });
  });

  it.each<[asOf: string, status: string, label: string | null, flag: string]>([
    ['2022-11-10', 'retracted', null, 'none'],
    ['2022-11-11', 'announced', null, 'none'],
    ['2023-01-01', 'announced', 'March 2023', 'none'],
    ['2023-02-19', 'announced', '2023', 'due'],
    ['2023-02-21', 'announced', '26 April 2023', 'none'],
    ['2023-03-29', 'announced', 'April 2023', 'none'],
    ['2023-04-01', 'announced', 'May 2023', 'none'],
    ['2023-05-31', 'announced', 'May 2023', 'due'],
    ['2023-06-09', 'announced', 'May 2023', 'overdue'],
    ['2023-07-07', 'confirmed', '8 July 2023', 'none'],
    ['2023-07-08', 'launched', '8 July 2023', 'none'],
  ])('on %s people believed of Almaty–Lahore: %s, %s, flag %s', (asOf, status, label, flag) => {
    const belief = foldAsOf(pairInLedger('ALA', 'LHE').list, ENDS, asOf);
    expect([belief.status, belief.launch && labelOf(belief.launch), flagOfBelief(belief, asOf)]).toEqual([status, label, flag]);
  });

  it('tells Almaty–Karachi as it was: still a proposal, overdue since May 2023', () => {
    const { done } = pairInLedger('ALA', 'KHI');
    expect(done.map(({ move }) => move?.kind ?? null)).toEqual([
      null,
      null,
      'loosened',
      'firmed',
      'repeated',
      'loosened',
      'firmed',
      'repeated',
      'repeated',
      null,
    ]);
    const { belief } = done.at(-1)!;
    expect(belief).toMatchObject({
      airline: 'DV',
      status: 'proposed',
      launch: read('2023-05'),
      launchWording: 'in May this year',
      launchedOn: null,
      slipCount: 0,
      slipDays: 61,
    });
    expect(flagOfBelief(belief, '2023-05-31')).toBe('due');
    expect(flagOfBelief(belief, '2023-06-01')).toBe('overdue');
  });
});

/** All statements about a pair; fails if they are not about one route. Airlines go by their code here. */
function pairInLedger(a: string, b: string) {
  const text = readFileSync(new URL('../../data/announcements.csv', import.meta.url), 'utf8');
  const rows = parse<Record<string, string>>(text, { columns: true });
  const list = rows
    .map(
      (row, index): Statement => ({
        id: String(index).padStart(6, '0'),
        publishedOn: row.published_on!,
        origin: row.origin!,
        destination: row.destination!,
        airline: row.airline || null,
        status: row.status as Status,
        window: row.effective ? read(row.effective) : null,
        withdrawsDate: false,
        wording: row.wording || null,
        weeklyFrequency: row.weekly_frequency ? Number(row.weekly_frequency) : null,
      }),
    )
    .filter(({ origin, destination }) => pairOf(origin, destination) === pairOf(a, b))
    .toSorted(inFoldOrder);
  const done = steps(list);
  for (const [index, statement] of list.entries()) {
    const belief = index === 0 ? undefined : done[index - 1]!.belief;
    const candidates = belief === undefined ? [] : [{ id: 'the route', airline: belief.airline, status: belief.status }];
    expect(matchRoute(statement, candidates)?.id).toBe(belief === undefined ? undefined : 'the route');
  }
  return { list, done };
}
