package assay.cli.apple.doctor;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.cli.callers.Token;
import assay.cli.simulate.apple.TeamFile;
import assay.config.Configuration;
import assay.config.DemoSimulator;
import assay.config.UnusableConfiguration;
import assay.config.apple.Team;
import assay.config.crypto.Providers;
import assay.core.pki.Signatures;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * What {@code assay serve --demo} serves, read from its folder without making anything there. Its
 * Apple is part of the server, at a port that nobody else knows.
 */
final class DemoConfiguration {
  private static final int MOST_BYTES = 64 * 1024;
  private static final URI UNKNOWN = URI.create("http://127.0.0.1:1");
  private static final TeamFile TEAM = TeamFile.DEMO;

  private DemoConfiguration() {}

  static Path token(Path folder) {
    return folder.resolve("demo-token");
  }

  static Path secret(Path folder) {
    return folder.resolve("simulator.ca");
  }

  static Configuration read(Path folder, Instant now) throws UnusableInput {
    Path roots = folder.resolve("simulator-root.pem");
    Path key = TEAM.file().getFileName();
    if (!Stream.of(roots, token(folder), folder.resolve(key)).allMatch(Files::exists)) {
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
          new DemoSimulator(
              Input.bytes("--data", roots, MOST_BYTES),
              new Team(TEAM.team(), TEAM.keyId(), key),
              Input.bytes("--data", folder.resolve(key), MOST_BYTES),
              UNKNOWN),
          token.sha256(),
          System.getenv(),
          now,
          new Signatures(Providers.best()));
    } catch (UnusableConfiguration e) {
      throw new UnusableInput("the demo cannot be started:\n" + e.getMessage());
    }
  }
}
