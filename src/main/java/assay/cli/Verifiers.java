package assay.cli;

import assay.config.crypto.Providers;
import assay.config.crypto.Roots;
import assay.core.assertion.AssertionVerifier;
import assay.core.attestation.AttestationVerifier;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.core.receipt.ReceiptVerifier;
import java.security.cert.X509Certificate;
import java.util.List;

/** The three verifiers, under one choice of roots. */
public record Verifiers(
    AttestationVerifier attestations, AssertionVerifier assertions, ReceiptVerifier receipts) {

  /** Under Apple's roots. */
  public static Verifiers apple() {
    return under(Roots.appleAppAttest(), Roots.appleReceipts(), new Signatures(Providers.best()));
  }

  /** Under other roots, or with another provider of signatures. */
  public static Verifiers under(
      List<X509Certificate> attestationRoots,
      List<X509Certificate> receiptRoots,
      Signatures signatures) {
    return new Verifiers(
        new AttestationVerifier(new TrustedRoots(attestationRoots, signatures)),
        new AssertionVerifier(signatures),
        new ReceiptVerifier(new TrustedRoots(receiptRoots, signatures), signatures));
  }
}
