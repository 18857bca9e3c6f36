package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registered;
import static assay.vectors.Scene.APPLE;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.HASH;
import static assay.vectors.Scene.OTHER_APPLE;
import static assay.vectors.Scene.attestation;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.AuthDataMaker;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.AttestationAuthority;
import assay.simulator.maker.authority.CertificateMaker;
import assay.simulator.maker.authority.TestApple;
import assay.simulator.maker.raw.Der;
import assay.simulator.maker.raw.EcKey;
import assay.vectors.VectorGroup.Flag;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Apple's step 1: the certificates lead to the trusted root, at this time. */
final class ChainVectors {
  private static final String STEP = "certificate-chain";
  private static final Instant ISSUED = Instant.parse("2026-10-01T12:00:00Z");
  private static final Instant LEAF_FROM = Instant.parse("2026-09-30T12:00:00Z");

  private final VectorGroup group =
      new VectorGroup(
          "chain",
          "Certificate chains of attestations: Apple's step 1. Leaf and intermediate, in this order,"
              + " under a pinned root, valid at the time of the event.");

  static VectorGroup group() {
    ChainVectors vectors = new ChainVectors();
    vectors.lifetimes();
    vectors.otherRoots();
    vectors.numberAndOrder();
    vectors.intermediates();
    vectors.leafs();
    vectors.bytes();
    return vectors.group;
  }

  private void lifetimes() {
    Flag lifetime =
        group.flag(
            "LeafLifetime",
            "Apple has issued leafs of 1, 3 and some 350 days. A verifier that expects one of these"
                + " refuses whole generations of devices.");
    Flag usage =
        group.flag(
            "ExtendedKeyUsage",
            "Leafs carry the extended key usage 1.2.840.113635.100.4.24 since February 2026. A"
                + " verifier that demands a usage it knows refuses the new ones, one that demands this"
                + " refuses the old.");
    Flag moment =
        group.flag(
            "ValidityEdge",
            "Both ends of a validity belong to it (RFC 5280, 4.1.2.5). Off by one second, or with no"
                + " look at the clock at all, a verifier takes what has expired or refuses what has"
                + " not.");
    Flag remembered =
        group.flag(
            "IntermediateExpiresLater",
            "The intermediate was in a valid chain before. A verifier that remembers intermediates"
                + " must still compare their validity with the time, each time.");

    for (int days : new int[] {1, 3, 350}) {
      group.attestation(
          "leaf-of-" + days + "-days",
          lifetime,
          "The leaf lives for " + days + " days in all, from a day before its issue.",
          lived(LEAF_FROM, LEAF_FROM.plusSeconds(days * 86_400L + 600)),
          registered(DEVICE));
    }
    group.attestation(
        "with-extended-key-usage",
        usage,
        "As issued since February 2026.",
        attestation(DEVICE),
        registered(DEVICE));
    SoftwareDevice older = DEVICE.with(OperatingSystem.IOS_17);
    group.attestation(
        "without-extended-key-usage",
        usage,
        "As issued before; long-lived and without access control, too.",
        attestation(older),
        registered(older));

    Instant to = Instant.parse("2026-10-03T12:00:00Z");
    AttestationMaker.Made made = lived(LEAF_FROM, to).make();
    group
        .add("leaf-first-valid-second", moment, "At notBefore exactly.")
        .then(Event.attestation(made).at(LEAF_FROM).expect(registered(DEVICE)));
    group
        .add("leaf-not-yet-valid", moment, "One second before notBefore.")
        .then(Event.attestation(made).at(LEAF_FROM.minusSeconds(1)).expect(refused(STEP)));
    group
        .add("leaf-last-valid-second", moment, "At notAfter exactly.")
        .then(Event.attestation(made).at(to).expect(registered(DEVICE)));
    group
        .add("leaf-expired", moment, "One second after notAfter.")
        .then(Event.attestation(made).at(to.plusSeconds(1)).expect(refused(STEP)));

    Instant intermediateTo = Instant.parse("2030-03-13T00:00:00Z");
    AttestationMaker.Made late =
        lived(Instant.parse("2030-03-12T00:00:00Z"), Instant.parse("2030-03-15T00:00:00Z")).make();
    group
        .add(
            "intermediate-expired-after-use",
            remembered,
            "Accepted in the intermediate's last second, refused in the next; the leaf and the root"
                + " are valid throughout.")
        .also(moment)
        .then(Event.attestation(late).at(intermediateTo).expect(registered(DEVICE)))
        .then(Event.attestation(late).at(intermediateTo.plusSeconds(1)).expect(refused(STEP)));
    Instant intermediateFrom = Instant.parse("2020-03-18T18:39:55Z");
    AttestationMaker.Made early =
        lived(Instant.parse("2020-03-18T00:00:00Z"), Instant.parse("2020-03-21T00:00:00Z")).make();
    group
        .add(
            "intermediate-not-yet-valid",
            moment,
            "One second before the intermediate's notBefore, and at it.")
        .then(Event.attestation(early).at(intermediateFrom.minusSeconds(1)).expect(refused(STEP)))
        .then(Event.attestation(early).at(intermediateFrom).expect(registered(DEVICE)));
  }

