package assay.cli.simulate;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code assay simulate ca}: the simulated Apple, and the roots to trust. */
@Command(
    name = "ca",
    description = "Makes a simulated Apple, once, and writes the roots that a test app may trust.",
    footer = {"", "Exit code: 0 written, 2 unusable input."})
final class SimulateCa implements Callable<Integer> {
  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "The secret that everything follows from; made where it is missing; default ${DEFAULT-VALUE}.")
  private Path ca = CaFile.DEFAULT;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The two roots in PEM, the same in every run; default ${DEFAULT-VALUE}.")
  private Path out = Path.of("data/simulator-root.pem");

  private final Terminal terminal;

  SimulateCa(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    boolean there = Files.exists(ca);
    CaFile file = CaFile.openOrMake(ca, new SecureRandom(), Instant.now());
    CaFile.write("--out", out, file.rootsPem());
    terminal
        .out()
        .printf(
            """
            %s %s, the simulated Apple's secret.
            Wrote %s, its roots for attestations and receipts.

            Have a test app trust them, which no other environment may:

              apps:
                demo:
                  appIds: [ DEMOTEAM01.com.example.demo ]
                  environment: test
                  trust: %s

            Then: assay simulate device --app demo
            """,
            there ? "Took" : "Made", ca, out, out);
    return 0;
  }
}
