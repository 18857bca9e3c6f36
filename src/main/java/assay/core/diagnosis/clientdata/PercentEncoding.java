package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Text as URLs and forms write it. */
final class PercentEncoding {
  private static final String UNRESERVED = "-._~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /** The bytes encoded (RFC 3986), and decoded with and without a plus for a space. */
  static Stream<Bytes> both(Bytes data) {
    String text = data.text();
    return Stream.of(
        encoded(data),
        decoded(text),
        decoded(text.replace('+', ' ')),
        Bytes.utf8(text.replace(' ', '+')));
  }

  private static Bytes encoded(Bytes data) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < data.length(); i++) {
      int c = data.at(i);
      boolean alphanumeric = c < 0x80 && Character.isLetterOrDigit(c);
      if (alphanumeric || UNRESERVED.indexOf(c) >= 0) {
        out.append((char) c);
      } else {
        out.append('%').append(HEX.toHexDigits((byte) c));
      }
    }
    return Bytes.utf8(out.toString());
  }

  private static Bytes decoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      boolean escape = bytes[i] == '%' && high >= 0 && low >= 0;
      out[length++] = escape ? (byte) (high << 4 | low) : bytes[i];
      i += escape ? 2 : 0;
    }
    return Bytes.of(out).slice(0, length);
  }
}
