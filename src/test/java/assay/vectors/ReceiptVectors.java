package assay.vectors;

import static assay.simulator.maker.ReceiptMaker.CLIENT_DATA_HASH;
import static assay.simulator.maker.ReceiptMaker.CREATED;
import static assay.simulator.maker.ReceiptMaker.ENVIRONMENT;
import static assay.simulator.maker.ReceiptMaker.EXPIRES;
import static assay.simulator.maker.ReceiptMaker.LEAF;
import static assay.simulator.maker.ReceiptMaker.NOT_BEFORE;
import static assay.simulator.maker.ReceiptMaker.RISK_METRIC;
import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registeredButReceipt;
import static assay.vectors.Expect.registeredWithReceipt;
import static assay.vectors.ReceiptCases.ATTESTED;
import static assay.vectors.ReceiptCases.METRIC;
import static assay.vectors.ReceiptCases.REFRESHED;
import static assay.vectors.ReceiptCases.metric;
import static assay.vectors.Scene.APPLE;
import static assay.vectors.Scene.APP_ID;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.ISSUED;
import static assay.vectors.Scene.NOW;
import static assay.vectors.Scene.OTHER_APPLE;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.withReceipt;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.CertificateMaker;
import assay.simulator.maker.authority.ReceiptAuthority;
import assay.simulator.maker.raw.Der;
import assay.simulator.maker.raw.EcKey;
import assay.vectors.VectorGroup.Flag;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Receipts: those that come inside of attestations, and those that Apple gives in exchange. */
final class ReceiptVectors {
  /** Of the signer's issuer and name, with another number and key. */
  private static final Bytes DECOY =
      ReceiptAuthority.of(
              "assay test vectors",
              intermediate -> intermediate,
              signer ->
                  signer
                      .serial(BigInteger.valueOf(4711))
                      .publicKey(EcKey.p256("decoy").subjectPublicKeyInfo()))
          .signer();

  private static final int LARGEST = 16 * 1024;
  private static final String SIGNATURE = "receipt-signature";
  private static final String CHAIN = "receipt-chain";
  private static final String AGE = "receipt-age";

  private final VectorGroup group =
      new VectorGroup(
          "receipts",
          "Receipts. One that comes inside of an attestation (type ATTEST) is judged on its own and"
              + " refuses nothing but itself: the expectation says accepted, refused with the receipt's"
              + " step, or absent. One that Apple's server gives in exchange (type RECEIPT) comes as an"
              + " event of its own for a registered key.");

  private final ReceiptCases cases = new ReceiptCases(group);

  static VectorGroup group() {
    ReceiptVectors vectors = new ReceiptVectors();
    vectors.accepted();
    vectors.signatures();
    vectors.chains();
    vectors.validity();
    vectors.belongings();
    vectors.ages();
    return vectors.group;
  }

