/** What a statement can say of a route. Time alone never changes a status. */
export const STATUSES = ['proposed', 'announced', 'confirmed', 'postponed', 'launched', 'suspended', 'ended', 'cancelled'] as const;
export type Status = (typeof STATUSES)[number];

/** A route's status. `retracted`: every statement about it was taken back. */
export const ROUTE_STATUSES = [...STATUSES, 'retracted'] as const;
export type RouteStatus = (typeof ROUTE_STATUSES)[number];

/** Statuses of a promise that nobody has yet shown to be kept or given up. */
const PENDING_STATUSES = ['proposed', 'announced', 'confirmed', 'postponed'] as const satisfies readonly Status[];

export function isPending(status: RouteStatus): boolean {
  return (PENDING_STATUSES as readonly string[]).includes(status);
}

/** What the calendar says of a pending route: its window has opened, or has closed. */
export const FLAGS = ['none', 'due', 'overdue'] as const;
export type Flag = (typeof FLAGS)[number];

export const PRECISIONS = ['day', 'month', 'quarter', 'season', 'half', 'year', 'range', 'open'] as const;
export type Precision = (typeof PRECISIONS)[number];

export const MOVE_KINDS = ['slip', 'pullIn', 'firmed', 'loosened', 'adjusted', 'repeated'] as const;
export type MoveKind = (typeof MOVE_KINDS)[number];

export const SOURCE_KINDS = ['media', 'airport', 'airline', 'government', 'regulator', 'editor', 'other'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const PLACE_KINDS = ['airport', 'metro', 'country'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

export const EVENT_TYPES = [
  'route.announced',
  'route.launch_moved',
  'route.status_changed',
  'route.launch_approaching',
  'route.launch_due',
  'route.launch_overdue',
  'route.launched',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const SCOPES = ['reader', 'editor', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

export const CHANNELS = ['webhook', 'email'] as const;
export type Channel = (typeof CHANNELS)[number];

/** `unconfirmed`: the reader of the mailbox has not said yes yet. `disabled`: switched off by the courier, and told to its owner. */
export const SUBSCRIPTION_STATES = ['unconfirmed', 'active', 'paused', 'disabled'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** `superseded`: no longer true before it could be sent. `failed`: given up after the last attempt of the ladder. */
export const DELIVERY_STATES = ['pending', 'delivered', 'superseded', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A feed that is watched, or not any more until somebody says so. */
export const SOURCE_STATES = ['active', 'paused'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** `known`: the ledger has the statement already, or another open draft says the same. */
export const DRAFT_STATES = ['open', 'accepted', 'dropped', 'known'] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

/** What an editor's own words mean to the reader of texts. `drop`: a sentence that holds them announces nothing. */
export const CORRECTION_KINDS = ['place', 'airline', 'drop'] as const;
export type CorrectionKind = (typeof CORRECTION_KINDS)[number];
