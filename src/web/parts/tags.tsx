import { isPending, type RouteStatus } from '../../domain/vocabulary.ts';
import type { RouteRow } from '../../store/tables.ts';
import { statusWord } from '../../words/phrases.ts';

/** What a route looks like everywhere: on maps, timelines and charts, and as the class of words about it. */
export type Look = 'planned' | 'due' | 'overdue' | 'flown' | 'gone';

export function lookOf(route: Pick<RouteRow, 'status' | 'flag'>): Look {
  if (isPending(route.status)) return route.flag === 'none' ? 'planned' : route.flag;
  return route.status === 'launched' ? 'flown' : 'gone';
}

export function lookOfStatus(status: RouteStatus): Look {
  return lookOf({ status, flag: 'none' });
}

/** The status, and the flag if there is one: `announced, overdue`. */
export function StatusTag({ route }: { route: Pick<RouteRow, 'status' | 'flag'> }) {
  const flag = isPending(route.status) && route.flag !== 'none' ? `, ${route.flag}` : '';
  return <span class={`tag ${lookOf(route)}`}>{`${statusWord(route.status)}${flag}`}</span>;
}
