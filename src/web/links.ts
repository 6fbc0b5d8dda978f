import { pairPath } from '../domain/addresses.ts';
import type { Place } from '../store/reference.ts';

/** Where pages are: each path is written here and nowhere else. */
export const links = {
  home: (query: Record<string, string | undefined> = {}) => withQuery('/', query),
  pair: pairPath,
  place: (place: Pick<Place, 'code'>) => `/places/${place.code}`,
  airline: (id: string) => `/airlines/${encodeURIComponent(id)}`,
  due: '/due',
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
