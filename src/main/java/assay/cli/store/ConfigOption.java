package assay.cli.store;

import assay.cli.UnusableInput;
import assay.config.Configuration;
import assay.config.UnusableConfiguration;
import assay.config.crypto.Providers;
import assay.config.store.StoreConfig;
import assay.core.pki.Signatures;
import assay.service.policy.ServedApp;
import assay.store.Store;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Option;

/** {@code --config FILE}: the file that the server runs by, for commands beside it. */
public final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The server's configuration; variables ASSAY_… count as they do for it.")
  private Path config = Path.of("assay.yaml");

  /** Reads and checks it. */
  public Configuration read() throws UnusableInput {
    return read(config);
  }

  public static Configuration read(Path file) throws UnusableInput {
    try {
      return Configuration.read(
          file, System.getenv(), Instant.now(), new Signatures(Providers.best()));
    } catch (UnusableConfiguration e) {
      throw new UnusableInput("the configuration cannot be used:\n" + e.getMessage());
    }
  }

  /** What a command does with the store. */
  public interface Work<T> {
    T with(Store store) throws UnusableInput;
  }

  /** What a command does with the store's place. */
  interface Placed<T> {
    T with(Vertx vertx, StoreConfig config) throws UnusableInput;
  }

  /** Does something with the store, beside a server that may be running. */
  public <T> T withStore(Configuration configuration, Work<T> work) throws UnusableInput {
    return beside(configuration, work);
  }

  /** As {@link #withStore}, for a command that can do without a configuration. */
  public static <T> T beside(Configuration configuration, Work<T> work) throws UnusableInput {
    return inVertx(
        configuration,
        (vertx, place) -> {
          Store store = Stores.beside(vertx, place);
          try {
            return work.with(store);
          } finally {
            Stores.awaited(store.close());
          }
        });
  }

  <T> T withVertx(Configuration configuration, Placed<T> work) throws UnusableInput {
    return inVertx(configuration, work);
  }

  private static <T> T inVertx(Configuration configuration, Placed<T> work) throws UnusableInput {
    Vertx vertx = Vertx.vertx();
    try {
      return work.with(vertx, configuration.store());
    } finally {
      Stores.awaited(vertx.close());
    }
  }

  /** The app of a name. */
  public static ServedApp app(Configuration configuration, String name) throws UnusableInput {
    return configuration.apps().stream()
        .filter(app -> app.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UnusableInput(
                "--app: there is no app "
                    + name
                    + " in the configuration, only "
                    + configuration.apps().stream().map(ServedApp::name).sorted().toList()));
  }
}
