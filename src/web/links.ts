import { pairPath } from '../domain/addresses.ts';
import type { Place } from '../store/reference.ts';

/** Where pages are: each path is written here and nowhere else. */
export const links = {
  home: (query: Record<string, string | undefined> = {}) => withQuery('/', query),
  pair: pairPath,
  pairAsOf: (origin: string, destination: string, asOf: string | undefined) => withQuery(pairPath(origin, destination), { asOf }),
  place: (place: Pick<Place, 'code'>) => `/places/${place.code}`,
  airline: (id: string) => `/airlines/${encodeURIComponent(id)}`,
  due: '/due',
  dueOf: (query: Record<string, string | undefined>) => withQuery('/due', query),
  record: (query: Record<string, string | undefined>) => withQuery('/admin/record', query),
  deskDue: '/admin/due',
  routeJson: (id: string) => `/api/v1/routes/${id}?include=announcements`,
  announcementJson: (id: string) => `/api/v1/announcements/${id}`,
  feed: (kind: 'events.atom' | 'events.json' | 'launches.ics', query: Record<string, string | undefined>) =>
    withQuery(`/feeds/${kind}`, query),
  subscribe: (query: Record<string, string | undefined> = {}) => withQuery('/subscribe', query),
  about: '/about',
  search: (q?: string) => withQuery('/search', { q }),
  desk: '/admin',
  signIn: (next?: string) => withQuery('/admin/sign-in', { next }),
} as const;

export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`.replaceAll('%2C', ',');
}
