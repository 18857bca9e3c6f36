package assay.cli.verify;

import assay.cli.Input;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.config.Providers;
import assay.core.App;
import assay.core.Bytes;
import assay.core.inspect.Inspection;
import assay.core.inspect.Inspector;
import assay.core.inspect.Kind;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What the three kinds of verification have in common: an object, a policy, a time, roots, and how
 * it is printed.
 */
abstract sealed class VerifyObject implements Callable<Integer>
    permits VerifyAttestation, VerifyAssertion, VerifyReceipt {

  /** Why a step that needs a store is not reached on a command line. */
  static final String ONLY_A_SERVER = "only a server knows";

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "The object in base64, base64url, hex, PEM or raw bytes; - or none: standard input.")
  private Optional<Path> file = Optional.empty();

  @Mixin private PolicyOptions policy = new PolicyOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Terminal terminal;

  VerifyObject(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Judges the object; the first report decides, a second tells of what came inside. */
  abstract List<StepsReport> judge(Bytes object, App app, Instant now) throws UnusableInput;

  TrustOptions trust() {
    return trust;
  }

  @Override
  public final Integer call() throws UnusableInput {
    App app = policy.app();
    Bytes object = Input.read(terminal, file).bytes();
    List<StepsReport> reports = judge(object, app, policy.time());
    Optional<String> look =
        reports.getFirst().isMalformed() ? look(object, reports.getFirst()) : Optional.empty();
    if (json) {
      ObjectNode printed = reports.getFirst().json();
      look.ifPresent(text -> printed.put("hint", text));
      reports.stream().skip(1).forEach(inner -> printed.set(inner.what() + "Report", inner.json()));
      terminal.out().println(printed);
    } else {
      for (int i = 0; i < reports.size(); i++) {
        terminal.out().print(i == 0 ? "" : System.lineSeparator());
        reports.get(i).print(terminal.out());
      }
      look.ifPresent(text -> terminal.out().println("  Hint: " + text));
    }
    return reports.getFirst().accepted() ? 0 : 1;
  }

  /** What malformed bytes seem to be instead, where that helps. */
  static Optional<String> look(Bytes object, StepsReport report) {
    return switch (new Inspector(Providers.jdk()).inspect(object)) {
      case Inspection.Unusable(String reason) -> Optional.of("the input is " + reason);
      case Inspection.Recognised(Kind kind, _) when !kind.slug().equals(report.what()) ->
          Optional.of("this is an object of another kind: " + kind.description());
      case Inspection.Recognised _ -> Optional.of("assay inspect shows where it breaks off");
    };
  }
}
