package assay.vectors;

import static assay.simulator.maker.AuthDataMaker.coseMembers;
import static assay.simulator.maker.raw.CborWriter.integer;
import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registered;
import static assay.vectors.Scene.APP_ID;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.attestation;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.AuthDataMaker;
import assay.simulator.maker.raw.CborWriter;
import assay.simulator.maker.raw.CborWriter.Member;
import assay.simulator.maker.raw.Der;
import assay.simulator.maker.raw.EcKey;
import assay.vectors.VectorGroup.Flag;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Apple's steps 5, 6 and 9 and ours from 107: which key, of which app. */
final class IdentityVectors {
  private static final EcKey KEY = DEVICE.key();
  private static final EcKey OTHER_KEY = OTHER_DEVICE.key();
  private static final String HEX = KEY.keyId().hex();

  private final VectorGroup group =
      new VectorGroup(
          "identity",
          "Which key of which app an attestation is for: key id (Apple's step 5), App ID (6), credential"
              + " id (9), and the three places that Apple's page does not name: COSE key, the leaf's"
              + " common name, the leaf's App ID.");

  static VectorGroup group() {
    IdentityVectors vectors = new IdentityVectors();
    vectors.appIds();
    vectors.keyIds();
    vectors.credentialIds();
    vectors.coseKeys();
    vectors.subjects();
    vectors.certifiedAppIds();
    return vectors.group;
  }

  private void appIds() {
    Flag other =
        group.flag(
            "OtherAppId",
            "The authenticator data name the app by SHA-256 of its App ID: prefix, dot and bundle"
                + " identifier, byte for byte. A verifier that compares less accepts the attestations of"
                + " anybody's app.");
    appId(
        "other-bundle-id", other, "Another app of the same team.", "TEAMID1234.com.example.other");
    appId(
        "other-team",
        other,
        "The same bundle identifier of another team.",
        "TEAMID9999.com.example.app");
    appId(
        "other-case-of-bundle-id",
        other,
        "The bundle identifier in another case.",
        "TEAMID1234.com.example.App");
    appId("other-case-of-team", other, "The prefix in lower case.", "teamid1234.com.example.app");
    appId("bundle-id-alone", other, "No prefix.", "com.example.app");
    appId("team-alone", other, "No bundle identifier.", "TEAMID1234");
    appId("app-id-with-suffix", other, "An extension's App ID.", APP_ID + ".share");
    appId("app-id-with-zero-byte", other, "A zero byte follows.", APP_ID + "\0");
    group.attestation(
        "app-id-not-hashed",
        other,
        "The first 32 bytes of the App ID instead of its hash.",
        attestation(DEVICE)
            .authData(data -> data.rpIdHash(Bytes.utf8(APP_ID + "\0".repeat(32)).slice(0, 32))),
        refused("app-id"));
  }

  /** Everything in the attestation is this other app's. */
  private void appId(String id, Flag flag, String comment, String appId) {
    group.attestation(id, flag, comment, attestation(DEVICE.ofApp(appId)), refused("app-id"));
  }

  private void keyIds() {
    Flag other =
        group.flag(
            "OtherKeyId",
            "The key id that the app sends is a claim. A verifier that files the key under it without"
                + " hashing the certified key lets one device take the place of another.");
    Flag form =
        group.flag(
            "KeyIdForm",
            "The key id is SHA-256 of the uncompressed point, its leading 04 included. Hashes of other"
                + " forms of the same key are other ids; a verifier that hashes one of them refuses every"
                + " device.");
    keyId("key-id-of-another-key", other, "Another device's key id.", OTHER_KEY.keyId());
    keyId("key-id-of-31-bytes", other, "The last byte is missing.", KEY.keyId().slice(0, 31));
    keyId("key-id-of-33-bytes", other, "One byte more.", KEY.keyId().concat(Bytes.of((byte) 0)));
    keyId("key-id-empty", other, "No bytes.", Bytes.EMPTY);
    keyId(
        "key-id-in-base64",
        form,
        "The base64 text that generateKey returned, not decoded.",
        Bytes.utf8(KEY.keyId().base64()));
    keyId(
        "key-id-of-spki",
        form,
        "SHA-256 of the SubjectPublicKeyInfo.",
        Bytes.sha256(KEY.subjectPublicKeyInfo()));
    keyId(
        "key-id-of-x-and-y",
        form,
        "SHA-256 of X and Y without the leading 04.",
        Bytes.sha256(KEY.point().from(1)));
    keyId(
        "key-id-of-compressed-point",
        form,
        "SHA-256 of the compressed point.",
        Bytes.sha256(KEY.compressed()));
    keyId("key-id-is-x", form, "X itself.", KEY.x());
    Bytes ofSpki = Bytes.sha256(KEY.subjectPublicKeyInfo());
    group
        .add(
            "key-id-of-spki-throughout",
            form,
            "SHA-256 of the SubjectPublicKeyInfo, in the credential id and the leaf's name as well.")
        .then(
            Event.attestation(
                    attestation(DEVICE)
                        .authData(data -> data.credentialId(ofSpki))
                        .leaf(leaf -> leaf.subject(AttestationMaker.subject(ofSpki.hex())))
                        .make())
                .keyId(ofSpki)
                .expect(refused("key-id")));
  }

