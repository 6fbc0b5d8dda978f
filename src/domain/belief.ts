import type { LocalDate } from './dates.ts';
import { flagOn } from './flags.ts';
import { daysMoved, type Move, moveBetween, type Outcome, outcomeOf } from './moves.ts';
import { type Flag, isPending, type RouteStatus, type Status } from './vocabulary.ts';
import { containsWindow, sameWindow, type Window } from './windows.ts';

/** What one public statement asserts, as far as belief depends on it. */
export interface Statement {
  id: string;
  publishedOn: LocalDate;
  origin: string;
  destination: string;
  /** Airline id; null when the speaker named none. */
  airline: string | null;
  status: Status;
  window: Window | null;
  /** The speaker took the date back and gave no other. */
  withdrawsDate: boolean;
  wording: string | null;
  weeklyFrequency: number | null;
}

/** What the live statements about one route add up to. */
export interface Belief {
  origin: string;
  destination: string;
  airline: string | null;
  status: RouteStatus;
  /** Pending: when it should start. Launched: when it first flew. Later: the last of these that was known. */
  launch: Window | null;
  launchWording: string | null;
  /** The first flight's day, when a statement gave the day. */
  launchedOn: LocalDate | null;
  /** The first day without service, of a route that is suspended, ended or cancelled. */
  stopped: Window | null;
  weeklyFrequency: number | null;
  announcementCount: number;
  firstAnnouncedOn: LocalDate | null;
  lastAnnouncedOn: LocalDate | null;
  slipCount: number;
  /** How far the last day has moved from the first dated promise to the newest (or the flight); null when that cannot be said. */
  slipDays: number | null;
  /** The first and the newest dated statement of the promise that is running, or that was last kept. */
  firstPromise: Window | null;
  lastPromise: Window | null;
  /** The promise was kept by a flight or buried with the service: the next one begins anew, whatever was said in between. */
  promiseOver: boolean;
}

/** What one statement did to the belief before it. */
export interface Step {
  belief: Belief;
  move: Move | null;
  outcome: Outcome | null;
}

/** Belief about a route of which nothing is said, or nothing any more. */
export function nothingSaid(origin: string, destination: string): Belief {
  return {
    origin,
    destination,
    airline: null,
    status: 'retracted',
    launch: null,
    launchWording: null,
    launchedOn: null,
    stopped: null,
    weeklyFrequency: null,
    announcementCount: 0,
    firstAnnouncedOn: null,
    lastAnnouncedOn: null,
    slipCount: 0,
    slipDays: null,
    firstPromise: null,
    lastPromise: null,
    promiseOver: false,
  };
}

const newPromise = {
  launch: null,
  launchWording: null,
  launchedOn: null,
  stopped: null,
  slipCount: 0,
  slipDays: null,
  firstPromise: null,
  lastPromise: null,
  promiseOver: false,
} satisfies Partial<Belief>;

/** Fold order: by day of publication, then by recording (ids are UUIDv7 and grow with time). */
export function inFoldOrder(a: Statement, b: Statement): number {
  if (a.publishedOn !== b.publishedOn) return a.publishedOn < b.publishedOn ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** What the statements, in fold order and none retracted, add up to. */
export function fold(statements: readonly Statement[], ends: { origin: string; destination: string }): Belief {
  return statements.reduce((belief, statement) => step(belief, statement).belief, nothingSaid(ends.origin, ends.destination));
}

/** What was believed on a date: only what had been published by then counts. */
export function foldAsOf(statements: readonly Statement[], ends: { origin: string; destination: string }, asOf: LocalDate): Belief {
  return fold(
    statements.filter((statement) => statement.publishedOn <= asOf),
    ends,
  );
}

/** The flag that a belief deserves on a local date at the origin. */
export function flagOfBelief(belief: Belief, date: LocalDate): Flag {
  return isPending(belief.status) ? flagOn(belief.launch, date) : 'none';
}

/** The next belief, and how the promise moved. */
export function step(before: Belief, statement: Statement): Step {
  const heard: Belief = {
    ...before,
    ...(before.announcementCount === 0 ? { origin: statement.origin, destination: statement.destination } : {}),
    airline: statement.airline ?? before.airline,
    weeklyFrequency: statement.weeklyFrequency ?? before.weeklyFrequency,
    announcementCount: before.announcementCount + 1,
    firstAnnouncedOn: before.firstAnnouncedOn ?? statement.publishedOn,
    lastAnnouncedOn: statement.publishedOn,
  };
  if (statement.status === 'launched') return launch(heard, statement);
  if (statement.status === 'suspended' || statement.status === 'ended') return stop({ ...heard, promiseOver: true }, statement);
  // Only "suspended" or "ended" grounds a route that flies: whatever else is said of it is kept and moves nothing.
  if (before.status === 'launched') return { belief: heard, move: null, outcome: null };
  if (statement.status === 'cancelled') return stop(heard, statement);
  return promise(heard, statement);
}

function promise(heard: Belief, statement: Statement): Step {
  const running = heard.promiseOver ? { ...heard, ...newPromise } : heard;
  const belief: Belief = { ...running, status: statement.status, stopped: null };
  if (statement.window !== null) {
    const move = running.lastPromise === null ? null : moveBetween(running.lastPromise, statement.window);
    const firstPromise = running.firstPromise ?? statement.window;
    return {
      belief: {
        ...belief,
        launch: statement.window,
        launchWording: statement.wording,
        firstPromise,
        lastPromise: statement.window,
        slipCount: running.slipCount + (move?.kind === 'slip' ? 1 : 0),
        slipDays: daysMoved(firstPromise, statement.window),
      },
      move,
      outcome: null,
    };
  }
  const clears = statement.withdrawsDate || statement.status === 'postponed';
  return { belief: clears ? { ...belief, launch: null, launchWording: null } : belief, move: null, outcome: null };
}

function launch(heard: Belief, statement: Statement): Step {
  const flew = heard.status === 'launched';
  const running = heard.promiseOver && !flew ? { ...heard, ...newPromise } : heard;
  const window = statement.window;
  const belief: Belief = { ...running, status: 'launched', stopped: null, promiseOver: true };
  // A later, vaguer "it flew in July" does not take the known day away.
  const vaguer =
    flew && window !== null && running.launch !== null && !sameWindow(window, running.launch) && containsWindow(window, running.launch);
  if (window === null || vaguer) return { belief, move: null, outcome: null };
  return {
    belief: {
      ...belief,
      launch: window,
      launchWording: statement.wording,
      launchedOn: window.earliest === window.latest ? window.earliest : null,
      slipDays: running.firstPromise === null ? null : daysMoved(running.firstPromise, window),
    },
    move: null,
    outcome: running.firstPromise === null ? null : outcomeOf(running.firstPromise, window),
  };
}

function stop(heard: Belief, statement: Statement): Step {
  return { belief: { ...heard, status: statement.status, stopped: statement.window ?? heard.stopped }, move: null, outcome: null };
}
