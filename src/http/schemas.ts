import { z } from 'zod';
import { isLocalDate } from '../domain/dates.ts';
import {
  EVENT_TYPES,
  FLAGS,
  MOVE_KINDS,
  PLACE_KINDS,
  PRECISIONS,
  ROUTE_STATUSES,
  SCOPES,
  SOURCE_KINDS,
  STATUSES,
} from '../domain/vocabulary.ts';
import { wholeNumber } from './parameters.ts';

/** What requests and answers are made of. Answers are loose objects: a reader must bear new members. */

export const localDate = z
  .string()
  .refine(isLocalDate, 'must be a day of the calendar, written YYYY-MM-DD')
  .meta({ format: 'date', example: '2023-03-24' });

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Any offset; understood as `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export const instant = z
  .string()
  .refine(
    (text) => INSTANT.test(text) && isLocalDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)),
    'must be an instant with its offset, such as 2026-03-29T12:00:00Z',
  )
  .transform((text) => new Date(Date.parse(text)).toISOString())
  .meta({ format: 'date-time', example: '2026-03-29T12:00:00Z' });

export const id = z.uuid();

export const limit = wholeNumber({ min: 1, max: 200, standard: 50 }).optional();
export const cursor = z.string().min(1).max(1000).optional().meta({ description: '`nextCursor` of the page before' });

export const windowView = z
  .looseObject({
    earliest: z.string().nullable(),
    latest: z.string().nullable(),
    edtf: z.string(),
    precision: z.enum(PRECISIONS),
    label: z.string(),
    wording: z.string().nullable(),
  })
  .meta({ id: 'Window', description: 'Some day from `earliest` to `latest`, local dates at the origin; null: open' });

export const placeView = z
  .looseObject({
    code: z.string(),
    name: z.string(),
    country: z.string(),
    timeZone: z.string(),
    latitude: z.number(),
    longitude: z.number(),
  })
  .meta({ id: 'RouteEnd' });

export const airlineView = z
  .looseObject({ id: z.string(), iata: z.string().nullable(), icao: z.string().nullable(), name: z.string() })
  .meta({ id: 'AirlineName' });

export const announcementView = z
  .looseObject({
    id: z.string(),
    routeId: z.string(),
    publishedOn: z.string(),
    origin: z.string(),
    destination: z.string(),
    airline: airlineView.nullable(),
    status: z.enum(STATUSES),
    effective: windowView.nullable(),
    withdrawsDate: z.boolean(),
    wording: z.string().nullable(),
    weeklyFrequency: z.number().nullable(),
    speaker: z.string().nullable(),
    source: z.looseObject({ name: z.string().nullable(), kind: z.enum(SOURCE_KINDS), url: z.string().nullable() }),
    note: z.string().nullable(),
    recordedAt: z.string(),
    recordedBy: z.string(),
    retraction: z.looseObject({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'Announcement', description: 'One public statement about a route' });

export const ledgerEntryView = announcementView
  .extend({
    move: z
      .looseObject({ kind: z.enum(MOVE_KINDS), days: z.number().nullable(), from: windowView, to: windowView })
      .nullable()
      .meta({ description: 'how the promise moved since the dated statement before' }),
    outcome: z
      .looseObject({ kept: z.boolean(), days: z.number().nullable(), promised: windowView })
      .nullable()
      .meta({ description: 'of a first flight: whether the first dated promise was kept, and how many days after its last day it flew' }),
  })
  .meta({ id: 'LedgerEntry' });

export const routeView = z
  .looseObject({
    id: z.string(),
    origin: placeView,
    destination: placeView,
    airline: airlineView.nullable(),
    status: z.enum(ROUTE_STATUSES),
    launch: windowView.nullable(),
    launchedOn: z.string().nullable(),
    stopped: windowView.nullable(),
    flag: z.enum(FLAGS),
    flaggedAt: z.string().nullable(),
    weeklyFrequency: z.number().nullable(),
    announcementCount: z.number(),
    slipCount: z.number(),
    slipDays: z.number().nullable(),
    firstAnnouncedOn: z.string().nullable(),
    lastAnnouncedOn: z.string().nullable(),
    version: z.number(),
    createdAt: z.string(),
    updatedAt: z.string(),
    announcements: z.array(ledgerEntryView).optional(),
  })
  .meta({ id: 'Route' });

export const recordedView = z.looseObject({ announcement: announcementView, route: routeView }).meta({ id: 'Recorded' });

export const placeDetail = z
  .looseObject({
    code: z.string(),
    kind: z.enum(PLACE_KINDS),
    icao: z.string().nullable(),
    name: z.string(),
    city: z.string().nullable(),
    country: z.string(),
    metro: z.string().nullable(),
    latitude: z.number(),
    longitude: z.number(),
    timeZone: z.string(),
    timeZones: z.array(z.string()),
    aliases: z.array(z.string()),
    members: z.array(z.string()).optional(),
  })
  .meta({ id: 'Place' });

export const airlineDetail = z
  .looseObject({
    id: z.string(),
    iata: z.string().nullable(),
    icao: z.string().nullable(),
    name: z.string(),
    country: z.string(),
    aliases: z.array(z.string()),
    activeFrom: z.string().nullable(),
    activeTo: z.string().nullable(),
  })
  .meta({ id: 'Airline' });

export const eventView = z
  .looseObject({
    number: z.number(),
    id: z.string(),
    type: z.enum(EVENT_TYPES),
    routeId: z.string(),
    occurredAt: z.string(),
    recordedAt: z.string(),
    data: z.looseObject({}),
  })
  .meta({ id: 'Event' });

export const keyView = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scope: z.enum(SCOPES),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
    lastUsedAt: z.string().nullable(),
  })
  .meta({ id: 'Key' });

export const auditView = z
  .looseObject({
    number: z.number(),
    at: z.string(),
    actor: z.string(),
    keyId: z.string().nullable(),
    requestId: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    digest: z.string(),
  })
  .meta({ id: 'AuditLine' });

export function listView<T extends z.ZodType>(item: T) {
  return z.looseObject({ items: z.array(item), nextCursor: z.string().nullable() });
}
