package assay.cli.diagnose;

import assay.cli.Input;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.verify.Judge;
import assay.cli.verify.given.PolicyOptions;
import assay.cli.verify.given.Texts;
import assay.cli.verify.given.TrustOptions;
import assay.cli.verify.report.Reports;
import assay.cli.verify.report.StepsReport;
import assay.core.Bytes;
import assay.core.diagnosis.Signers;
import assay.http.answer.Problems;
import assay.http.answer.Reason;
import assay.http.request.BadRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A request to the server, as it was captured. */
@Command(
    name = "request",
    description =
        "Says why a captured request was refused: a curl command, an HTTP message or its JSON body, as it was sent to"
            + " /v1/apps/{app}/attestations or …/assertions/verify. The command is not run, and no file that it names is opened.",
    footer = {
      "",
      "  pbpaste | assay diagnose request --config assay.yaml",
      "  assay diagnose request body.json --app-id TEAMID1234.com.example.app",
      "",
      "Exit code: 0 accepted, 1 refused, 2 unusable input."
    })
final class DiagnoseRequest implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The captured request; - or none: standard input.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Take app, policy and roots from the server's configuration; --app then names the app, where the path does not.")
  private Optional<Path> config = Optional.empty();

  @Mixin private PolicyOptions policy = new PolicyOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(
      names = "--public-key",
      paramLabel = "KEY",
      description =
          "Of an assertion: the registered key, the 65-byte point or the SubjectPublicKeyInfo, in base64, hex or PEM."
              + " Without it, the signature itself tells the key, where it fits the client data, and the store of --config"
              + " where it does not.")
  private Optional<String> publicKey = Optional.empty();

  @Option(
      names = "--counter",
      paramLabel = "N",
      description = "Of an assertion: the highest counter so far; default 0.")
  private long counter;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Terminal terminal;

  DiagnoseRequest(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    Texts.requireCounter("--counter", counter);
    Captured captured = Captured.read(Input.raw(terminal, file));
    Submitted.Kind kind = Submitted.Kind.of(captured);
    Target target = Target.of(config, policy, trust, captured.path());
    try {
      Submitted submitted = Submitted.read(kind, captured.body(), target.pointer());
      Reports reports =
          new Reports(
              Stream.concat(captured.wrongType().stream(), submitted.objection().stream()).toList(),
              judge(target, submitted),
              Optional.empty());
      reports.print(terminal.out(), json);
      return reports.accepted() ? 0 : 1;
    } catch (BadRequest refused) {
      print(refused);
      return 1;
    }
  }

  private List<StepsReport> judge(Target target, Submitted submitted) throws UnusableInput {
    Judge judge = new Judge(target.trusted(), target.known());
    return switch (submitted.kind()) {
      case ATTESTATION ->
          judge.attestation(submitted.keyId(), submitted.object(), submitted.clientData());
      case ASSERTION ->
          judge.assertion(
              submitted.keyId(),
              publicKey(target.keys(), submitted),
              counter,
              submitted.object(),
              submitted.clientData());
    };
  }

  private Bytes publicKey(Target.Keys keys, Submitted submitted) throws UnusableInput {
    if (publicKey.isPresent()) {
      return Texts.publicKey("--public-key", publicKey.get());
    }
    Optional<Bytes> signer =
        Signers.publicKeys(submitted.object(), submitted.clientData().hash()).stream()
            .filter(key -> Bytes.sha256(key).equals(submitted.keyId().bytes()))
            .findFirst();
    Optional<Bytes> found = signer.isPresent() ? signer : keys.find(submitted.keyId().bytes());
    return found.orElseThrow(() ->
        new UnusableInput(
            "the named key did not sign this client data; to say what it signed, give its --public-key (assay keys show KEY_ID)"));
  }

  private void print(BadRequest refused) {
    Reason reason = Problems.MALFORMED_REQUEST;
    if (json) {
      terminal
          .out()
          .println(
              new ObjectMapper()
                  .createObjectNode()
                  .put("type", "request")
                  .put("verdict", "refused")
                  .put("code", reason.code())
                  .put("status", reason.status())
                  .put("detail", refused.getMessage()));
    } else {
      terminal.out().println("request refused: " + reason.code() + " (" + reason.status() + ")");
      terminal.out().println("  " + refused.getMessage());
    }
  }
}