  /** An attestation whose leaf is valid for a given time. */
  private static AttestationMaker lived(Instant from, Instant to) {
    return DEVICE.attestation(HASH, ISSUED).withoutReceipt().leaf(leaf -> leaf.valid(from, to));
  }

  private void otherRoots() {
    Flag name =
        group.flag(
            "RootByName",
            "A root is trusted by its bytes. Whoever compares names, or takes a root that came along,"
                + " trusts anybody who can write a certificate.");
    group.attestation(
        "another-root-of-the-same-name",
        name,
        "Every name and every other part is right; root and intermediate are others.",
        attestation(DEVICE.with(OTHER_APPLE)),
        refused(STEP));
    group.attestation(
        "intermediate-of-another-root",
        name,
        "The leaf is of the trusted authority, the intermediate beside it is its namesake.",
        attestation(DEVICE).certificates(chain -> List.of(chain.getFirst(), otherIntermediate())),
        refused(STEP));
    group.attestation(
        "leaf-of-another-root",
        name,
        "The leaf is of the namesake, the intermediate beside it is the trusted one.",
        attestation(DEVICE.with(OTHER_APPLE))
            .certificates(chain -> List.of(chain.getFirst(), intermediate())),
        refused(STEP));
    group
        .attestation(
            "test-root-is-not-apples",
            name,
            "Made by the test authority, while Apple's root is trusted.",
            attestation(DEVICE),
            refused(STEP))
        .trusting(Scene.APPLE_ROOT, Scene.APPLE_ROOT);
    group.attestation(
        "leaf-signed-by-a-stranger",
        name,
        "The leaf carries the intermediate's name, but another key signed it; the intermediate is genuine.",
        attestation(
            DEVICE.with(
                APPLE.with(
                    new AttestationAuthority(
                        APPLE.attestations().rootKey(),
                        root(),
                        EcKey.p384("assay test vectors: nobody"),
                        intermediate())))),
        refused(STEP));
    SoftwareDevice forged =
        Scene.OTHER_DEVICE.with(
            APPLE.with(
                new AttestationAuthority(
                    APPLE.attestations().rootKey(), root(), DEVICE.key(), intermediate())));
    Bytes honestLeaf = attestation(DEVICE).make().leaf();
    group.attestation(
        "attested-key-as-authority",
        group.flag(
            "LeafAsAuthority",
            "Anybody with a device has a certificate under the root, and may sign with its key. Only"
                + " basicConstraints keep it from issuing leafs of its own."),
        "The intermediate is an honestly attested leaf, the leaf is signed with its key.",
        attestation(forged)
            .leaf(leaf -> leaf.issuer(AttestationMaker.subject(DEVICE.key().keyId().hex())))
            .certificates(chain -> List.of(chain.getFirst(), honestLeaf)),
        refused(STEP));
  }

