-- Keys and their counters, spent challenges, and the secrets that challenges are made with.
-- Applied once, in one transaction; a database that has it never sees another text under this
-- number. Everything is called assay_..., as the schema may be shared.

-- A key: one row under one app in one environment. What every decision rewrites stands first and
-- together, so that an update writes little to the log; it touches no indexed column, so that with
-- the room that fillfactor leaves no index is written either.
CREATE TABLE assay_key (
  counter             bigint      NOT NULL CHECK (counter BETWEEN 0 AND 4294967295),
  last_used_at        timestamptz,
  -- From the left, bit k is set where the counter k below the highest was skipped and may still
  -- come. NULL: none may.
  skipped             bit(1024),
  registered_at       timestamptz NOT NULL,
  revoked_at          timestamptz,
  risk_as_of          timestamptz,
  risk_metric         integer,
  environment         smallint    NOT NULL CHECK (environment BETWEEN 0 AND 2),
  app                 text        NOT NULL COLLATE "C",
  key_id              bytea       NOT NULL CHECK (octet_length(key_id) = 32),
  public_key          bytea       NOT NULL CHECK (octet_length(public_key) = 65),
  app_id              text        NOT NULL,
  subject             text        COLLATE "C",
  validation_category bigint,
  bundle_version      text,
  os_version          text,
  os_build            text,
  revoked_reason      text,
  has_receipt         boolean     NOT NULL,
  receipt_refused_at  text,
  receipt_created_at  timestamptz,
  receipt_not_before  timestamptz,
  receipt_expires_at  timestamptz,
  PRIMARY KEY (app, environment, key_id),
  CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
  CHECK ((risk_as_of IS NULL) = (risk_metric IS NULL))
) WITH (fillfactor = 80);

COMMENT ON COLUMN assay_key.environment IS '0 production, 1 development, 2 test';

CREATE INDEX assay_key_subject ON assay_key (app, environment, subject, key_id)
  WHERE subject IS NOT NULL;

-- Receipts are large and seldom read: they stay out of the rows that decisions rewrite.
CREATE TABLE assay_receipt (
  environment smallint NOT NULL,
  app         text     NOT NULL COLLATE "C",
  key_id      bytea    NOT NULL,
  bytes       bytea    NOT NULL,
  PRIMARY KEY (app, environment, key_id),
  FOREIGN KEY (app, environment, key_id) REFERENCES assay_key (app, environment, key_id)
);
ALTER TABLE assay_receipt ALTER COLUMN bytes SET STORAGE EXTERNAL; -- signed bytes do not compress

-- Challenges that were spent. A challenge's expiry is under the same MAC as its id, so one id never
-- comes with two; with the expiry first, new rows go where the index is warm, and a sweep finds the
-- oldest ones together.
CREATE TABLE assay_spent_challenge (
  expires_at timestamptz NOT NULL,
  id         bytea       NOT NULL CHECK (octet_length(id) = 16),
  PRIMARY KEY (expires_at, id)
);

-- One row: a challenge that expires then or before counts as spent, for it may have been forgotten.
--
-- Nothing is forgotten while a decision may still be running that has seen an older line: once the
-- raised line is committed, fence is set to the number that the next transaction will get, and rows
-- are deleted only when every transaction with a lower number has ended. A decision takes its number
-- before it looks at the line.
CREATE TABLE assay_sweep_line (
  only_row   boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  expires_at timestamptz NOT NULL,
  fence      xid8 -- NULL: raised, and the fence not set yet
);
INSERT INTO assay_sweep_line (expires_at, fence) VALUES ('-infinity', '0');

CREATE TABLE assay_challenge_secret (
  number integer     PRIMARY KEY CHECK (number > 0),
  secret bytea       NOT NULL CHECK (octet_length(secret) = 32),
  since  timestamptz NOT NULL
);

-- Whether the rule takes the counter; size 0 is the strict rule.
CREATE FUNCTION assay_takes(highest bigint, skipped bit, counter bigint, size integer)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN counter > highest THEN true
    WHEN skipped IS NULL OR highest - counter >= size THEN false
    ELSE get_bit(skipped, (highest - counter)::integer) = 1
  END
