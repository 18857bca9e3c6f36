package assay.core.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Der;
import assay.core.Forged;
import assay.core.Step;
import assay.core.Verdict;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Receipts that anybody can write, with a signer of their own where a signature is needed to come
 * further, and that cost a reader dear.
 */
final class HostileReceiptsTest {
  private static final int SIZE = 15 * 1024;
  private static final ReceiptVerifier VERIFIER =
      new ReceiptVerifier(Forged.roots(List.of()), Forged.SIGNATURES);

  @Test
  void theForgedReceiptsAreAcceptedWhereNothingIsWrongWithThem() {
    assertInstanceOf(Verdict.Accepted.class, verdict(Forged.receipt()));
    assertInstanceOf(Verdict.Accepted.class, verdict(Forged.receiptInChunks()));
  }

  @Test
  void anEmptyReceiptIsToldInTheSameWordsEachTime() {
    Verdict.Refused<?> refused = assertInstanceOf(Verdict.Refused.class, verdict(new byte[0]));
    assertEquals("the receipt is empty", refused.detail());
  }

  @Test
  void nestingHasABottom() {
    for (int tag : List.of(0x30, 0x31, 0x24, 0xa0)) {
      assertRefused(Step.Receipt.FORMAT, Der.nested(tag, SIZE));
      byte[] open = {(byte) tag, (byte) 0x80};
      assertRefused(Step.Receipt.FORMAT, Der.repeat(open, SIZE / 2));
      assertRefused(
          Step.Receipt.FORMAT,
          Der.join(Der.repeat(open, SIZE / 4), Der.repeat(new byte[2], SIZE / 4)));
      assertRefused(Step.Receipt.FORMAT, Forged.receipt(Der.nested(tag, SIZE)));
      assertRefused(
          Step.Receipt.FORMAT,
          Forged.receipt(Forged.payload("now"), Der.nested(tag, SIZE), new byte[0]));
      assertRefused(Step.Receipt.FORMAT, withSignerInfos(Der.nested(tag, SIZE)));
    }
  }

  @Test
  void aPayloadInChunksOfOneByteIsRead() {
    byte[] chunks = Der.repeat(Der.octets(new byte[1]), SIZE / 3);
    assertRefused(
        Step.Receipt.FORMAT,
        Der.indefinite(
            0x30,
            Der.oid("1.2.840.113549.1.7.2"),
            Der.indefinite(
                0xa0,
                Der.indefinite(
                    0x30,
                    Der.integer(1),
                    Der.set(),
                    Der.indefinite(
                        0x30,
                        Der.oid("1.2.840.113549.1.7.1"),
                        Der.indefinite(0xa0, Der.indefinite(0x24, chunks))),
                    Der.set()))));
  }

  @Test
  void namesOfManyPartsAreNotComparedPartByPart() {
    byte[] oneWay = {};
    byte[] theOther = {};
    for (int i = 0; i < 450; i++) {
      byte[] part = Forged.attribute(Der.utf8(Integer.toString(i, 36)));
      oneWay = Der.join(oneWay, part);
      theOther = Der.join(part, theOther);
    }
    byte[] certificate =
        Forged.certificate(
            Forged.DEVICE.named(Der.sequence(oneWay)),
            Forged.DEVICE.name(),
            Forged.DEVICE.keyInfo());
    byte[] payload = Forged.payload(Forged.NOW.toString());
    assertRefused(
        Step.Receipt.RECEIPT_SIGNATURE,
        Forged.receipt(
            payload,
            certificate,
            Forged.signerInfo(Der.sequence(theOther), new byte[0], Forged.DEVICE.sign(payload))));
    assertRefused(
        Step.Receipt.RECEIPT_SIGNATURE,
        Forged.receipt(
            payload,
            certificate,
            Forged.signerInfo(Der.sequence(Der.set(Der.join())), new byte[0], new byte[0])));
  }

