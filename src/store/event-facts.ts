import type { AlertFacts, AlertFilter } from '../domain/alerts.ts';
import type { EventData } from '../domain/event-data.ts';
import type { EventType, RouteStatus } from '../domain/vocabulary.ts';
import type { Reference } from './reference.ts';
import type { EventRow, SubscriptionRow } from './tables.ts';

/** What filters of alerts look at in an event: the route as it was when the event happened. */
export function factsOf(reference: Reference, row: Pick<EventRow, 'type' | 'data'>): AlertFacts {
  const { origin, destination, status, airline } = JSON.parse(row.data) as EventData;
  const places = new Set<string>();
  for (const end of [origin, destination]) {
    const metro = reference.place(end.code)?.metro;
    places.add(end.code).add(end.country);
    if (metro != null) places.add(metro);
  }
  return { type: row.type, status, places: [...places], airline: airline?.id ?? null };
}

export function filterOf(row: Pick<SubscriptionRow, 'event_types' | 'statuses' | 'place' | 'airline'>): AlertFilter {
  return {
    types: split<EventType>(row.event_types),
    statuses: split<RouteStatus>(row.statuses),
    place: row.place,
    airline: row.airline,
  };
}

function split<T extends string>(text: string): T[] {
  return text === '' ? [] : (text.split(' ') as T[]);
}
