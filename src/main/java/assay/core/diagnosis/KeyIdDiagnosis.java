package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.Budget;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.core.pki.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A key id in another spelling, or of another form of the key, than Apple's. */
final class KeyIdDiagnosis {
  private static final int POINT = 65;
  private static final int KEY_ID = 32;
  private static final int SHORTEST_CUT = 8;
  private static final int HASHES_A_KEY = 4;
  private static final int MOST_KEYS = Budget.MOST_HASHES / HASHES_A_KEY;

  /**
   * The X9.62 point is the longest thing that is taken for a key id, and hexadecimal the longest
   * text.
   */
  private static final int LONGEST_FORM = POINT;

  private static final int LONGEST_TEXT = 4 * POINT;

  /** What is left of random bytes may be next to nothing, which proves nothing. */
  private static final int SHORTEST_DECODED = 3;

  private KeyIdDiagnosis() {}

  /** How the sent id comes from this key's, or that it is another known key's. */
  static Optional<Diagnosis> of(SentKeyId sent, Bytes point, Known known, Budget budget) {
    Bytes right = budget.sha256(point);
    if (sent.bytes().equals(right)) {
      return Optional.empty();
    }
    return form(sent, right, point, budget)
        .map(mistake -> diagnosis(mistake, right))
        .or(() ->
            known.keys().stream().anyMatch(key -> key.keyId().equals(sent.bytes()))
                ? Optional.of(diagnosis(Mistake.KEY_ID_OF_ANOTHER_KEY, right))
                : Optional.empty());
  }

  /** Which of the registered keys the sent id was made of, wrongly. */
  static Optional<Diagnosis> ofAny(SentKeyId sent, List<Known.Key> keys, Budget budget) {
    return keys.stream()
        .filter(key -> !key.keyId().equals(sent.bytes()))
        .limit(MOST_KEYS)
        .takeWhile(_ -> budget.allowsHashes(HASHES_A_KEY))
        .flatMap(key ->
            form(sent, key.keyId(), key.publicKey(), budget)
                .map(mistake -> ofRegistered(mistake, key.keyId()))
                .stream())
        .findFirst();
  }

  private static Diagnosis ofRegistered(Mistake mistake, Bytes right) {
    return Diagnosis.proved(mistake, mistake.sentence())
        .toCallers(" It should be " + right.base64() + ".");
  }

  private static Diagnosis diagnosis(Mistake mistake, Bytes right) {
    return Diagnosis.proved(mistake, mistake.sentence() + " It should be " + right.base64() + ".");
  }

  private static Optional<Mistake> form(SentKeyId sent, Bytes right, Bytes point, Budget budget) {
    boolean tooLong =
        sent.bytes().length() > LONGEST_FORM
            || sent.text().filter(text -> text.length() > LONGEST_TEXT).isPresent();
    if (tooLong || point.length() != POINT) {
      return Optional.empty();
    }
    return spelling(sent, right)
        .or(() -> cut(sent.bytes(), right))
        .or(() -> other(sent.bytes(), right, point))
        .or(() -> hashes(sent.bytes(), right, point, budget));
  }

  /**
   * Characters that were lost on the way. Without the text that was sent, a lost + and a lost -
   * look alike, so such an id is told apart only where it has a / as well.
   */
  private static Optional<Mistake> spelling(SentKeyId sent, Bytes right) {
    String text = right.base64();
    String urlSafe = text.replace('+', '-').replace('/', '_');
    if (sent.text().isPresent()) {
      String came = sent.text().get();
      return came.contains(" ") && came.equals(text.replace('+', ' '))
          ? Optional.of(Mistake.KEY_ID_PLUS_LOST)
          : !came.equals(text) && unpadded(came).equals(unpadded(urlSafe))
              ? Optional.of(Mistake.KEY_ID_BASE64URL)
              : Optional.empty();
    }
    if (!text.contains("/")) {
      return Optional.empty();
    }
    if (sent.bytes().equals(lenient(text.replace("+", "").replace("/", "")))) {
      return Optional.of(Mistake.KEY_ID_BASE64URL);
    }
    return text.contains("+") && sent.bytes().equals(lenient(text.replace("+", "")))
        ? Optional.of(Mistake.KEY_ID_PLUS_LOST)
        : Optional.empty();
  }

  private static String unpadded(String base64) {
    return base64.replace("=", "");
  }

  private static Optional<Mistake> cut(Bytes sent, Bytes right) {
    boolean cut =
        sent.length() >= SHORTEST_CUT
            && sent.length() < KEY_ID
            && right.slice(0, sent.length()).equals(sent);
    return cut ? Optional.of(Mistake.KEY_ID_CUT) : Optional.empty();
  }

  private static Optional<Mistake> other(Bytes sent, Bytes right, Bytes point) {
    if (sent.equals(Bytes.utf8(right.hex())) || sent.equals(lenient(right.hex()))) {
      return Optional.of(Mistake.KEY_ID_HEX);
    }
    if (sent.equals(Bytes.utf8(right.base64()))) {
      return Optional.of(Mistake.KEY_ID_ENCODED_TWICE);
    }
    if (sent.length() >= SHORTEST_DECODED && sent.equals(lenient(latin(right)))) {
      return Optional.of(Mistake.KEY_ID_DECODED_TWICE);
    }
    return sent.equals(point) || sent.equals(point.from(1))
        ? Optional.of(Mistake.PUBLIC_KEY_AS_KEY_ID)
        : Optional.empty();
  }

  private static Optional<Mistake> hashes(Bytes sent, Bytes right, Bytes point, Budget budget) {
    if (sent.length() != KEY_ID) {
      return Optional.empty();
    }
    Bytes compressed =
        Bytes.of((byte) (2 + (point.at(POINT - 1) & 1))).concat(point.slice(1, 1 + KEY_ID));
    if (sent.equals(budget.sha256(point.from(1)))) {
      return Optional.of(Mistake.KEY_ID_OF_COORDINATES);
    }
    if (sent.equals(budget.sha256(Signatures.subjectPublicKeyInfo(point)))) {
      return Optional.of(Mistake.KEY_ID_OF_KEY_INFO);
    }
    if (sent.equals(budget.sha256(compressed))) {
      return Optional.of(Mistake.KEY_ID_OF_COMPRESSED_POINT);
    }
    return sent.equals(budget.sha256(right))
        ? Optional.of(Mistake.KEY_ID_HASHED_AGAIN)
        : Optional.empty();
  }

  private static String latin(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
  }

  /** As decoders do that skip what is none of their characters and drop what is left over. */
  private static Bytes lenient(String text) {
    String digits = text.replaceAll("[^A-Za-z0-9+/]", "");
    int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
    return Bytes.of(Base64.getDecoder().decode(digits.substring(0, whole)));
  }
}
