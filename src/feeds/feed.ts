import type { EventData } from '../domain/event-data.ts';
import type { EventType } from '../domain/vocabulary.ts';
import { historyOf, routeLine, sourceOf } from '../words/facts.ts';
import { type AlertItem, tell } from '../words/tell.ts';

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
  occurredAt: string;
  recordedAt: string;
  data: EventData;
}

/** Of a feed in which nothing has happened yet: the same text at each request, as its ETag says. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** When the newest was recorded; clocks are sometimes set back, so that this need not be the first. */
export function updatedOf(feed: Feed): string {
  return feed.events.reduce((newest, event) => (event.recordedAt > newest ? event.recordedAt : newest), NEVER);
}

/** An event in sentences, one a line. */
export function textOf(event: FeedEvent): string {
  const item = itemOf(event);
  const { sentence, changes } = tell(item);
  const source = sourceOf(item);
  const said = source === undefined ? [] : [`${source.before}${source.name}${source.after}${source.url === null ? '' : ` ${source.url}`}`];
  return [sentence, ...changes, ...said, routeLine(event.data), historyOf(event.data)].filter((line) => line !== '').join('\n');
}

export function titleOf(event: FeedEvent): string {
  return tell(itemOf(event)).subject;
}

function itemOf({ id, type, occurredAt, data }: FeedEvent): AlertItem {
  return { type, eventId: id, occurredAt, data };
}