  private void keyId(String id, Flag flag, String comment, Bytes keyId) {
    group
        .add(id, flag, comment)
        .then(Event.attestation(attestation(DEVICE).make()).keyId(keyId).expect(refused("key-id")));
  }

  private void credentialIds() {
    Flag other =
        group.flag(
            "OtherCredentialId",
            "The device names its key in the authenticator data. Where it is not compared, an object"
                + " put together from two passes.");
    Flag length =
        group.flag(
            "CredentialIdLength",
            "The credential id is 32 bytes long, and what follows is found by that length. A verifier"
                + " that believes another length reads the COSE key from somewhere else, or beyond the"
                + " end.");
    group.attestation(
        "credential-id-of-another-key",
        other,
        "Another device's key id.",
        attestation(DEVICE).authData(data -> data.credentialId(OTHER_KEY.keyId())),
        refused("credential-id"));
    group.attestation(
        "credential-id-one-bit-off",
        other,
        "The last bit is turned.",
        attestation(DEVICE).authData(data -> data.credentialId(Scene.flipped(KEY.keyId(), 31))),
        refused("credential-id"));
    credentialId("credential-id-of-0-bytes", length, "No bytes.", Bytes.EMPTY);
    credentialId(
        "credential-id-of-31-bytes", length, "The last byte is missing.", KEY.keyId().slice(0, 31));
    credentialId(
        "credential-id-of-33-bytes",
        length,
        "One byte more.",
        KEY.keyId().concat(Bytes.of((byte) 0)));
    credentialId(
        "credential-id-of-64-bytes",
        length,
        "The key id two times.",
        KEY.keyId().concat(KEY.keyId()));
    for (int announced : new int[] {0, 31, 33, 8192, 65_535}) {
      group.attestation(
          "credential-id-announced-" + announced,
          length,
          announced + " bytes are announced; 32 are there.",
          attestation(DEVICE).authData(data -> data.credentialIdLength(announced)),
          refused("format"));
    }
  }

  private void credentialId(String id, Flag flag, String comment, Bytes credentialId) {
    group.attestation(
        id,
        flag,
        comment,
        attestation(DEVICE).authData(data -> data.credentialId(credentialId)),
        refused("format"));
  }

