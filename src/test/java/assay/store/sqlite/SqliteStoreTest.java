package assay.store.sqlite;

import assay.core.Bytes;
import assay.store.AppKey;
import assay.store.Store;
import assay.store.StoreContract;
import assay.store.StoreObserver;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every store, kept by the embedded one and a command beside it. */
final class SqliteStoreTest extends StoreContract {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("assay.db");
  }

  @Override
  protected Store open() throws Exception {
    return SqliteStore.open(file(), SqliteSettings.DEFAULT, StoreObserver.NONE);
  }

  @Override
  protected Store openAnother() throws Exception {
    return SqliteStore.beside(file());
  }

  @Override
  public Bytes receiptBytes(AppKey key) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var query = connection.prepareStatement("SELECT bytes FROM receipts WHERE id = ?")) {
      query.setBytes(1, key.keyId().toArray());
      return Bytes.of(query.executeQuery().getBytes(1));
    }
  }
}
