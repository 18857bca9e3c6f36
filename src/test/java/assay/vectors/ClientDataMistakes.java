package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Scene.CHALLENGE;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.ISSUED;
import static assay.vectors.Scene.OTHER_CHALLENGE;

import assay.core.Bytes;
import assay.vectors.VectorGroup.Flag;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** What apps hash instead of the challenge or the client data, in attestations and assertions. */
final class ClientDataMistakes {
  private static final Bytes RANDOM = Bytes.sha256(Bytes.utf8("assay test vectors: challenge"));
  private static final Bytes BASE64 = Bytes.utf8(RANDOM.base64());
  private static final Bytes BASE64_URL =
      text(Base64.getUrlEncoder().withoutPadding().encodeToString(mixed().toArray()));
  private static final Bytes HEX = text(RANDOM.hex());
  private static final Bytes UUID = text("6f46aaeb-3989-45db-8c24-6cc88a76e789");
  private static final Bytes BODY =
      text(
          "{\"challenge\":\""
              + CHALLENGE.text()
              + "\",\"amount\":1200,\"path\":\"/v1/pay\",\"to\":\"Zoë\"}");

  private static final Bytes OF_ANOTHER_PURPOSE = text("other:0d6e1f5b7a9c4e38b2f1a6c5d4e3f201");

  private final VectorGroup group =
      new VectorGroup(
          "diagnosis/client-data",
          "Apps that give something else than SHA-256 of the challenge or client data to the device:"
              + " the nonce or the signature fails, and expect.diagnosis names the mistake.");

  static VectorGroup group() {
    ClientDataMistakes vectors = new ClientDataMistakes();
    vectors.hashes();
    vectors.encodings();
    vectors.twoAtOnce();
    vectors.texts();
    vectors.challenges();
    vectors.json();
    return vectors.group;
  }

  /** Bytes whose base64 has characters that the two alphabets spell differently. */
  private static Bytes mixed() {
    return Bytes.hex("fbff3e").concat(RANDOM);
  }

  private static Bytes text(String text) {
    return Bytes.utf8(text);
  }

  private void hashes() {
    Flag flag =
        group.flag(
            "HashCount",
            "One hash too few or too many, or the text of a hash for its bytes: the commonest mistake of"
                + " all.");
    Bytes hash = Scene.HASH;
    both("not-hashed", flag, CHALLENGE, CHALLENGE, "client-data-not-hashed");
    both("hashed-twice", flag, CHALLENGE, Bytes.sha256(hash), "client-data-hashed-twice");
    both("hash-as-hex", flag, CHALLENGE, text(hash.hex()), "hash-as-hex");
    both("hash-as-base64", flag, CHALLENGE, text(hash.base64()), "hash-as-base64");
    both("hash-of-hex-hash", flag, CHALLENGE, hashOf(hash.hex()), "hash-of-hex-hash");
    both("hash-of-base64-hash", flag, CHALLENGE, hashOf(hash.base64()), "hash-of-base64-hash");
    nonce(
        "hash-description",
        flag,
        CHALLENGE,
        text("SHA256 digest: " + hash.hex()),
        "hash-description");
    nonce(
        "hash-of-hash-description",
        flag,
        CHALLENGE,
        hashOf("SHA256 digest: " + hash.hex()),
        "hash-description");
    nonce(
        "hash-as-upper-case-hex",
        flag,
        CHALLENGE,
        text(hash.hex().toUpperCase(java.util.Locale.ROOT)),
        "hash-as-hex");
    nonce(
        "hash-of-upper-case-hex-hash",
        flag,
        CHALLENGE,
        hashOf(hash.hex().toUpperCase(java.util.Locale.ROOT)),
        "hash-of-hex-hash");
    nonce(
        "hash-of-base64url-hash",
        flag,
        CHALLENGE,
        hashOf(Base64.getUrlEncoder().withoutPadding().encodeToString(hash.toArray())),
        "hash-of-base64-hash");
    nonce("sha-512", flag, CHALLENGE, sha512(CHALLENGE), "other-hash-function");
    both("not-hashed-json", flag, BODY, BODY, "client-data-not-hashed");
    both(
        "hashed-twice-json",
        flag,
        BODY,
        Bytes.sha256(Bytes.sha256(BODY)),
        "client-data-hashed-twice");
    given("hashed-once-more-than-given-hash", flag, hash, Bytes.sha256(hash));
  }

  private void encodings() {
    Flag flag =
        group.flag(
            "TextOrBytes",
            "One side hashes the text of base64 or hexadecimal, the other the bytes that it stands for.");
    both("base64-decoded", flag, BASE64, Bytes.sha256(RANDOM), "base64-decoded");
    both("base64url-decoded", flag, BASE64_URL, Bytes.sha256(mixed()), "base64url-decoded");
    both("hex-decoded", flag, HEX, Bytes.sha256(RANDOM), "hex-decoded");
    nonce("decoded-not-hashed", flag, BASE64, RANDOM, "decoded-not-hashed");
    both("base64-text", flag, RANDOM, hashOf(RANDOM.base64()), "base64-text-hashed");
    both("base64url-text", flag, mixed(), Bytes.sha256(BASE64_URL), "base64url-text-hashed");
    both("hex-text", flag, RANDOM, hashOf(RANDOM.hex()), "hex-text-hashed");
  }

