-- Decisions that were made, for those who ask why later; nothing that decides reads them. The
-- document is stored out of line where it is large, so that lists never read over it.
CREATE TABLE assay_decision (
  at          timestamptz NOT NULL,
  environment smallint    NOT NULL CHECK (environment BETWEEN 0 AND 2),
  id          text        COLLATE "C" NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
  app         text        COLLATE "C" NOT NULL,
  kind        text        NOT NULL,
  key_id      bytea       NOT NULL,
  step        text, -- with code and detail, where it was refused
  code        text,
  detail      text,
  diagnosis   text,
  document    bytea       NOT NULL,
  PRIMARY KEY (id)
);

-- JSON full of base64: worth its bytes, and not the time to compress it.
ALTER TABLE assay_decision ALTER COLUMN document SET STORAGE EXTERNAL;

CREATE INDEX assay_decision_by_time ON assay_decision (at, id);
CREATE INDEX assay_decision_by_key ON assay_decision (key_id, at);

-- Forgets some that were made before a time, and says how many. What another sweep is deleting is
-- left to it.
CREATE FUNCTION assay_forget_decisions(most integer, line timestamptz) RETURNS bigint
LANGUAGE sql AS $$
  WITH forgotten AS (
    DELETE FROM assay_decision WHERE ctid = ANY (ARRAY (
      SELECT d.ctid FROM assay_decision d
      WHERE d.at < line
      ORDER BY d.at LIMIT most FOR UPDATE SKIP LOCKED))
    RETURNING 1)
  SELECT count(*) FROM forgotten
$$;
