package assay.cli.verify;

import assay.cli.Input;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.verify.given.PolicyOptions;
import assay.cli.verify.given.TrustOptions;
import assay.cli.verify.given.Trusted;
import assay.cli.verify.report.Reports;
import assay.cli.verify.report.StepsReport;
import assay.config.crypto.Providers;
import assay.core.App;
import assay.core.Bytes;
import assay.core.inspect.Inspection;
import assay.core.inspect.Inspector;
import assay.core.inspect.Kind;
import java.nio.file.Path;
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
  abstract List<StepsReport> judge(Judge judge, Bytes object) throws UnusableInput;

  @Override
  public final Integer call() throws UnusableInput {
    App app = policy.app();
    Bytes object = Input.read(terminal, file).bytes();
    Trusted trusted = trust.trusted();
    List<StepsReport> reports =
        judge(new Judge(trusted, trusted.knowing(app, policy.time())), object);
    StepsReport first = reports.getFirst();
    boolean puzzling = first.isMalformed() && first.diagnosis().isEmpty();
    Reports printed =
        new Reports(List.of(), reports, puzzling ? look(object, first) : Optional.empty());
    printed.print(terminal.out(), json);
    return printed.accepted() ? 0 : 1;
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
