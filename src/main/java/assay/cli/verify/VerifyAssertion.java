package assay.cli.verify;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.verify.given.ClientDataOptions;
import assay.cli.verify.given.Texts;
import assay.cli.verify.report.StepsReport;
import assay.core.Bytes;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An assertion, with the key that it claims and the highest counter so far. */
@Command(
    name = "assertion",
    description = "Verifies what generateAssertion returned.",
    footer = {
      "",
      "  ${COMMAND-FULL-NAME} object.b64 --public-key BEMy… --app-id TEAMID1234.com.example.app --client-data body.json",
      "",
      "Exit code: 0 accepted, 1 refused, 2 unusable input."
    })
final class VerifyAssertion extends VerifyObject {
  @Option(
      names = "--public-key",
      paramLabel = "KEY",
      required = true,
      description =
          "The registered key: the 65-byte point or the SubjectPublicKeyInfo, in base64, hex or PEM.")
  private String publicKey = "";

  @Option(
      names = "--key-id",
      paramLabel = "ID",
      description = "What the client sent as key id; must be the SHA-256 of the key's point.")
  private Optional<String> keyId = Optional.empty();

  @Option(
      names = "--counter",
      paramLabel = "N",
      description = "The highest counter so far; default 0.")
  private long counter;

  @Mixin private ClientDataOptions clientData = new ClientDataOptions();

  VerifyAssertion(Terminal terminal) {
    super(terminal);
  }

  @Override
  List<StepsReport> judge(Judge judge, Bytes object) throws UnusableInput {
    Texts.requireCounter("--counter", counter);
    Bytes point = Texts.publicKey("--public-key", publicKey);
    SentKeyId named =
        keyId.isPresent()
            ? Texts.keyId("--key-id", keyId.get())
            : SentKeyId.of(Bytes.sha256(point));
    return judge.assertion(named, point, counter, object, clientData.read());
  }
}
