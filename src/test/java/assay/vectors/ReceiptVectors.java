package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registeredButReceipt;
import static assay.vectors.Expect.registeredWithReceipt;
import static assay.vectors.Scene.APPLE;
import static assay.vectors.Scene.APP_ID;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.ISSUED;
import static assay.vectors.Scene.NOW;
import static assay.vectors.Scene.OTHER_APPLE;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.withReceipt;
import static assay.vectors.maker.ReceiptMaker.CLIENT_DATA_HASH;
import static assay.vectors.maker.ReceiptMaker.CREATED;
import static assay.vectors.maker.ReceiptMaker.ENVIRONMENT;
import static assay.vectors.maker.ReceiptMaker.EXPIRES;
import static assay.vectors.maker.ReceiptMaker.LEAF;
import static assay.vectors.maker.ReceiptMaker.NOT_BEFORE;
import static assay.vectors.maker.ReceiptMaker.RISK_METRIC;
import static assay.vectors.maker.ReceiptMaker.TOKEN;
import static assay.vectors.maker.ReceiptMaker.TYPE;
import static assay.vectors.maker.ReceiptMaker.encoded;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.vectors.VectorGroup.Flag;
import assay.vectors.maker.AttestationMaker;
import assay.vectors.maker.CertificateMaker;
import assay.vectors.maker.Der;
import assay.vectors.maker.ReceiptAuthority;
import assay.vectors.maker.ReceiptMaker;
import assay.vectors.maker.SoftwareDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Receipts: those that come inside of attestations, and those that Apple gives in exchange. */
final class ReceiptVectors {
  private static final int LARGEST = 16 * 1024;
  private static final int METRIC = 2;
  private static final Instant REFRESHED = NOW.minus(Duration.ofHours(1));
  private static final String FORMAT = "format";
  private static final String SIGNATURE = "receipt-signature";
  private static final String CHAIN = "receipt-chain";
  private static final String AGE = "receipt-age";
  private static final AttestationMaker.Made ATTESTED = withReceipt(DEVICE).make();

  private final VectorGroup group =
      new VectorGroup(
          "receipts",
          "Receipts. One that comes inside of an attestation (type ATTEST) is judged on its own and"
              + " refuses nothing but itself: the expectation says accepted, refused with the receipt's"
              + " step, or absent. One that Apple's server gives in exchange (type RECEIPT) comes as an"
              + " event of its own for a registered key.");

  static VectorGroup group() {
    ReceiptVectors vectors = new ReceiptVectors();
    vectors.accepted();
    vectors.signatures();
    vectors.chains();
    vectors.validity();
    vectors.belongings();
    vectors.ages();
    vectors.containers();
    vectors.fields();
    vectors.contents();
    vectors.sizes();
    return vectors.group;
  }

  private VectorCase registers(
      String id, Flag flag, String comment, Consumer<ReceiptMaker> change) {
    return group.attestation(
        id, flag, comment, withReceipt(DEVICE).receipt(change), registeredWithReceipt(DEVICE));
  }

  private VectorCase registersWithout(
      String id, Flag flag, String comment, String step, Consumer<ReceiptMaker> change) {
    return group.attestation(
        id, flag, comment, withReceipt(DEVICE).receipt(change), registeredButReceipt(DEVICE, step));
  }

  private VectorCase refreshes(
      String id, Flag flag, String comment, Expect expect, Consumer<ReceiptMaker> change) {
    return refreshes(id, flag, comment, expect, DEVICE, change);
  }

  private VectorCase refreshes(
      String id,
      Flag flag,
      String comment,
      Expect expect,
      SoftwareDevice device,
      Consumer<ReceiptMaker> change) {
    ReceiptMaker made = device.refreshedReceipt(ATTESTED, METRIC, REFRESHED);
    change.accept(made);
    return group
        .add(id, flag, comment)
        .then(Event.key(DEVICE, 0))
        .then(Event.receipt(DEVICE, made).expect(expect));
  }

