import { eventText, eventTitle } from './event-title.ts';
import type { Feed } from './feed.ts';

/** JSON Feed 1.1. */
export function jsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    feed_url: feed.url,
    language: 'en',
    authors: [{ name: 'Inaugural' }],
    items: feed.events.map(({ id, type, recordedAt, data }) => ({
      id: `urn:uuid:${id}`,
      url: data.links.route,
      title: eventTitle(type, data),
      content_text: eventText(type, data),
      date_published: recordedAt,
      tags: [type],
    })),
  });
}