$$;

-- The skipped counters after one that the rule takes. Shifting to the right moves each of them
-- further below the highest; ~(ones >> n) has the first n bits set.
CREATE FUNCTION assay_skipped(highest bigint, skipped bit, counter bigint, size integer)
RETURNS bit LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN size = 0 THEN NULL
    WHEN counter <= highest
      THEN nullif(set_bit(skipped, (highest - counter)::integer, 0), B'0'::bit(1024))
    ELSE nullif(
      ((coalesce(skipped, B'0'::bit(1024)) >> least(counter - highest, 1024)::integer)
        | (~(~B'0'::bit(1024) >> least(counter - highest, 1024)::integer)
          & (~B'0'::bit(1024) >> 1)))
        & ~(~B'0'::bit(1024) >> size),
      B'0'::bit(1024))
  END
$$;

-- Decides on counters. Row i of the arrays is one decision; no key and no challenge is in them
-- twice, and they are sorted by key, so that two calls never wait for each other's keys in a circle.
--
-- Why it is right under READ COMMITTED, where each statement below sees what was committed when it
-- began: (1) holds every key's row until the end of the transaction, so what follows sees the same
-- rows, the newest ones, in the same places, and nobody else moves or revokes them meanwhile. (2)
-- inserts the challenges of the decisions that all else allows; of those who insert the same one at
-- once, the primary key makes all but one wait, and then lets them insert nothing if that one
-- committed. (3) moves the keys whose challenge was won in (2). All keys come before all challenges,
-- each in order: no deadlock.
--
-- Rows are looked up by the primary key in (1), inside a LATERAL part that cannot be planned
-- otherwise, and by their place from then on: a plan that was made when the table held ten rows may
-- have to serve a million, and joining by value might then read the whole index.
--
-- outcome: 0 moved, 1 unknown key, 2 revoked key, 3 challenge spent, 4 counter not ahead.
CREATE FUNCTION assay_advance(
  apps text[], environments smallint[], key_ids bytea[], counters bigint[], sizes integer[],
  challenge_ids bytea[], challenge_expiries timestamptz[], times timestamptz[])
RETURNS TABLE (n bigint, outcome integer, highest bigint, metric integer, as_of timestamptz)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  held tid[]; -- NULL where there is no such key
  won bytea[];
  moved bigint[] := '{}';
