package assay.cli.apple.receipt;

import assay.apple.AppleObserver;
import assay.apple.call.Sources;
import assay.cli.UnusableInput;
import assay.cli.apple.AppleCalls;
import assay.cli.apple.TeamOptions;
import assay.cli.apple.Told;
import assay.cli.store.ConfigOption;
import assay.cli.store.Stores;
import assay.config.Configuration;
import assay.config.ReceiptsConfig;
import assay.config.crypto.Providers;
import assay.core.Bytes;
import assay.core.pki.Signatures;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.service.Journal;
import assay.service.policy.ServedApp;
import assay.service.refresh.ReceiptRefresh;
import assay.service.refresh.RefreshObserver;
import assay.service.refresh.RefreshSettings;
import assay.service.work.WorkerPool;
import assay.store.Store;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Refreshes the receipt of a registered key by the server's own life cycle: the claim in the store
 * keeps this and any number of servers from asking for it at once.
 */
final class RefreshOfKey {
  private RefreshOfKey() {}

  static Told ask(Path config, String name, String keyId) throws UnusableInput {
    Bytes key = keyId(keyId);
    Configuration configuration = ConfigOption.read(config);
    ServedApp app = ConfigOption.app(configuration, name);
    Vertx vertx = Vertx.vertx();
    try {
      Store store = Stores.beside(vertx, configuration.store());
      try {
        return Outcomes.of(
            Stores.awaited(refresh(vertx, configuration, app, store).refresh(app, key)).refresh());
      } finally {
        Stores.awaited(store.close());
      }
    } finally {
      vertx.close().await();
    }
  }

  private static Bytes keyId(String text) throws UnusableInput {
    try {
      return Members.keyIdOf("KEY_ID", text);
    } catch (BadRequest e) {
      throw new UnusableInput(String.valueOf(e.getMessage()));
    }
  }

  private static ReceiptRefresh refresh(
      Vertx vertx, Configuration configuration, ServedApp app, Store store) {
    Sources sources = TeamOptions.sources(Clock.systemUTC());
    AppleCalls apple = AppleCalls.start(vertx, configuration, sources, AppleObserver.NONE).await();
    ReceiptsConfig receipts = configuration.receipts();
    RefreshSettings settings = RefreshSettings.DEFAULT;
    return new ReceiptRefresh(
        List.of(app),
        apple.receipts(),
        new Signatures(Providers.best()),
        settings
            .withInterval(receipts.interval())
            .withPace(receipts.perSecond(), settings.mostInFlight()),
        new ReceiptRefresh.Tools(
            store,
            new WorkerPool(vertx, 1),
            sources.clock(),
            sources.random(),
            RefreshObserver.NONE,
            Journal.NONE));
  }
}
