package assay.core;

import java.util.Locale;

/**
 * The steps of the verifications, in the order in which they are judged: the first that fails is
 * the answer. The code is API: it stands in answers, logs, metric labels, decisions and vectors,
 * and never changes its meaning. Numbers are those of Apple's pages; from 100 on they are ours.
 */
public sealed interface Step {

  /**
   * Apple's number, a range such as {@code 2-4} where one check carries out several of Apple's
   * steps, or ours from 100.
   */
  String number();

  /** What usually makes this step fail, and what to do about it. */
  String advice();

  String name();

  /** The reason code, such as {@code certificate-chain}. */
  default String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Registering a key: Apple's eleven steps and our own. */
  enum Attestation implements Step {
    FORMAT(
        "100",
        "The bytes are not an attestation object. Send what attestKey returned, base64-encoded once and not cut off; an"
            + " assertion or a receipt belongs elsewhere."),
    CERTIFICATE_CHAIN(
        "1",
        "The certificates do not lead to the trusted root at this time. Leaves live from 3 days to a year: verify on arrival"
            + " and replay stored objects with their own time. Simulators and other roots are trusted only where configured."),
    NONCE(
        "2-4",
        "The device signed another clientDataHash. Hash the challenge once, as the bytes that the app hashed: not its base64"
            + " text where the app hashed the bytes, or the reverse, and not another challenge."),
    ACCESS_CONTROL(
        "4",
        "The Mac's key is not bound to full security (SIP on, Full Security). On an iPhone or iPad, configure the app's"
            + " platform as ios."),
    KEY_ID(
        "5",
        "The key id is not that of the attested key. Send what generateKey returned: base64 of 32 bytes, where a '+' must"
            + " survive forms and URLs."),
    APP_ID(
        "6",
        "Another app made this, or the App ID is wrong: it is the App ID prefix (usually the team id), a dot, and the bundle"
            + " identifier, in the exact case. An App Clip attests as its full app."),
    COUNTER(
        "7",
        "A key that has just been attested has signed nothing. The object is not a fresh attestation."),
    ENVIRONMENT(
        "8",
        "A development key came to production or the reverse. Builds from TestFlight, the App Store and enterprise"
            + " distribution are always production, whatever the entitlement says."),
    CREDENTIAL_ID(
        "9",
        "The credential in the authenticator data is another key's. The object was put together from two."),
    VALIDATION_CATEGORY(
        "10",
        "The app was launched from a source that the policy does not allow, or the policy requires launch information that"
            + " this system does not give (it needs version 27 and an app built with its SDK)."),
    BUNDLE_VERSION(
        "11", "The running build is older than the policy's minimum. Ask the user to update."),
    PUBLIC_KEY(
        "107",
        "The key in the authenticator data is not the certified one. Apple's objects never differ here: give it up."),
    CERTIFICATE_SUBJECT(
        "108",
        "The leaf certificate names another key. Apple's objects never differ here: give it up."),
    CERTIFICATE_APP_ID(
        "109",
        "The leaf certificate was made for another app. Apple's objects never differ here: give it up."),
    CHALLENGE(
        "101", "The challenge is not one that is open. Ask for a new one and attest a new key."),
    REVOKED_KEY("102", "This key was revoked. Generate and attest a new one.");

    private final String number;
    private final String advice;

    Attestation(String number, String advice) {
      this.number = number;
      this.advice = advice;
    }

    @Override
    public String number() {
      return number;
    }

    @Override
    public String advice() {
      return advice;
    }
  }

