package assay.bench;

import assay.config.crypto.Providers;
import assay.core.App;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.AssertionVerifier;
import assay.core.assertion.RegisteredKey;
import assay.core.assertion.SignedRequest;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestationVerifier;
import assay.core.attestation.AttestedKey;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import assay.core.receipt.ReceiptVerifier;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Our own verifiers, from bytes to verdict, with the provider that {@link Providers} chooses. */
@State(Scope.Thread)
public class AssayBenchmark {
  private static final App APP = App.of(Evidence.APP_ID, Environment.PRODUCTION);

  private record SignedCase(Assertion assertion, Optional<RegisteredKey> key) {}

  private record NewKey(Attestation attestation, Bytes receipt, Expected expected) {}

  private final AssertionVerifier assertions;
  private final AttestationVerifier attestations;
  private final ReceiptVerifier receipts;
  private final Rotation<SignedCase> signed;
  private final Rotation<NewKey> keys;

  public AssayBenchmark() {
    Evidence evidence = Evidence.read();
    Signatures signatures = new Signatures(Providers.best());
    assertions = new AssertionVerifier(signatures);
    attestations = new AttestationVerifier(roots(evidence.root(), signatures));
    receipts = new ReceiptVerifier(roots(evidence.receiptRoot(), signatures), signatures);
    signed =
        new Rotation<>(
            evidence.cases().stream()
                .map(one ->
                    new SignedCase(
                        new Assertion(one.assertion(), one.clientDataHash()),
                        Optional.of(new RegisteredKey(one.point(), false))))
                .toList());
    keys =
        new Rotation<>(
            evidence.cases().stream()
                .map(one ->
                    new NewKey(
                        new Attestation(one.keyId(), one.attestation(), one.challengeHash()),
                        one.receipt(),
                        new Expected.AtRegistration(
                            one.keyId(), Optional.of(one.leaf()), one.challengeHash())))
                .toList());
  }

  private static TrustedRoots roots(Bytes root, Signatures signatures) {
    return new TrustedRoots(List.of(Evidence.certificate(root)), signatures);
  }

  @Benchmark
  public SignedRequest assertion() {
    return assertion(Checklist.NONE);
  }

  @Benchmark
  public SignedRequest assertionWithSteps() {
    return assertion(Checklist.keeping());
  }

  private SignedRequest assertion(Checklist steps) {
    SignedCase next = signed.next();
    return accepted(assertions.verify(next.assertion(), next.key(), APP, steps));
  }

  /** With a remembered intermediate, from the second on. */
  @Benchmark
  public AttestedKey attestation() {
    return attestation(keys.next(), Checklist.NONE);
  }

  @Benchmark
  public AttestedKey attestationWithSteps() {
    return attestation(keys.next(), Checklist.keeping());
  }

  /** As the server registers a key: the receipt that came along is verified too. */
  @Benchmark
  public Receipt attestationAndReceipt() {
    NewKey next = keys.next();
    var _ = attestation(next, Checklist.NONE);
    return accepted(
        receipts.verify(next.receipt(), Optional.of(next.expected()), APP, Evidence.NOW));
  }

  private AttestedKey attestation(NewKey next, Checklist steps) {
    return accepted(attestations.verify(next.attestation(), APP, Evidence.NOW, steps));
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T learnt) -> learnt;
      case Verdict.Refused<T>(var step, String detail) ->
          throw new IllegalStateException(step + ": " + detail);
    };
  }
}
