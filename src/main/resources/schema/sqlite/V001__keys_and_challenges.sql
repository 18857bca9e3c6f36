-- Times are milliseconds since 1970 in UTC. "ASSY": what marks a file as Assay's.
PRAGMA application_id = 0x41535359;

-- Where keys live. The counts are kept here so that telling them never reads all keys.
CREATE TABLE apps (
  number      INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL,
  environment TEXT    NOT NULL CHECK (environment IN ('production', 'development', 'test')),
  keys        INTEGER NOT NULL DEFAULT 0,
  revoked     INTEGER NOT NULL DEFAULT 0,
  UNIQUE (name, environment)
) STRICT;

-- What a decision reads and writes, and nothing else: with narrow rows a million keys fill few
-- pages, and a decision writes the one page that its key is on.
CREATE TABLE keys (
  app         INTEGER NOT NULL REFERENCES apps,
  id          BLOB    NOT NULL CHECK (length(id) = 32),
  counter     INTEGER NOT NULL DEFAULT 0 CHECK (counter BETWEEN 0 AND 4294967295),
  open        BLOB,    -- counters below the highest that may still come: CounterRule.State, big-endian
  used_at     INTEGER,
  revoked_at  INTEGER,
  revoked_for TEXT,
  risk        INTEGER,
  risk_as_of  INTEGER,
  PRIMARY KEY (app, id)
) STRICT, WITHOUT ROWID;

-- What never changes of a key.
CREATE TABLE facts (
  app                 INTEGER NOT NULL,
  id                  BLOB    NOT NULL,
  public_key          BLOB    NOT NULL CHECK (length(public_key) = 65),
  app_id              TEXT    NOT NULL,
  subject             TEXT,
  validation_category INTEGER,
  bundle_version      TEXT,
  os_version          TEXT,
  os_build            TEXT,
  registered_at       INTEGER NOT NULL,
  PRIMARY KEY (app, id),
  FOREIGN KEY (app, id) REFERENCES keys
) STRICT, WITHOUT ROWID;

CREATE INDEX facts_by_subject ON facts (app, subject, id) WHERE subject IS NOT NULL;

-- The newest receipt of a key. The bytes come last, so that what stands before them is read alone.
CREATE TABLE receipts (
  app        INTEGER NOT NULL,
  id         BLOB    NOT NULL,
  refused_at TEXT,
  created_at INTEGER,
  not_before INTEGER,
  expires_at INTEGER,
  bytes      BLOB    NOT NULL,
  UNIQUE (app, id),
  FOREIGN KEY (app, id) REFERENCES keys
) STRICT;

-- Challenges that were spent. Id and expiry are authenticated together, so together they are the
-- key; with the expiry first, new rows come last and a sweep takes the first pages.
CREATE TABLE spent (
  expires_at INTEGER NOT NULL,
  challenge  BLOB    NOT NULL CHECK (length(challenge) = 16),
  PRIMARY KEY (expires_at, challenge)
) STRICT, WITHOUT ROWID;

-- The latest expiry that a sweep has forgotten: what expires then or before counts as spent.
CREATE TABLE swept (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  line INTEGER NOT NULL
) STRICT;
INSERT INTO swept VALUES (1, 0);

CREATE TABLE secrets (
  number INTEGER PRIMARY KEY,
  secret BLOB    NOT NULL CHECK (length(secret) = 32),
  since  INTEGER NOT NULL
) STRICT;
