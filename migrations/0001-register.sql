-- Plain SQL that SQLite and PostgreSQL both take. Ids and instants are text that sorts; local dates are text; booleans are 0 or 1.

-- One row. `version` is raised in every writing transaction: it numbers the events, names the state of the data, and
-- (being the first thing a transaction writes) puts writers in a queue on PostgreSQL as SQLite's lock does.
CREATE TABLE register (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL,
  audit_seq BIGINT NOT NULL,
  audit_head TEXT NOT NULL,
  last_tick_at TEXT,
  reference_digest TEXT
);
INSERT INTO register (id, version, audit_seq, audit_head) VALUES (1, 0, 0, '');

CREATE TABLE places (
  code TEXT PRIMARY KEY CHECK (length(code) IN (2, 3)),
  kind TEXT NOT NULL CHECK (kind IN ('airport', 'metro', 'country')),
  icao TEXT,
  name TEXT NOT NULL CHECK (name <> ''),
  city TEXT,
  country TEXT NOT NULL CHECK (length(country) = 2),
  metro TEXT,
  latitude DOUBLE PRECISION NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude DOUBLE PRECISION NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  time_zones TEXT NOT NULL CHECK (time_zones <> ''),
  aliases TEXT NOT NULL
);

CREATE TABLE airlines (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  iata TEXT CHECK (length(iata) = 2),
  icao TEXT CHECK (length(icao) = 3),
  name TEXT NOT NULL CHECK (name <> ''),
  country TEXT NOT NULL CHECK (length(country) = 2),
  aliases TEXT NOT NULL,
  active_from TEXT,
  active_to TEXT
);

-- A projection: every column but the times, the version and the flag's hour can be made again from announcements and events.
CREATE TABLE routes (
  id TEXT PRIMARY KEY,
  pair TEXT NOT NULL,
  origin TEXT NOT NULL REFERENCES places (code),
  origin_metro TEXT,
  origin_country TEXT NOT NULL,
  origin_zones TEXT NOT NULL,
  destination TEXT NOT NULL REFERENCES places (code),
  destination_metro TEXT,
  destination_country TEXT NOT NULL,
  airline TEXT REFERENCES airlines (id),
  status TEXT NOT NULL CHECK (status IN ('proposed', 'announced', 'confirmed', 'postponed', 'launched', 'suspended', 'ended', 'cancelled', 'retracted')),
  pending INTEGER NOT NULL CHECK (pending = CASE WHEN status IN ('proposed', 'announced', 'confirmed', 'postponed') THEN 1 ELSE 0 END),
  launch_earliest TEXT,
  launch_latest TEXT,
  launch_precision TEXT CHECK (launch_precision IN ('day', 'month', 'quarter', 'season', 'half', 'year', 'range', 'open')),
  launch_wording TEXT,
  -- The window's sides with open ones at the ends of time: a route without a date sorts last and overlaps nothing.
  launch_start TEXT NOT NULL,
  launch_end TEXT NOT NULL,
  launched_on TEXT CHECK (launched_on IS NULL OR length(launched_on) = 10),
  stopped_earliest TEXT,
  stopped_latest TEXT,
  flag TEXT NOT NULL CHECK (flag IN ('none', 'due', 'overdue')),
  flagged_at TEXT,
  next_check_on TEXT,
  retry_at TEXT,
  weekly_frequency INTEGER CHECK (weekly_frequency BETWEEN 1 AND 1000),
  announcement_count INTEGER NOT NULL CHECK (announcement_count >= 0),
  slip_count INTEGER NOT NULL CHECK (slip_count >= 0),
  slip_days INTEGER,
  first_announced_on TEXT,
  last_announced_on TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK (origin <> destination),
  CHECK (launch_earliest IS NULL OR launch_latest IS NULL OR launch_earliest <= launch_latest),
  CHECK (flag = 'none' OR pending = 1),
  CHECK ((flag = 'none') = (flagged_at IS NULL)),
  CHECK (next_check_on IS NULL OR pending = 1)
);
-- The sort orders and the filters of the list: each filter has an index that also delivers the order by launch.
CREATE UNIQUE INDEX routes_identity ON routes (pair, COALESCE(airline, ''));
CREATE INDEX routes_by_launch ON routes (launch_start, id, launch_end);
CREATE INDEX routes_by_update ON routes (updated_at, id);
CREATE INDEX routes_by_status ON routes (status, launch_start, id);
CREATE INDEX routes_pending ON routes (launch_start, id) WHERE pending = 1;
CREATE INDEX routes_by_flag ON routes (flag, launch_start, id) WHERE flag <> 'none';
CREATE INDEX routes_by_precision ON routes (launch_precision, launch_start, id);
CREATE INDEX routes_by_airline ON routes (airline, launch_start, id);
CREATE INDEX routes_by_origin ON routes (origin, launch_start, id);
CREATE INDEX routes_by_origin_metro ON routes (origin_metro, launch_start, id) WHERE origin_metro IS NOT NULL;
CREATE INDEX routes_by_origin_country ON routes (origin_country, launch_start, id);
CREATE INDEX routes_by_destination ON routes (destination, launch_start, id);
CREATE INDEX routes_by_destination_metro ON routes (destination_metro, launch_start, id) WHERE destination_metro IS NOT NULL;
CREATE INDEX routes_by_destination_country ON routes (destination_country, launch_start, id);
-- The tick's only question.
CREATE INDEX routes_to_check ON routes (next_check_on, origin_zones) WHERE next_check_on IS NOT NULL;

