package assay.core.assertion;

import static assay.core.Step.Assertion.APP_ID;
import static assay.core.Step.Assertion.BUNDLE_VERSION;
import static assay.core.Step.Assertion.FORMAT;
import static assay.core.Step.Assertion.REVOKED_KEY;
import static assay.core.Step.Assertion.SIGNATURE;
import static assay.core.Step.Assertion.UNKNOWN_KEY;
import static assay.core.Step.Assertion.VALIDATION_CATEGORY;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Refusal;
import assay.core.Verdict;
import assay.core.authenticator.AuthenticatorData;
import assay.core.pki.Signatures;
import java.util.Optional;

/**
 * Judges whether a registered key signed this client data, in the named app. The steps are those of
 * Apple's page "Validating apps that connect to your server" (protocol.md 2.1); the first that
 * fails is the answer.
 *
 * <p>Thread-safe. Whether the counter is ahead and the challenge open (Apple's steps 5 and 6), only
 * the store decides, in the statement that moves the one and spends the other.
 */
public final class AssertionVerifier {
  private final Signatures signatures;

  public AssertionVerifier(Signatures signatures) {
    this.signatures = signatures;
  }

  public Verdict<SignedRequest> verify(Assertion evidence, Optional<RegisteredKey> key, App app) {
    return verify(evidence, key, app, Checklist.NONE);
  }

  /** As {@link #verify(Assertion, Optional, App)}, and notes what each step compared. */
  public Verdict<SignedRequest> verify(
      Assertion evidence, Optional<RegisteredKey> key, App app, Checklist steps) {
    try {
      AssertionObject object = decode(evidence, steps);
      AuthenticatorData data = object.data();

      Bytes publicKey = requireUsableKey(key, steps); //                                  101, 102
      requireSignature(publicKey, object, evidence.clientDataHash(), steps); //           1-3
      app.requireAppId(data.rpIdHash(), APP_ID, steps); //                                4
      data.launchInfo().requireCategory(app, VALIDATION_CATEGORY, steps); //              7
      data.launchInfo().requireBundleVersion(app, BUNDLE_VERSION, steps); //              8

      return new Verdict.Accepted<>(
          new SignedRequest(data.counter(), data.launchInfo(), data.flags()));
    } catch (Refusal refusal) {
      return refusal.verdict();
    }
  }

  private static AssertionObject decode(Assertion evidence, Checklist steps) throws Refusal {
    AssertionObject object = steps.read(FORMAT, () -> AssertionObject.decode(evidence.object()));
    steps.pass(
        FORMAT,
        () ->
            object.data().raw().length()
                + " bytes of authenticator data, counter "
                + object.data().counter());
    return object;
  }

  /**
   * 101 and 102: a key that was never registered for this app, or no longer counts, signs nothing.
   */
  private static Bytes requireUsableKey(Optional<RegisteredKey> key, Checklist steps)
      throws Refusal {
    steps.require(
        UNKNOWN_KEY,
        key.isPresent(),
        () -> key.isPresent() ? "registered" : "no such key is registered");
    steps.require(
        REVOKED_KEY, !key.get().revoked(), () -> key.get().revoked() ? "revoked" : "not revoked");
    return key.get().publicKey();
  }

  /**
   * Steps 1 to 3: the device hashes what it says together with the client data hash, and signs that
   * nonce as a message, so ECDSA hashes it once more. Taking the nonce for the digest itself, or
   * leaving one hash out, is the commonest mistake (protocol.md 2.2).
   */
  private void requireSignature(
      Bytes publicKey, AssertionObject object, Bytes clientDataHash, Checklist steps)
      throws Refusal {
    Bytes nonce = Bytes.sha256(object.data().raw(), clientDataHash);
    var key = steps.read(SIGNATURE, () -> signatures.key(publicKey));
    boolean valid = signatures.verify(key, nonce, object.signature());
    steps.require(
        SIGNATURE,
        valid,
        () ->
            (valid ? "the key's signature" : "no signature of the key")
                + " over SHA-256(authenticatorData ‖ clientDataHash) = "
                + nonce.hex());
  }
}
