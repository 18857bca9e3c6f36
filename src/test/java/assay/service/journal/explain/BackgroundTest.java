package assay.service.journal.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Step;
import assay.core.diagnosis.Known;
import assay.service.Phone;
import assay.service.ServedApps;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.store.Environment;
import assay.store.StoreObserver;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of other apps is bounded, and for nobody by apps that do not exist for them. */
final class BackgroundTest {
  private static final ServedApp SHOP = app("shop");
  private static final List<ServedApp> ALL =
      Stream.concat(
              IntStream.range(0, 40).mapToObj(i -> app("secret-" + i)),
              Stream.of(SHOP, app("beta"), app("live")))
          .toList();

  private SqliteStore store;
  private Background background;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    store = SqliteStore.open(folder.resolve("a.db"), SqliteSettings.DEFAULT, StoreObserver.NONE);
    background = new Background(store, ALL, Workers.HERE);
  }

  @AfterEach
  void close() {
    store.close().await();
  }

  private static ServedApp app(String name) {
    return ServedApps.of(name, Environment.TEST, Phone.roots());
  }

  private List<String> others(Predicate<String> sees) {
    Known alone = Known.of(SHOP.app(), SHOP.attestationRoots(), Instant.EPOCH);
    return background.withApps(alone, SHOP, Step.Assertion.APP_ID, sees).otherNames();
  }

  @Test
  void appsThatDoNotExistForWhoAsksAreNotInTheWayOfThoseThatDo() {
    List<String> known = others(List.of("shop", "beta", "live")::contains);
    assertEquals(List.of("beta", "live"), known.subList(0, 2));
  }

  @Test
  void neverAreMoreThanSixteenLookedAt() {
    assertEquals(16, others(_ -> true).size());
    assertEquals(16, others(_ -> false).size());
    assertTrue(others(_ -> true).stream().noneMatch("shop"::equals));
  }
}
