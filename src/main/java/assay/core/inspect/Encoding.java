package assay.core.inspect;

import assay.core.Bytes;
import assay.core.Printable;
import java.util.Base64;
import java.util.Locale;

/**
 * How the bytes of an object were written down. Found by looking, as people paste what their tools
 * print; decoded once, so that base64 of base64 stays visible as the mistake it is.
 */
public enum Encoding {
  RAW,
  HEX,
  BASE64,
  BASE64URL,
  PEM;

  /** As messages and JSON spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Bytes with the encoding that they were found in. */
  public record Decoded(Encoding encoding, Bytes bytes) {}

  private static final String PEM_BEGIN = "-----BEGIN ";
  private static final String PEM_DASHES = "-----";

  /**
   * Hexadecimal where all is hexadecimal digits in pairs; else base64 or base64url, padded or not,
   * never mixed; else the bytes as they are. White space and one pair of quotes around the text do
   * not count.
   */
  public static Decoded decode(Bytes input) {
    if (!Printable.isText(input)) {
      return new Decoded(RAW, input);
    }
    String text = input.text().strip();
    if (text.startsWith(PEM_BEGIN)) {
      return pem(text, input);
    }
    String packed = unquoted(text).replaceAll("\\s+", "");
    if (packed.isEmpty()) {
      return new Decoded(RAW, input);
    }
    if (packed.length() % 2 == 0 && packed.chars().allMatch(Encoding::isHexDigit)) {
      return new Decoded(HEX, Bytes.hex(packed.toLowerCase(Locale.ROOT)));
    }
    return base64(packed, input);
  }

  private static Decoded base64(String packed, Bytes input) {
    boolean urlSafe = packed.indexOf('-') >= 0 || packed.indexOf('_') >= 0;
    Base64.Decoder decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
    try {
      return new Decoded(urlSafe ? BASE64URL : BASE64, Bytes.of(decoder.decode(packed)));
    } catch (IllegalArgumentException _) {
      return new Decoded(RAW, input);
    }
  }

  /** The first block only: its lines between BEGIN and END. */
  private static Decoded pem(String text, Bytes input) {
    int start = text.indexOf(PEM_DASHES, PEM_BEGIN.length());
    int end = start < 0 ? -1 : text.indexOf(PEM_DASHES, start + PEM_DASHES.length());
    if (end < 0) {
      return new Decoded(RAW, input);
    }
    try {
      String body = text.substring(start + PEM_DASHES.length(), end).replaceAll("\\s+", "");
      return new Decoded(PEM, Bytes.of(Base64.getDecoder().decode(body)));
    } catch (IllegalArgumentException _) {
      return new Decoded(RAW, input);
    }
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static boolean isHexDigit(int c) {
    return Character.digit(c, 16) >= 0;
  }
}
