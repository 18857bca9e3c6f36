package assay.vectors;

import static assay.vectors.Expect.counter;
import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registered;
import static assay.vectors.Scene.CHALLENGE;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.OTHER_CHALLENGE;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.attestation;

import assay.core.Bytes;
import assay.vectors.VectorGroup.Flag;
import java.time.Duration;

/** The life of a key: registered, used, registered again, revoked. */
final class KeyVectors {
  private final VectorGroup group =
      new VectorGroup(
          "keys",
          "The life of a key, from its attestation: an attestation of a known key is a success that"
              + " changes nothing, and a revoked key stays revoked.");

  static VectorGroup group() {
    KeyVectors vectors = new KeyVectors();
    vectors.cases();
    return vectors.group;
  }

  private void cases() {
    Flag life =
        group.flag(
            "LeafKeySigns",
            "The key that checks assertions is the one of the attestation's leaf. A verifier that stores"
                + " it in another form, or stores another, finds out with the first assertion.");
    Flag again =
        group.flag(
            "AttestedAgain",
            "When an answer is lost the client sends its attestation again. That is a success that"
                + " changes nothing: a verifier that writes the key anew sets its counter back, and every"
                + " assertion since can be replayed.");
    Flag revoked =
        group.flag(
            "RevokedStaysRevoked",
            "A revoked key does not come back with its attestation, the old one or a fresh one; else"
                + " revoking would be an invitation to send it once more.");
    group
        .add("attested-then-used", life, "One attestation, three assertions.")
        .then(register())
        .then(Event.assertion(DEVICE, 1).expect(counter(1)))
        .then(Event.assertion(DEVICE, 2).expect(counter(2)))
        .then(Event.assertion(OTHER_DEVICE, 1).expect(refused("unknown-key")));
    group
        .add("refused-attestation-registers-nothing", life, "What was refused is unknown.")
        .then(
            Event.attestation(attestation(DEVICE).make())
                .clientData(OTHER_CHALLENGE)
                .expect(refused("nonce")))
        .then(Event.assertion(DEVICE, 1).expect(refused("unknown-key")))
        .then(register())
        .then(Event.assertion(DEVICE, 1).expect(counter(1)));
    group
        .add("same-attestation-again", again, "The counter stays where it was.")
        .then(register())
        .then(Event.assertion(DEVICE, 5).expect(counter(5)))
        .then(register())
        .then(Event.assertion(DEVICE, 5).expect(refused("counter")))
        .then(Event.assertion(DEVICE, 6).expect(counter(6)));
    Event fresh =
        Event.attestation(
                DEVICE
                    .attestation(
                        Bytes.sha256(OTHER_CHALLENGE), Scene.ISSUED.plus(Duration.ofHours(1)))
                    .withoutReceipt()
                    .make())
            .clientData(OTHER_CHALLENGE)
            .expect(registered(DEVICE));
    group
        .add(
            "different-attestation-of-known-key",
            again,
            "Another leaf, an hour later, for another challenge: the same key, and the counter stays.")
        .then(register())
        .then(Event.assertion(DEVICE, 5).expect(counter(5)))
        .then(fresh)
        .then(Event.assertion(DEVICE, 5).expect(refused("counter")))
        .then(Event.assertion(DEVICE, 6).expect(counter(6)));
    group
        .add("attestation-of-key-registered-earlier", again, "A key with the counter 41.")
        .then(Event.key(DEVICE, 41))
        .then(register())
        .then(Event.assertion(DEVICE, 41).expect(refused("counter")))
        .then(Event.assertion(DEVICE, 42).expect(counter(42)));
    group
        .add(
            "known-key-for-another-challenge",
            again,
            "A known key is no reason to skip a step: its attestation is refused for a challenge that"
                + " it was not made for.")
        .then(register())
        .then(
            Event.attestation(attestation(DEVICE).make())
                .clientData(OTHER_CHALLENGE)
                .expect(refused("nonce")));
    group
        .add(
            "same-attestation-after-expiry",
            again,
            "Sent again after its leaf expired; the key stays as it is.")
        .then(register())
        .then(
            Event.attestation(attestation(DEVICE).make())
                .at(Scene.ISSUED.plus(Duration.ofDays(3)))
                .expect(refused("certificate-chain")))
        .then(Event.assertion(DEVICE, 1).expect(counter(1)));
    group
        .add("same-attestation-after-revocation", revoked, "The same bytes.")
        .then(register())
        .then(Event.revoke(DEVICE))
        .then(Event.attestation(attestation(DEVICE).make()).expect(refused("revoked-key")))
        .then(Event.assertion(DEVICE, 1).expect(refused("revoked-key")));
    group
        .add("fresh-attestation-after-revocation", revoked, "Another leaf for another challenge.")
        .then(Event.key(DEVICE, 3))
        .then(Event.revoke(DEVICE))
        .then(
            Event.attestation(
                    DEVICE
                        .attestation(
                            Bytes.sha256(OTHER_CHALLENGE), Scene.ISSUED.plus(Duration.ofHours(1)))
                        .withoutReceipt()
                        .make())
                .clientData(OTHER_CHALLENGE)
                .expect(refused("revoked-key")))
        .then(Event.assertion(DEVICE, 4).expect(refused("revoked-key")));
    group
        .add(
            "bad-attestation-of-revoked-key",
            revoked,
            "Whether a key is revoked is told last, to those only who can attest it.")
        .then(Event.key(DEVICE, 3))
        .then(Event.revoke(DEVICE))
        .then(
            Event.attestation(attestation(DEVICE).make())
                .clientData(OTHER_CHALLENGE)
                .expect(refused("nonce")));
    group
        .add("revoked-twice", revoked, "Revoking again changes nothing.")
        .then(Event.key(DEVICE, 0))
        .then(Event.revoke(DEVICE))
        .then(Event.revoke(DEVICE))
        .then(Event.assertion(DEVICE, 1).expect(refused("revoked-key")));
    group
        .add("revoked-key-and-its-neighbour", revoked, "Another key of the app goes on.")
        .then(register())
        .then(Event.attestation(attestation(OTHER_DEVICE).make()).expect(registered(OTHER_DEVICE)))
        .then(Event.revoke(DEVICE))
        .then(Event.assertion(OTHER_DEVICE, 1).expect(counter(1)))
        .then(Event.assertion(DEVICE, 1).expect(refused("revoked-key")));
  }

  private static Event register() {
    return Event.attestation(attestation(DEVICE).make())
        .clientData(CHALLENGE)
        .expect(registered(DEVICE));
  }
}
