-- Decisions that were made, for those who ask why later; nothing that decides reads them. What a
-- list shows is in the narrow table; the document is apart, so that lists never read over it.
CREATE TABLE decisions (
  number      INTEGER PRIMARY KEY,
  id          TEXT    NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64),
  at          INTEGER NOT NULL,
  app         TEXT    NOT NULL,
  environment TEXT    NOT NULL CHECK (environment IN ('production', 'development', 'test')),
  kind        TEXT    NOT NULL,
  key_id      BLOB    NOT NULL,
  step        TEXT,    -- with code and detail, where it was refused
  code        TEXT,
  detail      TEXT,
  diagnosis   TEXT
) STRICT;

CREATE INDEX decisions_by_time ON decisions (at, id);
CREATE INDEX decisions_by_key ON decisions (key_id, at);

CREATE TABLE decision_documents (
  number   INTEGER PRIMARY KEY REFERENCES decisions ON DELETE CASCADE,
  document BLOB    NOT NULL
) STRICT;
