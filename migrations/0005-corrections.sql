-- What editors taught the reader of texts: their own names of places and airlines, and words that keep a sentence from announcing anything.

CREATE TABLE corrections (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('place', 'airline', 'drop')),
  words TEXT NOT NULL CHECK (words <> ''),
  -- The words as they are compared.
  words_key TEXT NOT NULL UNIQUE,
  -- Code of the place, id of the airline; NULL for what is dropped.
  means TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  CHECK ((kind = 'drop') = (means IS NULL))
);