  @Test
  void manySignersAreCountedAndRefused() {
    byte[] signer = Forged.signerInfo(Der.sequence(), new byte[0], new byte[0]);
    assertRefused(
        Step.Receipt.FORMAT, withSignerInfos(Der.repeat(signer, SIZE / signer.length - 30)));
  }

  @Test
  void manyCertificatesAreSearched() {
    byte[] small =
        Forged.certificate(
            Forged.DEVICE, Der.sequence(), Der.sequence(Der.sequence(Der.oid("1.2")), Der.bits()));
    byte[] payload = Forged.payload(Forged.NOW.toString());
    assertRefused(
        Step.Receipt.RECEIPT_SIGNATURE,
        Forged.receipt(
            payload,
            Der.repeat(small, 60),
            Forged.signerInfo(Forged.AUTHORITY.name(), new byte[0], new byte[0])));
  }

  @Test
  void manySignedAttributesAreSorted() {
    byte[] attributes = {};
    for (int i = 1_000; i > 0; i--) {
      attributes = Der.join(attributes, Der.sequence(Der.oid("1.2." + i), Der.set()));
    }
    byte[] payload = Forged.payload(Forged.NOW.toString());
    assertRefused(
        Step.Receipt.RECEIPT_SIGNATURE,
        withSignerInfos(
            Forged.signerInfo(
                Forged.AUTHORITY.name(),
                Der.tagged(0, attributes),
                Forged.RECEIPT_SIGNER.sign(payload))));
    assertRefused(
        Step.Receipt.RECEIPT_SIGNATURE,
        withSignerInfos(
            Forged.signerInfo(
                Forged.AUTHORITY.name(),
                Der.tagged(0, Der.repeat(Der.sequence(Der.oid("1.2.3"), Der.set()), 1_000)),
                Forged.RECEIPT_SIGNER.sign(payload))));
  }

  @Test
  void signedAttributesThatAreNoAttributesAreRefused() {
    for (byte[] odd : List.of(Der.tagged(1, Der.none()), Der.none(), Der.sequence(), Der.set())) {
      assertRefused(
          Step.Receipt.RECEIPT_SIGNATURE,
          withSignerInfos(
              Forged.signerInfo(
                  Forged.AUTHORITY.name(),
                  Der.tagged(0, odd),
                  Forged.RECEIPT_SIGNER.sign(Forged.payload(Forged.NOW.toString())))));
    }
  }

  @Test
  void aSignerMayBeNamedByItsKeysIdentifier() {
    byte[] identifier = {1, 2, 3};
    assertInstanceOf(
        Verdict.Accepted.class, verdict(signedUnder(identifier, Der.octets(identifier))));
    for (byte[] value :
        List.of(Der.octets(identifier, identifier), Der.none(), new byte[] {4, 9})) {
      assertRefused(Step.Receipt.RECEIPT_SIGNATURE, signedUnder(identifier, value));
    }
  }

  private static byte[] signedUnder(byte[] identifier, byte[] extension) {
    byte[] payload = Forged.payload(Forged.NOW.toString());
    byte[] signer =
        Forged.certificate(
            Forged.AUTHORITY,
            Forged.RECEIPT_SIGNER.name(),
            Forged.RECEIPT_SIGNER.keyInfo(),
            Forged.OF_END_ENTITY,
            Forged.extension("1.2.840.113635.100.12.15", Der.none()),
            Forged.extension("2.5.29.14", extension));
    return Forged.receipt(
        payload,
        Der.join(signer, Forged.AUTHORITY_CERTIFICATE),
        Forged.signerInfoByKey(identifier, Forged.RECEIPT_SIGNER.sign(payload)));
  }

