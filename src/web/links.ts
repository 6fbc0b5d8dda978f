import type { Place } from '../store/reference.ts';

/** Where pages are: each path is written here and nowhere else. */
export const links = {
  home: (query: Record<string, string | undefined> = {}) => withQuery('/', query),
  pair: (origin: string, destination: string) => `/routes/${origin}-${destination}`,
  place: (place: Pick<Place, 'code'>) => `/places/${place.code}`,
  airline: (id: string) => `/airlines/${encodeURIComponent(id)}`,
  due: '/due',
  subscribe: (query: Record<string, string | undefined> = {}) => withQuery('/subscribe', query),
  about: '/about',
  search: (q?: string) => withQuery('/search', { q }),
  desk: '/admin',
  signIn: (next?: string) => withQuery('/admin/sign-in', { next }),
} as const;

type Query = Record<string, string | undefined>;

/** Pages of the editors' desk. */
export const deskLinks = {
  signOut: '/admin/sign-out',
  due: (query: Query = {}) => withQuery('/admin/due', query),
  record: (query: Query = {}) => withQuery('/admin/record', query),
  route: (id: string, query: Query = {}) => withQuery(`/admin/routes/${id}`, query),
  say: (id: string, status: string, query: Query = {}) => withQuery(`/admin/routes/${id}/${status}`, query),
  join: (id: string) => `/admin/routes/${id}/join`,
  retract: (id: string, query: Query = {}) => withQuery(`/admin/announcements/${id}/retract`, query),
  subscriptions: (query: Query = {}) => withQuery('/admin/subscriptions', query),
  newSubscription: '/admin/subscriptions/new',
  subscription: (id: string, query: Query = {}) => withQuery(`/admin/subscriptions/${id}`, query),
  subscriptionDoes: (id: string, what: string) => `/admin/subscriptions/${id}/${what}`,
  redeliver: (id: string, deliveryId: string) => `/admin/subscriptions/${id}/deliveries/${deliveryId}/redelivery`,
  deliveries: (query: Query = {}) => withQuery('/admin/deliveries', query),
  keys: (query: Query = {}) => withQuery('/admin/keys', query),
  revokeKey: (id: string) => `/admin/keys/${id}/revoke`,
  audit: (query: Query = {}) => withQuery('/admin/audit', query),
} as const;

export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
