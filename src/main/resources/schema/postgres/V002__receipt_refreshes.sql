-- When receipts are to be exchanged for newer ones, and who is at it.

-- One column says when a receipt can be claimed: at its time, or when the lease on it runs out. So a
-- claim is one look at one index, and an instance that crashed needs nobody to tidy up. It is a table
-- of its own: a schedule is written by nobody but the instance that works on it, and the keys that
-- decisions write get no index that they would have to keep.
CREATE TABLE assay_refresh (
  due_at      timestamptz, -- NULL: never again
  claims      bigint   NOT NULL DEFAULT 0, -- of all time: the number of the latest lease
  attempts    integer  NOT NULL DEFAULT 0, -- claims since the last newer receipt
  environment smallint NOT NULL,
  leased      boolean  NOT NULL DEFAULT false,
  app         text     NOT NULL COLLATE "C",
  key_id      bytea    NOT NULL,
  outcome     text,
  PRIMARY KEY (app, environment, key_id),
  FOREIGN KEY (app, environment, key_id) REFERENCES assay_receipt (app, environment, key_id)
);

-- What was registered before is due within a day from now, not all at once. A receipt that was only
-- too old when it came is as good for an exchange as an accepted one.
INSERT INTO assay_refresh (environment, app, key_id, due_at)
SELECT k.environment, k.app, k.key_id, now() + random() * interval '1 day'
FROM assay_key k
WHERE k.has_receipt AND k.revoked_at IS NULL
  AND (k.receipt_refused_at IS NULL OR k.receipt_refused_at = 'receipt-age');

CREATE INDEX assay_refresh_due ON assay_refresh (app, environment, due_at) WHERE due_at IS NOT NULL;

DROP FUNCTION assay_register;

-- Registers keys, as before, and puts receipts into the queue. Row i of the arrays is one key; no key and no challenge is in them twice, and they
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
  challenge_ids bytea[], challenge_expiries timestamptz[], first_refreshes timestamptz[],
  times timestamptz[])
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

  INSERT INTO assay_refresh (environment, app, key_id, due_at)
  SELECT d.environment, d.app, d.key_id, d.due_at
  FROM unnest(apps, environments, key_ids, first_refreshes)
    WITH ORDINALITY AS d(app, environment, key_id, due_at, n)
  WHERE d.due_at IS NOT NULL AND d.n = ANY (added);

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

-- Claims receipts that are due in any of the given spaces, the longest due first. (1) holds their
-- rows and leaves those that another call holds to it; (2) claims those whose keys are in use, puts
-- the unused off, and lets the revoked go. A row of (2) without a public key was passed over.
--
-- Keys are only read: nobody who decides waits for this.
CREATE FUNCTION assay_claim_due(
  apps text[], environments smallint[], most integer, at timestamptz, lease_until timestamptz,
  unused_since timestamptz, next_look timestamptz)
RETURNS TABLE (environment smallint, app text, key_id bytea, claim bigint, public_key bytea, app_id text,
  receipt bytea, refused_at text, created_at timestamptz, not_before timestamptz,
  expires_at timestamptz, attempts integer, last_outcome text)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  held tid[];
BEGIN
  SELECT array_agg(due.place) INTO held -- (1)
  FROM (
    SELECT d.place
    FROM unnest(apps, environments) AS s(app, environment)
    CROSS JOIN LATERAL (
      SELECT r.ctid AS place, r.due_at FROM assay_refresh r
      WHERE r.app = s.app AND r.environment = s.environment AND r.due_at <= at
      ORDER BY r.due_at LIMIT most FOR UPDATE SKIP LOCKED) AS d
    ORDER BY d.due_at LIMIT most) AS due;

  RETURN QUERY
  UPDATE assay_refresh r -- (2)
  SET due_at = CASE WHEN d.revoked THEN NULL WHEN d.used THEN lease_until ELSE next_look END,
    leased = d.used, claims = r.claims + d.used::integer, attempts = r.attempts + d.used::integer
  FROM (
    SELECT h.place, k.revoked, k.used AND NOT k.revoked AS used, k.public_key, k.app_id,
      k.refused_at, k.created_at, k.not_before, k.expires_at, c.bytes
    FROM unnest(held) AS h(place)
    CROSS JOIN LATERAL (
      SELECT f.app, f.environment, f.key_id FROM assay_refresh f WHERE f.ctid = h.place
      OFFSET 0) AS f
    CROSS JOIN LATERAL (
      SELECT k.revoked_at IS NOT NULL AS revoked,
        coalesce(k.last_used_at, k.registered_at) >= unused_since AS used,
        k.public_key, k.app_id, k.receipt_refused_at AS refused_at,
        k.receipt_created_at AS created_at, k.receipt_not_before AS not_before,
        k.receipt_expires_at AS expires_at
      FROM assay_key k
      WHERE k.app = f.app AND k.environment = f.environment AND k.key_id = f.key_id
      OFFSET 0) AS k
    CROSS JOIN LATERAL (
      SELECT c.bytes FROM assay_receipt c
      WHERE c.app = f.app AND c.environment = f.environment AND c.key_id = f.key_id
      OFFSET 0) AS c) AS d
  WHERE r.ctid = d.place
  RETURNING r.environment, r.app, r.key_id, r.claims,
    CASE WHEN d.used THEN d.public_key END, d.app_id, CASE WHEN d.used THEN d.bytes END,
    d.refused_at, d.created_at, d.not_before, d.expires_at, r.attempts, r.outcome;
