package assay.vectors;

import static assay.simulator.maker.AuthDataMaker.AT;
import static assay.simulator.maker.AuthDataMaker.ED;
import static assay.simulator.maker.raw.CborWriter.array;
import static assay.simulator.maker.raw.CborWriter.bytes;
import static assay.simulator.maker.raw.CborWriter.head;
import static assay.simulator.maker.raw.CborWriter.indefinite;
import static assay.simulator.maker.raw.CborWriter.integer;
import static assay.simulator.maker.raw.CborWriter.map;
import static assay.simulator.maker.raw.CborWriter.text;
import static assay.vectors.Expect.counter;
import static assay.vectors.Expect.refused;
import static assay.vectors.Scene.APP_ID;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.DEVICE_27;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.REQUEST;
import static assay.vectors.Scene.REQUEST_HASH;

import assay.core.Bytes;
import assay.simulator.maker.AssertionMaker;
import assay.simulator.maker.AuthDataMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.raw.CborWriter;
import assay.simulator.maker.raw.CborWriter.Member;
import assay.simulator.maker.raw.Der;
import assay.simulator.maker.raw.EcKey;
import assay.simulator.maker.raw.EcKey.EcSignature;
import assay.vectors.VectorGroup.Flag;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a registered key signs: Apple's steps 1 to 4 for assertions, and their format. */
final class AssertionVectors {
  private static final int SIGNATURE = 0;
  private static final int DATA = 1;
  private static final int LARGEST = 4 * 1024;
  private static final String FORMAT = "format";

  private final VectorGroup group =
      new VectorGroup(
          "assertions",
          "Assertions: {signature, authenticatorData}, where the key signs"
              + " SHA-256(authenticatorData ‖ clientDataHash) as a message, so that ECDSA hashes it once"
              + " more. Keys stand there as registered earlier, with the counter 0.");

  static VectorGroup group() {
    AssertionVectors vectors = new AssertionVectors();
    vectors.accepted();
    vectors.keys();
    vectors.messages();
    vectors.values();
    vectors.encodings();
    vectors.apps();
    vectors.objects();
    vectors.authenticatorData();
    vectors.sizes();
    return vectors.group;
  }

  private static AssertionMaker first() {
    return DEVICE.assertion(REQUEST_HASH, 1);
  }

  private void accepts(String id, Flag flag, String comment, AssertionMaker evidence) {
    group.assertion(id, flag, comment, evidence.make(), counter(1));
  }

  private void refuses(String id, Flag flag, String comment, String step, AssertionMaker evidence) {
    group.assertion(id, flag, comment, evidence.make(), refused(step));
  }

