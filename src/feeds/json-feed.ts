import { pageOf } from '../words/facts.ts';
import { type Feed, textOf, titleOf } from './feed.ts';

/** JSON Feed 1.1. */
export function jsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    feed_url: feed.url,
    language: 'en',
    authors: [{ name: 'Inaugural' }],
    items: feed.events.map((event) => ({
      id: `urn:uuid:${event.id}`,
      url: pageOf(event.data),
      title: titleOf(event),
      content_text: textOf(event),
      date_published: event.recordedAt,
      tags: [event.type],
    })),
  });
}