  private void accepted() {
    Flag good =
        group.flag(
            "AppleReceipt",
            "Receipts as Apple writes them: BER with indefinite lengths, the content in pieces of 1000"
                + " bytes, the fields in no order, bare bytes as values. A reader of DER, of one piece,"
                + " or of the values' inner ASN.1 finds nothing to read.");
    Flag mangled =
        group.flag(
            "MangledClientDataHash",
            "In a refreshed receipt Apple has sent field 4 through a text decoder: what is not UTF-8"
                + " became U+FFFD. Compared as in an ATTEST receipt it is always wrong.");
    Flag fraction =
        group.flag(
            "FractionDigits",
            "Times have 0 to 3 digits of fraction: trailing zeros are dropped. A fixed pattern refuses"
                + " every tenth receipt.");
    cases.registers("attest", good, "A new key's receipt.", receipt -> {});
    cases.refreshes(
        "refreshed", good, "A receipt with a risk metric.", metric(METRIC), receipt -> {});
    group
        .add("attest-then-refreshed", good, "Attested, then exchanged a day later, and again.")
        .then(Event.attestation(ATTESTED).expect(registeredWithReceipt(DEVICE)))
        .then(later(1, 1))
        .then(later(30, 7));
    cases.refreshes(
        "risk-metric-zero",
        good,
        "A metric of 0.",
        metric(0),
        receipt -> receipt.field(RISK_METRIC, "0"));
    cases.refreshes(
        "risk-metric-large",
        good,
        "A metric of 12345.",
        metric(12_345),
        receipt -> receipt.field(RISK_METRIC, "12345"));
    cases.registers(
        "pieces-of-100-bytes",
        good,
        "The content in pieces of 100 bytes.",
        receipt -> receipt.pieceLength(100));
    cases.registers(
        "one-piece", good, "The content in one piece.", receipt -> receipt.pieceLength(LARGEST));
    cases.registers(
        "unknown-fields",
        good,
        "Two fields that nobody knows.",
        receipt -> receipt.field(8, "?").field(4711, Bytes.EMPTY));
    cases.registers(
        "signed-attributes",
        good,
        "Signed attributes, and the signature over them, as CMS has it.",
        ReceiptMaker::signedAttributes);
    cases.registers(
        "certificates-in-other-order",
        good,
        "Root, intermediate, signer.",
        receipt -> receipt.certificates(List::reversed));
    cases.registers(
        "root-not-sent",
        good,
        "The root is not among the certificates; it is pinned.",
        receipt -> receipt.certificates(all -> all.subList(0, 2)));
    cases.registers(
        "decoy-before-the-signer",
        good,
        "The first certificate is of the signer's issuer and name, with another number and key.",
        receipt ->
            receipt.certificates(all -> Stream.concat(Stream.of(DECOY), all.stream()).toList()));
    cases.registers(
        "decoy-after-the-signer",
        good,
        "The last certificate is of the signer's issuer and name, with another number and key.",
        receipt ->
            receipt.certificates(all -> Stream.concat(all.stream(), Stream.of(DECOY)).toList()));
    cases.refreshes(
        "mangled-field-4",
        mangled,
        "Field 4 with U+FFFD, as Apple sends it.",
        metric(METRIC),
        receipt -> {});
    cases.refreshes(
        "whole-field-4",
        mangled,
        "Field 4 as it was at registration, as Apple's page promises.",
        metric(METRIC),
        receipt -> receipt.field(CLIENT_DATA_HASH, Scene.HASH));
    for (String time : List.of("12:00:00Z", "12:00:00.1Z", "12:00:00.15Z", "12:00:00.153Z")) {
      cases.registers(
          "created-at-" + time.toLowerCase(Locale.ROOT).replace(":", ""),
          fraction,
          "Created at " + time + ", expires with as many digits.",
          receipt ->
              receipt.field(CREATED, "2026-10-01T" + time).field(EXPIRES, "2026-12-30T" + time));
    }
    cases.refreshes(
        "refreshed-without-fraction",
        fraction,
        "All three times without fraction.",
        metric(METRIC),
        receipt ->
            receipt
                .field(CREATED, "2026-10-01T11:00:00Z")
                .field(NOT_BEFORE, "2026-10-02T11:00:00Z")
                .field(EXPIRES, "2026-12-30T11:00:00Z"));
  }

  private static Event later(int days, int metric) {
    Instant created = NOW.plus(Duration.ofDays(days));
    return Event.receipt(DEVICE, DEVICE.refreshedReceipt(ATTESTED, metric, created))
        .at(created.plusSeconds(1))
        .expect(metric(metric));
  }