  private void accepted() {
    Flag flags =
        group.flag(
            "FlagsDecideNothing",
            "Assertions carry AT though nothing is attested in them, and extensions with or without ED."
                + " A verifier that believes AT reads attested data that are not there; one that believes"
                + " ED refuses real devices.");
    Flag unknown =
        group.flag(
            "UnknownMembers",
            "Members outside of what is signed prove nothing and must not disturb.");
    Flag highS =
        group.flag(
            "HighS",
            "Both halves of s are valid, and devices send both. A verifier that demands the lower one"
                + " refuses every second assertion; one that takes the signature's bytes for an identity"
                + " can be shown the same assertion twice.");
    accepts("at-flag-without-attested-data", flags, "0x40 and 37 bytes, as devices send.", first());
    accepts("no-flags", flags, "0x00.", first().authData(data -> data.flags(0)));
    accepts(
        "ed-flag-without-extensions",
        flags,
        "0xC0 and nothing behind.",
        first().authData(data -> data.flags(AT | ED)));
    accepts(
        "ed-flag-and-empty-map",
        flags,
        "0x80 and a map without members.",
        first().authData(data -> data.flags(ED).extensions()));
    for (int value : new int[] {0, AT, ED, AT | ED}) {
      group.assertion(
          "extensions-with-flags-" + Integer.toHexString(value),
          flags,
          "Extensions behind the flags 0x" + Integer.toHexString(value) + ".",
          DEVICE_27.assertion(REQUEST_HASH, 1).authData(data -> data.flags(value)).make(),
          counter(1).launched(4, "1.2.3"));
    }
    group.assertion(
        "extensions-under-short-names",
        flags,
        "validationCategory and bundleVersion, as Apple's page calls them in assertions.",
        first()
            .authData(data ->
                data.extensions(
                    Member.of("validationCategory", integer(2)),
                    Member.of("bundleVersion", text("7"))))
            .make(),
        counter(1).launched(2, "7"));
    accepts("low-s", highS, "s in the lower half.", first().signature(made -> made.lowS().der()));
    accepts("high-s", highS, "s in the upper half.", first().signature(made -> made.highS().der()));
    group
        .add("both-halves-of-s", highS, "The same assertion with the other s is a replay.")
        .then(Event.key(DEVICE, 0))
        .then(
            Event.assertion(DEVICE, first().signature(made -> made.lowS().der()).make())
                .expect(counter(1)))
        .then(
            Event.assertion(DEVICE, first().signature(made -> made.highS().der()).make())
                .expect(refused("counter")));
    accepts(
        "code-directory-hash-beside",
        unknown,
        "cdHash before the others, as the opt-in entitlement makes it.",
        first()
            .object(members ->
                List.of(
                    Member.of(
                        "cdHash",
                        map(
                            Member.of("hash", bytes(REQUEST_HASH.slice(0, 20))),
                            Member.of("type", integer(2)))),
                    members.get(SIGNATURE),
                    members.get(DATA))));
    accepts(
        "members-in-other-order",
        unknown,
        "authenticatorData, signature.",
        first().object(List::reversed));
    accepts(
        "unknown-member",
        unknown,
        "A member that nobody knows.",
        first().object(members -> Scene.plus(members, Member.of("next", text("?")))));
  }

  private void keys() {
    Flag other =
        group.flag(
            "OtherKey",
            "The signature is checked with the key that is registered under the key id, and with no"
                + " other: neither one of the same user's nor one that came along.");
    Flag unknown =
        group.flag(
            "KeyState",
            "A key that was never registered, or was revoked, signs nothing; the client must learn which"
                + " it is, as its only way out is to attest anew.");
    refuses(
        "signed-by-another-key",
        other,
        "Another device's key signed.",
        "signature",
        first().signedBy(OTHER_DEVICE.key()));
    group
        .add(
            "key-a-under-key-b",
            other,
            "Both keys are registered. A's assertion comes under B's key id, then under A's.")
        .then(Event.key(DEVICE, 0))
        .then(Event.key(OTHER_DEVICE, 0))
        .then(Event.assertion(OTHER_DEVICE, first().make()).expect(refused("signature")))
        .then(Event.assertion(DEVICE, first().make()).expect(counter(1)));
    group
        .add("unknown-key", unknown, "No key is registered.")
        .then(Event.assertion(DEVICE, first().make()).expect(refused("unknown-key")));
    group
        .add("another-key-is-registered", unknown, "A key is registered, but not this one.")
        .then(Event.key(OTHER_DEVICE, 0))
        .then(Event.assertion(DEVICE, first().make()).expect(refused("unknown-key")));
    group
        .add("key-id-empty", unknown, "A key is registered; the assertion comes without a key id.")
        .then(Event.key(DEVICE, 0))
        .then(
            Event.assertion(DEVICE, first().make())
                .keyId(Bytes.EMPTY)
                .expect(refused("unknown-key")));
    group
        .add("revoked-key", unknown, "Revoked between two assertions.")
        .then(Event.key(DEVICE, 0))
        .then(Event.assertion(DEVICE, 1).expect(counter(1)))
        .then(Event.revoke(DEVICE))
        .then(Event.assertion(DEVICE, 2).expect(refused("revoked-key")));
    group
        .add("another-key-is-revoked", unknown, "Revoking one key leaves the others.")
        .then(Event.key(DEVICE, 0))
        .then(Event.key(OTHER_DEVICE, 0))
        .then(Event.revoke(OTHER_DEVICE))
        .then(Event.assertion(DEVICE, 1).expect(counter(1)))
        .then(Event.assertion(OTHER_DEVICE, 1).expect(refused("revoked-key")));
  }