  private void twoAtOnce() {
    Flag flag =
        group.flag("TwoAtOnce", "Other bytes of the same text, and one hash too few or too many.");
    Bytes quoted = text("\"" + CHALLENGE.text() + "\"");
    nonce(
        "base64-decoded-and-hashed-twice",
        flag,
        BASE64,
        Bytes.sha256(Bytes.sha256(RANDOM)),
        "base64-decoded");
    nonce("base64-text-not-hashed", flag, RANDOM, BASE64, "base64-text-hashed");
    nonce(
        "newline-and-hashed-twice",
        flag,
        CHALLENGE,
        Bytes.sha256(hashOf(CHALLENGE.text() + "\n")),
        "trailing-newline");
    nonce(
        "quoted-and-hashed-twice",
        flag,
        CHALLENGE,
        Bytes.sha256(Bytes.sha256(quoted)),
        "json-quoted");
    nonce("challenge-alone-not-hashed", flag, BODY, CHALLENGE, "challenge-alone-hashed");
  }

  private void texts() {
    Flag flag =
        group.flag(
            "OtherBytesOfTheSameText",
            "Line ends, quotes, character sets: what looks the same is not the same bytes.");
    Bytes quoted = text("\"" + CHALLENGE.text() + "\"");
    both("newline", flag, CHALLENGE, hashOf(CHALLENGE.text() + "\n"), "trailing-newline");
    nonce(
        "carriage-return", flag, CHALLENGE, hashOf(CHALLENGE.text() + "\r\n"), "trailing-newline");
    both(
        "trimmed",
        flag,
        text(CHALLENGE.text() + "\n"),
        Bytes.sha256(CHALLENGE),
        "whitespace-trimmed");
    nonce("zero", flag, CHALLENGE, hashOf(CHALLENGE.text() + "\0"), "trailing-zero");
    both("quoted", flag, CHALLENGE, Bytes.sha256(quoted), "json-quoted");
    both(
        "quoted-by-swift",
        flag,
        BASE64,
        hashOf("\"" + BASE64.text().replace("/", "\\/") + "\""),
        "json-quoted");
    nonce("unquoted", flag, quoted, Bytes.sha256(CHALLENGE), "json-unquoted");
    both("utf-16le", flag, CHALLENGE, in(StandardCharsets.UTF_16LE, ""), "utf-16");
    both("utf-16be", flag, CHALLENGE, in(StandardCharsets.UTF_16BE, ""), "utf-16");
    nonce("utf-16-with-mark", flag, CHALLENGE, in(StandardCharsets.UTF_16LE, "\ufeff"), "utf-16");
    nonce(
        "byte-order-mark", flag, CHALLENGE, hashOf("\ufeff" + CHALLENGE.text()), "byte-order-mark");
    nonce(
        "upper-case-uuid",
        flag,
        UUID,
        hashOf(UUID.text().toUpperCase(java.util.Locale.ROOT)),
        "letter-case");
    nonce(
        "percent-encoded",
        flag,
        BASE64,
        hashOf(BASE64.text().replace("/", "%2F").replace("+", "%2B").replace("=", "%3D")),
        "percent-encoding");
    nonce(
        "percent-decoded",
        flag,
        text("a%20b-" + HEX.text()),
        hashOf("a b-" + HEX.text()),
        "percent-encoding");
    nonce(
        "decomposed",
        flag,
        text("Zoë-" + HEX.text()),
        hashOf("Zoe\u0308-" + HEX.text()),
        "unicode-normalised");
  }

  private void challenges() {
    Flag flag =
        group.flag(
            "AnotherChallenge",
            "The right hash of the wrong thing: an earlier challenge, one of another purpose, the key id,"
                + " nothing at all.");
    nonce("nothing", flag, CHALLENGE, Bytes.sha256(Bytes.EMPTY), "nothing-hashed");
    nonce("key-id", flag, CHALLENGE, hashOf(DEVICE.key().keyId().base64()), "key-id-hashed");
    both("earlier", flag, CHALLENGE, Bytes.sha256(OTHER_CHALLENGE), "earlier-challenge");
    both(
        "other-purpose",
        flag,
        CHALLENGE,
        Bytes.sha256(OF_ANOTHER_PURPOSE),
        "challenge-of-another-purpose");
    both("challenge-alone", flag, BODY, Bytes.sha256(CHALLENGE), "challenge-alone-hashed");
    both(
        "earlier-in-json",
        flag,
        BODY,
        hashOf(BODY.text().replace(CHALLENGE.text(), OTHER_CHALLENGE.text())),
        "earlier-challenge");
  }

