package assay.core.diagnosis;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Cbors;
import assay.core.Forged;
import assay.core.Step;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.OfReceipt;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.receipt.Expected;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Refused evidence that somebody made to cost as much as it can, and that no mistake explains. */
public final class Hostile {
  private static final Bytes ATTESTATION =
      Forged.attestationObject(Forged.AUTH_DATA, Forged.LEAF, Forged.AUTHORITY_CERTIFICATE);
  private static final int LARGEST_BODY = 256 * 1024;
  private static final int KIB = 1024;

  private static final List<KnownChallenge> CHALLENGES =
      IntStream.range(0, 50)
          .mapToObj(i -> new KnownChallenge(Bytes.utf8("challenge ".repeat(20) + i), i % 2 == 0))
          .toList();

  private static final Known KNOWN =
      Known.of(Forged.APP, Forged.roots(List.of()), Forged.NOW)
          .withChallenges(CHALLENGES)
          .withKeys(
              IntStream.range(0, 300)
                  .mapToObj(i ->
                      new Known.Key(
                          Bytes.sha256(Bytes.utf8("key " + i)), Forged.PUBLIC_KEY, i % 2 == 0))
                  .toList())
          .withOtherApps(
              IntStream.range(0, 100)
                  .mapToObj(i ->
                      new Known.OtherApp(
                          "app" + i,
                          App.of("PREFIX" + i + ".example.app", App.Environment.PRODUCTION)))
                  .toList());

  private Hostile() {}

  /** What a diagnosis is asked for. */
  public record Case(String name, RefusedEvidence evidence, Known known) {}

  public static Stream<Case> all() {
    return Stream.of(clientData(), keyIds(), objects(), receipts(), others())
        .flatMap(cases -> cases);
  }

  /** Client data of every length and kind, for nonces and for signatures. */
  private static Stream<Case> clientData() {
    return Stream.of(
            text("JSON that has a difference of every kind", json()),
            text("JSON of 4 KiB beyond ASCII", "{\"a\":\"" + "é/".repeat(1360) + "\"}"),
            text("JSON of 4 KiB, deep", deep(31, "1,".repeat(1_980) + "1")),
            text("JSON of 4 KiB, deep and empty", deep(31, "[],".repeat(1_320) + "1")),
            text("JSON of 4 KiB in four members", members(4, 1000)),
            text("JSON of 4 KiB in many members", members(400, 2)),
            text("spaces of 4 KiB", " ".repeat(4 * KIB)),
            text("percent signs of 4 KiB", "%41".repeat(4 * KIB / 3)),
            text("quotes of 16 KiB", "\"".repeat(16 * KIB)),
            text("hexadecimal of 16 KiB", "ab".repeat(8 * KIB)),
            text("base64 of 16 KiB", "ab_-".repeat(4 * KIB)),
            text("runs of 30 marks", ("a" + marks(30).substring(1)).repeat(66)),
            text("one letter of many of 4 KiB", "\ufdfa".repeat(4 * KIB / 3)),
            text("challenges of 4 KiB", "12345678".repeat(KIB / 2)),
            text("base64 of 4 KiB", "abcd".repeat(KIB)),
            text("hexadecimal of 4 KiB", "ab".repeat(2 * KIB)),
            text("spaces of 64 KiB", " ".repeat(64 * KIB)),
            text("quotes of 64 KiB", "\"".repeat(64 * KIB)),
            text("percent signs of 64 KiB", "%41".repeat(64 * KIB / 3)),
            text("hexadecimal of 64 KiB", "ab".repeat(32 * KIB)),
            text("base64 of 64 KiB", "ab_-".repeat(16 * KIB)),
            text("marks of 4 KiB out of order", marks(2 * KIB - 2)),
            text("marks of 16 KiB out of order", marks(8 * KIB - 2)),
            text("one letter of many of 64 KiB", "\ufdfa".repeat(64 * KIB / 3)),
            text("letters of 4 KiB that are more in upper case", "\u0390".repeat(2 * KIB)),
            text("challenges of 64 KiB", "12345678".repeat(8 * KIB)),
            text("challenges of 8 KiB", "12345678".repeat(KIB)),
            text("the largest body", "x".repeat(LARGEST_BODY)),
            text("the largest body of JSON", deep(1, "1,".repeat(LARGEST_BODY / 2 - 8) + "1")),
            bytes("random bytes of 64 KiB", 64 * KIB),
            bytes("random bytes of 8 KiB", 8 * KIB),
            bytes("random bytes of 4 KiB", 4 * KIB))
        .flatMap(data -> Stream.of(nonce(data), signature(data)));
  }

  private record Data(String name, Bytes bytes) {}

  private static Data text(String name, String text) {
    return new Data(name, Bytes.utf8(text));
  }

  private static Data bytes(String name, int length) {
    byte[] random = new byte[length];
    new Random(5).nextBytes(random);
    return new Data(name, Bytes.of(random));
  }

  private static String json() {
    return "{\"d\":\"a/b é\",\"c\":[1,{\"z\":1,\"y\":2}],\"challenge\":\"abc\",\"a\":\" \"}";
  }

  private static String deep(int depth, String inside) {
    return "[".repeat(depth) + inside + "]".repeat(depth);
  }

  private static String members(int count, int length) {
    StringBuilder text = new StringBuilder("{");
    for (int i = count; i > 0; i--) {
      text.append(i == count ? "" : ",").append("\"m").append(i).append("\":\"");
      text.append("é".repeat(length / 2)).append('"');
    }
    return text.append('}').toString();
  }

