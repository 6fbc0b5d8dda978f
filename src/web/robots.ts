import { endpoint } from '../http/endpoint.ts';

/** What programs that collect pages need not fetch: the desk, and the same data in every order and of every past day. */
const TEXT = `User-agent: *
Disallow: /admin
Disallow: /search
Disallow: /suggest
Disallow: /subscriptions/
Disallow: /*?asOf=
Disallow: /*?*sort=
`;

export const robots = endpoint({
  method: 'get',
  path: '/robots.txt',
  summary: 'What collecting programs need not fetch',
  access: 'open',
  documented: false,
  cacheControl: 'public, max-age=86400',
  responses: { 200: { description: 'After RFC 9309', contentType: 'text/plain; charset=utf-8' } },
  handler: () => ({ text: TEXT, etag: 'robots' }),
});
