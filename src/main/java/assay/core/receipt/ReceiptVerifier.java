package assay.core.receipt;

import static assay.core.Step.Receipt.APP_ID;
import static assay.core.Step.Receipt.CLIENT_DATA_HASH;
import static assay.core.Step.Receipt.ENVIRONMENT;
import static assay.core.Step.Receipt.FORMAT;
import static assay.core.Step.Receipt.PUBLIC_KEY;
import static assay.core.Step.Receipt.RECEIPT_AGE;
import static assay.core.Step.Receipt.RECEIPT_CHAIN;
import static assay.core.Step.Receipt.RECEIPT_EXPIRED;
import static assay.core.Step.Receipt.RECEIPT_SIGNATURE;
import static assay.core.Step.Receipt.RECEIPT_TYPE;
import static assay.core.Step.Receipt.UNKNOWN_KEY;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Malformed;
import assay.core.Refusal;
import assay.core.Verdict;
import assay.core.pki.Certificates;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges whether Apple signed a receipt, and whether it is this app's and this key's. The steps are
 * those of Apple's page "Assessing fraud risk" (protocol.md 3.3) and our own; the first that fails
 * is the answer.
 *
 * <p>Thread-safe. The chain is checked at the receipt's own time of creation: signers live 13
 * months and receipts 90 days, so a good receipt may outlive its signer. What keeps a stolen old
 * signer from making fresh receipts is the age rule.
 */
public final class ReceiptVerifier {
  public static final Duration LARGEST_AGE = Duration.ofMinutes(5);
  public static final Duration LARGEST_SKEW = Duration.ofMinutes(5);

  /**
   * Apple marks receipt signers, and the intermediate that issues them, with extensions of their
   * own.
   */
  private static final String SIGNER_MARKER = "1.2.840.113635.100.12.15";

  private static final String ISSUER_MARKER = "1.2.840.113635.100.6.2.3";
  private static final String SIGNER_NAME = "Application Attestation Fraud Receipt Signing";

  private final TrustedRoots roots;
  private final Signatures signatures;

  public ReceiptVerifier(TrustedRoots roots, Signatures signatures) {
    this.roots = roots;
    this.signatures = signatures;
  }

  /**
   * Judges a receipt at a time.
   *
   * @param expected what the receipt must belong to; nothing where no such key is registered
   */
  public Verdict<Receipt> verify(
      Bytes evidence, Optional<? extends Expected> expected, App app, Instant now) {
    return verify(evidence, expected, app, now, Checklist.NONE);
  }

  /** As {@link #verify(Bytes, Optional, App, Instant)}, and notes what each step compared. */
  public Verdict<Receipt> verify(
      Bytes evidence,
      Optional<? extends Expected> expected,
      App app,
      Instant now,
      Checklist steps) {
    try {
      SignedReceipt signed = steps.read(FORMAT, () -> SignedReceipt.decode(evidence));
      Receipt receipt = steps.read(FORMAT, () -> ReceiptFields.decode(signed.payload()));
      steps.pass(
          FORMAT, () -> receipt.type() + ", " + signed.certificates().size() + " certificates");
      Expected key = requireKey(expected, steps); //                    101

      X509Certificate signer = requireSignature(signed, steps); //      1
      requireTrustedSigner(signer, signed, receipt.created(), steps); // 1
      requireAppId(receipt, app, steps); //                             2
      requireAge(receipt, key, now, steps); //                          3
      requirePublicKey(receipt, key, steps); //                         4

      requireType(receipt, key, steps); //                              103
      requireUnexpired(receipt, now, steps); //                         104
      requireEnvironment(receipt, app, steps); //                       105
      requireClientDataHash(receipt, key, steps); //                    106

      return new Verdict.Accepted<>(receipt);
    } catch (Refusal refusal) {
      return refusal.verdict();
    }
  }

  /** 101: without a registered key there is nothing to compare with. */
  private static Expected requireKey(Optional<? extends Expected> expected, Checklist steps)
      throws Refusal {
    if (expected.isEmpty()) {
      throw steps.refusal(UNKNOWN_KEY, "no such key is registered");
    }
    steps.pass(UNKNOWN_KEY, () -> "registered");
    return expected.get();
  }

  /**
   * Step 1, first half: the one signer, found by its own identifier, signed the content. Only ECDSA
   * with SHA-256 is taken, as an attacker may write any algorithm there.
   */
  private X509Certificate requireSignature(SignedReceipt signed, Checklist steps) throws Refusal {
    return steps.read(
        RECEIPT_SIGNATURE,
        () -> {
          X509Certificate certificate = signed.signerCertificate();
          signed.requireSignature(certificate.getPublicKey(), signatures);
          steps.pass(RECEIPT_SIGNATURE, () -> "signed by serial " + certificate.getSerialNumber());
          return certificate;
        });
  }

