package assay.cli.simulate;

import assay.cli.UnusableInput;
import assay.cli.simulate.apple.TeamFile;
import assay.config.DemoSimulator;
import assay.config.apple.Team;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.apple.AppleSettings;
import assay.simulator.apple.FakeApple;
import assay.simulator.apple.receipt.ReceiptRules;
import assay.simulator.apple.team.TeamKey;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Apple's part in the demo: servers on this machine, which end with it. */
public final class DemoApple {
  /** A real one says a day; nobody tries a demo for so long. */
  private static final Duration UNTIL_REFRESH = Duration.ofSeconds(5);

  private DemoApple() {}

  /**
   * Starts it.
   *
   * @param folder where the team's key lies, or is put
   */
  public static DemoSimulator start(
      Vertx vertx, Path folder, CaFile ca, InstantSource clock, SecureRandom random)
      throws UnusableInput {
    TeamFile file =
        new TeamFile(
            TeamFile.DEMO.team(),
            TeamFile.DEMO.keyId(),
            folder.resolve(TeamFile.DEMO.file().getFileName()));
    TeamKey key = file.openOrMake(random);
    AppleSettings settings =
        AppleSettings.of(ca.apple(), key.team())
            .with(new ReceiptRules(UNTIL_REFRESH, ReceiptRules.APPLES.life()));
    FakeApple apple = started(vertx, settings, clock, random);
    return new DemoSimulator(
        Bytes.utf8(ca.rootsPem()),
        new Team(file.team(), file.keyId(), file.file().getFileName()),
        Bytes.utf8(key.p8()),
        apple.uri(Environment.DEVELOPMENT));
  }

  private static FakeApple started(
      Vertx vertx, AppleSettings settings, InstantSource clock, SecureRandom random)
      throws UnusableInput {
    try {
      return FakeApple.start(vertx, settings, clock, random).await();
    } catch (Exception e) { // whatever the system said
      throw new UnusableInput("the demo's Apple cannot listen on 127.0.0.1: " + e.getMessage());
    }
  }
}
