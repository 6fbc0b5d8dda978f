import type { CorrectionKind, DraftState, SourceKind, SourceState, Status } from '../domain/vocabulary.ts';

export interface SourceRow {
  id: string;
  url: string;
  name: string;
  kind: SourceKind;
  state: SourceState;
  state_reason: string | null;
  etag: string | null;
  last_modified: string | null;
  every_minutes: number | null;
  turnover_minutes: number | null;
  next_poll_at: string;
  failures: number;
  failing_since: string | null;
  last_success_at: string | null;
  last_fault: string | null;
  lease: string | null;
  lease_until: string | null;
  created_at: string;
  updated_at: string;
}

export interface ItemRow {
  id: string;
  source_id: string;
  item_key: string;
  first_seen_at: string;
  failures: number;
}

export interface InboxRow {
  id: string;
  source_id: string | null;
  source_name: string;
  source_kind: SourceKind;
  item_title: string;
  link: string | null;
  published_on: string;
  origin: string;
  destination: string;
  airline: string | null;
  status: Status;
  earliest: string | null;
  latest: string | null;
  wording: string | null;
  weekly_frequency: number | null;
  speaker: string | null;
  /** In hundredths. */
  confidence: number;
  /** JSON of `Evidence[]`. */
  evidence: string;
  /** JSON of the alternatives of an extracted draft. */
  alternatives: string;
  state: DraftState;
  fingerprint: string;
  announcement_id: string | null;
  reason: string | null;
  created_at: string;
  decided_at: string | null;
  decided_by: string | null;
}

export interface CorrectionRow {
  id: string;
  kind: CorrectionKind;
  words: string;
  words_key: string;
  /** Code of the place, id of the airline; null for what is dropped. */
  means: string | null;
  created_at: string;
  created_by: string;
}