  private void messages() {
    Flag hashes =
        group.flag(
            "HashCount",
            "The nonce is hashed once more by ECDSA. A verifier that takes the nonce for the digest"
                + " refuses every device; one that takes both readings accepts signatures that no device"
                + " makes.");
    Flag data =
        group.flag(
            "OtherMessage",
            "The signature covers the authenticator data and the client data, as they were received."
                + " Whoever checks it over something else lets a request be exchanged under it.");
    refuses(
        "nonce-taken-for-digest",
        hashes,
        "One hash less: the nonce itself was signed as the digest.",
        "signature",
        first().nonceAsDigest());
    refuses(
        "signed-without-nonce",
        hashes,
        "One hash less: authenticatorData ‖ clientDataHash was signed as the message.",
        "signature",
        first().withoutNonce());
    refuses(
        "client-data-hashed-twice",
        hashes,
        "The app hashed its client data twice.",
        "signature",
        DEVICE.assertion(Bytes.sha256(REQUEST_HASH), 1));
    refuses(
        "client-data-not-hashed",
        hashes,
        "The app gave its client data without hashing them.",
        "signature",
        DEVICE.assertion(REQUEST, 1));
    group
        .add(
            "given-hash",
            hashes,
            "The verifier is handed the hash, and the same hash as if it were client data.")
        .then(Event.key(DEVICE, 0))
        .then(
            Event.assertion(DEVICE, first().make())
                .clientData(REQUEST_HASH)
                .expect(refused("signature")))
        .then(
            Event.assertion(DEVICE, first().make())
                .clientDataHash(REQUEST_HASH)
                .expect(counter(1)));
    group
        .add(
            "other-client-data",
            data,
            "The amount was changed, a space was put in, the last byte cut off, all of it.")
        .then(Event.key(DEVICE, 0))
        .then(other(Bytes.utf8(REQUEST.text().replace("1200", "9200"))))
        .then(other(Bytes.utf8(REQUEST.text().replace(",", ", "))))
        .then(other(REQUEST.slice(0, REQUEST.length() - 1)))
        .then(other(Bytes.EMPTY));
    refuses(
        "counter-changed-after-signing",
        data,
        "The counter was raised after the key signed.",
        "signature",
        first()
            .object(
                members -> Scene.with(members, DATA, dataOf(DEVICE.assertion(REQUEST_HASH, 9)))));
    refuses(
        "extensions-added-after-signing",
        data,
        "Launch information was put behind what the key signed.",
        "signature",
        first()
            .object(members ->
                Scene.with(members, DATA, dataOf(DEVICE_27.assertion(REQUEST_HASH, 1)))));
  }

  /** The authenticator data of an assertion, as its object holds them. */
  private static Bytes dataOf(AssertionMaker assertion) {
    List<Bytes> found = new ArrayList<>();
    assertion
        .object(members -> {
          found.add(members.get(DATA).value());
          return members;
        })
        .make();
    return found.getFirst();
  }

  private static Event other(Bytes clientData) {
    return Event.assertion(DEVICE, first().make())
        .clientData(clientData)
        .expect(refused("signature"));
  }