  private void signatures() {
    Flag content =
        group.flag(
            "ReceiptTampered",
            "The signature covers the content. A verifier that reads the fields and checks the chain"
                + " alone believes any metric that somebody wrote there.");
    Flag cms =
        group.flag(
            "SignatureNotCms",
            "Receipts of August to October 2020 carry signed attributes, but are signed over the content."
                + " That is no CMS signature, and an exception for them would stay one.");
    Flag algorithm =
        group.flag(
            "AlgorithmNamed",
            "The message names its algorithms, and whoever writes it chooses them. Only ECDSA with"
                + " SHA-256 is taken.");
    String other = APP_ID.replace("app", "apq");
    cases.registersWithout(
        "payload-changed",
        content,
        "Signed for another app; the App ID was exchanged afterwards.",
        SIGNATURE,
        receipt ->
            receipt
                .field(ReceiptMaker.APP_ID, other)
                .sentPayload(payload -> replaced(payload, other, APP_ID)));
    cases.refreshes(
        "risk-metric-changed",
        content,
        "The metric 9 was made a 1 afterwards.",
        refused(SIGNATURE),
        receipt ->
            receipt
                .field(RISK_METRIC, "9")
                .sentPayload(payload ->
                    Bytes.hex(payload.hex().replace("020111020101040139", "020111020101040131"))));
    cases.registersWithout(
        "signature-damaged",
        content,
        "One bit of the signature is turned.",
        SIGNATURE,
        receipt -> receipt.signature(made -> Scene.flipped(made, made.length() - 1)));
    cases.registersWithout(
        "signature-empty",
        content,
        "No signature.",
        SIGNATURE,
        receipt -> receipt.signature(made -> Bytes.EMPTY));
    cases.registersWithout(
        "signature-of-zeros",
        content,
        "r = s = 0.",
        SIGNATURE,
        receipt -> receipt.signature(made -> Bytes.hex("3006020100020100")));
    cases.registersWithout(
        "signed-by-another-key",
        content,
        "Another key signed, under the signer's name and number.",
        SIGNATURE,
        receipt -> receipt.signer(OTHER_APPLE.receipts().signerKey(), APPLE.receipts().signer()));
    cases.registersWithout(
        "signer-info-names-the-decoy",
        content,
        "The signer's key signed, but the signer info names another certificate of the same issuer.",
        SIGNATURE,
        receipt ->
            receipt
                .signer(APPLE.receipts().signerKey(), DECOY)
                .certificates(all -> Stream.concat(all.stream(), Stream.of(DECOY)).toList()));
    cases.registersWithout(
        "signer-certificate-twice",
        content,
        "The signer's certificate stands there twice.",
        SIGNATURE,
        receipt ->
            receipt.certificates(
                all -> Stream.concat(all.stream(), Stream.of(all.getFirst())).toList()));
    cases.registersWithout(
        "signer-not-there",
        content,
        "The signer's certificate is not among them.",
        SIGNATURE,
        receipt -> receipt.certificates(all -> all.subList(1, 3)));
    cases.registersWithout(
        "as-in-2020",
        cms,
        "Signed attributes; the signature is over the content.",
        SIGNATURE,
        ReceiptMaker::signedAttributesAsIn2020);
    cases.refreshes(
        "refreshed-as-in-2020",
        cms,
        "The same in a refreshed receipt.",
        refused(SIGNATURE),
        ReceiptMaker::signedAttributesAsIn2020);
    cases.registersWithout(
        "digest-named-sha-384",
        algorithm,
        "The digest is named as SHA-384, and is SHA-256.",
        SIGNATURE,
        receipt -> receipt.digestAlgorithm("2.16.840.1.101.3.4.2.2"));
    cases.registersWithout(
        "digest-named-sha-1",
        algorithm,
        "The digest is named as SHA-1, and is SHA-256.",
        SIGNATURE,
        receipt -> receipt.digestAlgorithm("1.3.14.3.2.26"));
    cases.registersWithout(
        "signature-named-rsa",
        algorithm,
        "The signature is named as RSA with SHA-256, and is ECDSA.",
        SIGNATURE,
        receipt -> receipt.signatureAlgorithm("1.2.840.113549.1.1.11"));
  }

  private static Bytes replaced(Bytes whole, String part, String by) {
    return Bytes.hex(whole.hex().replace(Bytes.utf8(part).hex(), Bytes.utf8(by).hex()));
  }

