package assay.core.diagnosis.clientdata;

import static assay.core.diagnosis.clientdata.Candidate.given;
import static assay.core.diagnosis.clientdata.Candidate.hashOf;

import assay.core.Bytes;
import assay.core.diagnosis.mistake.Mistake;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.stream.Stream;

/**
 * What a text becomes on the way in ways that are seldom met: other charsets, other letters, other
 * ends, other hash functions.
 */
record RareSpellings(Bytes data, Budget budget) {
  private static final Bytes BYTE_ORDER_MARK = Bytes.hex("efbbbf");

  static Stream<Candidate> inOtherCharsets(Bytes data) {
    Bytes bigEndian = TextForms.in(StandardCharsets.UTF_16BE, data);
    Bytes littleEndian = TextForms.in(StandardCharsets.UTF_16LE, data);
    return Stream.of(
            littleEndian,
            bigEndian,
            Bytes.hex("fffe").concat(littleEndian),
            Bytes.hex("feff").concat(bigEndian))
        .map(text -> hashOf(text, Mistake.UTF_16));
  }

  /** All but the charsets, which are met more often. */
  Stream<Candidate> all() {
    Stream<Candidate> spelt =
        Stream.of(
            hashOf(data.concat(Bytes.utf8("\r\n")), Mistake.TRAILING_NEWLINE),
            hashOf(data.concat(Bytes.of((byte) 0)), Mistake.TRAILING_ZERO),
            hashOf(BYTE_ORDER_MARK.concat(data), Mistake.BYTE_ORDER_MARK),
            hashOf(TextForms.upperCase(data), Mistake.LETTER_CASE),
            hashOf(TextForms.lowerCase(data), Mistake.LETTER_CASE));
    Stream<Candidate> normalised =
        Stream.of(Normalizer.Form.NFC, Normalizer.Form.NFD)
            .flatMap(form -> TextForms.normalised(form, data).stream())
            .map(text -> hashOf(text, Mistake.UNICODE_NORMALISED));
    return Stream.of(spelt, normalised, percent(), unquoted(), decodedNotHashed(), otherHashes())
        .flatMap(candidates -> candidates);
  }

  private Stream<Candidate> percent() {
    return PercentEncoding.both(data).map(text -> hashOf(text, Mistake.PERCENT_ENCODING));
  }

  private Stream<Candidate> unquoted() {
    int end = data.length() - 1;
    return end > 0 && data.at(0) == '"' && data.at(end) == '"'
        ? Stream.of(hashOf(data.slice(1, end), Mistake.JSON_UNQUOTED))
        : Stream.empty();
  }

  private Stream<Candidate> decodedNotHashed() {
    return Candidate.decoded(data)
        .map(candidate -> given(candidate.value(), Mistake.DECODED_NOT_HASHED));
  }

  private Stream<Candidate> otherHashes() {
    return Stream.of("SHA-512", "SHA-1", "SHA-384")
        .takeWhile(_ -> budget.allowsHashes(2))
        .map(function ->
            given(hash(function), Mistake.OTHER_HASH_FUNCTION)
                .found("The app hashed with " + function + " instead of SHA-256."));
  }

  private Bytes hash(String function) {
    budget.count(data);
    try {
      return Bytes.of(MessageDigest.getInstance(function).digest(data.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + function, e);
    }
  }
}