  private void coseKeys() {
    Flag other =
        group.flag(
            "OtherCoseKey",
            "The device wrote the COSE key, Apple certified the leaf's. A verifier that stores the first"
                + " without comparing lets a broken device choose the key that later assertions are"
                + " checked with.");
    Flag shape =
        group.flag(
            "CoseKeyShape",
            "A COSE key of Apple's has exactly the members 1: 2, 3: -7, -1: 1, -2: X, -3: Y. A lenient"
                + " reader compares a part of it, or takes a second reading of the same bytes.");
    coseKey(
        "cose-key-of-another-device",
        other,
        "Another key of the same kind.",
        AuthDataMaker.coseKey(OTHER_KEY),
        "public-key");
    coseKey(
        "cose-key-with-other-y",
        other,
        "X is right, Y is the negative: the other point with this X.",
        CborWriter.map(Scene.with(coseMembers(KEY), 4, CborWriter.bytes(negativeY()))),
        "public-key");
    coseKey(
        "cose-key-not-on-the-curve",
        other,
        "The last bit of Y is turned.",
        CborWriter.map(
            Scene.with(coseMembers(KEY), 4, CborWriter.bytes(Scene.flipped(KEY.y(), 31)))),
        "public-key");

    Bytes sign = Bytes.hex((KEY.y().at(31) & 1) == 0 ? "f4" : "f5");
    cose("cose-key-compressed", shape, "Y is its sign alone.", key -> Scene.with(key, 4, sign));
    cose(
        "cose-key-with-compressed-x",
        shape,
        "X is the compressed point of 33 bytes.",
        key -> Scene.with(key, 3, CborWriter.bytes(KEY.compressed())));
    cose("cose-key-without-y", shape, "Member -3 is missing.", key -> Scene.minus(key, 4));
    cose("cose-key-without-curve", shape, "Member -1 is missing.", key -> Scene.minus(key, 2));
    cose("cose-key-without-algorithm", shape, "Member 3 is missing.", key -> Scene.minus(key, 1));
    cose(
        "cose-key-with-key-id",
        shape,
        "A member 2, the key id, more.",
        key -> Scene.plus(key, Member.of(2, CborWriter.bytes(KEY.keyId()))));
    cose(
        "cose-key-with-private-member",
        shape,
        "A member -4 more, where a private key would stand.",
        key -> Scene.plus(key, Member.of(-4, CborWriter.bytes(KEY.x()))));
    cose(
        "cose-key-with-text-member",
        shape,
        "A member with a name of text more.",
        key -> Scene.plus(key, Member.of("use", CborWriter.text("sig"))));
    cose(
        "cose-key-with-y-twice",
        shape,
        "Member -3 stands there twice.",
        key -> Scene.plus(key, key.getLast()));
    cose(
        "cose-key-with-names-as-text",
        shape,
        "The member names are text: \"1\", \"3\", \"-1\", \"-2\", \"-3\".",
        IdentityVectors::namedByText);
    cose("cose-key-of-okp", shape, "Key type 1.", key -> Scene.with(key, 0, integer(1)));
    cose("cose-key-for-es384", shape, "Algorithm -35.", key -> Scene.with(key, 1, integer(-35)));
    cose("cose-key-on-p384", shape, "Curve 2.", key -> Scene.with(key, 2, integer(2)));
    cose(
        "cose-key-with-31-byte-x",
        shape,
        "X lacks its last byte.",
        key -> Scene.with(key, 3, CborWriter.bytes(KEY.x().slice(0, 31))));
    cose(
        "cose-key-with-33-byte-y",
        shape,
        "Y has a leading zero byte.",
        key -> Scene.with(key, 4, CborWriter.bytes(Bytes.of((byte) 0).concat(KEY.y()))));
    coseKey(
        "cose-key-of-indefinite-length",
        shape,
        "The map is of indefinite length.",
        CborWriter.indefinite(CborWriter.MAP, AuthDataMaker.coseKey(KEY).from(1)),
        "format");
    coseKey(
        "cose-key-not-a-map",
        shape,
        "The point in a byte string.",
        CborWriter.bytes(KEY.point()),
        "format");
  }

  private static List<Member> namedByText(List<Member> key) {
    List<String> names = List.of("1", "3", "-1", "-2", "-3");
    return IntStream.range(0, key.size())
        .mapToObj(i -> Member.of(names.get(i), key.get(i).value()))
        .toList();
  }

  private static Bytes negativeY() {
    BigInteger p =
        new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    BigInteger negative = p.subtract(new BigInteger(1, KEY.y().toArray()));
    return Bytes.hex(String.format(Locale.ROOT, "%064x", negative));
  }

  private void cose(String id, Flag flag, String comment, UnaryOperator<List<Member>> change) {
    coseKey(id, flag, comment, CborWriter.map(change.apply(coseMembers(KEY))), "format");
  }

  private void coseKey(String id, Flag flag, String comment, Bytes coseKey, String step) {
    group.attestation(
        id,
        flag,
        comment,
        attestation(DEVICE).authData(data -> data.publicKey(coseKey)),
        refused(step));
  }

  private void subjects() {
    Flag subject =
        group.flag(
            "LeafCommonName",
            "Apple names the leaf after the key id, in lower-case hexadecimal. A leaf of another name"
                + " was issued for something else.");
    subject(
        "common-name-of-another-key", subject, "Another key id.", name(OTHER_KEY.keyId().hex()));
    subject(
        "common-name-in-upper-case",
        subject,
        "The digits in upper case.",
        name(HEX.toUpperCase(Locale.ROOT)));
    subject("common-name-in-base64", subject, "The key id in base64.", name(KEY.keyId().base64()));
    subject(
        "common-name-cut-off", subject, "The last digit is missing.", name(HEX.substring(0, 63)));
    subject("common-name-empty", subject, "No text.", name(""));
    subject(
        "no-common-name",
        subject,
        "The subject has the other parts only.",
        Der.name(Der.UNIT, "AAA Certification", Der.ORGANIZATION, "Assay Test"));
    subject(
        "common-name-in-other-part",
        subject,
        "The key id is the organizational unit, the common name is another.",
        Der.name(Der.COMMON_NAME, OTHER_KEY.keyId().hex(), Der.UNIT, HEX));
    subject(
        "two-common-names",
        subject,
        "Two common names, the right one first.",
        Der.name(Der.COMMON_NAME, HEX, Der.COMMON_NAME, OTHER_KEY.keyId().hex()));
  }

