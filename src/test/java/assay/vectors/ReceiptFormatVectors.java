package assay.vectors;

import static assay.simulator.maker.ReceiptMaker.CLIENT_DATA_HASH;
import static assay.simulator.maker.ReceiptMaker.CREATED;
import static assay.simulator.maker.ReceiptMaker.ENVIRONMENT;
import static assay.simulator.maker.ReceiptMaker.EXPIRES;
import static assay.simulator.maker.ReceiptMaker.LEAF;
import static assay.simulator.maker.ReceiptMaker.NOT_BEFORE;
import static assay.simulator.maker.ReceiptMaker.RISK_METRIC;
import static assay.simulator.maker.ReceiptMaker.TOKEN;
import static assay.simulator.maker.ReceiptMaker.TYPE;
import static assay.simulator.maker.ReceiptMaker.encoded;
import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registeredButReceipt;
import static assay.vectors.ReceiptCases.ATTESTED;
import static assay.vectors.ReceiptCases.METRIC;
import static assay.vectors.ReceiptCases.REFRESHED;
import static assay.vectors.ReceiptCases.metric;
import static assay.vectors.Scene.APPLE;
import static assay.vectors.Scene.APP_ID;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.ISSUED;
import static assay.vectors.Scene.OTHER_APPLE;
import static assay.vectors.Scene.withReceipt;

import assay.core.Bytes;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.raw.Der;
import assay.vectors.VectorGroup.Flag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What receipts are written in: the container, the fields, their values, the size of it all. */
final class ReceiptFormatVectors {
  private static final int LARGEST = 16 * 1024;
  private static final String FORMAT = "format";

  private final VectorGroup group =
      new VectorGroup(
          "receipt-formats",
          "The format of receipts: one CMS SignedData of one signer, whose content is a SET of fields,"
              + " each there once and readable, in at most 16 KiB. Those inside of attestations refuse"
              + " nothing but themselves.");
  private final ReceiptCases cases = new ReceiptCases(group);

