package assay.service;

import assay.core.Bytes;
import assay.core.Verdict;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.apple.RefreshDecision;
import assay.service.challenge.IssuedChallenge;
import assay.service.challenge.Purpose;
import assay.service.policy.ServedApp;
import assay.store.StoredKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The decisions that callers ask for. A refusal is an answer, told as {@link Verdict.Refused}; a
 * future fails only where no decision could be made: with {@link assay.store.StoreUnavailable}, or
 * by a bug.
 *
 * <p>Futures are completed on the Vert.x context that the call was made from, where there was one.
 */
public interface Service {
  /** A new challenge; nothing is written. */
  IssuedChallenge challenge(ServedApp app, Purpose purpose);

  /** Judges an attestation and registers its key, or does neither. */
  default Future<Verdict<Registered>> register(ServedApp app, AttestationRequest request) {
    return register(app, request, new Seen());
  }

  /** As {@link #register(ServedApp, AttestationRequest)}, and notes what it rested on. */
  Future<Verdict<Registered>> register(ServedApp app, AttestationRequest request, Seen seen);

  /** Judges an assertion, moves its key's counter and spends its challenge, or does none of it. */
  default Future<Verdict<Checked>> check(ServedApp app, AssertionRequest request) {
    return check(app, request, new Seen());
  }

  /** As {@link #check(ServedApp, AssertionRequest)}, and notes what it rested on. */
  Future<Verdict<Checked>> check(ServedApp app, AssertionRequest request, Seen seen);

  Future<Optional<StoredKey>> key(ServedApp app, Bytes keyId);

  /** A page of an app's keys, as {@link assay.store.Store#list}. */
  Future<List<StoredKey>> keys(
      ServedApp app, Optional<String> subject, Optional<Bytes> after, int most);

  /** Asks Apple for a newer receipt of the key now, which brings the risk metric. */
  Future<RefreshDecision> refresh(ServedApp app, Bytes keyId);

  /**
   * Asks DeviceCheck about a device. A device token is used once: of those who race with it, one
   * asks Apple.
   */
  Future<DeviceAnswer> deviceCheck(ServedApp app, DeviceRequest request);

  /** Revokes a key; nothing where there is none. */
  Future<Optional<StoredKey>> revoke(ServedApp app, Bytes keyId, String reason);
}
