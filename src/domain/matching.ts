import { isPending, type RouteStatus, type Status } from './vocabulary.ts';

/** A route of the statement's pair, as it was believed on the day the statement was published. */
export interface Candidate {
  id: string;
  airline: string | null;
  status: RouteStatus;
}

/** The pair's name without direction: Almaty–Lahore is Lahore–Almaty. */
export function pairOf(a: string, b: string): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}

/**
 * Which of the pair's routes a statement is about; undefined: a new one.
 * The same airline's route; else the pending route that has no airline yet (the statement names it). A statement that
 * names no airline goes to the only route it can be about, else to the route that has none either.
 */
export function matchRoute(statement: { status: Status; airline: string | null }, candidates: readonly Candidate[]): Candidate | undefined {
  const nameless = candidates.find((route) => route.airline === null);
  if (statement.airline !== null) {
    const same = candidates.find((route) => route.airline === statement.airline);
    return same ?? (nameless !== undefined && isPending(nameless.status) ? nameless : undefined);
  }
  const stops = statement.status === 'suspended' || statement.status === 'ended';
  const fitting = candidates.filter((route) => (stops ? route.status === 'launched' : isPending(route.status)));
  return fitting.length === 1 ? fitting[0] : nameless;
}