  private static Bytes name(String commonName) {
    return AttestationMaker.subject(commonName);
  }

  private void subject(String id, Flag flag, String comment, Bytes name) {
    group.attestation(
        id,
        flag,
        comment,
        attestation(DEVICE).leaf(leaf -> leaf.subject(name)),
        refused("certificate-subject"));
  }

  private void certifiedAppIds() {
    Flag app =
        group.flag(
            "CertifiedAppId",
            "Apple certifies the App ID, too, as [1204] of extension 8.5; unlike the authenticator data"
                + " no device wrote it. A verifier that does not compare the two trusts the device"
                + " alone.");
    Flag others =
        group.flag(
            "UndocumentedTags",
            "Extension 8.5 has other elements, which come and go with versions of the system and mean"
                + " nothing that Apple has told. A verifier that counts on them breaks with the next.");
    certified(
        "certified-app-id-of-another-app",
        app,
        "[1204] is another app of the team.",
        DEVICE.system().app("TEAMID1234.com.example.other"));
    certified(
        "certified-app-id-in-other-case",
        app,
        "[1204] is in another case.",
        DEVICE.system().app("TEAMID1234.com.example.App"));
    certified("certified-app-id-empty", app, "[1204] has no bytes.", DEVICE.system().app(""));
    certified(
        "certified-app-id-missing",
        app,
        "Extension 8.5 has no [1204].",
        Der.sequence(Der.explicit(4, Der.integer(10)), Der.explicit(1200, Der.integer(0))));
    certified(
        "certified-app-id-as-text",
        app,
        "[1204] is a UTF8String.",
        Der.sequence(Der.explicit(1204, Der.utf8(APP_ID))));
    certified(
        "certified-app-id-twice",
        app,
        "[1204] stands there twice, the right one first.",
        Der.sequence(certifiedAppId(APP_ID), certifiedAppId("TEAMID1234.com.example.other")));
    certified(
        "certified-app-id-twice-right-one-last",
        app,
        "[1204] stands there twice, the right one last.",
        Der.sequence(certifiedAppId("TEAMID1234.com.example.other"), certifiedAppId(APP_ID)));
    certified("app-extension-not-a-sequence", app, "The extension is an integer.", Der.integer(1));
    certified("app-extension-garbage", app, "The extension is not ASN.1.", Bytes.hex("30ff"));
    group.attestation(
        "app-extension-absent",
        app,
        "The leaf has no extension 8.5.",
        attestation(DEVICE).leaf(leaf -> leaf.without(AttestationMaker.APP)),
        refused("certificate-app-id"));
    group.attestation(
        "certified-app-id-only",
        others,
        "Extension 8.5 has [1204] and nothing else.",
        attestation(DEVICE)
            .leaf(
                leaf -> leaf.extension(AttestationMaker.APP, Der.sequence(certifiedAppId(APP_ID)))),
        registered(DEVICE));
    group.attestation(
        "more-tags-in-app-extension",
        others,
        "Extension 8.5 has [1300] and [2] more.",
        attestation(DEVICE)
            .leaf(leaf ->
                leaf.extension(
                    AttestationMaker.APP,
                    Der.sequence(
                        Der.explicit(2, Der.TRUE),
                        certifiedAppId(APP_ID),
                        Der.explicit(1300, Der.octets(KEY.keyId()))))),
        registered(DEVICE));
    group
        .add(
            "system-extension-absent",
            others,
            "The leaf has no extension 8.7; the version of the system is not told.")
        .then(
            Event.attestation(
                    attestation(DEVICE).leaf(leaf -> leaf.without(AttestationMaker.SYSTEM)).make())
                .expect(
                    Expect.accepted()
                        .with("publicKey", KEY.point().base64())
                        .with("receipt", "absent")));
    group
        .add(
            "system-extension-garbage",
            others,
            "Extension 8.7 is not ASN.1; the version of the system is not told.")
        .then(
            Event.attestation(
                    attestation(DEVICE)
                        .leaf(leaf -> leaf.extension(AttestationMaker.SYSTEM, Bytes.hex("30ff")))
                        .make())
                .expect(
                    Expect.accepted()
                        .with("publicKey", KEY.point().base64())
                        .with("receipt", "absent")));
  }

  private static Bytes certifiedAppId(String appId) {
    return Der.explicit(1204, Der.octets(Bytes.utf8(appId)));
  }

  private void certified(String id, Flag flag, String comment, Bytes extension) {
    group.attestation(
        id,
        flag,
        comment,
        attestation(DEVICE).leaf(leaf -> leaf.extension(AttestationMaker.APP, extension)),
        refused("certificate-app-id"));
  }
}
