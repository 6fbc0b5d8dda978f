import type { EventData } from '../domain/event-data.ts';
import type { EventType } from '../domain/vocabulary.ts';

/** A feed as both formats tell it. */
export interface Feed {
  title: string;
  /** Where the feed itself is: its name for ever, too. */
  url: string;
  /** Newest first. */
  events: readonly FeedEvent[];
}

/** An event as the API shows it, as far as feeds look at it. */
export interface FeedEvent {
  id: string;
  type: EventType;
  recordedAt: string;
  data: EventData;
}

/** Of a feed in which nothing has happened yet: the same text at each request, as its ETag says. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** When the newest was recorded; clocks are sometimes set back, so that this need not be the first. */
export function updatedOf(feed: Feed): string {
  return feed.events.reduce((newest, event) => (event.recordedAt > newest ? event.recordedAt : newest), NEVER);
}
