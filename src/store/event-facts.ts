import type { AlertFacts } from '../domain/alerts.ts';
import type { EventData } from '../domain/event-data.ts';
import type { Reference } from './reference.ts';
import type { EventRow } from './tables.ts';

/** What filters of alerts look at in an event: the route as it was when the event happened. */
export function factsOf(reference: Reference, row: EventRow): AlertFacts {
  const { origin, destination, status, airline } = JSON.parse(row.data) as EventData;
  const places = new Set<string>();
  for (const end of [origin, destination]) {
    const metro = reference.place(end.code)?.metro;
    places.add(end.code).add(end.country);
    if (metro != null) places.add(metro);
  }
  return { type: row.type, status, places: [...places], airline: airline?.id ?? null };
}