  /**
   * Step 1, second half: the signer is Apple's receipt signer, by its name, its marker and its
   * issuer's marker, under the pinned root. The root signs much else: without the markers, any of
   * Apple's leaf certificates could sign a receipt.
   */
  private void requireTrustedSigner(
      X509Certificate signer, SignedReceipt signed, Instant created, Checklist steps)
      throws Refusal {
    steps.read(
        RECEIPT_CHAIN,
        () -> {
          if (signer.getExtensionValue(SIGNER_MARKER) == null) {
            throw new Malformed("the signer has no marker " + SIGNER_MARKER);
          }
          String name = Certificates.commonName(signer).orElse("");
          if (!name.equals(SIGNER_NAME)) {
            throw new Malformed("the signer is \"" + name + "\", not \"" + SIGNER_NAME + "\"");
          }
          X509Certificate issuer = roots.validate(signer, signed.issuerOf(signer), created);
          if (issuer.getExtensionValue(ISSUER_MARKER) == null) {
            throw new Malformed("the signer's issuer has no marker " + ISSUER_MARKER);
          }
          steps.pass(
              RECEIPT_CHAIN,
              () ->
                  "\""
                      + name
                      + "\" under "
                      + issuer.getSubjectX500Principal()
                      + ", valid at "
                      + created);
          return issuer;
        });
  }

  /** Step 2: field 2 is the App ID. */
  private static void requireAppId(Receipt receipt, App app, Checklist steps) throws Refusal {
    steps.require(
        APP_ID,
        app.appIds().contains(receipt.appId()),
        () ->
            "field 2 is \""
                + receipt.appId()
                + "\"; the app is "
                + String.join(", ", app.appIds()));
  }

  /**
   * Step 3: a receipt is made when the device attests, so an old one at registration is a replay.
   * One that Apple's server gave in exchange may have been kept; none comes from the future.
   */
  private static void requireAge(Receipt receipt, Expected expected, Instant now, Checklist steps)
      throws Refusal {
    Duration age = Duration.between(receipt.created(), now);
    boolean tooNew = age.compareTo(LARGEST_SKEW.negated()) < 0;
    boolean tooOld = expected instanceof Expected.AtRegistration && age.compareTo(LARGEST_AGE) > 0;
    steps.require(
        RECEIPT_AGE,
        !tooNew && !tooOld,
        () -> "created at " + receipt.created() + ", verified at " + now);
  }

  /**
   * Step 4: field 3 is a certificate of the registered key; at registration, the very certificate.
   */
  private static void requirePublicKey(Receipt receipt, Expected expected, Checklist steps)
      throws Refusal {
    if (expected instanceof Expected.AtRegistration registration
        && registration.leaf().filter(leaf -> !leaf.equals(receipt.leaf())).isPresent()) {
      throw steps.refusal(PUBLIC_KEY, "field 3 is another certificate than the attestation's leaf");
    }
    steps.requireEqual(
        PUBLIC_KEY,
        "SHA-256 of the key in field 3",
        Bytes.sha256(receipt.publicKey()),
        "the registered key's id",
        expected.keyId());
  }

  /**
   * 103: an ATTEST receipt carries no metric, and one may not stand in for a RECEIPT that is due,
   * or the reverse.
   */
  private static void requireType(Receipt receipt, Expected expected, Checklist steps)
      throws Refusal {
    steps.requireEqual(
        RECEIPT_TYPE, "field 6", receipt.type(), "the type that is due", expected.type());
  }

  /** 104: Apple forgets after field 21. */
  private static void requireUnexpired(Receipt receipt, Instant now, Checklist steps)
      throws Refusal {
    steps.require(
        RECEIPT_EXPIRED,
        receipt.expires().isAfter(now),
        () -> "expires at " + receipt.expires() + ", verified at " + now);
  }

  /** 105: field 7 is not documented, but in every receipt; the two environments never mix. */
  private static void requireEnvironment(Receipt receipt, App app, Checklist steps) throws Refusal {
    steps.requireEqual(
        ENVIRONMENT,
        "field 7",
        receipt.environment(),
        "the environment",
        app.environment().receiptName());
  }

  /**
   * 106: field 4 of an ATTEST receipt is the attestation's clientDataHash; Apple mangles it in a
   * RECEIPT.
   */
  private static void requireClientDataHash(Receipt receipt, Expected expected, Checklist steps)
      throws Refusal {
    switch (expected) {
      case Expected.AtRegistration registration ->
          steps.requireEqual(
              CLIENT_DATA_HASH,
              "field 4",
              receipt.clientDataHash(),
              "the attestation's clientDataHash",
              registration.clientDataHash());
      case Expected.Refreshed _ -> steps.skip(CLIENT_DATA_HASH, "compared at registration only");
    }
  }
}