  private void chains() {
    Flag root =
        group.flag(
            "OtherReceiptRoot",
            "Receipts have a root of their own, and only that one. A verifier that takes a root that came"
                + " along, or the attestations', believes whoever has a certificate.");
    Flag marker =
        group.flag(
            "SignerMarker",
            "The root signs much else. Only the markers in signer and issuer, and the signer's name, say"
                + " that it may sign receipts; without them any of the root's leafs could.");
    Flag path =
        group.flag(
            "SignerPath",
            "The signer's path is a path like any other: the issuer must be an authority, and there.");
    cases.registersWithout(
        "another-root-of-the-same-name",
        root,
        "Signer, intermediate and root are a namesake's.",
        CHAIN,
        DEVICE.with(APPLE.with(OTHER_APPLE.receipts())));
    cases.refreshes(
        "refreshed-under-another-root",
        root,
        "The same in a refreshed receipt.",
        refused(CHAIN),
        DEVICE.with(APPLE.with(OTHER_APPLE.receipts())),
        receipt -> {});
    cases.registersWithout(
        "other-signer-under-trusted-intermediate-name",
        root,
        "A namesake's signer; the trusted intermediate and root beside it.",
        CHAIN,
        receipt ->
            receipt
                .signer(OTHER_APPLE.receipts().signerKey(), OTHER_APPLE.receipts().signer())
                .certificates(
                    all -> List.of(OTHER_APPLE.receipts().signer(), all.get(1), all.get(2))));
    cases.registersWithout(
        "signed-by-the-attested-key",
        root,
        "The device signs its own receipt, with its leaf and the attestations' intermediate.",
        CHAIN,
        receipt ->
            receipt
                .signer(DEVICE.key(), ATTESTED.leaf())
                .certificates(all -> ATTESTED.certificates()));
    group
        .attestation(
            "attestation-root-trusted",
            root,
            "The attestations' root is the only one that is trusted for receipts.",
            withReceipt(DEVICE),
            registeredButReceipt(DEVICE, CHAIN))
        .trusting(Scene.ATTESTATION_ROOT, Scene.ATTESTATION_ROOT);
    group
        .attestation(
            "test-root-is-not-apples",
            root,
            "Made by the test authority, while Apple's root is trusted for receipts.",
            withReceipt(DEVICE),
            registeredButReceipt(DEVICE, CHAIN))
        .trusting(Scene.ATTESTATION_ROOT, Scene.APPLE_ROOT);
    signer(
        "no-signer-marker",
        marker,
        "The signer has no marker 12.15.",
        signer -> signer.without(ReceiptAuthority.SIGNER_MARKER));
    signer(
        "other-signer-marker",
        marker,
        "The signer has the marker of another purpose.",
        signer ->
            signer
                .without(ReceiptAuthority.SIGNER_MARKER)
                .extension("1.2.840.113635.100.12.14", Der.NULL));
    signer(
        "other-signer-name",
        marker,
        "The signer's common name is another.",
        signer -> signer.subject(ReceiptAuthority.name("Application Attestation Something Else")));
    issuer(
        "no-issuer-marker",
        marker,
        "The intermediate has no marker 6.2.3.",
        issuer -> issuer.without(ReceiptAuthority.ISSUER_MARKER));
    issuer(
        "issuer-not-a-ca",
        path,
        "The intermediate's basicConstraints say CA: false.",
        CertificateMaker::endEntity);
    signer(
        "signer-is-an-authority",
        path,
        "The signer's basicConstraints say CA: true.",
        CertificateMaker::authority);
    cases.registersWithout(
        "namesake-intermediate-beside",
        path,
        "Beside the right intermediate stands one of the same name from another authority.",
        CHAIN,
        receipt ->
            receipt.certificates(all ->
                Stream.concat(all.stream(), Stream.of(OTHER_APPLE.receipts().intermediate()))
                    .toList()));
    cases.registersWithout(
        "intermediate-not-sent",
        path,
        "The intermediate is not among the certificates.",
        CHAIN,
        receipt -> receipt.certificates(all -> List.of(all.get(0), all.get(2))));
  }

