package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.DEVICE_27;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.REQUEST_HASH;
import static assay.vectors.Scene.with;

import assay.core.Bytes;
import assay.simulator.maker.AssertionMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.raw.CborWriter;
import assay.simulator.maker.raw.EcKey;
import assay.simulator.maker.raw.EcKey.EcSignature;
import assay.vectors.VectorGroup.Flag;
import java.util.Base64;

/** Signatures of the wrong thing or the wrong key, and objects that are something else. */
final class SignatureMistakes {
  private static final int OBJECT_AUTH_DATA = 2;
  private static final int ASSERTION_DATA = 1;
  private static final int FLAGS = 32;

  private final VectorGroup group =
      new VectorGroup(
          "diagnosis/signature",
          "Assertions that are signed wrongly, and objects that are not what they should be;"
              + " expect.diagnosis names the mistake.");

  static VectorGroup group() {
    SignatureMistakes vectors = new SignatureMistakes();
    vectors.signatures();
    vectors.flags();
    vectors.objects();
    return vectors.group;
  }

  private void signatures() {
    Flag flag =
        group.flag(
            "WrongSigner",
            "Signers of one's own sign a hash too few or too many, relays rewrite signatures, and apps"
                + " name one key and sign with another.");
    assertion("nonce-as-digest", flag, make().nonceAsDigest(), "nonce-as-digest");
    assertion("without-nonce", flag, make().withoutNonce(), "nonce-as-digest");
    assertion(
        "nonce-hashed-again",
        flag,
        make()
            .signedBy(
                (Bytes nonce) -> DEVICE.key().sign(EcKey.Hash.SHA256, Bytes.sha256(nonce)).der()),
        "nonce-hashed-again");
    assertion("p1363", flag, make().signature(EcSignature::fixedWidth), "signature-p1363");
    group
        .add("another-key", flag, "Another registered key signed.")
        .then(Event.key(DEVICE, 0))
        .then(Event.key(OTHER_DEVICE, 0))
        .then(
            Event.assertion(DEVICE, make().signedBy(OTHER_DEVICE.key()).make())
                .expect(refused("signature").diagnosed("signed-by-another-key")));
    group
        .add(
            "another-key-than-named", flag, "The key that signed is registered, the named one not.")
        .then(Event.key(OTHER_DEVICE, 0))
        .then(
            Event.assertion(DEVICE, make().signedBy(OTHER_DEVICE.key()).make())
                .expect(refused("unknown-key").diagnosed("signed-by-another-key")));
  }

  private void flags() {
    Flag flag =
        group.flag(
            "FlagsMended",
            "Flags that look wrong are Apple's own and are hashed and signed: whoever mends them breaks"
                + " the evidence.");
    String diagnosis = "authenticator-data-changed";
    assertion("at-cleared", flag, changed(DEVICE, 0x40), diagnosis);
    assertion("ed-set", flag, changed(DEVICE_27, 0x80), diagnosis);
    group
        .add("at-cleared-in-attestation", flag, "AT was cleared after the leaf was issued.")
        .then(
            Event.attestation(
                    Scene.attestation(DEVICE)
                        .object(members ->
                            with(
                                members,
                                OBJECT_AUTH_DATA,
                                CborWriter.bytes(
                                    turned(Scene.attestation(DEVICE).make().authData(), 0x40))))
                        .make())
                .expect(refused("nonce").diagnosed(diagnosis)));
  }

  private static AssertionMaker changed(SoftwareDevice device, int bit) {
    return device
        .assertion(REQUEST_HASH, 1)
        .object(members -> {
          Bytes encoded = members.get(ASSERTION_DATA).value();
          int head = encoded.length() > 0xff + 3 ? 3 : 2;
          return with(members, ASSERTION_DATA, CborWriter.bytes(turned(encoded.from(head), bit)));
        });
  }

  private static Bytes turned(Bytes data, int bit) {
    byte[] changed = data.toArray();
    changed[FLAGS] ^= (byte) bit;
    return Bytes.of(changed);
  }

  private void objects() {
    Flag flag =
        group.flag(
            "AnotherObject",
            "Attestations, assertions and receipts in each other's place, encoded once too often, or of"
                + " WebAuthn.");
    Bytes good = Scene.attestation(DEVICE).make().object();
    Bytes assertion = make().make();
    attestation("empty", flag, Bytes.EMPTY, "object-empty");
    attestation("base64-twice", flag, Bytes.utf8(good.base64()), "object-encoded-twice");
    attestation("hex", flag, Bytes.utf8(good.hex()), "object-encoded-twice");
    attestation(
        "base64url-twice",
        flag,
        Bytes.utf8(Base64.getUrlEncoder().encodeToString(good.toArray())),
        "object-encoded-twice");
    attestation("assertion", flag, assertion, "assertion-as-attestation");
    attestation(
        "receipt",
        flag,
        Scene.withReceipt(DEVICE).make().receipt().orElseThrow(),
        "receipt-as-object");
    attestation("web-authn-apple", flag, format("apple"), "webauthn-object");
    attestation("web-authn-none", flag, format("none"), "webauthn-object");
    assertion("assertion-empty", flag, Bytes.EMPTY, "format", "object-empty");
    assertion(
        "assertion-base64-twice",
        flag,
        Bytes.utf8(assertion.base64()),
        "format",
        "object-encoded-twice");
    assertion("assertion-attestation", flag, good, "format", "attestation-as-assertion");
  }

  private static Bytes format(String name) {
    return Scene.attestation(DEVICE)
        .object(members -> with(members, 0, CborWriter.text(name)))
        .make()
        .object();
  }

  private static AssertionMaker make() {
    return DEVICE.assertion(REQUEST_HASH, 1);
  }

  private void attestation(String id, Flag flag, Bytes object, String diagnosis) {
    group
        .add("attestation-" + id, flag, "In place of an attestation: " + id.replace('-', ' ') + ".")
        .then(
            Event.attestation(DEVICE.key().keyId(), object)
                .expect(refused("format").diagnosed(diagnosis)));
  }

  private void assertion(String id, Flag flag, AssertionMaker made, String diagnosis) {
    assertion(id, flag, made.make(), "signature", diagnosis);
  }

  private void assertion(String id, Flag flag, Bytes object, String step, String diagnosis) {
    group
        .add(id, flag, "An assertion: " + id.replace('-', ' ') + ".")
        .then(Event.key(DEVICE, 0))
        .then(Event.assertion(DEVICE, object).expect(refused(step).diagnosed(diagnosis)));
  }
}
