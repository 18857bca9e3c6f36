package assay.cli.verify.given;

import assay.cli.Verifiers;
import assay.core.App;
import assay.core.assertion.AssertionVerifier;
import assay.core.attestation.AttestationVerifier;
import assay.core.diagnosis.Known;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.core.receipt.ReceiptVerifier;
import java.time.Instant;
import java.util.Optional;

/**
 * What verdicts rest on.
 *
 * @param warning said wherever other roots than Apple's are at the bottom of it
 */
public record Trusted(
    TrustedRoots attestations,
    TrustedRoots receipts,
    Signatures signatures,
    Optional<String> warning) {

  /** Nothing but a policy and a time. */
  public Known knowing(App app, Instant now) {
    return Known.of(app, attestations, now);
  }

  /** The verifiers under these roots. */
  public Verifiers verifiers() {
    return new Verifiers(
        new AttestationVerifier(attestations),
        new AssertionVerifier(signatures),
        new ReceiptVerifier(receipts, signatures));
  }
}
