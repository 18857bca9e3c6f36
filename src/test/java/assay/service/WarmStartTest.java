package assay.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.core.Bytes;
import assay.service.keys.KeyCache;
import assay.service.policy.ServedApp;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.StoreUnavailable;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import assay.store.sqlite.file.UnusableDatabase;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that starts knows the keys that its store has. */
final class WarmStartTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final ServedApp ONE = ServedApps.production("one");
  private static final ServedApp TWO = ServedApps.production("two");

  private final Random random = new Random(3);
  private final KeyCache cache = new KeyCache(1 << 20);
  private Store store;

  @BeforeEach
  void open(@TempDir Path folder) throws UnusableDatabase {
    store =
        SqliteStore.open(folder.resolve("assay.db"), SqliteSettings.DEFAULT, StoreObserver.NONE);
  }

  @AfterEach
  void close() {
    store.close().await();
  }

  @Test
  void everyKeyOfEveryAppIsRead() {
    List<AppKey> keys = new ArrayList<>(register(ONE, 400));
    keys.addAll(register(TWO, 201));
    register(ServedApps.production("no longer served"), 3);
    assertEquals(601, WarmStart.run(store, cache, List.of(ONE, TWO)).await());
    for (AppKey key : keys) {
      assertEquals(key.keyId(), cache.get(key).orElseThrow().keyId());
    }
  }

  @Test
  void aRevokedKeyIsLeftOut() {
    AppKey key = register(ONE, 1).getFirst();
    store.revoke(key, "lost", NOW).await();
    assertEquals(1, WarmStart.run(store, cache, List.of(ONE)).await());
    assertEquals(Optional.empty(), cache.get(key));
  }

  @Test
  void readingEndsWhereTheCacheIsFull() {
    KeyCache small = new KeyCache(1 << 16);
    register(ONE, 1_500);
    assertEquals(340, WarmStart.run(store, small, List.of(ONE)).await());
    assertFalse(small.hasRoom());
  }

  @Test
  void aStoreThatCannotBeReadIsSaid() {
    register(ONE, 1);
    store.close().await();
    assertThrows(StoreUnavailable.class, () -> WarmStart.run(store, cache, List.of(ONE)).await());
  }

  private List<AppKey> register(ServedApp app, int count) {
    List<AppKey> keys = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] point = new byte[65];
      random.nextBytes(point);
      point[0] = 4;
      Bytes publicKey = Bytes.of(point);
      AppKey key = new AppKey(app.name(), Environment.PRODUCTION, Bytes.sha256(publicKey));
      keys.add(key);
      byte[] challenge = ByteBuffer.allocate(16).putLong(8, random.nextLong()).array();
      running.add(
          store.register(
              new NewKey(
                  key,
                  publicKey,
                  ServedApps.APP_ID,
                  Optional.of("user-" + i),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()),
              new OpenChallenge(Bytes.of(challenge), NOW.plusSeconds(300)),
              Optional.empty(),
              NOW));
    }
    Future.all(running).await();
    return keys;
  }
}
