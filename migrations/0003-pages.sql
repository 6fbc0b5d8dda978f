-- Editors who signed in with a key at the desk. The browser has the token, the database its SHA-256.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  key_id TEXT NOT NULL REFERENCES keys (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Everything that routes are counted by: counts, sums by country and sums by month are read from here alone.
CREATE INDEX routes_summary ON routes (status, flag, origin_country, destination_country, launch_start, launch_end);