  private void numberAndOrder() {
    Flag number =
        group.flag(
            "CertificateCount",
            "x5c holds exactly two certificates. Fewer cannot lead to the root; more make the verifier"
                + " choose a path, and spend time on each.");
    Flag order =
        group.flag(
            "CertificateOrder",
            "The first certificate is the leaf. A verifier that looks for one, or sorts, may check one"
                + " certificate and then use another.");
    chain("no-certificate", number, "x5c is empty.", chain -> List.of());
    chain("leaf-only", number, "The intermediate is missing.", chain -> chain.subList(0, 1));
    chain("intermediate-only", number, "The leaf is missing.", chain -> chain.subList(1, 2));
    chain(
        "root-too",
        number,
        "Leaf, intermediate and root: a good path, but not what devices send.",
        chain -> joined(chain, List.of(root())));
    chain(
        "intermediate-twice",
        number,
        "The intermediate stands there twice.",
        chain -> joined(chain, chain.subList(1, 2)));
    chain(
        "20-certificates",
        number,
        "The leaf and nineteen times the intermediate, within the largest size.",
        chain -> joined(chain.subList(0, 1), Collections.nCopies(19, chain.getLast())));
    chain("reversed", order, "The intermediate first, then the leaf.", List::reversed);
    chain(
        "leaf-twice",
        order,
        "The leaf stands in the place of the intermediate, too.",
        chain -> List.of(chain.getFirst(), chain.getFirst()));
    chain(
        "root-in-place-of-intermediate",
        order,
        "Leaf and root; the intermediate between them is missing.",
        chain -> List.of(chain.getFirst(), root()));
  }

  private void intermediates() {
    Flag authority =
        group.flag(
            "IntermediateNotAuthorized",
            "A certificate under the root may sign others only where basicConstraints and keyUsage say"
                + " so (RFC 5280, 6.1.4). A verifier that checks signatures alone lets every"
                + " certificate under the root issue leafs.");
    intermediate(
        "intermediate-not-a-ca",
        authority,
        "basicConstraints say CA: false.",
        CertificateMaker::endEntity);
    intermediate(
        "intermediate-without-basic-constraints",
        authority,
        "There are no basicConstraints.",
        made -> made.without("2.5.29.19"));
    intermediate(
        "intermediate-not-for-certificates",
        authority,
        "keyUsage is digitalSignature only.",
        made -> made.keyUsage(7, 0x80));
    intermediate(
        "intermediate-with-unknown-critical-extension",
        group.flag(
            "CriticalExtension",
            "What is marked critical and not understood invalidates a certificate (RFC 5280, 4.2): it"
                + " may be the very thing that forbids this use."),
        "An extension that nobody knows is marked critical.",
        made -> made.critical("1.2.3.4", Der.NULL));
  }

  private void intermediate(
      String id, Flag flag, String comment, UnaryOperator<CertificateMaker> change) {
    TestApple changed =
        APPLE.with(AttestationAuthority.of("assay test vectors", root -> root, change));
    group.attestation(id, flag, comment, attestation(DEVICE.with(changed)), refused(STEP));
  }

