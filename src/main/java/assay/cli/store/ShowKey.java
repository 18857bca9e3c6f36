package assay.cli.store;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.store.AppKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code assay keys show}. */
@Command(
    name = "show",
    description = "Shows all that is known of a key.",
    footer = {"", "Exit code: 0 shown, 1 no such key, 2 unusable."})
final class ShowKey implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KeyOptions options = new KeyOptions();

  @Parameters(paramLabel = "KEY_ID", description = "Base64 or base64url, as the app has it.")
  private String keyId = "";

  ShowKey(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    Bytes id = KeyOptions.keyId(keyId);
    return options.print(
        terminal,
        (store, app) -> Stores.awaited(store.find(new AppKey(app.name(), app.environment(), id))));
  }
}
