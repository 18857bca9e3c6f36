package assay.store.postgres;

import assay.core.Bytes;
import assay.store.AppKey;
import assay.store.Store;
import assay.store.StoreContract;
import assay.store.StoreObserver;
import assay.store.postgres.values.Environments;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept on a real PostgreSQL. */
final class PostgresStoreTest extends StoreContract {
  private static Vertx vertx;
  private static TestDatabase database;
  private boolean begun;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    database = TestDatabase.withSchema();
  }

  @AfterAll
  static void stopVertx() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Override
  protected Store open() throws Exception {
    if (!begun) {
      database.clear();
      begun = true;
    }
    return openAnother();
  }

  @Override
  protected Store openAnother() throws Exception {
    return PostgresStore.open(vertx, database.settings(), StoreObserver.NONE)
        .await(60, TimeUnit.SECONDS);
  }

  @Override
  public Bytes receiptBytes(AppKey key) throws Exception {
    return Bytes.of(
        (byte[])
            database
                .query(
                    "SELECT bytes FROM assay_receipt WHERE app = '%s' AND environment = %d AND key_id = '\\x%s'"
                        .formatted(
                            key.app(), Environments.number(key.environment()), key.keyId().hex()))
                .getFirst());
  }
}
