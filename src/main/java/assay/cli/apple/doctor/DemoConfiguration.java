package assay.cli.apple.doctor;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.cli.callers.Token;
import assay.config.Configuration;
import assay.config.Providers;
import assay.config.UnusableConfiguration;
import assay.core.pki.Signatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What {@code assay serve --demo} serves, read from its folder without making anything there. */
final class DemoConfiguration {
  private static final int MOST_BYTES = 64 * 1024;

  private DemoConfiguration() {}

  static Path token(Path folder) {
    return folder.resolve("demo-token");
  }

  static Path secret(Path folder) {
    return folder.resolve("simulator.ca");
  }

  static Configuration read(Path folder, Instant now) throws UnusableInput {
    Path roots = folder.resolve("simulator-root.pem");
    if (!Files.exists(roots) || !Files.exists(token(folder))) {
      throw new UnusableInput(
          "--data: there is no demo in " + folder + " yet; assay serve --demo makes it");
    }
    Token token =
        Token.parse(Input.bytes("--data", token(folder), MOST_BYTES).text().strip())
            .orElseThrow(
                () -> new UnusableInput("--data: " + token(folder) + " holds no whole token"));
    try {
      return Configuration.demo(
          folder,
          Input.bytes("--data", roots, MOST_BYTES),
          token.sha256(),
          System.getenv(),
          now,
          new Signatures(Providers.best()));
    } catch (UnusableConfiguration e) {
      throw new UnusableInput("the demo cannot be started:\n" + e.getMessage());
    }
  }
}
