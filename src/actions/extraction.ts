import type { Ctx } from '../context.ts';
import type { Draft } from '../domain/announcement.ts';
import { type Belief, fold, inFoldOrder, type Statement, step } from '../domain/belief.ts';
import type { LocalDate } from '../domain/dates.ts';
import { pairOf } from '../domain/matching.ts';
import { daysMoved, type Move } from '../domain/moves.ts';
import type { RouteStatus } from '../domain/vocabulary.ts';
import { overlapsWindow, sameWindow } from '../domain/windows.ts';
import type { ExtractedDraft } from '../extract/draft.ts';
import { makeReader, type Reader } from '../extract/extract.ts';
import type { Correction } from '../extract/lexicon.ts';
import { listCorrectionWords } from '../store/corrections.ts';
import type { Database } from '../store/db.ts';
import type { Reference } from '../store/reference.ts';
import { readVersion } from '../store/register.ts';
import { listRoutesOfPairs } from '../store/routes.ts';
import { newRoute, type OpenRoute, openRoutes } from './ledger.ts';
import { choose, hear } from './record.ts';

interface Known {
  reference: Reference;
  /** The newest change of the data at which the reader was right. */
  version: number;
  /** The corrections that it was made with, as JSON. */
  corrections: string;
  reader: Reader;
}

const known = new WeakMap<Database, Known>();

/**
 * The reader that knows the places, the airlines and the corrections of the register; made once for each state of these. Whatever
 * process changes the data raises its version, and then the corrections are looked up again.
 */
export async function readerOf({ database, db, reference }: Pick<Ctx, 'database' | 'db' | 'reference'>): Promise<Reader> {
  const version = await readVersion(db);
  const before = known.get(database);
  if (before?.version === version && before.reference === reference) return before.reader;
  const corrections = await listCorrectionWords(db);
  const state = JSON.stringify(corrections);
  // Another caller may have made it meanwhile.
  const newest = known.get(database);
  const isSame = newest?.reference === reference && newest.corrections === state;
  const reader = isSame ? newest.reader : readerWith(reference, corrections);
  known.set(database, { reference, version, corrections: state, reader });
  return reader;
}

/** A reader of one's own corrections: for what needs no register. */
export function readerWith({ places, airlines }: Reference, corrections: readonly Correction[]): Reader {
  return makeReader({ places, airlines, corrections });
}

/**
 * What a statement would do to what is believed.
 * `newRoute`: nothing is known of it. `repeats`: it says what was known when it was published. `moves`: another date for a
 * promise. `changes`: another status, or something that was not known. `contradicts`: it does not fit what is believed. `late`: what has been published since is believed in its place.
 */
export const EFFECT_KINDS = ['newRoute', 'repeats', 'moves', 'changes', 'contradicts', 'late'] as const;
type EffectKind = (typeof EFFECT_KINDS)[number];

export interface Effect {
  kind: EffectKind;
  /** The route that it would go to; null: it would be made, by this draft or one before it. */
  routeId: string | null;
  /** What is believed now; null: nothing. */
  statusBefore: RouteStatus | null;
  /** How the promise would move from the dated statement before; null: it is the first, or no promise. */
  move: Move | null;
}

/** The part of a draft that belief depends on. */
export type Said = Pick<ExtractedDraft, 'origin' | 'destination' | 'airline' | 'status' | 'effective' | 'wording' | 'weeklyFrequency'> & {
  withdrawsDate?: boolean;
};

export function saidOf(draft: Draft): Said {
  return { ...draft, effective: draft.window };
}

/**
 * What each draft would change in the register, if those before it were recorded of which `isHeard` says so; all of them, unless
 * it is given. Reads, and writes nothing.
 */
