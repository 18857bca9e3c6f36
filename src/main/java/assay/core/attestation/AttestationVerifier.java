package assay.core.attestation;

import static assay.core.Step.Attestation.ACCESS_CONTROL;
import static assay.core.Step.Attestation.APP_ID;
import static assay.core.Step.Attestation.BUNDLE_VERSION;
import static assay.core.Step.Attestation.CERTIFICATE_APP_ID;
import static assay.core.Step.Attestation.CERTIFICATE_CHAIN;
import static assay.core.Step.Attestation.CERTIFICATE_SUBJECT;
import static assay.core.Step.Attestation.COUNTER;
import static assay.core.Step.Attestation.CREDENTIAL_ID;
import static assay.core.Step.Attestation.ENVIRONMENT;
import static assay.core.Step.Attestation.FORMAT;
import static assay.core.Step.Attestation.KEY_ID;
import static assay.core.Step.Attestation.NONCE;
import static assay.core.Step.Attestation.PUBLIC_KEY;
import static assay.core.Step.Attestation.VALIDATION_CATEGORY;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Refusal;
import assay.core.Verdict;
import assay.core.authenticator.AttestedData;
import assay.core.pki.Certificates;
import assay.core.pki.TrustedRoots;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Judges whether Apple vouches for a new key: that it lives in the Secure Enclave of a genuine
 * device, was made by the named app, and answers this challenge. The order is that of Apple's page
 * "Validating apps that connect to your server" (protocol.md 1.7), and the first step that fails is
 * the answer.
 *
 * <p>Thread-safe. What only a store can know comes after: whether the challenge is open, and
 * whether the key was revoked.
 */
public final class AttestationVerifier {
  private static final int CHAIN_LENGTH = 2;

  /**
   * Apple's constant for a Mac with SIP on and Full Security; promised to be the same on every
   * version of macOS.
   */
  public static final Bytes FULL_SECURITY =
      Bytes.of(
          Base64.getDecoder()
              .decode(
                  "MEAMAjExMDowCQwCb2uhAwEB/zAJDAJvYaEDAQH/MAsMBG9kZWyhAwEB/zAVDARvc2duoAYMBHJzZWMwBaYDAgEB"));

  private final TrustedRoots roots;

  public AttestationVerifier(TrustedRoots roots) {
    this.roots = roots;
  }

  public Verdict<AttestedKey> verify(Attestation evidence, App app, Instant now) {
    return verify(evidence, app, now, Checklist.NONE);
  }

  /** As {@link #verify(Attestation, App, Instant)}, and notes what each step compared. */
  public Verdict<AttestedKey> verify(Attestation evidence, App app, Instant now, Checklist steps) {
    try {
      AttestationObject object = decode(evidence, steps);
      AttestedData data = decodeAuthData(object, steps);

      Leaf leaf = requireTrustedChain(object, now, steps); //                     1
      requireNonce(leaf, object.authData(), evidence.clientDataHash(), steps); // 2-4
      requireFullSecurityOnMac(leaf, app, steps); //                              4
      requireKeyId(leaf, evidence.keyId(), steps); //                             5
      String appId = requireAppId(data, app, steps); //                           6
      requireZeroCounter(data, steps); //                                         7
      requireEnvironment(data, app, steps); //                                    8
      requireCredentialId(data, evidence.keyId(), steps); //                      9
      data.common().launchInfo().requireCategory(app, VALIDATION_CATEGORY, steps); // 10
      data.common().launchInfo().requireBundleVersion(app, BUNDLE_VERSION, steps); // 11

      requireSamePublicKey(leaf, data, steps); //                                 107
      requireSubject(leaf, evidence.keyId(), steps); //                           108
      requireCertifiedAppId(leaf, appId, steps); //                               109

      Leaf.OperatingSystem system = leaf.system();
      return new Verdict.Accepted<>(
          new AttestedKey(
              evidence.keyId(),
              leaf.publicKey(),
              appId,
              data.common().launchInfo(),
              object.x5c().getFirst(),
              object.receipt(),
              system.version(),
              system.build(),
              data.common().flags()));
    } catch (Refusal refusal) {
      return refusal.verdict();
    }
  }

  private static AttestationObject decode(Attestation evidence, Checklist steps) throws Refusal {
    return steps.read(FORMAT, () -> AttestationObject.decode(evidence.object()));
  }

  private static AttestedData decodeAuthData(AttestationObject object, Checklist steps)
      throws Refusal {
    AttestedData data = steps.read(FORMAT, () -> AttestedData.decode(object.authData()));
    steps.pass(
        FORMAT,
        () ->
            object.x5c().size()
                + " certificates, "
                + object.authData().length()
                + " bytes of authenticator data");
    return data;
  }

  /**
   * Step 1: leaf and intermediate, in this order, lead to a pinned root at this time. The leaf's
   * key must be on P-256, the only curve of the Secure Enclave, or nothing after this step means
   * what it says.
   */
  private Leaf requireTrustedChain(AttestationObject object, Instant now, Checklist steps)
      throws Refusal {
    List<Bytes> x5c = object.x5c();
    if (x5c.size() != CHAIN_LENGTH) {
      throw steps.refusal(
          CERTIFICATE_CHAIN, "x5c holds " + x5c.size() + " certificates, not " + CHAIN_LENGTH);
    }
    return steps.read(
        CERTIFICATE_CHAIN,
        () -> {
          Leaf leaf = Leaf.decode(x5c.getFirst());
          roots.validate(leaf.certificate(), x5c.getLast(), now);
          steps.pass(
              CERTIFICATE_CHAIN,
              () ->
                  leaf.certificate().getIssuerX500Principal()
                      + " signed the leaf, a trusted root signed it, all valid at "
                      + now);
          return leaf;
        });
  }