  private static Expect metric(int metric) {
    return Expect.accepted().with("receiptType", "RECEIPT").with("riskMetric", metric);
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
    registers("attest", good, "A new key's receipt.", receipt -> {});
    refreshes("refreshed", good, "A receipt with a risk metric.", metric(METRIC), receipt -> {});
    group
        .add("attest-then-refreshed", good, "Attested, then exchanged a day later, and again.")
        .then(Event.attestation(ATTESTED).expect(registeredWithReceipt(DEVICE)))
        .then(later(1, 1))
        .then(later(30, 7));
    refreshes(
        "risk-metric-zero",
        good,
        "A metric of 0.",
        metric(0),
        receipt -> receipt.field(RISK_METRIC, "0"));
    refreshes(
        "risk-metric-large",
        good,
        "A metric of 12345.",
        metric(12_345),
        receipt -> receipt.field(RISK_METRIC, "12345"));
    registers(
        "pieces-of-100-bytes",
        good,
        "The content in pieces of 100 bytes.",
        receipt -> receipt.pieceLength(100));
    registers(
        "one-piece", good, "The content in one piece.", receipt -> receipt.pieceLength(LARGEST));
    registers(
        "unknown-fields",
        good,
        "Two fields that nobody knows.",
        receipt -> receipt.field(8, "?").field(4711, Bytes.EMPTY));
    registers(
        "signed-attributes",
        good,
        "Signed attributes, and the signature over them, as CMS has it.",
        ReceiptMaker::signedAttributes);
    registers(
        "certificates-in-other-order",
        good,
        "Root, intermediate, signer.",
        receipt -> receipt.certificates(List::reversed));
    registers(
        "root-not-sent",
        good,
        "The root is not among the certificates; it is pinned.",
        receipt -> receipt.certificates(all -> all.subList(0, 2)));
    refreshes(
        "mangled-field-4",
        mangled,
        "Field 4 with U+FFFD, as Apple sends it.",
        metric(METRIC),
        receipt -> {});
    refreshes(
        "whole-field-4",
        mangled,
        "Field 4 as it was at registration, as Apple's page promises.",
        metric(METRIC),
        receipt -> receipt.field(CLIENT_DATA_HASH, Scene.HASH));
    for (String time : List.of("12:00:00Z", "12:00:00.1Z", "12:00:00.15Z", "12:00:00.153Z")) {
      registers(
          "created-at-" + time.toLowerCase(Locale.ROOT).replace(":", ""),
          fraction,
          "Created at " + time + ", expires with as many digits.",
          receipt ->
              receipt.field(CREATED, "2026-10-01T" + time).field(EXPIRES, "2026-12-30T" + time));
    }
    refreshes(
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
    registersWithout(
        "payload-changed",
        content,
        "Signed for another app; the App ID was exchanged afterwards.",
        SIGNATURE,
        receipt ->
            receipt
                .field(ReceiptMaker.APP_ID, other)
                .sentPayload(payload -> replaced(payload, other, APP_ID)));
    refreshes(
        "risk-metric-changed",
        content,
        "The metric 9 was made a 1 afterwards.",
        refused(SIGNATURE),
        receipt ->
            receipt
                .field(RISK_METRIC, "9")
                .sentPayload(payload ->
                    Bytes.hex(payload.hex().replace("020111020101040139", "020111020101040131"))));
    registersWithout(
        "signature-damaged",
        content,
        "One bit of the signature is turned.",
        SIGNATURE,
        receipt -> receipt.signature(made -> Scene.flipped(made, made.length() - 1)));
    registersWithout(
        "signature-empty",
        content,
        "No signature.",
        SIGNATURE,
        receipt -> receipt.signature(made -> Bytes.EMPTY));
    registersWithout(
        "signature-of-zeros",
        content,
        "r = s = 0.",
        SIGNATURE,
        receipt -> receipt.signature(made -> Bytes.hex("3006020100020100")));
    registersWithout(
        "signed-by-another-key",
        content,
        "Another key signed, under the signer's name and number.",
        SIGNATURE,
        receipt -> receipt.signer(OTHER_APPLE.receipts().signerKey(), APPLE.receipts().signer()));
    registersWithout(
        "signer-not-there",
        content,
        "The signer's certificate is not among them.",
        SIGNATURE,
        receipt -> receipt.certificates(all -> all.subList(1, 3)));
    registersWithout(
        "as-in-2020",
        cms,
        "Signed attributes; the signature is over the content.",
        SIGNATURE,
        ReceiptMaker::signedAttributesAsIn2020);
    refreshes(
        "refreshed-as-in-2020",
        cms,
        "The same in a refreshed receipt.",
        refused(SIGNATURE),
        ReceiptMaker::signedAttributesAsIn2020);
    registersWithout(
        "digest-named-sha-384",
        algorithm,
        "The digest is named as SHA-384, and is SHA-256.",
        SIGNATURE,
        receipt -> receipt.digestAlgorithm("2.16.840.1.101.3.4.2.2"));
    registersWithout(
        "digest-named-sha-1",
        algorithm,
        "The digest is named as SHA-1, and is SHA-256.",
        SIGNATURE,
        receipt -> receipt.digestAlgorithm("1.3.14.3.2.26"));
    registersWithout(
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
    registersWithout(
        "another-root-of-the-same-name",
        root,
        "Signer, intermediate and root are a namesake's.",
        CHAIN,
        DEVICE.with(APPLE.with(OTHER_APPLE.receipts())));
    refreshes(
        "refreshed-under-another-root",
        root,
        "The same in a refreshed receipt.",
        refused(CHAIN),
        DEVICE.with(APPLE.with(OTHER_APPLE.receipts())),
        receipt -> {});
    registersWithout(
        "other-signer-under-trusted-intermediate-name",
        root,
        "A namesake's signer; the trusted intermediate and root beside it.",
        CHAIN,
        receipt ->
            receipt
                .signer(OTHER_APPLE.receipts().signerKey(), OTHER_APPLE.receipts().signer())
                .certificates(
                    all -> List.of(OTHER_APPLE.receipts().signer(), all.get(1), all.get(2))));
    registersWithout(
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
    registersWithout(
        "intermediate-not-sent",
        path,
        "The intermediate is not among the certificates.",
        CHAIN,
        receipt -> receipt.certificates(all -> List.of(all.get(0), all.get(2))));
  }

  private void registersWithout(
      String id, Flag flag, String comment, String step, SoftwareDevice device) {
    group.attestation(id, flag, comment, withReceipt(device), registeredButReceipt(device, step));
  }

  private void signer(
      String id, Flag flag, String comment, UnaryOperator<CertificateMaker> change) {
    ReceiptAuthority changed = ReceiptAuthority.of("assay test vectors", issuer -> issuer, change);
    registersWithout(id, flag, comment, CHAIN, DEVICE.with(APPLE.with(changed)));
  }

  private void issuer(
      String id, Flag flag, String comment, UnaryOperator<CertificateMaker> change) {
    ReceiptAuthority changed = ReceiptAuthority.of("assay test vectors", change, signer -> signer);
    registersWithout(id, flag, comment, CHAIN, DEVICE.with(APPLE.with(changed)));
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
      registersWithout(
          "of-app-" + (app.isEmpty() ? "empty" : app),
          other,
          "Field 2 is \"" + app + "\".",
          "app-id",
          receipt -> receipt.field(ReceiptMaker.APP_ID, app));
    }
    refreshes(
        "refreshed-of-another-app",
        other,
        "A refreshed receipt of another app.",
        refused("app-id"),
        receipt -> receipt.field(ReceiptMaker.APP_ID, "TEAMID1234.com.example.other"));
    registersWithout(
        "of-another-key",
        other,
        "Field 3 is another device's leaf.",
        "public-key",
        receipt -> receipt.field(LEAF, otherLeaf));
    registersWithout(
        "of-another-leaf-of-the-key",
        other,
        "Field 3 is a leaf of the same key, but of another attestation.",
        "public-key",
        receipt -> receipt.field(LEAF, sameKey));
    refreshes(
        "refreshed-of-another-key",
        other,
        "A refreshed receipt of another device's key.",
        refused("public-key"),
        receipt -> receipt.field(LEAF, otherLeaf));
    registersWithout(
        "of-another-challenge",
        other,
        "Field 4 is the hash of another challenge.",
        "client-data-hash",
        receipt -> receipt.field(CLIENT_DATA_HASH, Bytes.sha256(Scene.OTHER_CHALLENGE)));
    registersWithout(
        "mangled-in-attest",
        other,
        "Field 4 mangled, as only refreshed receipts have it.",
        "client-data-hash",
        receipt -> receipt.field(CLIENT_DATA_HASH, Bytes.utf8(Scene.HASH.text())));
    registersWithout(
        "client-data-hash-empty",
        other,
        "Field 4 has no bytes.",
        "client-data-hash",
        receipt -> receipt.field(CLIENT_DATA_HASH, Bytes.EMPTY));
    registersWithout(
        "of-the-sandbox",
        other,
        "Field 7 is sandbox, in production.",
        "environment",
        receipt -> receipt.field(ENVIRONMENT, "sandbox"));
    registersWithout(
        "environment-in-other-case",
        other,
        "Field 7 is Production.",
        "environment",
        receipt -> receipt.field(ENVIRONMENT, "Production"));
    registersWithout(
        "environment-named-as-in-the-app",
        other,
        "Field 7 is development, which no receipt says.",
        "environment",
        receipt -> receipt.field(ENVIRONMENT, "development"));
    refreshes(
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
    refreshes(
        "refreshed-a-month-ago",
        age,
        "A refreshed receipt may be old.",
        metric(METRIC),
        receipt -> receipt.field(CREATED, "2026-09-01T12:00:00Z"));
    refreshes(
        "refreshed-five-minutes-ahead",
        age,
        "Five minutes ahead of the verifier's clock.",
        metric(METRIC),
        receipt -> receipt.field(CREATED, NOW.plus(five).toString()));
    refreshes(
        "refreshed-from-the-future",
        age,
        "Five minutes and a millisecond ahead.",
        refused(AGE),
        receipt -> receipt.field(CREATED, NOW.plus(five).plus(millisecond).toString()));
    registers(
        "expires-in-a-millisecond",
        expired,
        "Field 21 is a millisecond ahead.",
        receipt -> receipt.field(EXPIRES, NOW.plus(millisecond).toString()));
    registersWithout(
        "expires-now",
        expired,
        "Field 21 is the verifier's time exactly.",
        "receipt-expired",
        receipt -> receipt.field(EXPIRES, NOW.toString()));
    registersWithout(
        "expired-before-creation",
        expired,
        "Field 21 lies before field 12.",
        "receipt-expired",
        receipt -> receipt.field(EXPIRES, ISSUED.minusSeconds(1).toString()));
    refreshes(
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

  private void containers() {
    Flag signers =
        group.flag(
            "SignerCount",
            "There is one signer. With two a verifier checks one and believes both; with none there is"
                + " nothing to check, and some libraries call that valid.");
    Flag container =
        group.flag(
            "ReceiptContainer",
            "A receipt is one CMS SignedData with content of type data, and nothing after it.");
    Bytes payload = Der.set();
    registersWithout(
        "two-signers",
        signers,
        "A second signer beside the right one.",
        FORMAT,
        receipt ->
            receipt.signerInfos(one ->
                plus(
                    one,
                    receipt.otherSignerInfo(
                        OTHER_APPLE.receipts().signerKey(),
                        OTHER_APPLE.receipts().signer(),
                        payload))));
    registersWithout(
        "two-signers-wrong-one-first",
        signers,
        "The second signer stands first.",
        FORMAT,
        receipt ->
            receipt.signerInfos(one ->
                List.of(
                    receipt.otherSignerInfo(
                        OTHER_APPLE.receipts().signerKey(),
                        OTHER_APPLE.receipts().signer(),
                        payload),
                    one.getFirst())));
    registersWithout(
        "signer-twice",
        signers,
        "The right signer stands there twice.",
        FORMAT,
        receipt -> receipt.signerInfos(one -> plus(one, one.getFirst())));
    registersWithout(
        "no-signer",
        signers,
        "There is no signer.",
        FORMAT,
        receipt -> receipt.signerInfos(one -> List.of()));
    registersWithout(
        "content-of-another-type",
        container,
        "The content is of type signedData.",
        FORMAT,
        receipt -> receipt.contentType("1.2.840.113549.1.7.2"));
    bytes(
        "byte-after-receipt",
        container,
        "A zero byte follows.",
        receipt -> receipt.concat(Bytes.hex("00")));
    bytes(
        "end-of-contents-after-receipt",
        container,
        "Two zero bytes more than there are indefinite lengths.",
        receipt -> receipt.concat(Bytes.hex("0000")));
    bytes(
        "receipt-twice",
        container,
        "The receipt stands there twice.",
        receipt -> receipt.concat(receipt));
    bytes(
        "receipt-empty",
        container,
        "No bytes; a missing receipt would be absent.",
        receipt -> Bytes.EMPTY);
    bytes("receipt-garbage", container, "32 random bytes.", Bytes::sha256);
    bytes(
        "receipt-in-base64",
        container,
        "The base64 text of the receipt, as Apple's server wants it.",
        receipt -> Bytes.utf8(receipt.base64()));
    bytes("receipt-in-octets", container, "The receipt in an OCTET STRING.", Der::octets);
    bytes(
        "certificate-as-receipt",
        container,
        "A certificate.",
        receipt -> APPLE.receipts().signer());
    bytes("receipt-of-null", container, "An ASN.1 NULL.", receipt -> Der.NULL);
    bytes(
        "endless-nesting",
        container,
        "Four thousand SEQUENCEs of indefinite length, one in the other.",
        receipt -> Bytes.hex("3080".repeat(4000)));
    bytes(
        "promised-2-31-bytes",
        container,
        "A SEQUENCE that announces 2^31 - 1 bytes.",
        receipt -> Bytes.hex("30847fffffff"));
    bytes(
        "promised-2-63-bytes",
        container,
        "A SEQUENCE that announces 2^63 bytes.",
        receipt -> Bytes.hex("30888000000000000000"));
    VectorCase cut =
        group
            .add(
                "receipt-cut-off",
                container,
                "Refreshed receipts of the first 32 lengths, then every 211th, then the last 8 before"
                    + " the whole.")
            .then(Event.key(DEVICE, 0));
    Bytes whole = DEVICE.refreshedReceipt(ATTESTED, METRIC, REFRESHED).make();
    for (int length = 0; length < whole.length(); length++) {
      if (length < 32 || length % 211 == 0 || length >= whole.length() - 8) {
        cut.then(Event.receipt(DEVICE, whole.slice(0, length)).expect(refused(FORMAT)));
      }
    }
  }

  private void bytes(String id, Flag flag, String comment, UnaryOperator<Bytes> change) {
    group.attestation(
        id,
        flag,
        comment,
        withReceipt(DEVICE).receiptBytes(change),
        registeredButReceipt(DEVICE, FORMAT));
  }

  private static <T> List<T> plus(List<T> list, T more) {
    List<T> all = new ArrayList<>(list);
    all.add(more);
    return all;
  }

  private void fields() {
    Flag missing =
        group.flag(
            "FieldMissing",
            "Every field that Apple writes must be there: what is missing cannot be compared, and a"
                + " comparison that is left out is passed.");
    Flag twice =
        group.flag(
            "FieldTwice",
            "A field that is there twice has two values, and two readers may each take another.");
    for (int type :
        new int[] {
          ReceiptMaker.APP_ID, LEAF, CLIENT_DATA_HASH, TOKEN, TYPE, ENVIRONMENT, CREATED, EXPIRES
        }) {
      registersWithout(
          "field-" + type + "-missing",
          missing,
          "There is no field " + type + ".",
          FORMAT,
          receipt -> receipt.without(type));
      registersWithout(
          "field-" + type + "-twice",
          twice,
          "A second field " + type + ", without value.",
          FORMAT,
          receipt -> receipt.oneMoreField(encoded(type, 1, Bytes.EMPTY)));
    }
    for (int type : new int[] {RISK_METRIC, NOT_BEFORE, EXPIRES}) {
      refreshes(
          "refreshed-field-" + type + "-missing",
          missing,
          "A refreshed receipt without field " + type + ".",
          refused(FORMAT),
          receipt -> receipt.without(type));
    }
    refreshes(
        "risk-metric-twice",
        twice,
        "The metric 2, and then 0.",
        refused(FORMAT),
        receipt -> receipt.oneMoreField(encoded(RISK_METRIC, 1, Bytes.utf8("0"))));
    registersWithout(
        "app-id-twice-the-same",
        twice,
        "Field 2 twice with the same value.",
        FORMAT,
        receipt -> receipt.oneMoreField(encoded(ReceiptMaker.APP_ID, 1, Bytes.utf8(APP_ID))));
    registersWithout(
        "unknown-field-twice",
        twice,
        "A field that nobody knows, twice.",
        FORMAT,
        receipt -> receipt.field(99, "a").oneMoreField(encoded(99, 1, Bytes.utf8("b"))));
    registersWithout(
        "no-fields",
        missing,
        "An empty SET.",
        FORMAT,
        receipt -> receipt.payload(payload -> Der.set()));
    registersWithout(
        "no-payload",
        missing,
        "No bytes of content.",
        FORMAT,
        receipt -> receipt.payload(payload -> Bytes.EMPTY));
  }

  private void contents() {
    Flag shape =
        group.flag(
            "FieldShape",
            "A field is SEQUENCE { type INTEGER, version INTEGER 1, value OCTET STRING } with the bare"
                + " bytes in it; there is no ASN.1 inside, as in receipts of the App Store.");
    Flag unreadable =
        group.flag(
            "FieldUnreadable",
            "What cannot be read cannot be compared. A verifier that makes a default of it, the epoch or"
                + " 0, passes what should fail.");
    registersWithout(
        "payload-is-sequence",
        shape,
        "A SEQUENCE instead of the SET.",
        FORMAT,
        receipt ->
            receipt.payload(payload -> Bytes.of((byte) Der.SEQUENCE).concat(payload.from(1))));
    registersWithout(
        "bytes-after-payload",
        shape,
        "Two bytes after the SET.",
        FORMAT,
        receipt -> receipt.payload(payload -> payload.concat(Der.NULL)));
    registersWithout(
        "payload-cut-off",
        shape,
        "The last byte is missing.",
        FORMAT,
        receipt -> receipt.payload(payload -> payload.slice(0, payload.length() - 1)));
    registersWithout(
        "payload-garbage",
        shape,
        "Random bytes, signed.",
        FORMAT,
        receipt -> receipt.payload(Bytes::sha256));
    registersWithout(
        "field-of-version-2",
        shape,
        "A field 8 of version 2.",
        FORMAT,
        receipt -> receipt.oneMoreField(encoded(8, 2, Bytes.EMPTY)));
    registersWithout(
        "field-of-two-elements",
        shape,
        "A field without value.",
        FORMAT,
        receipt -> receipt.oneMoreField(Der.sequence(Der.integer(8), Der.integer(1))));
    registersWithout(
        "field-of-four-elements",
        shape,
        "A field with a fourth element.",
        FORMAT,
        receipt ->
            receipt.oneMoreField(
                Der.sequence(Der.integer(8), Der.integer(1), Der.octets(Bytes.EMPTY), Der.NULL)));
    registersWithout(
        "field-not-a-sequence",
        shape,
        "A NULL among the fields.",
        FORMAT,
        receipt -> receipt.oneMoreField(Der.NULL));
    registersWithout(
        "field-type-as-text",
        shape,
        "A field whose type is text.",
        FORMAT,
        receipt ->
            receipt.oneMoreField(
                Der.sequence(Der.utf8("8"), Der.integer(1), Der.octets(Bytes.EMPTY))));
    registersWithout(
        "field-value-as-text",
        shape,
        "A field whose value is a UTF8String.",
        FORMAT,
        receipt ->
            receipt.oneMoreField(Der.sequence(Der.integer(8), Der.integer(1), Der.utf8("?"))));
    registersWithout(
        "times-wrapped",
        shape,
        "The values of 12 and 21 are UTF8Strings inside of the OCTET STRINGs.",
        FORMAT,
        receipt ->
            receipt
                .field(CREATED, Der.utf8(ISSUED.toString()))
                .field(EXPIRES, Der.utf8("2026-12-30T12:00:00Z")));
    for (String time :
        List.of(
            "",
            "yesterday",
            "1790856000",
            "2026-10-01",
            "2026-10-01T12:00:00",
            "2026-13-01T12:00:00Z",
            "01 Oct 2026 12:00:00 GMT")) {
      registersWithout(
          "created-at-" + (time.isEmpty() ? "nothing" : slug(time)),
          unreadable,
          "Field 12 is \"" + time + "\".",
          FORMAT,
          receipt -> receipt.field(CREATED, time));
    }
    registersWithout(
        "expires-never",
        unreadable,
        "Field 21 is \"never\".",
        FORMAT,
        receipt -> receipt.field(EXPIRES, "never"));
    refreshes(
        "not-before-unreadable",
        unreadable,
        "Field 19 is \"tomorrow\".",
        refused(FORMAT),
        receipt -> receipt.field(NOT_BEFORE, "tomorrow"));
    for (String metric : List.of("", "many", "-1", "1.5", "0x10", "1e3", " 2")) {
      refreshes(
          "risk-metric-" + (metric.isEmpty() ? "empty" : slug(metric)),
          unreadable,
          "Field 17 is \"" + metric + "\".",
          refused(FORMAT),
          receipt -> receipt.field(RISK_METRIC, metric));
    }
    registersWithout(
        "type-unknown",
        unreadable,
        "Field 6 is PURCHASE.",
        FORMAT,
        receipt -> receipt.field(TYPE, "PURCHASE"));
    registersWithout(
        "type-in-other-case",
        unreadable,
        "Field 6 is attest.",
        FORMAT,
        receipt -> receipt.field(TYPE, "attest"));
    registersWithout(
        "type-empty",
        unreadable,
        "Field 6 has no bytes.",
        FORMAT,
        receipt -> receipt.field(TYPE, ""));
    registersWithout(
        "leaf-is-no-certificate",
        unreadable,
        "Field 3 is random bytes.",
        FORMAT,
        receipt -> receipt.field(LEAF, Scene.HASH));
    registersWithout(
        "leaf-is-public-key",
        unreadable,
        "Field 3 is a SubjectPublicKeyInfo, as Apple's page can be read.",
        FORMAT,
        receipt -> receipt.field(LEAF, DEVICE.key().subjectPublicKeyInfo()));
    registersWithout(
        "leaf-with-byte-after",
        unreadable,
        "A byte follows the certificate in field 3.",
        FORMAT,
        receipt -> receipt.field(LEAF, ATTESTED.leaf().concat(Bytes.hex("00"))));
    registersWithout(
        "leaf-of-p384-key",
        unreadable,
        "Field 3 is the certificate of a P-384 key.",
        FORMAT,
        receipt -> receipt.field(LEAF, APPLE.attestations().intermediate()));
  }

  private static String slug(String text) {
    String kept = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    return kept.startsWith("-") ? "minus" + kept : kept;
  }

  private void sizes() {
    Flag largest =
        group.flag(
            "LargestReceipt", "A receipt has at most 16 KiB, counted before anything is parsed.");
    group
        .add("exactly-16-kib", largest, "An unknown field fills the receipt up to 16384 bytes.")
        .then(Event.key(DEVICE, 0))
        .then(Event.receipt(DEVICE, padded(LARGEST)).expect(metric(METRIC)));
    group
        .add("16-kib-and-a-byte", largest, "The same with one byte more.")
        .then(Event.key(DEVICE, 0))
        .then(Event.receipt(DEVICE, padded(LARGEST + 1)).expect(refused(FORMAT)));
    refreshes(
        "many-fields",
        largest,
        "A thousand fields that nobody knows.",
        metric(METRIC),
        receipt -> {
          for (int type = 1000; type < 2000; type++) {
            receipt.field(type, Bytes.EMPTY);
          }
        });
    refreshes(
        "many-certificates",
        largest,
        "Seven times the root.",
        metric(METRIC),
        receipt -> receipt.certificates(all -> joined(all, Collections.nCopies(6, all.getLast()))));
    group.attestation(
        "many-signers",
        largest,
        "Thirty signers.",
        withReceipt(DEVICE)
            .receipt(
                receipt -> receipt.signerInfos(one -> Collections.nCopies(30, one.getFirst()))),
        registeredButReceipt(DEVICE, FORMAT));
  }

  private static <T> List<T> joined(List<T> head, List<T> tail) {
    List<T> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }

  /** A refreshed receipt of exactly this length; a signature's length is not known before. */
  private static Bytes padded(int length) {
    int padding = length - DEVICE.refreshedReceipt(ATTESTED, METRIC, REFRESHED).make().length();
    for (; padding > 0; padding--) {
      Bytes made =
          DEVICE
              .refreshedReceipt(ATTESTED, METRIC, REFRESHED)
              .field(99, Bytes.of(new byte[padding]))
              .make();
      if (made.length() == length) {
        return made;
      }
    }
    throw new IllegalStateException("no padding makes " + length + " bytes");
  }
}
