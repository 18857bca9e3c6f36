package assay.service;

import static assay.core.Step.Receipt.RECEIPT_AGE;

import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Malformed;
import assay.core.Refusal;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestationVerifier;
import assay.core.attestation.AttestedKey;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import assay.core.receipt.ReceiptVerifier;
import assay.service.challenge.ChallengeFault;
import assay.service.challenge.ChallengeInClientData;
import assay.service.challenge.ChallengeSecrets;
import assay.service.challenge.Challenges;
import assay.service.challenge.NotOpen;
import assay.service.challenge.Purpose;
import assay.service.policy.Conditions;
import assay.service.policy.ServedApp;
import assay.store.AppKey;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Registration;
import assay.store.Store;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Registers a key: Apple's steps on the evidence, then what only a server knows. The order is that
 * of the answers: evidence, receipt where the app requires one, challenge, and from the store the
 * unspent challenge, revocation and ownership.
 */
final class Registering {
  private static final Duration FIRST_REFRESH = Duration.ofSeconds(30);
  private static final Duration FIRST_SPREAD = Duration.ofMinutes(4);

  private final Store store;
  private final Signatures signatures;
  private final ChallengeSecrets secrets;
  private final RandomGenerator random;

  Registering(
      Store store, Signatures signatures, ChallengeSecrets secrets, RandomGenerator random) {
    this.store = store;
    this.signatures = signatures;
    this.secrets = secrets;
    this.random = random;
  }

  /** An attestation that holds, as it may be stored, and the challenge that it answers. */
  record Judged(NewKey key, Challenges.Genuine challenge) {}

  /** Judges the evidence and its challenge: most of a millisecond of work, and no waiting. */
  Verdict<Judged> judge(ServedApp app, AttestationRequest request, Seen seen, Instant now) {
    try {
      Bytes hashed = request.clientData().orElseGet(() -> Bytes.utf8(request.challenge()));
      Bytes clientDataHash = Bytes.sha256(hashed);
      AttestedKey attested = requireAttested(app, request, clientDataHash, now);
      Optional<StoredReceipt> receipt =
          attested.receipt().map(bytes -> judgeReceipt(app, attested, bytes, clientDataHash, now));
      requireReceipt(app, receipt);
      Challenges.Genuine challenge = requireChallenge(app, request, now);
      return new Verdict.Accepted<>(new Judged(newKey(app, request, attested, receipt), challenge));
    } catch (Refusal refusal) {
      return refusal.verdict();
    } catch (NotOpen fault) {
      return seen.refusal(Step.Attestation.CHALLENGE, fault).verdict();
    }
  }

  private static AttestedKey requireAttested(
      ServedApp app, AttestationRequest request, Bytes clientDataHash, Instant now) throws Refusal {
    Attestation evidence = new Attestation(request.keyId(), request.object(), clientDataHash);
    return switch (new AttestationVerifier(app.attestationRoots())
        .verify(evidence, app.app(), now)) {
      case Verdict.Accepted<AttestedKey>(AttestedKey attested) -> attested;
      case Verdict.Refused<AttestedKey>(Step step, String detail) ->
          throw new Refusal(step, detail);
    };
  }

