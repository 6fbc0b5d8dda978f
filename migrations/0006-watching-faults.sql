-- How long feeds show their items, and items that could not be read.

-- Half of what the feed showed was published within so many minutes; NULL: its items have no dates to tell it.
ALTER TABLE sources ADD COLUMN turnover_minutes INTEGER;
-- How often the reading of an item failed; 0: it was read.
ALTER TABLE items ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