  private void leafs() {
    Flag key =
        group.flag(
            "LeafKeyNotP256",
            "The Secure Enclave has P-256 keys only, and steps 5 and 107 and every assertion take the"
                + " key for one. Another kind of key must stop at the chain, not surprise what comes"
                + " after.");
    Flag path =
        group.flag(
            "PathValidation",
            "A path is more than signatures that fit (RFC 5280, 6.1): names must chain, the leaf must"
                + " be no authority, critical extensions must be known.");
    EcKey p384 = EcKey.p384("assay test vectors: P-384 leaf");
    SoftwareDevice large =
        new SoftwareDevice(
            APPLE,
            p384,
            Scene.APP_ID,
            DEVICE.environment(),
            DEVICE.system(),
            DEVICE.validationCategory(),
            DEVICE.bundleVersion());
    group.attestation(
        "p384-leaf-key",
        key,
        "Leaf and key id are of a P-384 key; the COSE key is the P-256 key's.",
        attestation(large).authData(data -> data.publicKey(AuthDataMaker.coseKey(DEVICE.key()))),
        refused(STEP));
    group.attestation(
        "rsa-leaf-key",
        key,
        "The leaf's key is RSA with 2048 bits.",
        attestation(DEVICE).leaf(leaf -> leaf.publicKey(rsaKey())),
        refused(STEP));
    Bytes offCurve = Scene.flipped(DEVICE.key().point(), 64);
    group
        .add(
            "leaf-key-not-on-the-curve",
            key,
            "The leaf's key is announced as P-256, but Y has one bit turned and the point is not on"
                + " the curve; key id, name and COSE key agree with it.")
        .then(
            Event.attestation(withKey(offCurve).make())
                .keyId(Bytes.sha256(offCurve))
                .expect(refused(STEP)));
    group.attestation(
        "leaf-is-an-authority",
        path,
        "The leaf's basicConstraints say CA: true.",
        attestation(DEVICE).leaf(CertificateMaker::authority),
        refused(STEP));
    group.attestation(
        "leaf-with-unknown-critical-extension",
        path,
        "An extension that nobody knows is marked critical.",
        attestation(DEVICE).leaf(leaf -> leaf.critical("1.2.3.4", Der.NULL)),
        refused(STEP));
    group.attestation(
        "issuer-name-differs",
        path,
        "The signature fits, but the leaf names another issuer than the intermediate's subject.",
        attestation(DEVICE)
            .leaf(
                leaf -> leaf.issuer(AttestationAuthority.name("Assay Test App Attestation CA 2"))),
        refused(STEP));
    group.attestation(
        "nonce-extension-twice",
        path,
        "The nonce extension is there twice, which no certificate may (RFC 5280, 4.2): two readers"
            + " would find two nonces.",
        attestation(DEVICE)
            .leaf(leaf ->
                leaf.oneMoreExtension(
                    AttestationMaker.NONCE,
                    AttestationMaker.nonceExtension(Bytes.sha256(Bytes.EMPTY)))),
        refused(STEP));
  }

  /** An attestation in which leaf, name, credential and COSE key are of this point. */
  private static AttestationMaker withKey(Bytes point) {
    Bytes keyId = Bytes.sha256(point);
    EcKey pretended = new EcKey(EcKey.Curve.P256, BigInteger.ONE, point);
    return attestation(DEVICE)
        .authData(data -> data.credentialId(keyId).publicKey(AuthDataMaker.coseKey(pretended)))
        .leaf(leaf ->
            leaf.publicKey(pretended.subjectPublicKeyInfo())
                .subject(AttestationMaker.subject(keyId.hex())));
  }

  /** A SubjectPublicKeyInfo of 2048 bits whose private key nobody has. */
  private static Bytes rsaKey() {
    Bytes modulus = Bytes.of((byte) 0x7f);
    for (int i = 0; i < 8; i++) {
      modulus = modulus.concat(Bytes.sha256(Bytes.utf8("assay test vectors: RSA " + i)));
    }
    BigInteger odd = new BigInteger(1, modulus.from(1).toArray()).setBit(0).setBit(2047);
    return Der.sequence(
        Der.sequence(Der.oid("1.2.840.113549.1.1.1"), Der.NULL),
        Der.bits(Der.sequence(Der.integer(odd), Der.integer(65_537))));
  }

