-- Device tokens that were used: SHA-256 of each, until it may be forgotten. Of those who insert the
-- same one at once, the primary key makes all but one wait, and then insert nothing.
CREATE TABLE assay_used_token (
  kept_till timestamptz NOT NULL,
  digest    bytea       NOT NULL CHECK (octet_length(digest) = 32),
  PRIMARY KEY (digest)
);

CREATE INDEX assay_used_token_kept_till ON assay_used_token (kept_till);

-- Forgets some that are kept no longer, and says how many. What another sweep is deleting is left
-- to it.
CREATE FUNCTION assay_forget_tokens(most integer, at timestamptz) RETURNS bigint LANGUAGE sql AS $$
  WITH forgotten AS (
    DELETE FROM assay_used_token WHERE ctid = ANY (ARRAY (
      SELECT t.ctid FROM assay_used_token t
      WHERE t.kept_till <= at
      ORDER BY t.kept_till LIMIT most FOR UPDATE SKIP LOCKED))
    RETURNING 1)
  SELECT count(*) FROM forgotten
$$;