  /** The receipt is judged on its own; what becomes of it is stored with the key. */
  private StoredReceipt judgeReceipt(
      ServedApp app, AttestedKey attested, Bytes bytes, Bytes clientDataHash, Instant now) {
    Expected expected =
        new Expected.AtRegistration(attested.keyId(), Optional.of(attested.leaf()), clientDataHash);
    return switch (new ReceiptVerifier(app.receiptRoots(), signatures)
        .verify(bytes, Optional.of(expected), app.app(), now)) {
      case Verdict.Accepted<Receipt>(Receipt receipt) ->
          new StoredReceipt(
              bytes,
              Optional.empty(),
              Optional.of(receipt.created()),
              receipt.notBefore(),
              Optional.of(receipt.expires()));
      case Verdict.Refused<Receipt>(Step step, _) ->
          new StoredReceipt(
              bytes,
              Optional.of(step.code()),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
    };
  }

  private static void requireReceipt(ServedApp app, Optional<StoredReceipt> receipt)
      throws Refusal {
    Conditions.requireReceipt(
        app.receiptRequired(),
        receipt.isPresent(),
        receipt.flatMap(StoredReceipt::refusedAt),
        Checklist.NONE);
  }

  /** The challenge was made here, for this; its expiry is looked at later. */
  private Challenges.Genuine requireChallenge(
      ServedApp app, AttestationRequest request, Instant now) throws NotOpen {
    if (request.clientData().isPresent()) {
      requireFound(app, request.clientData().get(), request.challenge());
    }
    Challenges.Genuine challenge =
        Challenges.recognise(app, request.challenge(), secrets.known(), now);
    if (challenge.purpose() != Purpose.ATTESTATION) {
      throw NotOpen.madeFor(challenge.purpose());
    }
    return challenge;
  }

  private static void requireFound(ServedApp app, Bytes clientData, String challenge)
      throws NotOpen {
    if (!found(app, clientData).equals(challenge)) {
      throw new NotOpen(
          ChallengeFault.DIFFERENT,
          "the client data holds another challenge than the one beside it");
    }
  }

  private static String found(ServedApp app, Bytes clientData) throws NotOpen {
    try {
      return ChallengeInClientData.find(clientData, app.challengePointer());
    } catch (Malformed e) {
      throw new NotOpen(ChallengeFault.MISSING, e.getMessage());
    }
  }

  private static NewKey newKey(
      ServedApp app,
      AttestationRequest request,
      AttestedKey attested,
      Optional<StoredReceipt> receipt) {
    return new NewKey(
        new AppKey(app.name(), app.environment(), attested.keyId()),
        attested.publicKey(),
        attested.appId(),
        request.subject(),
        attested.launchInfo().validationCategory(),
        attested.launchInfo().bundleVersion(),
        attested.osVersion(),
        attested.osBuild(),
        receipt);
  }

  /** Stores what was judged. */
  Future<Verdict<Registered>> store(Judged judged, Instant now, Seen seen) {
    OpenChallenge challenge = judged.challenge().open();
    if (!now.isBefore(challenge.expiresAt())) {
      return known(judged, challenge, seen);
    }
    return store
        .register(judged.key(), challenge, firstRefresh(judged.key(), now), now)
        .map(outcome ->
            switch (outcome) {
              case Registration.Added(StoredKey key) -> accepted(key, true);
              case Registration.Known(StoredKey key) -> ofKnown(judged.key(), key, seen);
              case Registration.Revoked() -> {
                seen.keyRevoked();
                yield refused(
                    Step.Attestation.REVOKED_KEY, "the key was registered and then revoked");
              }
              case Registration.ChallengeSpent() -> notOpen(NotOpen.spent(), seen);
            });
  }

  /**
   * When the receipt is first exchanged: soon, as only that brings a metric, but not at once with
   * all others that were registered just now. One that is refused for its age alone is as good for
   * it as an accepted one: what Apple gives for it is judged anew.
   */
  private Optional<Instant> firstRefresh(NewKey key, Instant now) {
    return key.receipt()
        .filter(receipt ->
            receipt.refusedAt().filter(step -> !step.equals(RECEIPT_AGE.code())).isEmpty())
        .map(_ -> now.plus(FIRST_REFRESH).plusMillis(random.nextLong(FIRST_SPREAD.toMillis())));
  }

  /**
   * The challenge has expired, so nothing can be registered with it. But a client that never got
   * the answer to its first attempt can only send the same again, however late: attestKey works
   * once a key. Where the key is there, the answer is the first one's.
   */
  private Future<Verdict<Registered>> known(Judged judged, OpenChallenge challenge, Seen seen) {
    return store
        .find(judged.key().key())
        .map(found ->
            found
                .filter(key -> key.revoked().isEmpty())
                .map(key -> ofKnown(judged.key(), key, seen))
                .orElseGet(() -> notOpen(NotOpen.expired(challenge.expiresAt()), seen)));
  }

  /** A key of somebody else's is not handed over, and one of nobody's is not claimed. */
  private static Verdict<Registered> ofKnown(NewKey asked, StoredKey key, Seen seen) {
    seen.key(key);
    try {
      Conditions.requireSubject(
          asked.subject(), key.facts().subject(), Step.Registration.SUBJECT, Checklist.NONE);
      return accepted(key, false);
    } catch (Refusal refusal) {
      return refusal.verdict();
    }
  }

  private static Verdict<Registered> accepted(StoredKey key, boolean added) {
    return new Verdict.Accepted<>(new Registered(key, added));
  }

  private static Verdict<Registered> notOpen(NotOpen fault, Seen seen) {
    return seen.refusal(Step.Attestation.CHALLENGE, fault).verdict();
  }

  private static Verdict<Registered> refused(Step step, String detail) {
    return new Verdict.Refused<>(step, detail);
  }
}
