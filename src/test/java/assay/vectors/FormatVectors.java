package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Scene.DEVICE;

import assay.core.Bytes;
import assay.vectors.VectorGroup.Flag;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is no evidence at all, in the place of each kind of evidence. */
final class FormatVectors {
  private final VectorGroup group =
      new VectorGroup(
          "formats",
          "Bytes that are no evidence, or another kind of it, as attestation, as assertion and as receipt."
              + " The answer is format, in no time and with no exception.");

  static VectorGroup group() {
    FormatVectors vectors = new FormatVectors();
    vectors.cases();
    return vectors.group;
  }

  private void cases() {
    Flag nothing =
        group.flag(
            "NoEvidence",
            "What clients send by mistake: an empty file, text, JSON, an image. An exception here is a"
                + " stack trace for everybody, and an answer that no client understands.");
    Flag encoded =
        group.flag(
            "EncodedTwice",
            "Good evidence, encoded once more than it should be. A verifier that decodes until something"
                + " fits gives one object many spellings.");
    Flag other =
        group.flag(
            "OtherKindOfEvidence",
            "Good evidence of another kind. Whoever reads it by what it looks like, and not by what it"
                + " should be, lets one stand in for another.");
    Flag size =
        group.flag(
            "TooLarge", "Larger than any evidence. The size is looked at before anything else.");
    Bytes attestation = Scene.withReceipt(DEVICE).make().object();
    Bytes assertion = DEVICE.assertion(Scene.REQUEST_HASH, 1).make();
    Bytes receipt = DEVICE.refreshedReceipt(Scene.withReceipt(DEVICE).make(), 1, Scene.NOW).make();
    Bytes authData = Scene.attestation(DEVICE).make().authData();

    Map<String, Bytes> nothings = new LinkedHashMap<>();
    nothings.put("empty", Bytes.EMPTY);
    nothings.put("zero-byte", Bytes.hex("00"));
    nothings.put("ff-byte", Bytes.hex("ff"));
    nothings.put("spaces", Bytes.utf8("    "));
    nothings.put("text", Bytes.utf8("hello, world\n"));
    nothings.put("json", Bytes.utf8("{\"attestation\":\"o2NmbXRv\",\"keyId\":\"abc\"}"));
    nothings.put("json-null", Bytes.utf8("null"));
    nothings.put("html", Bytes.utf8("<!doctype html><title>502 Bad Gateway</title>"));
    nothings.put("png-header", Bytes.hex("89504e470d0a1a0a0000000d49484452"));
    nothings.put("gzip-header", Bytes.hex("1f8b0800000000000003"));
    nothings.put("zeros", Bytes.of(new byte[1000]));
    nothings.put("noise", Bytes.sha256(Bytes.utf8("noise")));
    nothings.forEach((name, bytes) -> all(name, nothing, "No evidence: " + name + ".", bytes));

    each(
        "base64",
        encoded,
        "The base64 text.",
        Bytes.utf8(attestation.base64()),
        Bytes.utf8(assertion.base64()),
        Bytes.utf8(receipt.base64()));
    each(
        "base64-of-base64",
        encoded,
        "The base64 text of the base64 text.",
        twice(attestation),
        twice(assertion),
        twice(receipt));
    each(
        "hex",
        encoded,
        "Hexadecimal digits.",
        Bytes.utf8(attestation.hex()),
        Bytes.utf8(assertion.hex()),
        Bytes.utf8(receipt.hex()));
    each(
        "quoted-base64",
        encoded,
        "A JSON string of the base64 text.",
        quoted(attestation),
        quoted(assertion),
        quoted(receipt));

    each(
        "other-kind",
        other,
        "An assertion as attestation, a receipt as assertion, an attestation as receipt.",
        assertion,
        receipt,
        attestation);
    each(
        "yet-another-kind",
        other,
        "A receipt as attestation, an attestation as assertion, an assertion as receipt.",
        receipt,
        Scene.attestation(DEVICE).make().object(),
        assertion);
    all("authenticator-data", other, "Authenticator data.", authData);
    all("certificate", other, "A certificate.", Scene.attestation(DEVICE).make().leaf());
    all("public-key", other, "A public key.", DEVICE.key().point());

    all("20000-zeros", size, "20000 zero bytes.", Bytes.of(new byte[20_000]));
  }

  private static Bytes twice(Bytes evidence) {
    return Bytes.utf8(Bytes.utf8(evidence.base64()).base64());
  }

  private static Bytes quoted(Bytes evidence) {
    return Bytes.utf8("\"" + evidence.base64() + "\"");
  }

  private void all(String id, Flag flag, String comment, Bytes bytes) {
    each(id, flag, comment, bytes, bytes, bytes);
  }

  /** The first as attestation, the second as assertion, the third as receipt. */
  private void each(String id, Flag flag, String comment, Bytes first, Bytes second, Bytes third) {
    group
        .add(id, flag, comment)
        .then(Event.key(DEVICE, 0))
        .then(Event.attestation(DEVICE.key().keyId(), first).expect(refused("format")))
        .then(Event.assertion(DEVICE, second).expect(refused("format")))
        .then(Event.receipt(DEVICE, third).expect(refused("format")));
  }
}
