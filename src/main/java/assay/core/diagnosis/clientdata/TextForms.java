package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** Bytes as text in other spellings. What a spelling cannot be made of is nothing. */
final class TextForms {
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

  private static final String WHITE = " \t\r\n";
  private static final int MOST_MARKS = 30;

  private TextForms() {}

  static Bytes base64Url(Bytes bytes) {
    return Bytes.utf8(URL_SAFE.encodeToString(bytes.toArray()));
  }

  static Bytes base64(Bytes bytes) {
    return Bytes.utf8(bytes.base64());
  }

  static Bytes hex(Bytes bytes) {
    return Bytes.utf8(bytes.hex());
  }

  static Optional<Bytes> fromBase64(Bytes text) {
    return decoded(text, ascii -> Bytes.of(Base64.getDecoder().decode(ascii)));
  }

  static Optional<Bytes> fromBase64Url(Bytes text) {
    return decoded(text, ascii -> Bytes.of(Base64.getUrlDecoder().decode(ascii)));
  }

  static Optional<Bytes> fromHex(Bytes text) {
    return decoded(text, Bytes::hex);
  }

  private static Optional<Bytes> decoded(Bytes text, Function<String, Bytes> decoder) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(decoder.apply(text.text()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static Bytes in(Charset charset, Bytes text) {
    return Bytes.of(text.text().getBytes(charset));
  }

  /**
   * In a normal form; nothing where the text has so many marks in a row (UAX 15 calls 30 more than
   * any language needs) that sorting them takes long.
   */
  static Optional<Bytes> normalised(Normalizer.Form form, Bytes text) {
    String before = text.text();
    return hasManyMarks(before)
        ? Optional.empty()
        : Optional.of(Bytes.utf8(Normalizer.normalize(before, form)));
  }

  private static boolean hasManyMarks(String text) {
    int marks = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      boolean isMark = Character.getType(text.codePointAt(i)) == Character.NON_SPACING_MARK;
      marks = isMark ? marks + 1 : 0;
      if (marks > MOST_MARKS) {
        return true;
      }
    }
    return false;
  }

  /** Of ASCII letters; what is compared without regard to case has no others. */
  static Bytes upperCase(Bytes text) {
    return mapped(text, c -> c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }

  static Bytes lowerCase(Bytes text) {
    return mapped(text, c -> c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }

  private static Bytes mapped(Bytes text, IntUnaryOperator letter) {
    byte[] mapped = text.toArray();
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = (byte) letter.applyAsInt(mapped[i]);
    }
    return Bytes.of(mapped);
  }

  /** Without spaces, tabs and line ends at either end. */
  static Bytes stripped(Bytes bytes) {
    int from = 0;
    int to = bytes.length();
    while (from < to && WHITE.indexOf(bytes.at(from)) >= 0) {
      from++;
    }
    while (to > from && WHITE.indexOf(bytes.at(to - 1)) >= 0) {
      to--;
    }
    return bytes.slice(from, to);
  }
}