  @ParameterizedTest
  @CsvSource({"5, RECEIPT_SIGNATURE", "50, FORMAT"})
  void setsInSetsAreNotSortedOverAndOver(int depth, Step.Receipt step) {
    byte[] sets = Der.repeat(Der.set(Der.none(), Der.none()), 1_800);
    for (int level = 0; level < depth; level++) {
      sets = Der.set(Der.none(), sets);
    }
    byte[] payload = Forged.payload(Forged.NOW.toString());
    byte[] signature = Forged.RECEIPT_SIGNER.sign(payload);
    assertRefused(
        step,
        withSignerInfos(
            Forged.signerInfo(
                Forged.AUTHORITY.name(),
                Der.tagged(0, Der.sequence(Der.oid("1.2.3"), sets)),
                signature)));
    assertRefused(
        step,
        Forged.receipt(
            payload,
            Forged.RECEIPT_SIGNER_CERTIFICATE,
            Forged.signerInfo(Der.sequence(Forged.attribute(sets)), new byte[0], signature)));
  }

  @Test
  void longNamesOfAlgorithmsAreNotSpelledOut() {
    byte[] digits = Der.repeat(new byte[] {(byte) 0xff}, 4_090);
    byte[] algorithm = Der.sequence(Der.tlv(6, digits, new byte[] {1}));
    byte[] payload = Forged.payload(Forged.NOW.toString());
    assertRefused(
        Step.Receipt.RECEIPT_SIGNATURE,
        withSignerInfos(
            Forged.signerInfo(
                Forged.AUTHORITY.name(),
                algorithm,
                new byte[0],
                algorithm,
                Forged.RECEIPT_SIGNER.sign(payload))));
  }

