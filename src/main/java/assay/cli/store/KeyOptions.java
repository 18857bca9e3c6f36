package assay.cli.store;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.config.Configuration;
import assay.core.Bytes;
import assay.http.answer.Json;
import assay.http.api.KeyJson;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.service.policy.ServedApp;
import assay.store.Store;
import assay.store.StoredKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code assay keys} takes and shows, whatever it does. A key is shown as the server does. */
final class KeyOptions {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--app", paramLabel = "NAME", required = true, description = "Whose keys.")
  private String app = "";

  @Option(names = "--json", description = "One JSON object a line, for programs.")
  private boolean json;

  /** What a command asks the store. */
  interface Asked<T> {
    T of(Store store, ServedApp app) throws UnusableInput;
  }

  boolean inJson() {
    return json;
  }

  /** Asks the store of the configuration, of the app that was named. */
  <T> T with(Asked<T> asked) throws UnusableInput {
    Configuration configuration = config.read();
    ServedApp served = ConfigOption.app(configuration, app);
    return config.withStore(configuration, store -> asked.of(store, served));
  }

  /** Asks for a key and prints it: 0, or 1 where there is none. */
  int print(Terminal terminal, Asked<Optional<StoredKey>> asked) throws UnusableInput {
    Optional<String> shown =
        with((store, served) ->
            asked.of(store, served).map(key -> json ? json(served, key) : pretty(served, key)));
    if (shown.isEmpty()) {
      terminal.err().println("assay: no such key is registered for the app " + app);
      return 1;
    }
    terminal.out().println(shown.get());
    return 0;
  }

  static Bytes keyId(String text) throws UnusableInput {
    try {
      return Members.keyIdOf("KEY_ID", text);
    } catch (BadRequest e) {
      throw new UnusableInput(String.valueOf(e.getMessage()));
    }
  }

  static String json(ServedApp app, StoredKey key) {
    return written(app, key).toString();
  }

  private static String pretty(ServedApp app, StoredKey key) {
    return new JsonObject(written(app, key)).encodePrettily();
  }

  private static Buffer written(ServedApp app, StoredKey key) {
    return Json.object(json -> KeyJson.full(json, app, key));
  }
}