-- Two routes that turned out to be one: the old id leads to the one that was kept.
CREATE TABLE joined_routes (
  id TEXT PRIMARY KEY,
  kept TEXT NOT NULL
);

-- Never edited and never deleted: only the retraction's columns change, once.
CREATE TABLE announcements (
  id TEXT PRIMARY KEY,
  route_id TEXT NOT NULL REFERENCES routes (id),
  origin TEXT NOT NULL REFERENCES places (code),
  destination TEXT NOT NULL REFERENCES places (code),
  airline TEXT REFERENCES airlines (id),
  airline_code TEXT,
  airline_name TEXT,
  status TEXT NOT NULL CHECK (status IN ('proposed', 'announced', 'confirmed', 'postponed', 'launched', 'suspended', 'ended', 'cancelled')),
  earliest TEXT CHECK (earliest IS NULL OR length(earliest) = 10),
  latest TEXT CHECK (latest IS NULL OR length(latest) = 10),
  withdraws_date INTEGER NOT NULL CHECK (withdraws_date IN (0, 1)),
  wording TEXT,
  weekly_frequency INTEGER CHECK (weekly_frequency BETWEEN 1 AND 1000),
  speaker TEXT,
  source_name TEXT,
  source_kind TEXT NOT NULL CHECK (source_kind IN ('media', 'airport', 'airline', 'government', 'regulator', 'editor', 'other')),
  source_url TEXT,
  published_on TEXT NOT NULL CHECK (length(published_on) = 10),
  note TEXT,
  fingerprint TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  retracted_at TEXT,
  retracted_by TEXT,
  retraction_reason TEXT,
  CHECK (earliest IS NULL OR latest IS NULL OR earliest <= latest),
  CHECK (withdraws_date = 0 OR (earliest IS NULL AND latest IS NULL)),
  CHECK ((retracted_at IS NULL) = (retracted_by IS NULL) AND (retracted_at IS NULL) = (retraction_reason IS NULL))
);
CREATE INDEX announcements_by_route ON announcements (route_id, published_on, id);
CREATE INDEX announcements_by_day ON announcements (published_on, id);
-- The same statement stands once; after a retraction it may be recorded again.
CREATE UNIQUE INDEX announcements_live_once ON announcements (fingerprint) WHERE retracted_at IS NULL;
CREATE INDEX announcements_retracted ON announcements (fingerprint) WHERE retracted_at IS NOT NULL;

CREATE TABLE events (
  seq BIGINT PRIMARY KEY,
  id TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  route_id TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX events_by_route ON events (route_id, seq);

CREATE TABLE keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  prefix TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  scope TEXT NOT NULL CHECK (scope IN ('reader', 'editor', 'admin')),
  created_at TEXT NOT NULL,
  expires_at TEXT,
  revoked_at TEXT,
  last_used_at TEXT
);

-- Each line carries the digest of the line before it.
CREATE TABLE audit (
  seq BIGINT PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  key_id TEXT,
  request_id TEXT,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT,
  after TEXT,
  previous TEXT NOT NULL,
  digest TEXT NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject, seq);

CREATE TABLE idempotency (
  key_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  claimed_until TEXT NOT NULL,
  status INTEGER,
  headers TEXT,
  body TEXT,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (key_id, idempotency_key)
);
CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);
