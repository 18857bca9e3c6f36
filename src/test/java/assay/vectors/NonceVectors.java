package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registered;
import static assay.vectors.Expect.registeredWithReceipt;
import static assay.vectors.Scene.CHALLENGE;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.HASH;
import static assay.vectors.Scene.ISSUED;
import static assay.vectors.Scene.OTHER_CHALLENGE;
import static assay.vectors.Scene.attestation;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.raw.Der;
import assay.vectors.VectorGroup.Flag;
import java.util.function.UnaryOperator;

/** Apple's steps 2 to 4: the certified nonce is the hash of what the device said. */
final class NonceVectors {
  private static final String STEP = "nonce";

  private final VectorGroup group =
      new VectorGroup(
          "nonce",
          "Nonces of attestations: Apple's steps 2 to 4. Extension 1.2.840.113635.100.8.2 of the leaf is"
              + " SEQUENCE { [1] EXPLICIT OCTET STRING(32) } and holds"
              + " SHA-256(authData ‖ clientDataHash).");

  static VectorGroup group() {
    NonceVectors vectors = new NonceVectors();
    vectors.accepted();
    vectors.otherValues();
    vectors.otherShapes();
    return vectors.group;
  }

  private void accepted() {
    Flag usual =
        group.flag(
            "HashedChallenge",
            "What every app should do: clientDataHash is SHA-256 of the challenge as it was sent.");
    Flag raw =
        group.flag(
            "RawClientDataHash",
            "What the app gives as clientDataHash is opaque: Apple's own samples give the bare"
                + " challenge. A verifier whose interface takes the challenge only, or only 32 bytes,"
                + " cannot check them.");
    group
        .add("hashed-challenge", usual, "The verifier hashes the challenge, once.")
        .then(
            Event.attestation(Scene.withReceipt(DEVICE).make())
                .expect(registeredWithReceipt(DEVICE)));
    group
        .add("given-hash", usual, "The same, with the hash handed to the verifier.")
        .then(
            Event.attestation(attestation(DEVICE).make())
                .clientDataHash(HASH)
                .expect(registered(DEVICE)));
    group
        .add("raw-challenge", raw, "The app gave the bare challenge as clientDataHash.")
        .then(
            Event.attestation(DEVICE.attestation(CHALLENGE, ISSUED).make())
                .clientDataHash(CHALLENGE)
                .expect(registeredWithReceipt(DEVICE)));
    Bytes wide = HASH.concat(Bytes.sha256(HASH));
    group
        .add("64-byte-client-data-hash", raw, "The app gave 64 bytes as clientDataHash.")
        .then(
            Event.attestation(DEVICE.attestation(wide, ISSUED).make())
                .clientDataHash(wide)
                .expect(registeredWithReceipt(DEVICE)));
  }

  private void otherValues() {
    Flag other =
        group.flag(
            "NonceOfSomethingElse",
            "The nonce ties this challenge and these authenticator data to the certificate. A verifier"
                + " that does not compute it from both accepts yesterday's attestation, or one whose"
                + " authenticator data were rewritten.");
    Flag hashes =
        group.flag(
            "HashCount",
            "The challenge is hashed once, and its hash is hashed with the authenticator data. One hash"
                + " more or less is the commonest mistake of apps; a verifier that takes both accepts"
                + " data that nobody hashed.");
    group
        .add(
            "nonce-of-another-challenge",
            other,
            "A good attestation, but for another challenge than the verifier's.")
        .then(
            Event.attestation(attestation(DEVICE).make())
                .clientData(OTHER_CHALLENGE)
                .expect(refused(STEP)));
    Bytes withOtherFlags = attestation(DEVICE).authData(data -> data.flags(0xc0)).make().authData();
    nonce(
        "nonce-of-other-authenticator-data",
        other,
        "One bit of the flags was turned after the leaf was issued.",
        right -> Bytes.sha256(withOtherFlags, HASH));
    nonce(
        "nonce-without-authenticator-data",
        other,
        "The nonce is the client data hash alone.",
        right -> HASH);
    nonce(
        "nonce-in-reverse-order",
        other,
        "The nonce is SHA-256(clientDataHash ‖ authData).",
        right -> Bytes.sha256(HASH, attestation(DEVICE).make().authData()));
    nonce("nonce-of-zeros", other, "32 zero bytes.", right -> Bytes.of(new byte[32]));
    hash(
        "challenge-not-hashed",
        hashes,
        "The app gave the bare challenge, the verifier expects its hash.",
        CHALLENGE);
    hash(
        "challenge-hashed-twice",
        hashes,
        "The app gave SHA-256(SHA-256(challenge)).",
        Bytes.sha256(HASH));
    hash(
        "challenge-hashed-as-base64",
        hashes,
        "The app hashed the base64 text of the challenge.",
        Bytes.sha256(Bytes.utf8(CHALLENGE.base64())));
    hash(
        "challenge-hash-as-hex",
        hashes,
        "The app gave the hexadecimal text of the hash.",
        Bytes.utf8(HASH.hex()));
    nonce(
        "nonce-hashed-once-more",
        hashes,
        "The leaf holds SHA-256 of the right nonce.",
        Bytes::sha256);
  }

  private void hash(String id, Flag flag, String comment, Bytes given) {
    group
        .add(id, flag, comment)
        .then(
            Event.attestation(DEVICE.attestation(given, ISSUED).withoutReceipt().make())
                .expect(refused(STEP)));
  }