  @Test
  void longContentTypesAreNotSpelledOut() {
    byte[] type = Der.tlv(6, Der.repeat(new byte[] {(byte) 0xff}, 4_090), new byte[] {1});
    assertRefused(
        Step.Receipt.FORMAT,
        Der.sequence(
            Der.oid("1.2.840.113549.1.7.2"),
            Der.tagged(
                0,
                Der.sequence(
                    Der.integer(1),
                    Der.set(),
                    Der.sequence(type, Der.tagged(0, Der.octets(new byte[1]))),
                    Der.set()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1000000000-12-31T23:59:59.999999999Z",
        "-1000000000-01-01T00:00:00Z",
        "+292278995-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "2026-06-01T12:00:00+18:00",
        "2026-13-01T12:00:00Z",
        "2026-06-01T12:00:00.0000000001Z",
        "2026-06-01",
        "1780000000",
        "",
        "\u0661\u0660\u0662\u0666-06-01T12:00:00Z"
      })
  void aTimeThatAppleWouldNotWriteIsRefused(String created) {
    assertRefused(Step.Receipt.FORMAT, Forged.receipt(Forged.payload(created)));
    assertRefused(Step.Receipt.FORMAT, signedByAnybody(Forged.payload(created)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999-12-31T23:59:59.999Z", "0000-01-01T00:00:00Z"})
  void theEndsOfTheCalendarAreRefusedForTheirAge(String created) {
    assertRefused(Step.Receipt.RECEIPT_CHAIN, Forged.receipt(Forged.payload(created)));
  }

  @Test
  void textThatIsNotUtf8AndNumbersThatAreNoIntsAreRefused() {
    byte[] notUtf8 = {(byte) 0xff, (byte) 0xc0, (byte) 0x80};
    for (int type : List.of(6, 12, 21)) {
      assertRefused(Step.Receipt.FORMAT, Forged.receipt(Der.set(Forged.field(type, notUtf8))));
    }
    byte[] huge = Der.integer(BigInteger.ONE.shiftLeft(8 * 14_000));
    byte[] negative = Der.integer(-2);
    for (byte[] type : List.of(huge, negative)) {
      assertRefused(
          Step.Receipt.FORMAT,
          Forged.receipt(Der.set(Der.sequence(type, Der.integer(1), Der.octets()))));
      assertRefused(
          Step.Receipt.FORMAT,
          Forged.receipt(Der.set(Der.sequence(Der.integer(2), type, Der.octets()))));
    }
  }

  @Test
  void thousandsOfFieldsAreRead() {
    byte[] fields = {};
    for (int i = 100; i < 1_300; i++) {
      fields = Der.join(fields, Forged.field(i, ""));
    }
    assertRefused(Step.Receipt.FORMAT, Forged.receipt(Der.set(fields)));
  }

  @Test
  void aSignatureOfAnotherKindOfKeyIsRefusedUnread() {
    byte[] rsa = Der.sequence(Der.oid("1.2.840.113549.1.1.1"), Der.none());
    BigInteger giant = BigInteger.ONE.shiftLeft(16_383).add(BigInteger.ONE);
    byte[] signer =
        Forged.certificate(
            Forged.AUTHORITY,
            Forged.RECEIPT_SIGNER.name(),
            Der.sequence(
                rsa, Der.bits(Der.sequence(Der.integer(giant), Der.integer(giant.shiftRight(1))))),
            Forged.extension("1.2.840.113635.100.12.15", Der.none()));
    byte[] payload = Forged.payload(Forged.NOW.toString());
    assertRefused(
        Step.Receipt.RECEIPT_SIGNATURE,
        Forged.receipt(
            payload,
            Der.join(signer, Forged.AUTHORITY_CERTIFICATE),
            Forged.signerInfo(Forged.AUTHORITY.name(), new byte[0], Forged.DEVICE.sign(payload))));
  }

  @Test
  void aSignerWithASerialNumberOfThousandsOfDigitsIsToldInBounds() {
    byte[] serial = Der.integer(BigInteger.ONE.shiftLeft(8 * 6_000));
    byte[] payload = Forged.payload(Forged.NOW.toString());
    byte[] signer = Forged.certificate(serial, Forged.AUTHORITY, Forged.DEVICE);
    assertRefused(
        Step.Receipt.RECEIPT_CHAIN,
        Forged.receipt(
            payload,
            signer,
            Forged.signerInfo(
                Der.sequence(Forged.AUTHORITY.name(), serial), Forged.DEVICE.sign(payload))));
  }

  @Test
  void aSignerWhoseNameIsAllCommasIsRefused() {
    byte[] payload = Forged.payload(Forged.NOW.toString());
    byte[] signer =
        Forged.certificate(
            Forged.AUTHORITY,
            Forged.name(",".repeat(12_000)),
            Forged.DEVICE.keyInfo(),
            Forged.extension("1.2.840.113635.100.12.15", Der.none()));
    assertRefused(
        Step.Receipt.RECEIPT_CHAIN,
        Forged.receipt(
            payload,
            signer,
            Forged.signerInfo(Forged.AUTHORITY.name(), new byte[0], Forged.DEVICE.sign(payload))));
  }

  /** Complete and consistent, but under an authority that nobody trusts. */
  private static byte[] signedByAnybody(byte[] payload) {
    Forged.Signer self = Forged.DEVICE.named(Forged.AUTHORITY.name());
    byte[] signer =
        Forged.certificate(
            self,
            Forged.RECEIPT_SIGNER.name(),
            Forged.DEVICE.keyInfo(),
            Forged.extension("1.2.840.113635.100.12.15", Der.none()));
    return Forged.receipt(
        payload,
        Der.join(signer, Forged.AUTHORITY_CERTIFICATE),
        Forged.signerInfo(Forged.AUTHORITY.name(), new byte[0], Forged.DEVICE.sign(payload)));
  }

  private static byte[] withSignerInfos(byte[] signerInfos) {
    return Forged.receipt(
        Forged.payload(Forged.NOW.toString()), Forged.RECEIPT_SIGNER_CERTIFICATE, signerInfos);
  }

  private static void assertRefused(Step step, byte[] receipt) {
    Verdict<Receipt> verdict = verdict(receipt);
    assertInstanceOf(Verdict.Refused.class, verdict, verdict::toString);
    assertEquals(step, ((Verdict.Refused<Receipt>) verdict).step(), verdict::toString);
  }

  private static Verdict<Receipt> verdict(byte[] receipt) {
    return Bounds.verdict(() ->
        VERIFIER.verify(
            Bytes.of(receipt),
            Forged.expectedAtRegistration(),
            Forged.APP,
            Forged.NOW,
            Checklist.keeping()));
  }
}
