-- When receipts are to be exchanged for newer ones, and who is at it. A table of its own, as a
-- schedule is written far more often than a receipt of some 5 KB.
CREATE TABLE refreshes (
  app      INTEGER NOT NULL,
  id       BLOB    NOT NULL,
  due_at   INTEGER,                      -- while leased, when the lease runs out; NULL: never again
  leased   INTEGER NOT NULL DEFAULT 0,
  claims   INTEGER NOT NULL DEFAULT 0,   -- of all time: the number of the latest lease
  attempts INTEGER NOT NULL DEFAULT 0,   -- claims since the last newer receipt
  outcome  TEXT,
  PRIMARY KEY (app, id),
  FOREIGN KEY (app, id) REFERENCES keys
) STRICT, WITHOUT ROWID;

CREATE INDEX refreshes_due ON refreshes (app, due_at) WHERE due_at IS NOT NULL;

-- What was registered before is due within a day from now, not all at once. A receipt that was only
-- too old when it came is as good for an exchange as an accepted one.
INSERT INTO refreshes (app, id, due_at)
SELECT r.app, r.id, unixepoch() * 1000 + abs(random()) % 86400000
FROM receipts r
JOIN keys k ON k.app = r.app AND k.id = r.id
WHERE k.revoked_at IS NULL AND (r.refused_at IS NULL OR r.refused_at = 'receipt-age');
