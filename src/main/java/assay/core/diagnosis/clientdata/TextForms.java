package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Bytes as text in other spellings. What a spelling cannot be made of is nothing. */
final class TextForms {
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

  private static final String WHITE = " \t\r\n";

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

  static Bytes normalised(Normalizer.Form form, Bytes text) {
    return Bytes.utf8(Normalizer.normalize(text.text(), form));
  }

  static Bytes upperCase(Bytes text) {
    return Bytes.utf8(text.text().toUpperCase(Locale.ROOT));
  }

  static Bytes lowerCase(Bytes text) {
    return Bytes.utf8(text.text().toLowerCase(Locale.ROOT));
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
