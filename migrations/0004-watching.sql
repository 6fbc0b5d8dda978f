-- Feeds that are watched, and the drafts that were found in them.

CREATE TABLE sources (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL UNIQUE CHECK (url <> ''),
  -- As its statements name it in the ledger.
  name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('media', 'airport', 'airline', 'government', 'regulator', 'editor', 'other')),
  state TEXT NOT NULL CHECK (state IN ('active', 'paused')),
  state_reason TEXT,
  -- What the newest answer said for the next request, and how often the feed wants to be asked.
  etag TEXT,
  last_modified TEXT,
  every_minutes INTEGER,
  next_poll_at TEXT NOT NULL,
  failures INTEGER NOT NULL,
  failing_since TEXT,
  last_success_at TEXT,
  -- In a sentence; NULL: nothing went wrong the last time.
  last_fault TEXT,
  lease TEXT,
  lease_until TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK ((lease IS NULL) = (lease_until IS NULL)),
  CHECK ((failures = 0) = (failing_since IS NULL))
);
CREATE INDEX sources_due ON sources (state, next_poll_at);

-- Which items of a feed were read already; nothing of what they say.
CREATE TABLE items (
  id TEXT PRIMARY KEY,
  source_id TEXT NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  item_key TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  UNIQUE (source_id, item_key)
);

CREATE TABLE inbox (
  id TEXT PRIMARY KEY,
  -- NULL: the source was removed.
  source_id TEXT REFERENCES sources (id) ON DELETE SET NULL,
  source_name TEXT NOT NULL,
  source_kind TEXT NOT NULL,
  item_title TEXT NOT NULL,
  link TEXT,
  published_on TEXT NOT NULL,
  origin TEXT NOT NULL,
  destination TEXT NOT NULL,
  airline TEXT,
  status TEXT NOT NULL,
  earliest TEXT,
  latest TEXT,
  wording TEXT,
  weekly_frequency INTEGER,
  speaker TEXT,
  -- In hundredths: how sure the reading is.
  confidence INTEGER NOT NULL,
  -- JSON: the sentences that the draft came from, with the places of the words in them; the only text of the item that is kept.
  evidence TEXT NOT NULL,
  -- JSON: what else the names may mean.
  alternatives TEXT NOT NULL,
  -- `known`: the ledger has it, or another draft says the same.
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'dropped', 'known')),
  -- The same for drafts that say the same.
  fingerprint TEXT NOT NULL,
  -- Of an accepted draft, what it became; of a known one, the statement that says the same, if it is in the ledger.
  announcement_id TEXT,
  reason TEXT,
  created_at TEXT NOT NULL,
  decided_at TEXT,
  decided_by TEXT
);
CREATE INDEX inbox_by_state ON inbox (state, id);
CREATE INDEX inbox_by_fingerprint ON inbox (fingerprint, state);
CREATE INDEX inbox_by_source ON inbox (source_id);