BEGIN
  IF EXISTS (
    SELECT FROM unnest(challenge_ids) AS c(id) WHERE c.id IS NOT NULL
    GROUP BY c.id HAVING count(*) > 1)
  THEN
    RAISE EXCEPTION 'a challenge stands twice in one call' USING ERRCODE = 'invalid_parameter_value';
  END IF;

  PERFORM pg_current_xact_id(); -- before any look at the sweep line, see there

  SELECT array_agg(h.place ORDER BY d.n) INTO held -- (1)
  FROM unnest(apps, environments, key_ids) WITH ORDINALITY AS d(app, environment, key_id, n)
  LEFT JOIN LATERAL (
    SELECT k.ctid AS place FROM assay_key k
    WHERE k.app = d.app AND k.environment = d.environment AND k.key_id = d.key_id
    FOR NO KEY UPDATE) AS h ON true;

  WITH spent AS ( -- (2)
    INSERT INTO assay_spent_challenge AS c (expires_at, id)
    SELECT d.expires_at, d.challenge_id
    FROM unnest(held, counters, sizes, challenge_ids, challenge_expiries)
      AS d(place, counter, size, challenge_id, expires_at)
    CROSS JOIN LATERAL (
      SELECT FROM assay_key k
      WHERE k.ctid = d.place
        AND k.revoked_at IS NULL AND assay_takes(k.counter, k.skipped, d.counter, d.size)
      OFFSET 0) AS allowed
    WHERE d.challenge_id IS NOT NULL
      AND d.expires_at > (SELECT l.expires_at FROM assay_sweep_line l)
    ORDER BY d.expires_at, d.challenge_id
    ON CONFLICT DO NOTHING
    RETURNING c.id)
  SELECT array_agg(spent.id) INTO won FROM spent;

  outcome := 0;
  FOR n, metric, as_of IN
    UPDATE assay_key k -- (3)
    SET counter = greatest(k.counter, d.counter),
      last_used_at = d.at,
      skipped = assay_skipped(k.counter, k.skipped, d.counter, d.size)
    FROM unnest(held, counters, sizes, challenge_ids, times)
      WITH ORDINALITY AS d(place, counter, size, challenge_id, at, n)
    WHERE k.ctid = d.place
      AND (d.challenge_id IS NULL OR d.challenge_id IN (SELECT w.id FROM unnest(won) AS w(id)))
      AND k.revoked_at IS NULL AND assay_takes(k.counter, k.skipped, d.counter, d.size)
    RETURNING d.n, k.risk_metric, k.risk_as_of
  LOOP
    moved := moved || n;
    RETURN NEXT;
  END LOOP;
  IF cardinality(moved) = cardinality(key_ids) THEN
    RETURN;
  END IF;

  RETURN QUERY -- why the others did not move
  SELECT d.n,
    CASE
      WHEN d.place IS NULL THEN 1
      WHEN k.revoked_at IS NOT NULL THEN 2
      WHEN assay_takes(k.counter, k.skipped, d.counter, d.size) THEN 3 -- all but the challenge
      WHEN d.expires_at <= (SELECT l.expires_at FROM assay_sweep_line l) THEN 3
      WHEN EXISTS (
        SELECT FROM assay_spent_challenge c
        WHERE c.expires_at = d.expires_at AND c.id = d.challenge_id) THEN 3
      ELSE 4
    END,
    k.counter, NULL::integer, NULL::timestamptz
  FROM unnest(held, counters, sizes, challenge_ids, challenge_expiries)
    WITH ORDINALITY AS d(place, counter, size, challenge_id, expires_at, n)
  LEFT JOIN LATERAL (
    SELECT k.counter, k.skipped, k.revoked_at FROM assay_key k
    WHERE k.ctid = d.place
    OFFSET 0) AS k ON true
  WHERE NOT d.n = ANY (moved);
END
$$;

-- Registers keys. Row i of the arrays is one key; no key and no challenge is in them twice, and they
-- are sorted by key.
--
-- (1) spends the challenges of keys that are not there, (2) adds the keys whose challenge was won.
-- A key that another call added in between is known, not added, and (3) gives its challenge back:
-- whoever waited for it may still spend it. Challenges come before keys here, and after them in
-- assay_advance; that makes no circle, as nobody waits for a row that assay_advance only holds.
--
-- outcome: 0 added, 1 known, 2 revoked, 3 challenge spent.
CREATE FUNCTION assay_register(
  apps text[], environments smallint[], key_ids bytea[], public_keys bytea[], app_ids text[],
  subjects text[], categories bigint[], bundle_versions text[], os_versions text[],
  os_builds text[], receipts bytea[], refused text[], created timestamptz[],
  not_before timestamptz[], receipt_expiries timestamptz[],
  challenge_ids bytea[], challenge_expiries timestamptz[], times timestamptz[])
RETURNS TABLE (n bigint, outcome integer, key assay_key)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  won bytea[];
  added bigint[];
