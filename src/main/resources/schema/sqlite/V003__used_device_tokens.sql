-- Device tokens that were used: SHA-256 of each, until it may be forgotten.
CREATE TABLE used_tokens (
  digest    BLOB    NOT NULL CHECK (length(digest) = 32),
  kept_till INTEGER NOT NULL,
  PRIMARY KEY (digest)
) STRICT, WITHOUT ROWID;

CREATE INDEX used_tokens_by_time ON used_tokens (kept_till);