  /** Marks above before marks below: a normaliser moves each of the latter over all the former. */
  private static String marks(int count) {
    return "a" + "\u0301".repeat(count / 2) + "\u0316".repeat(count / 2);
  }

  private static ClientData unexplained(Bytes bytes) {
    return ClientData.of(bytes).withChallenge(Bytes.utf8("12345678"));
  }

  private static Case nonce(Data data) {
    return new Case(
        "nonce: " + data.name(),
        new OfAttestation(
            SentKeyId.of(Forged.KEY_ID),
            ATTESTATION,
            unexplained(data.bytes()),
            Step.Attestation.NONCE),
        KNOWN);
  }

  private static Case signature(Data data) {
    return new Case(
        "signature: " + data.name(),
        new OfAssertion(
            SentKeyId.of(Forged.KEY_ID),
            Forged.assertionObject(),
            unexplained(data.bytes()),
            Optional.of(Forged.PUBLIC_KEY),
            Step.Assertion.SIGNATURE),
        KNOWN);
  }

  private static Stream<Case> keyIds() {
    Bytes other = Bytes.sha256(Bytes.utf8("another"));
    return Stream.of(
            SentKeyId.of(other),
            SentKeyId.of(other.concat(other)),
            new SentKeyId(other, Optional.of(" ".repeat(KIB))),
            SentKeyId.of(Bytes.of(new byte[LARGEST_BODY])),
            new SentKeyId(Bytes.EMPTY, Optional.of("=+ ".repeat(LARGEST_BODY / 3))))
        .flatMap(sent ->
            Stream.of(
                new Case(
                    "unknown key: id of " + sent.bytes().length() + " bytes",
                    new OfAssertion(
                        sent,
                        Forged.assertionObject(),
                        unexplained(Bytes.utf8(json())),
                        Optional.empty(),
                        Step.Assertion.UNKNOWN_KEY),
                    KNOWN),
                new Case(
                    "key id of " + sent.bytes().length() + " bytes",
                    new OfAttestation(
                        sent,
                        ATTESTATION,
                        unexplained(Bytes.utf8(json())),
                        Step.Attestation.KEY_ID),
                    KNOWN)));
  }

  private static Stream<Case> objects() {
    Bytes base64 = Bytes.utf8(Base64.getEncoder().encodeToString(new byte[24 * KIB]));
    Bytes cbor = Cbors.map(Cbors.text("a"), Cbors.bytes(Bytes.of(new byte[16_000])));
    Bytes text = Bytes.utf8(cbor.base64());
    Bytes lines = Bytes.utf8("=\n".repeat(8 * KIB));
    return Stream.of(
            base64, text, lines, Bytes.of(new byte[LARGEST_BODY]), Bytes.utf8("ab".repeat(16_000)))
        .flatMap(object ->
            Stream.of(
                new Case(
                    "format: attestation of " + object.length() + " bytes",
                    new OfAttestation(
                        SentKeyId.of(Forged.KEY_ID),
                        object,
                        unexplained(object),
                        Step.Attestation.FORMAT),
                    KNOWN),
                new Case(
                    "format: assertion of " + object.length() + " bytes",
                    new OfAssertion(
                        SentKeyId.of(Forged.KEY_ID),
                        object,
                        unexplained(object),
                        Optional.empty(),
                        Step.Assertion.FORMAT),
                    KNOWN),
                receipt("format: receipt of " + object.length() + " bytes", object)));
  }

  private static Stream<Case> receipts() {
    Bytes nested = Bytes.utf8("0\u0080".repeat(1));
    byte[] deep = new byte[16_000];
    for (int i = 0; i < deep.length; i += 2) {
      deep[i] = 0x30;
      deep[i + 1] = (byte) 0x80;
    }
    return Stream.of(
        receipt("receipt: nested", Bytes.hex("308006092a864886f70d010702").concat(Bytes.of(deep))),
        receipt("receipt: nested only", Bytes.of(deep)),
        receipt("receipt: head", nested));
  }

  private static Case receipt(String name, Bytes receipt) {
    return new Case(
        name,
        new OfReceipt(receipt, new Expected.Refreshed(Forged.KEY_ID), Step.Receipt.FORMAT),
        KNOWN);
  }

  private static Stream<Case> others() {
    Known late =
        Known.of(Forged.APP, Forged.roots(List.of()), Forged.NOW.plus(Duration.ofDays(36_500)));
    byte[] leafOfOther =
        Forged.certificate(
            Forged.ROOT, Forged.DEVICE.name(), Forged.DEVICE.keyInfo(), Forged.OF_END_ENTITY);
    return Stream.of(
        new Case(
            "certificates that were never good",
            new OfAttestation(
                SentKeyId.of(Forged.KEY_ID),
                Forged.attestationObject(
                    Forged.AUTH_DATA, leafOfOther, Forged.AUTHORITY_CERTIFICATE),
                unexplained(Bytes.utf8(json())),
                Step.Attestation.CERTIFICATE_CHAIN),
            late),
        new Case(
            "an App ID that is related to none",
            new OfAssertion(
                SentKeyId.of(Forged.KEY_ID),
                Forged.assertionObject(Bytes.EMPTY, Bytes.of(new byte[37])),
                unexplained(Bytes.utf8(json())),
                Optional.of(Forged.PUBLIC_KEY),
                Step.Assertion.APP_ID),
            KNOWN));
  }
}