BEGIN
  IF EXISTS (SELECT FROM unnest(challenge_ids) AS c(id) GROUP BY c.id HAVING count(*) > 1) THEN
    RAISE EXCEPTION 'a challenge stands twice in one call' USING ERRCODE = 'invalid_parameter_value';
  END IF;

  PERFORM pg_current_xact_id(); -- before any look at the sweep line, see there

  WITH spent AS ( -- (1)
    INSERT INTO assay_spent_challenge AS c (expires_at, id)
    SELECT d.expires_at, d.challenge_id
    FROM unnest(apps, environments, key_ids, challenge_ids, challenge_expiries)
      AS d(app, environment, key_id, challenge_id, expires_at)
    WHERE d.expires_at > (SELECT l.expires_at FROM assay_sweep_line l)
      AND NOT EXISTS (
        SELECT FROM assay_key k
        WHERE k.app = d.app AND k.environment = d.environment AND k.key_id = d.key_id
        OFFSET 0)
    ORDER BY d.expires_at, d.challenge_id
    ON CONFLICT DO NOTHING
    RETURNING c.id)
  SELECT array_agg(spent.id) INTO won FROM spent;

  WITH new_key AS ( -- (2)
    INSERT INTO assay_key AS k (
      counter, registered_at, environment, app, key_id, public_key, app_id, subject,
      validation_category, bundle_version, os_version, os_build,
      has_receipt, receipt_refused_at, receipt_created_at, receipt_not_before, receipt_expires_at)
    SELECT 0, d.at, d.environment, d.app, d.key_id, d.public_key, d.app_id, d.subject,
      d.category, d.bundle_version, d.os_version, d.os_build,
      d.receipt IS NOT NULL, d.refused, d.created, d.not_before, d.receipt_expires_at
    FROM unnest(apps, environments, key_ids, public_keys, app_ids, subjects, categories,
        bundle_versions, os_versions, os_builds, receipts, refused, created, not_before,
        receipt_expiries, challenge_ids, times)
      AS d(app, environment, key_id, public_key, app_id, subject, category,
        bundle_version, os_version, os_build, receipt, refused, created, not_before,
        receipt_expires_at, challenge_id, at)
    JOIN unnest(won) AS w(id) ON w.id = d.challenge_id
    ORDER BY d.app COLLATE "C", d.environment, d.key_id
    ON CONFLICT DO NOTHING
    RETURNING k.app, k.environment, k.key_id)
  SELECT coalesce(array_agg(d.n), '{}') INTO added
  FROM unnest(apps, environments, key_ids) WITH ORDINALITY AS d(app, environment, key_id, n)
  JOIN new_key k ON k.app = d.app AND k.environment = d.environment AND k.key_id = d.key_id;

  INSERT INTO assay_receipt (environment, app, key_id, bytes)
  SELECT d.environment, d.app, d.key_id, d.receipt
  FROM unnest(apps, environments, key_ids, receipts)
    WITH ORDINALITY AS d(app, environment, key_id, receipt, n)
  WHERE d.receipt IS NOT NULL AND d.n = ANY (added);

  DELETE FROM assay_spent_challenge WHERE ctid = ANY (ARRAY ( -- (3)
    SELECT c.place
    FROM unnest(challenge_ids, challenge_expiries) WITH ORDINALITY AS d(id, expires_at, n)
    CROSS JOIN LATERAL (
      SELECT c.ctid AS place FROM assay_spent_challenge c
      WHERE c.expires_at = d.expires_at AND c.id = d.id
      OFFSET 0) AS c
    WHERE d.id = ANY (won) AND NOT d.n = ANY (added)));

  RETURN QUERY
  SELECT d.n,
    CASE
      WHEN d.n = ANY (added) THEN 0
      WHEN (k.key).registered_at IS NULL THEN 3
      WHEN (k.key).revoked_at IS NULL THEN 1
      ELSE 2
    END,
    k.key
  FROM unnest(apps, environments, key_ids) WITH ORDINALITY AS d(app, environment, key_id, n)
  LEFT JOIN LATERAL (
    SELECT k AS key FROM assay_key k
    WHERE k.app = d.app AND k.environment = d.environment AND k.key_id = d.key_id
    OFFSET 0) AS k ON true;
END
$$;

-- Finds keys; those that are not there are not answered.
CREATE FUNCTION assay_find(apps text[], environments smallint[], key_ids bytea[])
RETURNS TABLE (n bigint, key assay_key)
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT d.n, k.key
  FROM unnest(apps, environments, key_ids) WITH ORDINALITY AS d(app, environment, key_id, n)
  CROSS JOIN LATERAL (
    SELECT k AS key FROM assay_key k
    WHERE k.app = d.app AND k.environment = d.environment AND k.key_id = d.key_id
    OFFSET 0) AS k;