  private void signer(
      String id, Flag flag, String comment, UnaryOperator<CertificateMaker> change) {
    ReceiptAuthority changed = ReceiptAuthority.of("assay test vectors", issuer -> issuer, change);
    cases.registersWithout(id, flag, comment, CHAIN, DEVICE.with(APPLE.with(changed)));
  }

  private void issuer(
      String id, Flag flag, String comment, UnaryOperator<CertificateMaker> change) {
    ReceiptAuthority changed = ReceiptAuthority.of("assay test vectors", change, signer -> signer);
    cases.registersWithout(id, flag, comment, CHAIN, DEVICE.with(APPLE.with(changed)));
  }

  private void validity() {
    Flag creation =
        group.flag(
            "ChainAtCreation",
            "Signers live 13 months and receipts 90 days, so a good receipt outlives its signer. The"
                + " chain is checked at the receipt's own time: checked at the clock's, it fails for"
                + " months; never checked, an expired signer signs for ever.");
    Instant from = ReceiptAuthority.SIGNER_FROM;
    Instant to = ReceiptAuthority.SIGNER_TO;
    issuedAt(
        "created-in-signers-first-second",
        creation,
        "At the signer's notBefore.",
        from,
        "accepted");
    issuedAt(
        "created-before-signer",
        creation,
        "A second before the signer's notBefore.",
        from.minusSeconds(1),
        CHAIN);
    issuedAt(
        "created-in-signers-last-second", creation, "At the signer's notAfter.", to, "accepted");
    issuedAt(
        "created-after-signer",
        creation,
        "A second after the signer's notAfter.",
        to.plusSeconds(1),
        CHAIN);
    group
        .add(
            "signer-expired-since",
            creation,
            "Created a day before the signer expired, and read sixty days later.")
        .then(Event.key(DEVICE, 0))
        .then(
            Event.receipt(
                    DEVICE, DEVICE.refreshedReceipt(ATTESTED, METRIC, to.minus(Duration.ofDays(1))))
                .at(to.plus(Duration.ofDays(60)))
                .expect(metric(METRIC)));
  }

  private void issuedAt(
      String id, Flag flag, String comment, Instant issued, String verdictOrStep) {
    AttestationMaker.Made made = DEVICE.attestation(Scene.HASH, issued).make();
    group
        .add(id, flag, comment)
        .then(
            Event.attestation(made)
                .expect(
                    verdictOrStep.equals("accepted")
                        ? registeredWithReceipt(DEVICE)
                        : registeredButReceipt(DEVICE, verdictOrStep)));
  }

