-- Who wants to be told of what, and what is owed to whom.

-- The local date at the origin on which the next reminder is sent.
ALTER TABLE routes ADD COLUMN remind_on TEXT;
CREATE INDEX routes_to_remind ON routes (remind_on, origin_zones) WHERE remind_on IS NOT NULL;

CREATE TABLE subscriptions (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL CHECK (channel IN ('webhook', 'email')),
  -- A URL or an e-mail address.
  target TEXT NOT NULL CHECK (target <> ''),
  -- Whose it is; without a key its reader's own, who manages it by links in the mails.
  key_id TEXT,
  description TEXT,
  -- Where the owner is told, by e-mail, that the subscription was switched off.
  contact TEXT,
  -- The filter. Names separated by spaces; empty: all.
  event_types TEXT NOT NULL,
  statuses TEXT NOT NULL,
  place TEXT,
  airline TEXT,
  state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'active', 'paused', 'disabled')),
  state_reason TEXT,
  -- A webhook's signing secrets; of an e-mail subscription, what its links are signed with.
  secret TEXT NOT NULL,
  old_secret TEXT,
  old_secret_until TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  -- The courier's: when there is something to do (NULL: nothing), who does it, and how it went of late.
  next_due TEXT,
  lease TEXT,
  lease_until TEXT,
  failures INTEGER NOT NULL,
  failing_since TEXT,
  last_success_at TEXT,
  CHECK ((lease IS NULL) = (lease_until IS NULL)),
  CHECK ((failures = 0) = (failing_since IS NULL))
);
CREATE INDEX subscriptions_due ON subscriptions (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX subscriptions_by_place ON subscriptions (place);
CREATE INDEX subscriptions_by_target ON subscriptions (target, created_at);
CREATE INDEX subscriptions_by_key ON subscriptions (key_id, id);

CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  subscription_id TEXT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
  event_seq BIGINT NOT NULL REFERENCES events (seq),
  event_type TEXT NOT NULL,
  route_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'superseded', 'failed')),
  -- The mail that it goes out with, once that is put together.
  batch TEXT,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  -- Failed attempts since it was promised, or asked for again: the place on the ladder of retries.
  rung INTEGER NOT NULL CHECK (rung >= 0),
  due_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  ended_at TEXT,
  UNIQUE (subscription_id, event_seq),
  CHECK ((state = 'pending') = (ended_at IS NULL))
);
CREATE INDEX deliveries_waiting ON deliveries (subscription_id, event_seq) WHERE state = 'pending';
CREATE INDEX deliveries_waiting_by_route ON deliveries (route_id, subscription_id, event_seq) WHERE state = 'pending';
CREATE INDEX deliveries_by_subscription ON deliveries (subscription_id, id);
CREATE INDEX deliveries_by_end ON deliveries (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE attempts (
  id TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  milliseconds INTEGER NOT NULL,
  -- The HTTP status, or the reply code of the mail server; NULL when none came.
  status INTEGER,
  -- What went wrong, in a sentence; NULL: nothing.
  fault TEXT,
  UNIQUE (delivery_id, number)
);
