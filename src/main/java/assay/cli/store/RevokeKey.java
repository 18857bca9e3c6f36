package assay.cli.store;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.store.AppKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay keys revoke}. */
@Command(
    name = "revoke",
    description = {
      "Revokes a key: from now on nothing that it signs is accepted, by any server.",
      "There is no way back; the device must attest a new key."
    },
    footer = {"", "Exit code: 0 revoked, 1 no such key, 2 unusable."})
final class RevokeKey implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KeyOptions options = new KeyOptions();

  @Parameters(paramLabel = "KEY_ID", description = "Base64 or base64url, as the app has it.")
  private String keyId = "";

  @Option(
      names = "--reason",
      paramLabel = "WORDS",
      required = true,
      description = "Why, for whoever looks later.")
  private String reason = "";

  RevokeKey(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    Bytes id = KeyOptions.keyId(keyId);
    return options.print(
        terminal,
        (store, app) ->
            Stores.awaited(
                store.revoke(
                    new AppKey(app.name(), app.environment(), id),
                    reason,
                    Instant.now().truncatedTo(ChronoUnit.MILLIS))));
  }
}
