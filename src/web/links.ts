import { pairPath } from '../domain/addresses.ts';
import type { Place } from '../store/reference.ts';

type Query = Record<string, string | undefined>;

/** Where pages are: each path is written here and nowhere else. */
export const links = {
  home: (query: Query = {}) => withQuery('/', query),
  pair: pairPath,
  pairAsOf: (origin: string, destination: string, asOf: string | undefined) => withQuery(pairPath(origin, destination), { asOf }),
  place: (place: Pick<Place, 'code'>) => `/places/${place.code}`,
  airline: (id: string) => `/airlines/${encodeURIComponent(id)}`,
  due: (query: Query = {}) => withQuery('/due', query),
  routeJson: (id: string) => `/api/v1/routes/${id}?include=announcements`,
  announcementJson: (id: string) => `/api/v1/announcements/${id}`,
  feed: (kind: 'events.atom' | 'events.json' | 'launches.ics', query: Query) => withQuery(`/feeds/${kind}`, query),
  subscribe: (query: Query = {}) => withQuery('/subscribe', query),
  about: '/about',
  search: (q?: string) => withQuery('/search', { q }),
  desk: '/admin',
  signIn: (next?: string) => withQuery('/admin/sign-in', { next }),
} as const;

/** Pages of the editors' desk. */
export const deskLinks = {
  signOut: '/admin/sign-out',
  due: (query: Query = {}) => withQuery('/admin/due', query),
  record: (query: Query = {}) => withQuery('/admin/record', query),
  extract: (query: Query = {}) => withQuery('/admin/extract', query),
  inbox: (query: Query = {}) => withQuery('/admin/inbox', query),
  draft: (id: string, query: Query = {}) => withQuery(`/admin/inbox/${id}`, query),
  draftDoes: (id: string, what: string) => `/admin/inbox/${id}/${what}`,
  sources: (query: Query = {}) => withQuery('/admin/sources', query),
  sourceDoes: (id: string, what: string) => `/admin/sources/${id}/${what}`,
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
  corrections: (query: Query = {}) => withQuery('/admin/corrections', query),
  removeCorrection: (id: string) => `/admin/corrections/${id}/remove`,
  audit: (query: Query = {}) => withQuery('/admin/audit', query),
} as const;

export function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`.replaceAll('%2C', ',');
}