  private void values() {
    Flag range =
        group.flag(
            "SignatureRange",
            "r and s lie between 1 and n - 1. Without that check zeros are a signature of everything by"
                + " everybody, and every signature has others beside it.");
    BigInteger zero = BigInteger.ZERO;
    value("r-and-s-zero", range, "r = s = 0.", made -> signature(made, zero, zero));
    value("r-zero", range, "r = 0.", made -> signature(made, zero, made.s()));
    value("s-zero", range, "s = 0.", made -> signature(made, made.r(), zero));
    value("r-is-n", range, "r = n.", made -> signature(made, n(made), made.s()));
    value("s-is-n", range, "s = n.", made -> signature(made, made.r(), n(made)));
    value("r-and-s-n", range, "r = s = n.", made -> signature(made, n(made), n(made)));
    value(
        "n-added-to-r",
        range,
        "n was added to r.",
        made -> signature(made, made.r().add(n(made)), made.s()));
    value(
        "n-added-to-s",
        range,
        "n was added to s.",
        made -> signature(made, made.r(), made.s().add(n(made))));
    value("r-negative", range, "-r.", made -> signature(made, made.r().negate(), made.s()));
    value("s-negative", range, "-s.", made -> signature(made, made.r(), made.s().negate()));
    value(
        "r-and-s-one",
        range,
        "r = s = 1.",
        made -> signature(made, BigInteger.ONE, BigInteger.ONE));
    value("r-and-s-exchanged", range, "s, r.", made -> signature(made, made.s(), made.r()));
    value(
        "s-one-more",
        range,
        "s + 1.",
        made -> signature(made, made.r(), made.s().add(BigInteger.ONE)));
  }

  private static BigInteger n(EcSignature made) {
    return made.curve().order();
  }

  private static Bytes signature(EcSignature made, BigInteger r, BigInteger s) {
    return new EcSignature(made.curve(), r, s).der();
  }

  private void value(String id, Flag flag, String comment, Function<EcSignature, Bytes> form) {
    refuses(id, flag, comment, "signature", first().signature(form));
  }

  private void encodings() {
    Flag der =
        group.flag(
            "SignatureNotDer",
            "A signature is the DER of SEQUENCE { INTEGER r, INTEGER s } and nothing else. Libraries"
                + " differ in what more they take, so what one provider accepts another refuses. Whatever"
                + " is wrong with the bytes, the answer is signature.");
    value("signature-empty", der, "No bytes.", made -> Bytes.EMPTY);
    value("signature-in-p1363", der, "r and s in 32 bytes each.", EcSignature::fixedWidth);
    value(
        "signature-with-byte-after",
        der,
        "A byte follows.",
        made -> made.der().concat(Bytes.hex("00")));
    value(
        "signature-cut-off",
        der,
        "The last byte is missing.",
        made -> made.der().slice(0, made.der().length() - 1));
    value(
        "signature-announces-one-more",
        der,
        "The SEQUENCE announces a byte more than there is.",
        made -> longer(made.der(), 1));
    value(
        "signature-announces-one-less",
        der,
        "The SEQUENCE announces a byte less than there is.",
        made -> longer(made.der(), -1));
    value(
        "signature-length-not-minimal",
        der,
        "The SEQUENCE's length in two bytes.",
        made -> Bytes.hex("3081").concat(made.der().from(1)));
    value(
        "signature-of-indefinite-length",
        der,
        "The SEQUENCE is of indefinite length.",
        made -> Der.indefinite(Der.SEQUENCE, Der.integer(made.r()), Der.integer(made.s())));
    value(
        "signature-in-set",
        der,
        "A SET instead of the SEQUENCE.",
        made -> Der.set(Der.integer(made.r()), Der.integer(made.s())));
    value(
        "r-with-leading-zero",
        der,
        "r with a zero byte too much before it.",
        made ->
            Der.sequence(
                Der.value(Der.INTEGER, Bytes.hex("0000").concat(magnitude(made.r()))),
                Der.integer(made.s())));
    value(
        "s-without-sign-byte",
        der,
        "s is above 2^255 and lacks the zero byte before it, which makes it negative.",
        made -> {
          EcSignature high = made.highS();
          return Der.sequence(Der.integer(high.r()), Der.value(Der.INTEGER, magnitude(high.s())));
        });
    value(
        "r-of-no-bytes",
        der,
        "r is an INTEGER of length 0.",
        made -> Der.sequence(Der.value(Der.INTEGER), Der.integer(made.s())));
    value(
        "third-integer",
        der,
        "A third INTEGER.",
        made -> Der.sequence(Der.integer(made.r()), Der.integer(made.s()), Der.integer(1)));
    value("r-alone", der, "There is no s.", made -> Der.sequence(Der.integer(made.r())));
    value(
        "integers-as-octets",
        der,
        "OCTET STRINGs instead of INTEGERs.",
        made -> Der.sequence(Der.octets(magnitude(made.r())), Der.octets(magnitude(made.s()))));
    value(
        "signature-in-bit-string",
        der,
        "The signature in a BIT STRING, as certificates have it.",
        made -> Der.bits(made.der()));
    value(
        "signature-in-base64",
        der,
        "The base64 text of the signature.",
        made -> Bytes.utf8(made.der().base64()));
    value("signature-of-zeros", der, "70 zero bytes.", made -> Bytes.of(new byte[70]));
    value(
        "signature-of-2000-bytes",
        der,
        "r has 2000 bytes.",
        made ->
            Der.sequence(
                Der.value(Der.INTEGER, Bytes.of((byte) 1), Bytes.of(new byte[1999])),
                Der.integer(made.s())));
  }