  private void nonce(String id, Flag flag, String comment, UnaryOperator<Bytes> value) {
    shape(id, flag, comment, right -> AttestationMaker.nonceExtension(value.apply(right)));
  }

  private void otherShapes() {
    Flag absent =
        group.flag(
            "NonceAbsent",
            "A leaf without the nonce is bound to no challenge. A verifier that compares only what it"
                + " finds accepts it forever.");
    Flag length =
        group.flag(
            "NonceLength",
            "A nonce has 32 bytes. One that is compared up to the shorter length, or as a prefix, is"
                + " easier to hit.");
    Flag shape =
        group.flag(
            "NonceShape",
            "The extension has one shape and one encoding. A verifier that searches it for 32 bytes, or"
                + " skips a fixed number of them, can be shown other bytes than the ones that were"
                + " meant.");
    group.attestation(
        "nonce-absent",
        absent,
        "The leaf has no extension 8.2.",
        attestation(DEVICE).leaf(leaf -> leaf.without(AttestationMaker.NONCE)),
        refused(STEP));
    shape("nonce-extension-empty", absent, "The extension has no bytes.", right -> Bytes.EMPTY);
    shape("nonce-sequence-empty", absent, "The SEQUENCE has no elements.", right -> Der.sequence());
    nonce("nonce-empty", length, "An OCTET STRING of no bytes.", right -> Bytes.EMPTY);
    nonce("nonce-of-31-bytes", length, "The last byte is missing.", right -> right.slice(0, 31));
    nonce(
        "nonce-of-33-bytes",
        length,
        "The right nonce and one byte more.",
        right -> right.concat(Bytes.of((byte) 0)));
    nonce(
        "nonce-twice-in-octets",
        length,
        "The right nonce two times in one OCTET STRING.",
        right -> right.concat(right));
    nonce("nonce-in-hex", length, "64 hexadecimal digits.", right -> Bytes.utf8(right.hex()));
    nonce(
        "nonce-not-hashed",
        length,
        "authData ‖ clientDataHash itself, one hash less.",
        right -> attestation(DEVICE).make().authData().concat(HASH));
    for (int tag : new int[] {0, 2, 3}) {
      shape(
          "nonce-under-tag-" + tag,
          shape,
          "[" + tag + "] instead of [1].",
          right -> Der.sequence(Der.explicit(tag, Der.octets(right))));
    }
    shape(
        "nonce-tagged-implicitly",
        shape,
        "[1] IMPLICIT.",
        right -> Der.sequence(Der.value(0x81, right)));
    shape("nonce-without-tag", shape, "No [1].", right -> Der.sequence(Der.octets(right)));
    shape("nonce-bare", shape, "The 32 bytes and nothing around them.", right -> right);
    shape(
        "nonce-without-sequence",
        shape,
        "No SEQUENCE.",
        right -> Der.explicit(1, Der.octets(right)));
    shape(
        "nonce-in-set",
        shape,
        "A SET instead of the SEQUENCE.",
        right -> Der.set(Der.explicit(1, Der.octets(right))));
    shape(
        "nonce-as-bit-string",
        shape,
        "A BIT STRING.",
        right -> Der.sequence(Der.explicit(1, Der.bits(right))));
    shape(
        "nonce-as-text",
        shape,
        "A UTF8String.",
        right -> Der.sequence(Der.explicit(1, Der.value(Der.UTF8_STRING, right))));
    shape(
        "element-after-nonce",
        shape,
        "A second element in the SEQUENCE.",
        right -> Der.sequence(Der.explicit(1, Der.octets(right)), Der.NULL));
    shape(
        "second-nonce",
        shape,
        "[1] stands there twice, the right nonce first.",
        right ->
            Der.sequence(Der.explicit(1, Der.octets(right)), Der.explicit(1, Der.octets(HASH))));
    shape(
        "value-after-nonce-in-tag",
        shape,
        "A second value inside of [1].",
        right -> Der.sequence(Der.explicit(1, Der.octets(right).concat(Der.NULL))));
    shape(
        "bytes-after-nonce-extension",
        shape,
        "Two bytes after the SEQUENCE.",
        right -> AttestationMaker.nonceExtension(right).concat(Der.NULL));
    shape(
        "nonce-extension-cut-off",
        shape,
        "The last byte is missing, as the lengths tell.",
        right -> AttestationMaker.nonceExtension(right).slice(0, 37));
    shape(
        "nonce-constructed",
        shape,
        "The OCTET STRING is constructed of two halves: BER, where DER is due.",
        right ->
            Der.sequence(
                Der.explicit(
                    1,
                    Der.value(0x24, Der.octets(right.slice(0, 16)), Der.octets(right.from(16))))));
    shape(
        "nonce-length-not-minimal",
        shape,
        "The SEQUENCE's length takes two bytes: BER, where DER is due.",
        right -> Bytes.hex("308124").concat(Der.explicit(1, Der.octets(right))));
  }

  /** The extension's value, made from the right nonce. */
  private void shape(String id, Flag flag, String comment, UnaryOperator<Bytes> extension) {
    Bytes right = Bytes.sha256(attestation(DEVICE).make().authData(), HASH);
    group.attestation(
        id,
        flag,
        comment,
        attestation(DEVICE)
            .leaf(leaf -> leaf.extension(AttestationMaker.NONCE, extension.apply(right))),
        refused(STEP));
  }
}