END
$$;

-- Revokes a key; the first time and reason stay. Answers the key as it is then.
CREATE FUNCTION assay_revoke(
  its_app text, its_environment smallint, its_key_id bytea, reason text, at timestamptz)
RETURNS SETOF assay_key LANGUAGE plpgsql AS $$
BEGIN
  UPDATE assay_key k SET revoked_at = at, revoked_reason = reason
  WHERE k.app = its_app AND k.environment = its_environment AND k.key_id = its_key_id
    AND k.revoked_at IS NULL;
  RETURN QUERY SELECT k.* FROM assay_key k
  WHERE k.app = its_app AND k.environment = its_environment AND k.key_id = its_key_id;
END
$$;

-- The secrets, newest first; the given one becomes the first where there is none. Of several calls
-- at once the lock lets one write, and the others see what it wrote.
CREATE FUNCTION assay_secrets(fresh bytea, at timestamptz)
RETURNS SETOF assay_challenge_secret LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM assay_challenge_secret) THEN
    LOCK TABLE assay_challenge_secret IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO assay_challenge_secret (number, secret, since)
    SELECT 1, fresh, at WHERE NOT EXISTS (SELECT FROM assay_challenge_secret);
  END IF;
  RETURN QUERY SELECT s.* FROM assay_challenge_secret s ORDER BY s.number DESC;
END
$$;

-- Makes a new current secret, and forgets all but the one before.
CREATE FUNCTION assay_rotate_secret(fresh bytea, at timestamptz)
RETURNS SETOF assay_challenge_secret LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE assay_challenge_secret IN SHARE ROW EXCLUSIVE MODE;
  INSERT INTO assay_challenge_secret (number, secret, since)
  SELECT coalesce(max(s.number), 0) + 1, fresh, at FROM assay_challenge_secret s;
  DELETE FROM assay_challenge_secret s
  WHERE s.number < (SELECT max(t.number) - 1 FROM assay_challenge_secret t);
  RETURN QUERY SELECT s.* FROM assay_challenge_secret s ORDER BY s.number DESC;
END
$$;

-- Whether every transaction that may have seen an older line has ended.
CREATE FUNCTION assay_sweep_settled() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(pg_snapshot_xmin(pg_current_snapshot()) >= l.fence, false)
  FROM assay_sweep_line l
$$;

-- Raises the line, when the one before has settled, to the latest expiry of a challenge that is
-- there and expired before the given time. Never lowers it.
CREATE FUNCTION assay_raise_sweep_line(expired_before timestamptz) RETURNS void
LANGUAGE sql AS $$
  UPDATE assay_sweep_line l SET expires_at = due.latest, fence = NULL
  FROM (
    SELECT max(c.expires_at) AS latest FROM assay_spent_challenge c
    WHERE c.expires_at < expired_before) AS due
  WHERE due.latest > l.expires_at AND pg_snapshot_xmin(pg_current_snapshot()) >= l.fence
$$;

-- Sets the fence of a raised line; to be called when the raising is committed.
CREATE FUNCTION assay_fence_sweep_line() RETURNS void LANGUAGE sql AS $$
  UPDATE assay_sweep_line SET fence = pg_snapshot_xmax(pg_current_snapshot()) WHERE fence IS NULL
$$;

-- Forgets some challenges up to a line that has settled, and says how many. What another sweep is
-- deleting is left to it.
CREATE FUNCTION assay_forget(most integer) RETURNS bigint LANGUAGE sql AS $$
  WITH forgotten AS (
    DELETE FROM assay_spent_challenge WHERE ctid = ANY (ARRAY (
      SELECT c.ctid FROM assay_spent_challenge c
      WHERE c.expires_at <= (
        SELECT l.expires_at FROM assay_sweep_line l
        WHERE pg_snapshot_xmin(pg_current_snapshot()) >= l.fence)
      ORDER BY c.expires_at LIMIT most FOR UPDATE SKIP LOCKED))
    RETURNING 1)
  SELECT count(*) FROM forgotten
$$;