export async function understand(
  ctx: Pick<Ctx, 'db'>,
  drafts: readonly Said[],
  publishedOn: LocalDate,
  isHeard: (index: number) => boolean = () => true,
): Promise<Effect[]> {
  const rows = await listRoutesOfPairs(ctx.db, [...new Set(drafts.map((draft) => pairOf(draft.origin, draft.destination)))]);
  const routes = Map.groupBy(await openRoutes(ctx, rows), ({ belief }) => pairOf(belief.origin, belief.destination));
  return drafts.map((draft, index) => {
    const statement = statementOf(draft, publishedOn, index);
    const pair = pairOf(draft.origin, draft.destination);
    const candidates = routes.get(pair) ?? [];
    const route = choose({ ...draft, publishedOn }, candidates);
    const effect = route === undefined ? NEW_ROUTE : effectOn(route, statement);
    if (isHeard(index)) {
      const heard = route ?? newRoute(statement.id, draft);
      if (route === undefined) routes.set(pair, [...candidates, heard]);
      hear(heard, statement);
    }
    return effect;
  });
}

const NEW_ROUTE: Effect = { kind: 'newRoute', routeId: null, statusBefore: null, move: null };

function statementOf(draft: Said, publishedOn: LocalDate, index: number): Statement {
  return {
    // Sorts behind every id, and behind the drafts before it: recorded after all that is there.
    id: `~${String(index).padStart(9, '0')}`,
    publishedOn,
    origin: draft.origin,
    destination: draft.destination,
    airline: draft.airline,
    status: draft.status,
    window: draft.effective,
    withdrawsDate: draft.withdrawsDate ?? false,
    wording: draft.wording,
    weeklyFrequency: draft.weeklyFrequency,
  };
}

function effectOn(route: OpenRoute, statement: Statement): Effect {
  const all = [...route.statements, statement].sort(inFoldOrder);
  const at = all.indexOf(statement);
  const before = fold(all.slice(0, at), route.belief);
  const { belief: after, move } = step(before, statement);
  const kind = kindOf(before, after, move, statement);
  const isSuperseded = at < all.length - 1 && kind !== 'repeats' && kind !== 'contradicts' && isSame(route.belief, fold(all, route.belief));
  return { kind: isSuperseded ? 'late' : kind, routeId: route.row?.id ?? null, statusBefore: route.belief.status, move };
}

function kindOf(before: Belief, after: Belief, move: Move | null, statement: Statement): EffectKind {
  if (contradicts(before, statement)) return 'contradicts';
  if (move !== null && move.kind !== 'repeated') return 'moves';
  return isSame(before, after) ? 'repeats' : 'changes';
}

/** Of a route that flies: that it is put off or called off, or begins in another time than the known one. */
function contradicts({ status, launch }: Belief, { status: said, window }: Statement): boolean {
  if (status !== 'launched' || said === 'suspended' || said === 'ended') return false;
  if (said === 'launched') return window !== null && launch !== null && !overlapsWindow(window, launch);
  // "It will fly on the first of May", said of a route that was known to fly from then on, says the same once more.
  return said === 'cancelled' || said === 'postponed' || (window !== null && !(launch !== null && overlapsWindow(window, launch)));
}

/** Whether two beliefs tell a reader the same. */
function isSame(a: Belief, b: Belief): boolean {
  return (
    a.status === b.status &&
    a.airline === b.airline &&
    a.weeklyFrequency === b.weeklyFrequency &&
    sameWindow(a.launch, b.launch) &&
    sameWindow(a.stopped, b.stopped)
  );
}

/** In English, as a predicate of the statement: `slips by 31 days`. */
export function effectText({ kind, statusBefore, move }: Effect, status: string): string {
  switch (kind) {
    case 'newRoute':
      return 'makes a new route';
    case 'repeats':
      return 'repeats what is known';
    case 'late':
      return 'changes nothing: newer statements are believed';
    case 'contradicts':
      return `contradicts what is believed (${statusBefore})`;
    case 'moves':
      return statusBefore === status ? moveText(move) : `${moveText(move)}, and changes ${statusBefore} to ${status}`;
    default:
      return statusBefore === status ? 'adds to what is known' : `changes ${statusBefore} to ${status}`;
  }
}

function moveText(move: Move | null): string {
  const days = move === null ? null : daysMoved(move.from, move.to);
  const by = days === null || days === 0 ? '' : ` by ${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'}`;
  switch (move?.kind) {
    case 'slip':
      return `slips${by}`;
    case 'pullIn':
      return `is pulled forward${by}`;
    case 'firmed':
      return 'makes the date more exact';
    case 'loosened':
      return 'makes the date less exact';
    default:
      return 'changes the date';
  }
}