  private void belongings() {
    Flag other =
        group.flag(
            "OtherReceipt",
            "Apple signs receipts for everybody. App, key, environment and challenge say whose this is;"
                + " where one is not compared, a receipt with a low metric is passed around.");
    Flag type =
        group.flag(
            "ReceiptType",
            "An ATTEST receipt carries no metric. One may not stand in for the other: the older one would"
                + " hide what Apple has learnt since.");
    Flag unknown =
        group.flag("UnknownKey", "A receipt for a key that is not there belongs to nobody.");
    Bytes otherLeaf = withReceipt(OTHER_DEVICE).make().leaf();
    Bytes sameKey = DEVICE.attestation(Bytes.sha256(Scene.OTHER_CHALLENGE), ISSUED).make().leaf();
    for (String app :
        List.of(
            "TEAMID1234.com.example.other",
            "TEAMID9999.com.example.app",
            "TEAMID1234.com.example.App",
            "com.example.app",
            "")) {
      cases.registersWithout(
          "of-app-" + (app.isEmpty() ? "empty" : app),
          other,
          "Field 2 is \"" + app + "\".",
          "app-id",
          receipt -> receipt.field(ReceiptMaker.APP_ID, app));
    }
    cases.refreshes(
        "refreshed-of-another-app",
        other,
        "A refreshed receipt of another app.",
        refused("app-id"),
        receipt -> receipt.field(ReceiptMaker.APP_ID, "TEAMID1234.com.example.other"));
    cases.registersWithout(
        "of-another-key",
        other,
        "Field 3 is another device's leaf.",
        "public-key",
        receipt -> receipt.field(LEAF, otherLeaf));
    cases.registersWithout(
        "of-another-leaf-of-the-key",
        other,
        "Field 3 is a leaf of the same key, but of another attestation.",
        "public-key",
        receipt -> receipt.field(LEAF, sameKey));
    cases.refreshes(
        "refreshed-of-another-key",
        other,
        "A refreshed receipt of another device's key.",
        refused("public-key"),
        receipt -> receipt.field(LEAF, otherLeaf));
    cases.registersWithout(
        "of-another-challenge",
        other,
        "Field 4 is the hash of another challenge.",
        "client-data-hash",
        receipt -> receipt.field(CLIENT_DATA_HASH, Bytes.sha256(Scene.OTHER_CHALLENGE)));
    cases.registersWithout(
        "mangled-in-attest",
        other,
        "Field 4 mangled, as only refreshed receipts have it.",
        "client-data-hash",
        receipt -> receipt.field(CLIENT_DATA_HASH, Bytes.utf8(Scene.HASH.text())));
    cases.registersWithout(
        "client-data-hash-empty",
        other,
        "Field 4 has no bytes.",
        "client-data-hash",
        receipt -> receipt.field(CLIENT_DATA_HASH, Bytes.EMPTY));
    cases.registersWithout(
        "of-the-sandbox",
        other,
        "Field 7 is sandbox, in production.",
        "environment",
        receipt -> receipt.field(ENVIRONMENT, "sandbox"));
    cases.registersWithout(
        "environment-in-other-case",
        other,
        "Field 7 is Production.",
        "environment",
        receipt -> receipt.field(ENVIRONMENT, "Production"));
    cases.registersWithout(
        "environment-named-as-in-the-app",
        other,
        "Field 7 is development, which no receipt says.",
        "environment",
        receipt -> receipt.field(ENVIRONMENT, "development"));
    cases.refreshes(
        "refreshed-of-the-sandbox",
        other,
        "A refreshed receipt of the sandbox.",
        refused("environment"),
        receipt -> receipt.field(ENVIRONMENT, "sandbox"));
    SoftwareDevice development = DEVICE.with(Environment.DEVELOPMENT);
    group
        .attestation(
            "of-production-in-development",
            other,
            "Field 7 is production, in development.",
            withReceipt(development).receipt(receipt -> receipt.field(ENVIRONMENT, "production")),
            registeredButReceipt(development, "environment"))
        .under(Policy.development());
    group
        .add(
            "attest-where-refreshed-is-due",
            type,
            "The attestation's own receipt comes back as if it were a refreshed one.")
        .then(Event.attestation(ATTESTED).expect(registeredWithReceipt(DEVICE)))
        .then(
            Event.receipt(DEVICE, ATTESTED.receipt().orElseThrow())
                .expect(refused("receipt-type")));
    Bytes refreshed = DEVICE.refreshedReceipt(ATTESTED, METRIC, ISSUED).make();
    group.attestation(
        "refreshed-where-attest-is-due",
        type,
        "A refreshed receipt for the same leaf stands in the attestation.",
        withReceipt(DEVICE).receiptBytes(made -> refreshed),
        registeredButReceipt(DEVICE, "receipt-type"));
    group
        .add("unknown-key", unknown, "No key is registered.")
        .then(
            Event.receipt(DEVICE, DEVICE.refreshedReceipt(ATTESTED, METRIC, REFRESHED))
                .expect(refused("unknown-key")));
    group
        .add("another-key-is-registered", unknown, "A key is registered, but not this one.")
        .then(Event.key(OTHER_DEVICE, 0))
        .then(
            Event.receipt(DEVICE, DEVICE.refreshedReceipt(ATTESTED, METRIC, REFRESHED))
                .expect(refused("unknown-key")));
    group
        .add(
            "under-another-key-id",
            other,
            "Both keys are registered; the first one's receipt comes under the second's key id.")
        .then(Event.key(DEVICE, 0))
        .then(Event.key(OTHER_DEVICE, 0))
        .then(
            Event.receipt(OTHER_DEVICE, DEVICE.refreshedReceipt(ATTESTED, METRIC, REFRESHED))
                .expect(refused("public-key")));
  }

