package assay.store.sqlite.keys;

import assay.store.NewKey;
import assay.store.StoredReceipt;
import assay.store.sqlite.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Writes a new key, whole. */
public final class Registrations {
  private final Query addApp;
  private final Query addKey;
  private final Query addFacts;
  private final Query addReceipt;
  private final Refreshes refreshes;

  public Registrations(Connection connection, Refreshes refreshes) throws SQLException {
    this.refreshes = refreshes;
    addApp =
        new Query(
            connection,
            """
            INSERT INTO apps (name, environment, keys) VALUES (?, ?, 1)
            ON CONFLICT (name, environment) DO UPDATE SET keys = keys + 1
            RETURNING number
            """);
    addKey = new Query(connection, "INSERT INTO keys (app, id) VALUES (?, ?)");
    addFacts =
        new Query(
            connection,
            """
            INSERT INTO facts (app, id, public_key, app_id, subject, validation_category,
                               bundle_version, os_version, os_build, registered_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
    addReceipt =
        new Query(
            connection,
            """
            INSERT INTO receipts (app, id, refused_at, created_at, not_before, expires_at, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """);
  }

  public void add(NewKey key, Optional<Instant> firstRefresh, Instant now) throws SQLException {
    long app =
        addApp
            .first(row -> row.number(1), key.key().app(), key.key().environment().text())
            .orElseThrow();
    addKey.run(app, key.key().keyId());
    addFacts.run(
        app,
        key.key().keyId(),
        key.publicKey(),
        key.appId(),
        key.subject(),
        key.validationCategory(),
        key.bundleVersion(),
        key.osVersion(),
        key.osBuild(),
        now);
    if (key.receipt().isPresent()) {
      add(app, key, key.receipt().get());
    }
    if (firstRefresh.isPresent()) {
      refreshes.add(app, key.key(), firstRefresh.get());
    }
  }

  private void add(long app, NewKey key, StoredReceipt receipt) throws SQLException {
    addReceipt.run(
        app,
        key.key().keyId(),
        receipt.refusedAt(),
        receipt.createdAt(),
        receipt.notBefore(),
        receipt.expiresAt(),
        receipt.bytes());
  }
}
