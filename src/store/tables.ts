import type {
  Channel,
  DeliveryState,
  EventType,
  Flag,
  PlaceKind,
  Precision,
  RouteStatus,
  Scope,
  SourceKind,
  Status,
  SubscriptionState,
} from '../domain/vocabulary.ts';
import type { CorrectionRow, InboxRow, ItemRow, SourceRow } from './watching-tables.ts';

export type { CorrectionRow, InboxRow, ItemRow, SourceRow };

/** The tables as both engines hold them: text, integers and doubles only. `migrations/` says what each column may hold. */
export interface Tables {
  register: RegisterRow;
  places: PlaceRow;
  airlines: AirlineRow;
  routes: RouteRow;
  joined_routes: { id: string; kept: string };
  announcements: AnnouncementRow;
  events: EventRow;
  keys: KeyRow;
  audit: AuditRow;
  idempotency: IdempotencyRow;
  subscriptions: SubscriptionRow;
  deliveries: DeliveryRow;
  attempts: AttemptRow;
  sessions: SessionRow;
  sources: SourceRow;
  items: ItemRow;
  inbox: InboxRow;
  corrections: CorrectionRow;
}

export interface RegisterRow {
  id: number;
  version: number;
  audit_seq: number;
  audit_head: string;
  last_tick_at: string | null;
  reference_digest: string | null;
}

export interface PlaceRow {
  code: string;
  kind: PlaceKind;
  icao: string | null;
  name: string;
  city: string | null;
  country: string;
  metro: string | null;
  latitude: number;
  longitude: number;
  /** IANA names, separated by spaces; more than one for a country only. */
  time_zones: string;
  /** Separated by `|`. */
  aliases: string;
}

export interface AirlineRow {
  id: string;
  iata: string | null;
  icao: string | null;
  name: string;
  country: string;
  aliases: string;
  active_from: string | null;
  active_to: string | null;
}

export interface RouteRow {
  id: string;
  pair: string;
  origin: string;
  origin_metro: string | null;
  origin_country: string;
  origin_zones: string;
  destination: string;
  destination_metro: string | null;
  destination_country: string;
  airline: string | null;
  status: RouteStatus;
  pending: number;
  launch_earliest: string | null;
  launch_latest: string | null;
  launch_precision: Precision | null;
  launch_wording: string | null;
  launch_start: string;
  launch_end: string;
  launched_on: string | null;
  stopped_earliest: string | null;
  stopped_latest: string | null;
  flag: Flag;
  flagged_at: string | null;
  next_check_on: string | null;
  retry_at: string | null;
  remind_on: string | null;
  weekly_frequency: number | null;
  announcement_count: number;
  slip_count: number;
  slip_days: number | null;
  first_announced_on: string | null;
  last_announced_on: string | null;
  version: number;
  created_at: string;
  updated_at: string;
}

export interface AnnouncementRow {
  id: string;
  route_id: string;
  origin: string;
  destination: string;
  airline: string | null;
  airline_code: string | null;
  airline_name: string | null;
  status: Status;
  earliest: string | null;
  latest: string | null;
  withdraws_date: number;
  wording: string | null;
  weekly_frequency: number | null;
  speaker: string | null;
  source_name: string | null;
  source_kind: SourceKind;
  source_url: string | null;
  published_on: string;
  note: string | null;
  fingerprint: string;
  recorded_at: string;
  recorded_by: string;
  retracted_at: string | null;
  retracted_by: string | null;
  retraction_reason: string | null;
}

export interface EventRow {
  seq: number;
  id: string;
  key: string;
  type: EventType;
  route_id: string;
  occurred_at: string;
  recorded_at: string;
  data: string;
}

export interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  hash: string;
  scope: Scope;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
}

export interface SessionRow {
  /** SHA-256 of what the browser holds. */
  id: string;
  key_id: string;
  created_at: string;
  expires_at: string;
}

export interface AuditRow {
  seq: number;
  at: string;
  actor: string;
  key_id: string | null;
  request_id: string | null;
  action: string;
  subject: string;
  before: string | null;
  after: string | null;
  previous: string;
  digest: string;
}

export interface IdempotencyRow {
  key_id: string;
  idempotency_key: string;
  request_digest: string;
  claimed_until: string;
  status: number | null;
  headers: string | null;
  body: string | null;
  expires_at: string;
}

export interface SubscriptionRow {
  id: string;
  channel: Channel;
  target: string;
  key_id: string | null;
  description: string | null;
  contact: string | null;
  /** Separated by spaces; empty: all. */
  event_types: string;
  statuses: string;
  place: string | null;
  airline: string | null;
  state: SubscriptionState;
  state_reason: string | null;
  secret: string;
  old_secret: string | null;
  old_secret_until: string | null;
  created_at: string;
  updated_at: string;
  next_due: string | null;
  lease: string | null;
  lease_until: string | null;
  failures: number;
  failing_since: string | null;
  last_success_at: string | null;
}

export interface DeliveryRow {
  id: string;
  subscription_id: string;
  event_seq: number;
  event_type: EventType;
  route_id: string;
  state: DeliveryState;
  batch: string | null;
  attempts: number;
  rung: number;
  due_at: string;
  created_at: string;
  ended_at: string | null;
}

export interface AttemptRow {
  id: string;
  delivery_id: string;
  number: number;
  at: string;
  milliseconds: number;
  status: number | null;
  fault: string | null;
}
