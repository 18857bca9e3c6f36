package assay.cli.verify;

import assay.cli.Learnt;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.Verifiers;
import assay.core.App;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestedKey;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An attestation, and the receipt in it. */
@Command(
    name = "attestation",
    description = "Verifies what attestKey returned, and then the receipt in it.",
    footer = {
      "",
      "  assay verify attestation object.b64 --key-id zgSY9YSD… --app-id TEAMID1234.com.example.app --challenge TEXT",
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
  List<StepsReport> judge(Bytes object, App app, Instant now) throws UnusableInput {
    Verifiers verifiers = trust().verifiers();
    Attestation evidence =
        new Attestation(Texts.bytes("--key-id", keyId), object, clientData.hash());
    Checklist steps = Checklist.keeping();
    steps.skip(Step.Attestation.CHALLENGE, ONLY_A_SERVER);
    steps.skip(Step.Attestation.REVOKED_KEY, ONLY_A_SERVER);
    Verdict<AttestedKey> verdict = verifiers.attestations().verify(evidence, app, now, steps);
    return switch (verdict) {
      case Verdict.Refused<AttestedKey> _ -> List.of(report(verdict, steps, Map.of()));
      case Verdict.Accepted<AttestedKey>(AttestedKey key) -> {
        Optional<StepsReport> receipt =
            key.receipt()
                .map(bytes -> receipt(key, bytes, evidence.clientDataHash(), verifiers, app, now));
        Map<String, Object> learnt = Learnt.of(key);
        learnt.put("receipt", receipt.map(StepsReport::outcome).orElse("absent"));
        yield Stream.concat(Stream.of(report(verdict, steps, learnt)), receipt.stream()).toList();
      }
    };
  }

  private StepsReport report(
      Verdict<AttestedKey> verdict, Checklist steps, Map<String, Object> learnt) {
    return StepsReport.of(
        "attestation", verdict, Step.Attestation.values(), steps, learnt, trust().warning());
  }

  private StepsReport receipt(
      AttestedKey key,
      Bytes receipt,
      Bytes clientDataHash,
      Verifiers verifiers,
      App app,
      Instant now) {
    Checklist steps = Checklist.keeping();
    Expected expected =
        new Expected.AtRegistration(key.keyId(), Optional.of(key.leaf()), clientDataHash);
    Verdict<Receipt> verdict =
        verifiers.receipts().verify(receipt, Optional.of(expected), app, now, steps);
    return StepsReport.ofReceipt(verdict, steps, trust().warning());
  }
}