END
$$;

-- Claims the receipt of one key, due or not.
--
-- state: 0 claimed, 1 under way, 2 unknown key, 3 revoked key, 4 no receipt.
CREATE FUNCTION assay_claim(
  its_app text, its_environment smallint, its_key_id bytea, at timestamptz,
  lease_until timestamptz)
RETURNS TABLE (state integer, environment smallint, app text, key_id bytea, claim bigint, public_key bytea, app_id text,
  receipt bytea, refused_at text, created_at timestamptz, not_before timestamptz,
  expires_at timestamptz, attempts integer, last_outcome text)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  barred boolean;
BEGIN
  SELECT k.revoked_at IS NOT NULL INTO barred FROM assay_key k
  WHERE k.app = its_app AND k.environment = its_environment AND k.key_id = its_key_id;
  IF coalesce(barred, true) THEN
    state := CASE WHEN barred THEN 3 ELSE 2 END;
    RETURN NEXT;
    RETURN;
  END IF;

  SELECT r.leased AND r.due_at > at INTO barred FROM assay_refresh r
  WHERE r.app = its_app AND r.environment = its_environment AND r.key_id = its_key_id
  FOR UPDATE;
  IF NOT FOUND OR barred THEN
    state := CASE WHEN barred THEN 1 ELSE 4 END;
    RETURN NEXT;
    RETURN;
  END IF;

  RETURN QUERY
  UPDATE assay_refresh r
  SET due_at = lease_until, leased = true, claims = r.claims + 1, attempts = r.attempts + 1
  FROM assay_key k, assay_receipt c
  WHERE r.app = its_app AND r.environment = its_environment AND r.key_id = its_key_id
    AND k.app = its_app AND k.environment = its_environment AND k.key_id = its_key_id
    AND c.app = its_app AND c.environment = its_environment AND c.key_id = its_key_id
  RETURNING 0, r.environment, r.app, r.key_id, r.claims, k.public_key, k.app_id, c.bytes,
    k.receipt_refused_at, k.receipt_created_at, k.receipt_not_before, k.receipt_expires_at,
    r.attempts, r.outcome;
END
$$;

-- Keeps a newer receipt in the old one's place, and ends the lease.
--
-- Answers 0 replaced, 1 not newer, 2 lease lost.
CREATE FUNCTION assay_finish_refresh(
  its_app text, its_environment smallint, its_key_id bytea, claim bigint, receipt bytea,
  created timestamptz, not_before timestamptz, expires timestamptz, metric integer,
  as_of timestamptz, next_due timestamptz, word text)
RETURNS integer
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  PERFORM FROM assay_refresh r
  WHERE r.app = its_app AND r.environment = its_environment AND r.key_id = its_key_id
    AND r.leased AND r.claims = claim
  FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 2;
  END IF;

  UPDATE assay_key k
  SET receipt_refused_at = NULL, receipt_created_at = created, receipt_not_before = not_before,
    receipt_expires_at = expires, risk_metric = metric, risk_as_of = as_of
  WHERE k.app = its_app AND k.environment = its_environment AND k.key_id = its_key_id
    AND coalesce(k.receipt_created_at < created, true);
  IF NOT FOUND THEN
    RETURN 1;
  END IF;

  UPDATE assay_receipt c SET bytes = receipt
  WHERE c.app = its_app AND c.environment = its_environment AND c.key_id = its_key_id;

  UPDATE assay_refresh r SET due_at = next_due, leased = false, attempts = 0, outcome = word
  WHERE r.app = its_app AND r.environment = its_environment AND r.key_id = its_key_id;
  RETURN 0;
END
$$;

-- Ends the lease without a newer receipt; answers whether it held.
CREATE FUNCTION assay_put_off_refresh(
  its_app text, its_environment smallint, its_key_id bytea, claim bigint, next_due timestamptz,
  word text)
RETURNS boolean
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  UPDATE assay_refresh r SET due_at = next_due, leased = false, outcome = word
  WHERE r.app = its_app AND r.environment = its_environment AND r.key_id = its_key_id
    AND r.leased AND r.claims = claim;
  RETURN FOUND;
END
$$;