  private static Bytes magnitude(BigInteger number) {
    Bytes bytes = Bytes.of(number.toByteArray());
    return bytes.at(0) == 0 ? bytes.from(1) : bytes;
  }

  private static Bytes longer(Bytes der, int by) {
    return Bytes.of((byte) der.at(0), (byte) (der.at(1) + by)).concat(der.from(2));
  }

  private void apps() {
    Flag app =
        group.flag(
            "OtherAppId",
            "The key is on the device, not in the app: an extension or another app of the team may come"
                + " to use it. The App ID in the authenticator data says who did, byte for byte.");
    for (String other :
        List.of(
            "TEAMID1234.com.example.other",
            "TEAMID9999.com.example.app",
            "teamid1234.com.example.app",
            "com.example.app",
            APP_ID + ".share")) {
      refuses(
          "signed-in-" + other,
          app,
          "Signed by the registered key, in " + other + ".",
          "app-id",
          DEVICE.ofApp(other).assertion(REQUEST_HASH, 1));
    }
  }

  private void objects() {
    Flag member =
        group.flag(
            "AssertionMembers",
            "Both members are there, once, as byte strings; one of two is a choice that an attacker"
                + " makes.");
    Flag subset =
        group.flag(
            "CborSubset",
            "The same small part of CBOR as in attestations, one map and nothing after it.");
    Flag kind =
        group.flag(
            "OtherKindOfEvidence", "What is no assertion at all is told at once, and as that.");
    object(
        "signature-missing",
        member,
        "There is no signature.",
        members -> Scene.minus(members, SIGNATURE));
    object(
        "authenticator-data-missing",
        member,
        "There are no authenticatorData.",
        members -> Scene.minus(members, DATA));
    object(
        "signature-twice",
        member,
        "signature stands there twice.",
        members -> Scene.plus(members, members.get(SIGNATURE)));
    object(
        "authenticator-data-twice",
        member,
        "authenticatorData stands there twice.",
        members -> Scene.plus(members, members.get(DATA)));
    object(
        "authenticator-data-twice-and-different",
        member,
        "Another counter first, the right one last.",
        members ->
            List.of(
                Member.of("authenticatorData", dataOf(DEVICE.assertion(REQUEST_HASH, 9))),
                members.get(SIGNATURE),
                members.get(DATA)));
    object(
        "signature-as-text",
        member,
        "signature is text.",
        members -> Scene.with(members, SIGNATURE, text("MEUCIQ")));
    object(
        "signature-null",
        member,
        "signature is null.",
        members -> Scene.with(members, SIGNATURE, Bytes.hex("f6")));
    object(
        "authenticator-data-as-text",
        member,
        "authenticatorData is text.",
        members -> Scene.with(members, DATA, text("AAAA")));
    object(
        "authenticator-data-as-map",
        member,
        "authenticatorData is a map.",
        members -> Scene.with(members, DATA, map()));
    object(
        "names-of-an-attestation",
        member,
        "authData instead of authenticatorData.",
        members ->
            List.of(members.get(SIGNATURE), Member.of("authData", members.get(DATA).value())));
    object(
        "unknown-member-twice",
        subset,
        "A member that nobody knows, twice.",
        members ->
            Scene.plus(
                Scene.plus(members, Member.of("x", integer(1))), Member.of("x", integer(1))));
    object(
        "member-name-is-number",
        subset,
        "A member with the name 1 more.",
        members -> Scene.plus(members, Member.of(1, integer(1))));
    object(
        "unknown-member-float",
        subset,
        "A float in a member that nobody knows.",
        members -> Scene.plus(members, Member.of("x", Bytes.hex("f93e00"))));
    object(
        "signature-in-pieces",
        subset,
        "The signature comes in one piece of an indefinite number.",
        members ->
            Scene.with(
                members, SIGNATURE, indefinite(CborWriter.BYTES, members.get(SIGNATURE).value())));
    object(
        "five-deep",
        subset,
        "Containers five deep in a member that nobody knows.",
        members -> Scene.plus(members, Member.of("x", AuthenticatorDataVectors.nested(4))));
    accepts(
        "four-deep",
        subset,
        "Containers four deep in a member that nobody knows.",
        first()
            .object(members ->
                Scene.plus(members, Member.of("x", AuthenticatorDataVectors.nested(3)))));
    encoded(
        "object-of-indefinite-length",
        subset,
        "The map is of indefinite length.",
        object -> indefinite(CborWriter.MAP, object.from(1)));
    encoded(
        "object-tagged",
        subset,
        "The object is tagged.",
        object -> head(CborWriter.TAG, 55_799).concat(object));
    encoded(
        "byte-after-object", subset, "A byte follows.", object -> object.concat(Bytes.hex("00")));
    encoded(
        "object-twice", subset, "The object stands there twice.", object -> object.concat(object));
    encoded(
        "promised-2-32-bytes",
        subset,
        "authenticatorData announce 2^32 bytes.",
        object ->
            Bytes.hex("a1")
                .concat(text("authenticatorData"))
                .concat(head(CborWriter.BYTES, 1L << 32, 8)));
    encoded(
        "promised-2-63-bytes",
        subset,
        "authenticatorData announce 2^63 bytes.",
        object ->
            Bytes.hex("a1")
                .concat(text("authenticatorData"))
                .concat(head(CborWriter.BYTES, Long.MIN_VALUE, 8)));
    encoded(
        "a-thousand-arrays",
        subset,
        "A thousand arrays.",
        object -> AuthenticatorDataVectors.nested(1000));
    encoded(
        "object-in-array",
        kind,
        "An array that holds the object.",
        object -> array(List.of(object)));
    encoded("empty", kind, "No bytes.", object -> Bytes.EMPTY);
    encoded(
        "base64", kind, "The base64 text of the object.", object -> Bytes.utf8(object.base64()));
    encoded(
        "json",
        kind,
        "JSON with the same members.",
        object -> Bytes.utf8("{\"signature\":\"MEUCIQ==\",\"authenticatorData\":\"AAAA\"}"));
    encoded(
        "attestation",
        kind,
        "An attestation object.",
        object -> Scene.attestation(DEVICE).make().object());
    encoded(
        "authenticator-data-alone",
        kind,
        "The authenticator data without the object around.",
        object -> object.from(object.length() - 37));
    encoded(
        "signature-alone",
        kind,
        "A signature without the object around.",
        object -> DEVICE.key().sign(EcKey.Hash.SHA256, REQUEST).der());
  }