  private void ages() {
    Flag age =
        group.flag(
            "ReceiptAge",
            "At registration a receipt is at most five minutes old: an older one was kept back, or is"
                + " somebody else's. None comes from more than five minutes ahead.");
    Flag expired =
        group.flag(
            "ReceiptExpired",
            "After field 21 Apple knows nothing of the receipt any more. A verifier that does not look"
                + " keeps a metric alive that nobody vouches for.");
    Duration five = Duration.ofMinutes(5);
    Duration millisecond = Duration.ofMillis(1);
    at("five-minutes-old", age, "Five minutes exactly.", ISSUED.plus(five), true);
    at(
        "five-minutes-and-a-millisecond-old",
        age,
        "A millisecond more.",
        ISSUED.plus(five).plus(millisecond),
        false);
    at(
        "an-hour-old",
        age,
        "An hour, as when an attestation is kept back.",
        ISSUED.plus(Duration.ofHours(1)),
        false);
    at(
        "five-minutes-ahead",
        age,
        "Created five minutes ahead of the verifier's clock.",
        ISSUED.minus(five),
        true);
    at(
        "five-minutes-and-a-millisecond-ahead",
        age,
        "A millisecond more.",
        ISSUED.minus(five).minus(millisecond),
        false);
    cases.refreshes(
        "refreshed-a-month-ago",
        age,
        "A refreshed receipt may be old.",
        metric(METRIC),
        receipt -> receipt.field(CREATED, "2026-09-01T12:00:00Z"));
    cases.refreshes(
        "refreshed-five-minutes-ahead",
        age,
        "Five minutes ahead of the verifier's clock.",
        metric(METRIC),
        receipt -> receipt.field(CREATED, NOW.plus(five).toString()));
    cases.refreshes(
        "refreshed-from-the-future",
        age,
        "Five minutes and a millisecond ahead.",
        refused(AGE),
        receipt -> receipt.field(CREATED, NOW.plus(five).plus(millisecond).toString()));
    cases.registers(
        "expires-in-a-millisecond",
        expired,
        "Field 21 is a millisecond ahead.",
        receipt -> receipt.field(EXPIRES, NOW.plus(millisecond).toString()));
    cases.registersWithout(
        "expires-now",
        expired,
        "Field 21 is the verifier's time exactly.",
        "receipt-expired",
        receipt -> receipt.field(EXPIRES, NOW.toString()));
    cases.registersWithout(
        "expired-before-creation",
        expired,
        "Field 21 lies before field 12.",
        "receipt-expired",
        receipt -> receipt.field(EXPIRES, ISSUED.minusSeconds(1).toString()));
    cases.refreshes(
        "refreshed-and-expired",
        expired,
        "Created 91 days ago, for 90 days.",
        refused("receipt-expired"),
        receipt ->
            receipt
                .field(CREATED, NOW.minus(Duration.ofDays(91)).toString())
                .field(EXPIRES, NOW.minus(Duration.ofDays(1)).toString()));
  }

  private void at(String id, Flag flag, String comment, Instant clock, boolean accepted) {
    group
        .add(id, flag, comment)
        .then(
            Event.attestation(ATTESTED)
                .at(clock)
                .expect(
                    accepted ? registeredWithReceipt(DEVICE) : registeredButReceipt(DEVICE, AGE)));
  }
}