  private void bytes() {
    Flag tampered =
        group.flag(
            "CertificateTampered",
            "The bytes that the issuer signed are not these. A verifier that reads a certificate before"
                + " or without checking its signature believes the attacker.");
    Flag garbage =
        group.flag(
            "CertificateNotDer",
            "An element of x5c is the DER of one certificate and nothing else. Lenient readers take PEM,"
                + " or leave bytes behind that others will read.");
    Bytes otherNonce = Bytes.sha256(Bytes.utf8("another nonce"));
    AttestationMaker.Made honest = attestation(DEVICE).make();
    Bytes nonce = Bytes.sha256(honest.authData(), HASH);
    chain(
        "nonce-patched-into-signed-leaf",
        tampered,
        "The leaf was issued for another nonce; the right one was written over it afterwards.",
        attestation(DEVICE)
            .leaf(leaf ->
                leaf.extension(
                    AttestationMaker.NONCE, AttestationMaker.nonceExtension(otherNonce))),
        chain -> List.of(replaced(chain.getFirst(), otherNonce, nonce), chain.getLast()));
    chain(
        "leaf-signature-damaged",
        tampered,
        "The last bit of the leaf's signature is turned.",
        chain -> List.of(lastBitFlipped(chain.getFirst()), chain.getLast()));
    chain(
        "intermediate-signature-damaged",
        tampered,
        "The last bit of the intermediate's signature is turned.",
        chain -> List.of(chain.getFirst(), lastBitFlipped(chain.getLast())));
    Bytes noise = Bytes.sha256(Bytes.utf8("noise"));
    chain("garbage-leaf", garbage, "32 random bytes.", chain -> List.of(noise, chain.getLast()));
    chain(
        "garbage-intermediate",
        garbage,
        "32 random bytes.",
        chain -> List.of(chain.getFirst(), noise));
    chain("empty-leaf", garbage, "No bytes.", chain -> List.of(Bytes.EMPTY, chain.getLast()));
    chain(
        "empty-intermediate",
        garbage,
        "No bytes.",
        chain -> List.of(chain.getFirst(), Bytes.EMPTY));
    chain(
        "leaf-cut-off",
        garbage,
        "The leaf lacks its last byte.",
        chain ->
            List.of(chain.getFirst().slice(0, chain.getFirst().length() - 1), chain.getLast()));
    chain(
        "byte-after-leaf",
        garbage,
        "A byte follows the leaf.",
        chain -> List.of(chain.getFirst().concat(Bytes.of((byte) 0)), chain.getLast()));
    chain(
        "byte-after-intermediate",
        garbage,
        "A byte follows the intermediate.",
        chain -> List.of(chain.getFirst(), chain.getLast().concat(Bytes.of((byte) 0))));
    chain(
        "leaf-in-pem",
        garbage,
        "The leaf is written as PEM.",
        chain -> List.of(pem(chain.getFirst()), chain.getLast()));
    chain(
        "intermediate-in-pem",
        garbage,
        "The intermediate is written as PEM.",
        chain -> List.of(chain.getFirst(), pem(chain.getLast())));
    chain(
        "leaf-in-base64",
        garbage,
        "The leaf is written in base64.",
        chain -> List.of(Bytes.utf8(chain.getFirst().base64()), chain.getLast()));
  }

  private void chain(
      String id, Flag flag, String comment, UnaryOperator<List<Bytes>> certificates) {
    chain(id, flag, comment, attestation(DEVICE), certificates);
  }

  private void chain(
      String id,
      Flag flag,
      String comment,
      AttestationMaker evidence,
      UnaryOperator<List<Bytes>> certificates) {
    group.attestation(id, flag, comment, evidence.certificates(certificates), refused(STEP));
  }

  private static Bytes root() {
    return APPLE.attestations().root();
  }

  private static Bytes intermediate() {
    return APPLE.attestations().intermediate();
  }

  private static Bytes otherIntermediate() {
    return OTHER_APPLE.attestations().intermediate();
  }

  private static List<Bytes> joined(List<Bytes> head, List<Bytes> tail) {
    List<Bytes> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }

  private static Bytes lastBitFlipped(Bytes bytes) {
    return Scene.flipped(bytes, bytes.length() - 1);
  }

  private static Bytes replaced(Bytes whole, Bytes part, Bytes by) {
    return Bytes.hex(whole.hex().replace(part.hex(), by.hex()));
  }

  private static Bytes pem(Bytes der) {
    return Bytes.utf8(
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray())
            + "\n-----END CERTIFICATE-----\n");
  }
}