  private void object(String id, Flag flag, String comment, UnaryOperator<List<Member>> change) {
    refuses(id, flag, comment, FORMAT, first().object(change));
  }

  private void encoded(String id, Flag flag, String comment, UnaryOperator<Bytes> change) {
    refuses(id, flag, comment, FORMAT, first().encoded(change));
  }

  private void authenticatorData() {
    Flag cut =
        group.flag(
            "AuthenticatorDataCutOff",
            "Signed as it is, but cut off. A verifier that reads the counter beyond the end answers with"
                + " an exception.");
    Flag tail =
        group.flag(
            "TailIsOneMap",
            "Behind the 37 bytes stands nothing or one map. An assertion never carries attested data,"
                + " whatever AT says.");
    VectorCase lengths =
        group
            .add("authenticator-data-of-each-length", cut, "Each length from 0 to 36; 37 is whole.")
            .then(Event.key(DEVICE, 0));
    for (int length = 0; length < 37; length++) {
      lengths.then(cutOff(DEVICE, length));
    }
    VectorCase extensions =
        group
            .add(
                "extensions-of-each-length",
                cut,
                "With extensions, each length from the first byte of the map to the last but one.")
            .then(Event.key(DEVICE, 0));
    int whole = 37 + map(AuthDataMaker.launchInfo(4, "1.2.3")).length();
    for (int length = 38; length < whole; length++) {
      extensions.then(cutOff(DEVICE_27, length));
    }
    Bytes info = map(AuthDataMaker.launchInfo(4, "1.2.3"));
    tail("byte-after-authenticator-data", tail, "A zero byte.", Bytes.hex("00"));
    tail("byte-after-extensions", tail, "A map, then a zero byte.", info.concat(Bytes.hex("00")));
    tail("second-map", tail, "Two maps, one after the other.", info.concat(info));
    tail("extensions-in-array", tail, "An array that holds the map.", array(List.of(info)));
    tail(
        "attested-data",
        tail,
        "The attested credential, as AT promises it.",
        Scene.attestation(DEVICE).make().authData().from(37));
    tail(
        "category-twice",
        tail,
        "App Store first, development last.",
        map(
            Member.of("validationCategory", integer(4)),
            Member.of("validationCategory", integer(3))));
    tail(
        "category-in-3-bytes",
        tail,
        "43 040000.",
        map(Member.of("apple_validation_category_01", bytes(Bytes.hex("040000")))));
    tail(
        "spellings-differ",
        tail,
        "App Store under one name, TestFlight under the other.",
        map(
            Member.of("validationCategory", integer(2)),
            Member.of("apple_validation_category_01", AuthDataMaker.categoryBytes(4))));
  }