  /**
   * Steps 2 to 4: Apple put the hash of what the device said and of our challenge into the
   * certificate. This ties the authenticator data, which nobody signed, and the challenge to the
   * chain.
   */
  private static void requireNonce(Leaf leaf, Bytes authData, Bytes clientDataHash, Checklist steps)
      throws Refusal {
    Bytes certified = steps.read(NONCE, leaf::nonce);
    Bytes computed = Bytes.sha256(authData, clientDataHash);
    steps.requireEqual(
        NONCE, "the certified nonce", certified, "SHA-256(authData ‖ clientDataHash)", computed);
  }

  /**
   * Step 4, Macs only: a Mac's key is worth an iPhone's only where the boot chain is locked. Newer
   * iPhones carry the same extension with another value, so it must not be compared for them.
   */
  private static void requireFullSecurityOnMac(Leaf leaf, App app, Checklist steps) throws Refusal {
    switch (app.platform()) {
      case IOS -> steps.skip(ACCESS_CONTROL, "compared for the platform macos only");
      case MACOS ->
          steps.requireEqual(
              ACCESS_CONTROL,
              "the key's access control",
              steps.read(ACCESS_CONTROL, leaf::accessControl),
              "that of full security",
              FULL_SECURITY);
    }
  }

  /**
   * Step 5: the key id is the SHA-256 of the certified key as an X9.62 point, so the app cannot
   * pass off another's.
   */
  private static void requireKeyId(Leaf leaf, Bytes keyId, Checklist steps) throws Refusal {
    steps.requireEqual(
        KEY_ID,
        "SHA-256 of the certified key",
        Bytes.sha256(leaf.publicKey()),
        "the key id",
        keyId);
  }

  /** Step 6: the device names the app by the hash of its App ID. */
  private static String requireAppId(AttestedData data, App app, Checklist steps) throws Refusal {
    return app.requireAppId(data.common().rpIdHash(), APP_ID, steps);
  }

  /** Step 7: a key that has just been attested has signed nothing yet. */
  private static void requireZeroCounter(AttestedData data, Checklist steps) throws Refusal {
    long counter = data.common().counter();
    steps.require(COUNTER, counter == 0, () -> "the counter is " + counter);
  }

  /**
   * Step 8: the AAGUID tells Apple's development environment, where anybody can attest, from
   * production.
   */
  private static void requireEnvironment(AttestedData data, App app, Checklist steps)
      throws Refusal {
    Bytes expected = app.environment().aaguid();
    steps.require(
        ENVIRONMENT,
        data.aaguid().equals(expected),
        () ->
            "the AAGUID is "
                + readable(data.aaguid())
                + ", that of "
                + app.environment().name().toLowerCase(Locale.ROOT)
                + " is "
                + readable(expected));
  }

  /** The AAGUIDs are text, filled up with zeros. */
  private static String readable(Bytes aaguid) {
    return aaguid.hex() + " (" + aaguid.text().replace("\0", "") + ")";
  }

  /** Step 9: the credential in the authenticator data is this key. */
  private static void requireCredentialId(AttestedData data, Bytes keyId, Checklist steps)
      throws Refusal {
    steps.requireEqual(
        CREDENTIAL_ID, "the credential id", data.credentialId(), "the key id", keyId);
  }

  /**
   * 107: the device wrote the COSE key, Apple certified the leaf's. They are always the same; a
   * verifier that stored the first without comparing would let a broken device choose the key.
   */
  private static void requireSamePublicKey(Leaf leaf, AttestedData data, Checklist steps)
      throws Refusal {
    steps.requireEqual(
        PUBLIC_KEY, "the COSE key", data.publicKey(), "the leaf's key", leaf.publicKey());
  }

  /** 108: Apple names the leaf after the key id, in lower-case hexadecimal. */
  private static void requireSubject(Leaf leaf, Bytes keyId, Checklist steps) throws Refusal {
    String name = Certificates.commonName(leaf.certificate()).orElse("not there once");
    steps.requireEqual(
        CERTIFICATE_SUBJECT,
        "the leaf's common name",
        name,
        "the key id in hexadecimal",
        keyId.hex());
  }

  /**
   * 109: Apple certifies the App ID too, and unlike the authenticator data it is Apple who wrote
   * it.
   */
  private static void requireCertifiedAppId(Leaf leaf, String appId, Checklist steps)
      throws Refusal {
    Bytes certified = steps.read(CERTIFICATE_APP_ID, leaf::appId);
    boolean same = certified.equals(Bytes.utf8(appId));
    steps.require(
        CERTIFICATE_APP_ID,
        same,
        () ->
            "the certified App ID is \""
                + certified.text()
                + "\""
                + (same ? "" : ", not \"" + appId + "\""));
  }
}
