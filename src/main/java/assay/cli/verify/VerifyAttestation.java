package assay.cli.verify;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.verify.given.ClientDataOptions;
import assay.cli.verify.given.Texts;
import assay.cli.verify.report.StepsReport;
import assay.core.Bytes;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An attestation, and the receipt in it. */
@Command(
    name = "attestation",
    description = "Verifies what attestKey returned, and then the receipt in it.",
    footer = {
      "",
      "  ${COMMAND-FULL-NAME} object.b64 --key-id zgSY9YSD… --app-id TEAMID1234.com.example.app --challenge TEXT",
      "",
      "Exit code: 0 accepted, 1 refused, 2 unusable input. A refused receipt does not refuse the attestation."
    })
final class VerifyAttestation extends VerifyObject {
  @Option(
      names = "--key-id",
      paramLabel = "ID",
      required = true,
      description = "What generateKey returned.")
  private String keyId = "";

  @Mixin private ClientDataOptions clientData = new ClientDataOptions();

  VerifyAttestation(Terminal terminal) {
    super(terminal);
  }

  @Override
  List<StepsReport> judge(Judge judge, Bytes object) throws UnusableInput {
    return judge.attestation(Texts.keyId("--key-id", keyId), object, clientData.read());
  }
}