  private static Event cutOff(SoftwareDevice device, int length) {
    return Event.assertion(
            DEVICE,
            device
                .assertion(REQUEST_HASH, 1)
                .authData(data -> data.whole(all -> all.slice(0, length)))
                .make())
        .expect(refused(FORMAT));
  }

  private void tail(String id, Flag flag, String comment, Bytes tail) {
    refuses(id, flag, comment, FORMAT, first().authData(data -> data.tail(tail)));
  }

  private void sizes() {
    Flag largest =
        group.flag(
            "LargestObject", "An assertion has at most 4 KiB, counted before anything is parsed.");
    accepts(
        "exactly-4-kib",
        largest,
        "An unknown member fills the object up to 4096 bytes.",
        padded(LARGEST));
    refuses(
        "4-kib-and-a-byte", largest, "The same with one byte more.", FORMAT, padded(LARGEST + 1));
    VectorCase cut =
        group
            .add("cut-off", largest, "The object at each length before the whole.")
            .also(
                group.flag(
                    "CutOff",
                    "The object ends early. A verifier that trusts its lengths reads beyond the end."))
            .then(Event.key(DEVICE, 0));
    Bytes object = first().make();
    for (int length = 0; length < object.length(); length++) {
      cut.then(Event.assertion(DEVICE, object.slice(0, length)).expect(refused(FORMAT)));
    }
  }

  private static AssertionMaker padded(int length) {
    return first()
        .object(members -> {
          int around = text("next").length() + 3;
          Bytes padding = Bytes.of(new byte[length - map(members).length() - around]);
          return Scene.plus(members, Member.of("next", bytes(padding)));
        });
  }
}
