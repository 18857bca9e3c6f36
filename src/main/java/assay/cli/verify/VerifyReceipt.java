package assay.cli.verify;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.verify.given.ClientDataOptions;
import assay.cli.verify.given.Texts;
import assay.cli.verify.report.StepsReport;
import assay.core.Bytes;
import assay.core.receipt.Expected;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A receipt: of an attestation where client data is given, else one that Apple's server gave in
 * exchange.
 */
@Command(
    name = "receipt",
    description = {
      "Verifies a receipt. With client data, one that came inside an attestation (ATTEST, at most five minutes old);"
          + " without, one that Apple's server gave in exchange (RECEIPT)."
    },
    footer = {
      "",
      "  ${COMMAND-FULL-NAME} receipt.b64 --key-id zgSY9YSD… --app-id TEAMID1234.com.example.app",
      "",
      "Exit code: 0 accepted, 1 refused, 2 unusable input."
    })
final class VerifyReceipt extends VerifyObject {
  @Option(
      names = "--key-id",
      paramLabel = "ID",
      description = "The registered key's id; this or --public-key.")
  private Optional<String> keyId = Optional.empty();

  @Option(
      names = "--public-key",
      paramLabel = "KEY",
      description =
          "The registered key: the 65-byte point or the SubjectPublicKeyInfo, in base64, hex or PEM.")
  private Optional<String> publicKey = Optional.empty();

  @Mixin private ClientDataOptions clientData = new ClientDataOptions();

  VerifyReceipt(Terminal terminal) {
    super(terminal);
  }

  @Override
  List<StepsReport> judge(Judge judge, Bytes object) throws UnusableInput {
    Expected expected =
        clientData.given()
            ? new Expected.AtRegistration(key(), Optional.empty(), clientData.read().hash())
            : new Expected.Refreshed(key());
    return List.of(judge.receipt(object, expected));
  }

  private Bytes key() throws UnusableInput {
    if (keyId.isPresent() == publicKey.isPresent()) {
      throw new UnusableInput("whose receipt? Give exactly one of --key-id and --public-key");
    }
    return keyId.isPresent()
        ? Texts.bytes("--key-id", keyId.get())
        : Bytes.sha256(Texts.publicKey("--public-key", publicKey.orElseThrow()));
  }
}