  static VectorGroup group() {
    ReceiptFormatVectors vectors = new ReceiptFormatVectors();
    vectors.containers();
    vectors.fields();
    vectors.contents();
    vectors.sizes();
    return vectors.group;
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
    cases.registersWithout(
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
    cases.registersWithout(
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
    cases.registersWithout(
        "signer-twice",
        signers,
        "The right signer stands there twice.",
        FORMAT,
        receipt -> receipt.signerInfos(one -> plus(one, one.getFirst())));
    cases.registersWithout(
        "no-signer",
        signers,
        "There is no signer.",
        FORMAT,
        receipt -> receipt.signerInfos(one -> List.of()));
    cases.registersWithout(
        "signers-in-two-sets",
        signers,
        "An empty set of signers before the right one: some libraries read the last and drop the first.",
        FORMAT,
        receipt ->
            receipt.members(all ->
                List.of(all.get(0), all.get(1), all.get(2), all.get(3), Der.set(), all.get(4))));
    cases.registersWithout(
        "other-signer-in-a-set-before",
        signers,
        "Another signer in a set of its own before the right one's.",
        FORMAT,
        receipt ->
            receipt.members(all ->
                List.of(
                    all.get(0),
                    all.get(1),
                    all.get(2),
                    all.get(3),
                    Der.set(
                        receipt.otherSignerInfo(
                            OTHER_APPLE.receipts().signerKey(),
                            OTHER_APPLE.receipts().signer(),
                            payload)),
                    all.get(4))));
    cases.registersWithout(
        "certificates-in-two-sets",
        container,
        "The certificates [0] stand there twice.",
        FORMAT,
        receipt ->
            receipt.members(all ->
                List.of(all.get(0), all.get(1), all.get(2), all.get(3), all.get(3), all.get(4))));
    cases.registersWithout(
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
      cases.registersWithout(
          "field-" + type + "-missing",
          missing,
          "There is no field " + type + ".",
          FORMAT,
          receipt -> receipt.without(type));
      cases.registersWithout(
          "field-" + type + "-twice",
          twice,
          "A second field " + type + ", without value.",
          FORMAT,
          receipt -> receipt.oneMoreField(encoded(type, 1, Bytes.EMPTY)));
    }
    for (int type : new int[] {RISK_METRIC, NOT_BEFORE, EXPIRES}) {
      cases.refreshes(
          "refreshed-field-" + type + "-missing",
          missing,
          "A refreshed receipt without field " + type + ".",
          refused(FORMAT),
          receipt -> receipt.without(type));
    }
    cases.refreshes(
        "risk-metric-twice",
        twice,
        "The metric 2, and then 0.",
        refused(FORMAT),
        receipt -> receipt.oneMoreField(encoded(RISK_METRIC, 1, Bytes.utf8("0"))));
    cases.registersWithout(
        "app-id-twice-the-same",
        twice,
        "Field 2 twice with the same value.",
        FORMAT,
        receipt -> receipt.oneMoreField(encoded(ReceiptMaker.APP_ID, 1, Bytes.utf8(APP_ID))));
    cases.registersWithout(
        "unknown-field-twice",
        twice,
        "A field that nobody knows, twice.",
        FORMAT,
        receipt -> receipt.field(99, "a").oneMoreField(encoded(99, 1, Bytes.utf8("b"))));
    cases.registersWithout(
        "no-fields",
        missing,
        "An empty SET.",
        FORMAT,
        receipt -> receipt.payload(payload -> Der.set()));
    cases.registersWithout(
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
    cases.registersWithout(
        "payload-is-sequence",
        shape,
        "A SEQUENCE instead of the SET.",
        FORMAT,
        receipt ->
            receipt.payload(payload -> Bytes.of((byte) Der.SEQUENCE).concat(payload.from(1))));
    cases.registersWithout(
        "bytes-after-payload",
        shape,
        "Two bytes after the SET.",
        FORMAT,
        receipt -> receipt.payload(payload -> payload.concat(Der.NULL)));
    cases.registersWithout(
        "payload-cut-off",
        shape,
        "The last byte is missing.",
        FORMAT,
        receipt -> receipt.payload(payload -> payload.slice(0, payload.length() - 1)));
    cases.registersWithout(
        "payload-garbage",
        shape,
        "Random bytes, signed.",
        FORMAT,
        receipt -> receipt.payload(Bytes::sha256));
    cases.registersWithout(
        "field-of-version-2",
        shape,
        "A field 8 of version 2.",
        FORMAT,
        receipt -> receipt.oneMoreField(encoded(8, 2, Bytes.EMPTY)));
    cases.registersWithout(
        "field-of-two-elements",
        shape,
        "A field without value.",
        FORMAT,
        receipt -> receipt.oneMoreField(Der.sequence(Der.integer(8), Der.integer(1))));
    cases.registersWithout(
        "field-of-four-elements",
        shape,
        "A field with a fourth element.",
        FORMAT,
        receipt ->
            receipt.oneMoreField(
                Der.sequence(Der.integer(8), Der.integer(1), Der.octets(Bytes.EMPTY), Der.NULL)));
    cases.registersWithout(
        "field-not-a-sequence",
        shape,
        "A NULL among the fields.",
        FORMAT,
        receipt -> receipt.oneMoreField(Der.NULL));
    cases.registersWithout(
        "field-type-as-text",
        shape,
        "A field whose type is text.",
        FORMAT,
        receipt ->
            receipt.oneMoreField(
                Der.sequence(Der.utf8("8"), Der.integer(1), Der.octets(Bytes.EMPTY))));
    cases.registersWithout(
        "field-value-as-text",
        shape,
        "A field whose value is a UTF8String.",
        FORMAT,
        receipt ->
            receipt.oneMoreField(Der.sequence(Der.integer(8), Der.integer(1), Der.utf8("?"))));
    cases.registersWithout(
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
      cases.registersWithout(
          "created-at-" + (time.isEmpty() ? "nothing" : slug(time)),
          unreadable,
          "Field 12 is \"" + time + "\".",
          FORMAT,
          receipt -> receipt.field(CREATED, time));
    }
    cases.registersWithout(
        "expires-never",
        unreadable,
        "Field 21 is \"never\".",
        FORMAT,
        receipt -> receipt.field(EXPIRES, "never"));
    cases.refreshes(
        "not-before-unreadable",
        unreadable,
        "Field 19 is \"tomorrow\".",
        refused(FORMAT),
        receipt -> receipt.field(NOT_BEFORE, "tomorrow"));
    for (String metric : List.of("", "many", "-1", "1.5", "0x10", "1e3", " 2")) {
      cases.refreshes(
          "risk-metric-" + (metric.isEmpty() ? "empty" : slug(metric)),
          unreadable,
          "Field 17 is \"" + metric + "\".",
          refused(FORMAT),
          receipt -> receipt.field(RISK_METRIC, metric));
    }
    cases.registersWithout(
        "type-unknown",
        unreadable,
        "Field 6 is PURCHASE.",
        FORMAT,
        receipt -> receipt.field(TYPE, "PURCHASE"));
    cases.registersWithout(
        "type-in-other-case",
        unreadable,
        "Field 6 is attest.",
        FORMAT,
        receipt -> receipt.field(TYPE, "attest"));
    cases.registersWithout(
        "type-empty",
        unreadable,
        "Field 6 has no bytes.",
        FORMAT,
        receipt -> receipt.field(TYPE, ""));
    cases.registersWithout(
        "leaf-is-no-certificate",
        unreadable,
        "Field 3 is random bytes.",
        FORMAT,
        receipt -> receipt.field(LEAF, Scene.HASH));
    cases.registersWithout(
        "leaf-is-public-key",
        unreadable,
        "Field 3 is a SubjectPublicKeyInfo, as Apple's page can be read.",
        FORMAT,
        receipt -> receipt.field(LEAF, DEVICE.key().subjectPublicKeyInfo()));
    cases.registersWithout(
        "leaf-with-byte-after",
        unreadable,
        "A byte follows the certificate in field 3.",
        FORMAT,
        receipt -> receipt.field(LEAF, ATTESTED.leaf().concat(Bytes.hex("00"))));
    cases.registersWithout(
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
    cases.refreshes(
        "many-fields",
        largest,
        "A thousand fields that nobody knows.",
        metric(METRIC),
        receipt -> {
          for (int type = 1000; type < 2000; type++) {
            receipt.field(type, Bytes.EMPTY);
          }
        });
    cases.refreshes(
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

  /**
   * A refreshed receipt of exactly this length. A signature's length follows from what is signed,
   * so the padding is varied until all of it adds up.
   */
  private static Bytes padded(int length) {
    int without = DEVICE.refreshedReceipt(ATTESTED, METRIC, REFRESHED).make().length();
    for (int shorter = 0; shorter < 200; shorter++) {
      for (int last = 0; last < 8; last++) {
        Bytes padding =
            Bytes.of(new byte[length - without - shorter]).concat(Bytes.of((byte) last));
        Bytes made = DEVICE.refreshedReceipt(ATTESTED, METRIC, REFRESHED).field(99, padding).make();
        if (made.length() == length) {
          return made;
        }
      }
    }
    throw new IllegalStateException("no padding makes " + length + " bytes");
  }
}
