import type { AlertFacts, AlertFilter } from '../domain/alerts.ts';
import type { EventData } from '../domain/event-data.ts';
import type { EventType, RouteStatus } from '../domain/vocabulary.ts';
import type { Reference } from './reference.ts';
import type { EventRow, SubscriptionRow } from './tables.ts';

/** What filters look at, from an event as it is stored and the register's places as they are now. */
export function factsOf(reference: Reference, row: Pick<EventRow, 'type' | 'data'>): AlertFacts {
  const { origin, destination, airline, status } = JSON.parse(row.data) as EventData;
  const places = [origin.code, destination.code].flatMap((code) => {
    const place = reference.place(code);
    return place === undefined ? [code] : [code, place.country, ...(place.metro === null ? [] : [place.metro])];
  });
  return { type: row.type, status, places, airline: airline?.id ?? null };
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
