package assay.cli.verify;

import assay.cli.Input;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.verify.given.ClientDataOptions;
import assay.cli.verify.given.Texts;
import assay.cli.verify.given.TrustOptions;
import assay.cli.verify.given.Trusted;
import assay.cli.verify.report.StepsReport;
import assay.core.App;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.Step;
import assay.core.diagnosis.Known;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import assay.core.receipt.ReceiptFields;
import assay.core.receipt.SignedReceipt;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code assay receipt verify}: a receipt of which not everything may be at hand. What is not given
 * is taken from the receipt, and then shown as not compared, here and in the verdict. A refusal is
 * explained as the server explains it.
 */
@Command(
    name = "verify",
    description = {
      "Verifies a receipt as far as something is given to compare it with; what is not, is shown as"
          + " not compared. Apple's numbers in it are printed.",
      "A receipt of an attestation (ATTEST) is judged as at registration, where it is at most five"
          + " minutes old: tell that time with --at."
    },
    footer = {
      "",
      "  assay receipt verify receipt.b64",
      "  assay receipt verify receipt.b64 --key attestation.b64 \\",
      "      --app-id TEAMID1234.com.example.app --environment production",
      "",
      "Exit code: 0 accepted, 1 refused, 2 unusable input."
    })
public final class ReceiptAsGiven implements Callable<Integer> {
  private static final String NO_APP_ID = "not compared: no --app-id; field 2 says ";
  private static final String NO_ENVIRONMENT = "not compared: no --environment; field 7 says ";
  private static final String NO_KEY = "not compared: no --key; field 3 is of key id ";
  private static final String NO_CLIENT_DATA = "not compared: no client data";

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The receipt in base64, base64url, hex, PEM or raw bytes; - is standard input.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--app-id",
      paramLabel = "ID",
      description = "The App ID that it must be of: prefix, a dot, bundle identifier.")
  private Optional<String> appId = Optional.empty();

  @Option(
      names = "--environment",
      paramLabel = "ENV",
      description = "production or development, which Apple calls sandbox.")
  private Optional<App.Environment> environment = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key that it must be of: a file, or base64, of its point, its SubjectPublicKeyInfo,"
              + " its certificate, its attestation object or its key id.")
  private Optional<String> key = Optional.empty();

  @Mixin private ClientDataOptions clientData = new ClientDataOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Judge at this time, such as 2026-04-21T18:13:12Z; default now.")
  private Optional<Instant> at = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  public ReceiptAsGiven(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UnusableInput {
    if (file.isEmpty()) {
      spec.commandLine().usage(terminal.out());
      return 2;
    }
    if (appId.isPresent()) {
      Texts.requireReadable("--app-id", appId.get());
    }
    Bytes receipt = Input.read(terminal, file).bytes();
    StepsReport report = judge(receipt);
    Optional<String> hint =
        report.isMalformed() ? VerifyObject.look(receipt, report) : Optional.empty();
    if (json) {
      var printed = report.json();
      hint.ifPresent(text -> printed.put("hint", text));
      terminal.out().println(printed);
    } else {
      report.print(terminal.out());
      hint.ifPresent(text -> terminal.out().println("  Hint: " + text));
    }
    return report.accepted() ? 0 : 1;
  }

  private StepsReport judge(Bytes receipt) throws UnusableInput {
    Optional<Receipt> says = read(receipt);
    Optional<ReceiptKey> given =
        key.isPresent() ? Optional.of(ReceiptKey.read("--key", key.get())) : Optional.empty();
    App app =
        App.of(
            appId.or(() -> says.map(Receipt::appId)).orElse("none"),
            environment
                .or(() -> says.map(ReceiptAsGiven::environment))
                .orElse(App.Environment.PRODUCTION));
    Trusted trusted = trust.trusted();
    Known known = trusted.knowing(app, at.orElseGet(Clock.systemUTC()::instant));
    return new Judge(trusted, known)
        .receipt(receipt, expected(says, given))
        .without(
            says.map(this::notGiven).orElse(Map.of()),
            says.map(this::meaningless).orElse(Map.of()));
  }

  /** What it says of itself, before anything is believed. */
  private static Optional<Receipt> read(Bytes receipt) {
    try {
      return Optional.of(ReceiptFields.decode(SignedReceipt.decode(receipt).payload()));
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  private static App.Environment environment(Receipt says) {
    return says.environment().equals(App.Environment.DEVELOPMENT.receiptName())
        ? App.Environment.DEVELOPMENT
        : App.Environment.PRODUCTION;
  }

  private Expected expected(Optional<Receipt> says, Optional<ReceiptKey> given)
      throws UnusableInput {
    Bytes keyId =
        given
            .map(ReceiptKey::keyId)
            .or(() -> says.map(receipt -> Bytes.sha256(receipt.publicKey())))
            .orElse(Bytes.EMPTY);
    Optional<Bytes> leaf = given.flatMap(ReceiptKey::leaf);
    if (clientData.given()) {
      return new Expected.AtRegistration(keyId, leaf, clientData.hash());
    }
    return says.filter(receipt -> receipt.type() == Receipt.Type.ATTEST)
        .<Expected>map(
            receipt -> new Expected.AtRegistration(keyId, leaf, receipt.clientDataHash()))
        .orElse(new Expected.Refreshed(keyId));
  }

  private Map<Step, String> notGiven(Receipt says) {
    Map<Step, String> missing = new HashMap<>();
    if (appId.isEmpty()) {
      missing.put(Step.Receipt.APP_ID, NO_APP_ID + says.appId());
    }
    if (environment.isEmpty()) {
      missing.put(Step.Receipt.ENVIRONMENT, NO_ENVIRONMENT + says.environment());
    }
    if (key.isEmpty()) {
      missing.put(Step.Receipt.PUBLIC_KEY, NO_KEY + Bytes.sha256(says.publicKey()).base64());
    }
    if (!clientData.given() && says.type() == Receipt.Type.ATTEST) {
      missing.put(Step.Receipt.CLIENT_DATA_HASH, NO_CLIENT_DATA);
    }
    return missing;
  }

  private Map<Step, String> meaningless(Receipt says) {
    Map<Step, String> meaningless = new HashMap<>();
    if (key.isEmpty()) {
      meaningless.put(Step.Receipt.UNKNOWN_KEY, "no --key");
    }
    if (!clientData.given()) {
      meaningless.put(
          Step.Receipt.RECEIPT_TYPE,
          "without client data either type is taken; field 6 says " + says.type());
    }
    return meaningless;
  }
}