  /** Using a key: Apple's eight steps and our own. */
  enum Assertion implements Step {
    FORMAT(
        "100",
        "The bytes are not an assertion. Send what generateAssertion returned, base64-encoded once and not cut off; an"
            + " attestation belongs elsewhere."),
    UNKNOWN_KEY(
        "101",
        "No such key is registered for this app. After a reinstall, a restore or a move to another device the key is gone:"
            + " generate and attest a new one."),
    REVOKED_KEY("102", "This key was revoked. Generate and attest a new one."),
    SIGNATURE(
        "1-3",
        "The signature is not this key's over this client data. Hash the exact bytes that the app hashed, never re-encoded"
            + " JSON; the device signs SHA-256(authenticatorData ‖ SHA-256(clientData)) as a message, which is hashed again."),
    APP_ID(
        "4",
        "Another app made this, or the App ID is wrong: App ID prefix, a dot, the bundle identifier."),
    VALIDATION_CATEGORY(
        "7",
        "The app was launched from a source that the policy does not allow, or the policy requires launch information that"
            + " this system does not give."),
    BUNDLE_VERSION(
        "8", "The running build is older than the policy's minimum. Ask the user to update."),
    SUBJECT(
        "103",
        "The key belongs to another user. One key a user and device: attest a new one for this user."),
    CHALLENGE("6", "The challenge is not one that is open. Ask for a new one and sign again."),
    COUNTER(
        "5",
        "The counter is not ahead: a replay, or requests that overtook each other. Sign again, one request at a time, or allow"
            + " a window.");

    private final String number;
    private final String advice;

    Assertion(String number, String advice) {
      this.number = number;
      this.advice = advice;
    }

    @Override
    public String number() {
      return number;
    }

    @Override
    public String advice() {
      return advice;
    }
  }

  /**
   * What a server asks of a new key beyond Apple's steps: by its policy before the store is asked,
   * by its memory after.
   */
  enum Registration implements Step {
    RECEIPT(
        "110",
        "The app's policy wants an accepted receipt with every attestation, and this one has none. Keep the server's clock"
            + " right, and have the device send the attestation at once."),
    SUBJECT(
        "103",
        "The key is registered for another user. One key a user and device: generate and attest a new one for this user.");

    private final String number;
    private final String advice;

    Registration(String number, String advice) {
      this.number = number;
      this.advice = advice;
    }

    @Override
    public String number() {
      return number;
    }

    @Override
    public String advice() {
      return advice;
    }
  }

  /**
   * What a server asks of a key's use beyond Apple's steps, where its operator says so; before
   * anything is spent.
   */
  enum Use implements Step {
    RISK(
        "111",
        "Apple says that this app attested unusually many keys on the device, and the app's policy refuses that many. Ask the"
            + " user to prove themselves in another way, or raise maximumRiskMetric; the metric falls when 30 days have passed.");

    private final String number;
    private final String advice;

    Use(String number, String advice) {
      this.number = number;
      this.advice = advice;
    }

    @Override
    public String number() {
      return number;
    }

    @Override
    public String advice() {
      return advice;
    }
  }

  /** What Apple says of a device's use of App Attest. */
  enum Receipt implements Step {
    FORMAT(
        "100",
        "The bytes are not a whole receipt. Send the receipt of the attestation, or what Apple's server returned."),
    UNKNOWN_KEY(
        "101",
        "No such key is registered for this app, so nothing can be compared. Register the key first."),
    RECEIPT_SIGNATURE(
        "1",
        "Nobody signed these bytes: they were damaged on the way, or are of 2020, when receipts were signed wrongly."),
    RECEIPT_CHAIN(
        "1",
        "The signer is not Apple's receipt signer under the trusted root. Receipts have another root than attestations."),
    APP_ID("2", "The receipt is another app's."),
    RECEIPT_AGE(
        "3",
        "The receipt was not made just now. Verify an attestation's receipt on arrival, keep the clock right, and exchange an"
            + " older one at Apple's server."),
    PUBLIC_KEY("4", "The receipt is another key's."),
    RECEIPT_TYPE(
        "103",
        "An attestation brings an ATTEST receipt, Apple's server a RECEIPT; this is the other one."),
    RECEIPT_EXPIRED(
        "104",
        "The receipt is past its expiration. Exchange receipts sooner; the device must attest again."),
    ENVIRONMENT(
        "105", "The receipt is of the other environment; development and production never mix."),
    CLIENT_DATA_HASH(
        "106", "The receipt was made for another challenge than the attestation it came with.");

    private final String number;
    private final String advice;

    Receipt(String number, String advice) {
      this.number = number;
      this.advice = advice;
    }

    @Override
    public String number() {
      return number;
    }

    @Override
    public String advice() {
      return advice;
    }
  }
}