  private void json() {
    Flag flag =
        group.flag(
            "EncodedAgain",
            "JSON that is parsed and written again is other bytes: another order, other escapes, other"
                + " spaces. The bytes that were hashed must be the bytes that are sent.");
    String body = BODY.text();
    String sorted =
        "{\"amount\":1200,\"challenge\":\""
            + CHALLENGE.text()
            + "\",\"path\":\"/v1/pay\",\"to\":\"Zoë\"}";
    json("sorted", flag, sorted, "json-members-reordered");
    json("slashes-escaped", flag, body.replace("/", "\\/"), "json-slashes");
    json("non-ascii-escaped", flag, body.replace("ë", "\\u00eb"), "json-non-ascii");
    json("non-ascii-escaped-in-upper-case", flag, body.replace("ë", "\\u00EB"), "json-non-ascii");
    json("spaces", flag, body.replace(",", ", ").replace("\":", "\": "), "json-whitespace");
    json("indented", flag, lines(body, "  ", ": "), "json-whitespace");
    json("indented-by-four", flag, lines(body, "    ", ": "), "json-whitespace");
    json("pretty-printed-by-swift", flag, lines(body, "  ", " : "), "json-whitespace");
    json("json-newline", flag, body + "\n", "trailing-newline");
    json("sorted-and-slashes-escaped", flag, sorted.replace("/", "\\/"), "json-encoded-again");
    nonce(
        "sorted-and-pretty-printed",
        flag,
        BODY,
        hashOf(lines(sorted, "  ", " : ").replace("/", "\\/")),
        "json-encoded-again");
    nonce(
        "another-order",
        flag,
        BODY,
        hashOf(
            "{\"to\":\"Zoë\",\"challenge\":\""
                + CHALLENGE.text()
                + "\",\"path\":\"/v1/pay\",\"amount\":1200}"),
        "json-members-reordered");
    Bytes escaped = text(body.replace("/", "\\/"));
    both("slashes-not-escaped", flag, escaped, Bytes.sha256(BODY), "json-slashes");
    Bytes ascii = text(body.replace("ë", "\\u00eb"));
    both("non-ascii-not-escaped", flag, ascii, Bytes.sha256(BODY), "json-non-ascii");
    Bytes spaced = text(body.replace(",", ", ").replace("\":", "\": "));
    both("spaces-removed", flag, spaced, Bytes.sha256(BODY), "json-whitespace");
  }

  private static String lines(String flat, String indent, String colon) {
    return flat.replace("{", "{\n" + indent)
        .replace(",", ",\n" + indent)
        .replace("\":", "\"" + colon)
        .replace("}", "\n}");
  }

  private void json(String id, Flag flag, String hashed, String diagnosis) {
    both(id, flag, BODY, hashOf(hashed), diagnosis);
  }

  private static Bytes hashOf(String text) {
    return Bytes.sha256(text(text));
  }

  private static Bytes in(Charset charset, String before) {
    return Bytes.sha256(Bytes.of((before + CHALLENGE.text()).getBytes(charset)));
  }

  private static Bytes sha512(Bytes bytes) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-512").digest(bytes.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void both(String id, Flag flag, Bytes clientData, Bytes given, String diagnosis) {
    nonce(id, flag, clientData, given, diagnosis);
    VectorCase made =
        group.add("assertion-" + id, flag, "An assertion: " + comment(given, diagnosis));
    informed(made)
        .then(Event.key(DEVICE, 0))
        .then(
            withChallenge(
                    Event.assertion(DEVICE, DEVICE.assertion(given, 1).make())
                        .clientData(clientData))
                .expect(refused("signature").diagnosed(diagnosis)));
  }

  private void nonce(String id, Flag flag, Bytes clientData, Bytes given, String diagnosis) {
    VectorCase made =
        group.add("attestation-" + id, flag, "An attestation: " + comment(given, diagnosis));
    informed(made)
        .then(
            withChallenge(
                    Event.attestation(DEVICE.attestation(given, ISSUED).withoutReceipt().make())
                        .clientData(clientData))
                .expect(refused("nonce").diagnosed(diagnosis)));
  }

  private void given(String id, Flag flag, Bytes hash, Bytes given) {
    group
        .add("attestation-" + id, flag, "The verifier has the hash only; the app hashed it again.")
        .then(
            Event.attestation(DEVICE.attestation(given, ISSUED).withoutReceipt().make())
                .clientDataHash(hash)
                .expect(refused("nonce").diagnosed("client-data-hashed-twice")));
  }

  private static String comment(Bytes given, String diagnosis) {
    return diagnosis.replace('-', ' ') + ". The device was given " + given.length() + " bytes.";
  }

  private static Event withChallenge(Event event) {
    Bytes clientData =
        Bytes.of(Base64.getDecoder().decode((String) event.json().get("clientData")));
    return clientData.text().startsWith("{") ? event.challenge(CHALLENGE) : event;
  }

  /** Both other challenges are of the purposes that make the one earlier, the other of another. */
  private static VectorCase informed(VectorCase made) {
    String own = made.id().startsWith("assertion-") ? "assertion" : "attestation";
    String other = own.equals("assertion") ? "attestation" : "assertion";
    return made.knowing("challenges", Map.of("purpose", own, "challenge", OTHER_CHALLENGE.base64()))
        .knowing("challenges", Map.of("purpose", other, "challenge", OF_ANOTHER_PURPOSE.base64()));
  }
}
