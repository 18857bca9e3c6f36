package assay.cli.replay;

import assay.cli.Progress;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.config.crypto.Providers;
import assay.core.App;
import assay.core.pki.Signatures;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay replay}: vector files through the verifiers, against what they expect. */
@Command(
    name = "replay",
    description =
        "Replays vector files and compares each verdict with the one that the file expects.",
    footer = {
      "",
      "Exit code: 0 all as expected, 1 a mismatch, 2 unusable input.",
      "",
      "  assay replay testvectors",
      "  assay replay --at 2030-01-01T00:00:00Z testvectors     what if the clock said so"
    })
public final class ReplayCommand implements Callable<Integer> {
  /** How the results are printed. */
  enum Format {
    text,
    json,
    junit
  }

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Vector files, and folders of them (*.json).")
  private List<Path> places = List.of();

  @Option(
      names = "--format",
      description = "text (default), json (a line for each event) or junit (XML).")
  private Format format = Format.text;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Verify everything at this time, such as 2026-04-21T18:13:12Z.")
  private Optional<Instant> at = Optional.empty();

  @Option(
      names = "--app",
      paramLabel = "FILE",
      description = "Judge everything by the app in this JSON file.")
  private Optional<Path> app = Optional.empty();

  private final Terminal terminal;

  /** The command on a terminal. */
  public ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    Optional<App> policy =
        app.isPresent() ? Optional.of(AppJson.read(app.get())) : Optional.empty();
    Replay replay = new Replay(new Signatures(Providers.best()), at, policy);
    PrintStream out = terminal.out();
    List<VectorFile> files =
        new ArrayList<>(); // all of them first: unusable input leaves no half report behind
    for (Path path : VectorFile.find(places)) {
      files.add(VectorFile.read(path));
    }
    Report report =
        switch (format) {
          case text -> new Report.Text(out);
          case json -> new Report.Json(out);
          case junit -> new Report.JUnit(out);
        };
    Report.Totals totals = new Report.Totals(0, 0, 0, 0);
    Progress progress = terminal.progress("replayed", files.size(), "files");
    for (VectorFile file : files) {
      totals = totals.plusFile();
      for (VectorFile.Case vectorCase : file.cases()) {
        List<EventResult> results = replay.run(file, vectorCase);
        progress.clear();
        report.add(file, vectorCase, results);
        totals = totals.plus(results);
        progress.show(totals.files());
      }
    }
    progress.clear();
    report.finish(totals);
    return totals.mismatches() == 0 ? 0 : 1;
  }
}
