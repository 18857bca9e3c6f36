package assay.bench;

import assay.core.Bytes;
import ch.veehait.devicecheck.appattest.AppleAppAttest;
import ch.veehait.devicecheck.appattest.assertion.AssertionValidator;
import ch.veehait.devicecheck.appattest.attestation.AttestationValidator;
import ch.veehait.devicecheck.appattest.attestation.ValidatedAttestation;
import ch.veehait.devicecheck.appattest.common.App;
import ch.veehait.devicecheck.appattest.common.AppleAppAttestEnvironment;
import ch.veehait.devicecheck.appattest.receipt.Receipt;
import ch.veehait.devicecheck.appattest.receipt.ReceiptValidator;
import java.security.cert.TrustAnchor;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import kotlin.coroutines.Continuation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** {@code ch.veehait.devicecheck:devicecheck-appattest}, by its blocking functions. */
@State(Scope.Thread)
public class VeehaitchBenchmark {
  @SuppressWarnings("ArrayRecordComponent") // what the library takes, without a copy
  private record SignedCase(
      byte[] assertion, byte[] clientData, ECPublicKey key, byte[] challenge) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record NewKey(byte[] attestation, String keyId, byte[] challenge) {}

  private final AssertionValidator assertions;
  private final AttestationValidator attestations;
  private final AttestationValidator withoutReceipts;
  private final Rotation<SignedCase> signed;
  private final Rotation<NewKey> keys;

  public VeehaitchBenchmark() {
    Rivals.installProvider();
    Evidence evidence = Evidence.read();
    AppleAppAttest library =
        new AppleAppAttest(
            new App(Evidence.TEAM, Evidence.BUNDLE), AppleAppAttestEnvironment.PRODUCTION);
    Clock clock = Clock.fixed(Evidence.NOW, ZoneOffset.UTC);
    ReceiptValidator receipts =
        library.createReceiptValidator(anchor(evidence.receiptRoot()), clock);
    assertions = library.createAssertionValidator((_, _, _, challenge) -> challenge.length > 0);
    attestations = library.createAttestationValidator(anchor(evidence.root()), clock, receipts);

    List<SignedCase> signedCases = new ArrayList<>();
    List<NewKey> newKeys = new ArrayList<>();
    for (Evidence.Case one : evidence.cases()) {
      signedCases.add(
          new SignedCase(
              one.assertion().toArray(),
              one.clientData().toArray(),
              Rivals.key(one.point()),
              one.challenge().toArray()));
      newKeys.add(
          new NewKey(one.attestation().toArray(), one.keyId().base64(), one.challenge().toArray()));
    }
    signed = new Rotation<>(signedCases);
    keys = new Rotation<>(newKeys);

    NewKey first = newKeys.getFirst();
    Receipt receipt = validate(attestations, first).getReceipt();
    withoutReceipts =
        library.createAttestationValidator(
            anchor(evidence.root()), clock, new AnyReceipt(receipts, receipt));
    NewKey wrong = new NewKey(first.attestation(), first.keyId(), newKeys.get(1).challenge());
    Rivals.requireRefusal(() -> validate(attestations, wrong));
    Rivals.requireRefusal(() -> validate(withoutReceipts, wrong));
    SignedCase one = signedCases.getFirst();
    Rivals.requireRefusal(() ->
        validate(new SignedCase(one.assertion(), one.challenge(), one.key(), one.challenge())));
  }

  private static TrustAnchor anchor(Bytes root) {
    return new TrustAnchor(Evidence.certificate(root), null);
  }

  @Benchmark
  public Object assertion() {
    return validate(signed.next());
  }

  private Object validate(SignedCase one) {
    return assertions.validate(one.assertion(), one.clientData(), one.key(), 0, one.challenge());
  }

  /** As the library has it: the receipt is always verified. */
  @Benchmark
  public ValidatedAttestation attestationAndReceipt() {
    return validate(attestations, keys.next());
  }

  /** With its own receipt validator replaced by one that looks at nothing. */
  @Benchmark
  public ValidatedAttestation attestation() {
    return validate(withoutReceipts, keys.next());
  }

  private static ValidatedAttestation validate(AttestationValidator validator, NewKey key) {
    return validator.validate(key.attestation(), key.keyId(), key.challenge());
  }

  /** Takes any receipt for one that was verified before. */
  private record AnyReceipt(ReceiptValidator real, Receipt verified) implements ReceiptValidator {
    @Override
    public App getApp() {
      return real.getApp();
    }

    @Override
    public TrustAnchor getTrustAnchor() {
      return real.getTrustAnchor();
    }

    @Override
    public Duration getMaxAge() {
      return real.getMaxAge();
    }

    @Override
    public Clock getClock() {
      return real.getClock();
    }

    @Override
    public Object validateReceiptAsync(
        byte[] receipt,
        ECPublicKey key,
        Instant notAfter,
        Continuation<? super Receipt> continuation) {
      return verified;
    }
  }
}
