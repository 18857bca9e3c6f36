package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import assay.core.diagnosis.mistake.Mistake;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that an app may have given to the device instead of what the server expects.
 *
 * @param value what was hashed, or was given as it is
 * @param hashed whether the clientDataHash is SHA-256 of the value, or the value itself
 * @param found what the app did, in a sentence
 */
public record Candidate(Bytes value, boolean hashed, Mistake mistake, String found) {
  static Candidate hashOf(Bytes value, Mistake mistake) {
    return new Candidate(value, true, mistake, mistake.sentence());
  }

  static Candidate given(Bytes value, Mistake mistake) {
    return new Candidate(value, false, mistake, mistake.sentence());
  }

  /** What a text is to whom it is hex, base64 or base64url, as far as it can be. */
  static Stream<Candidate> decoded(Bytes data) {
    return Stream.of(
            TextForms.fromHex(data).map(bytes -> hashOf(bytes, Mistake.HEX_DECODED)),
            TextForms.fromBase64(data).map(bytes -> hashOf(bytes, Mistake.BASE64_DECODED)),
            TextForms.fromBase64Url(data).map(bytes -> hashOf(bytes, Mistake.BASE64URL_DECODED)))
        .flatMap(Optional::stream);
  }

  Candidate found(String sentence) {
    return new Candidate(value, hashed, mistake, sentence);
  }

  /** The clientDataHash that the device was given. */
  public Bytes clientDataHash(Budget budget) {
    return hashed ? budget.sha256(value) : value;
  }
}
