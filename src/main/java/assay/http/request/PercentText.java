package assay.http.request;

import java.nio.charset.CharacterCodingException;

/** Percent-encoded text of a path or a query (RFC 3986), decoded once. */
public final class PercentText {
  private PercentText() {}

  /** A segment of a path; {@code +} stands for itself. */
  public static String segment(String text) throws BadRequest {
    return text.indexOf('%') < 0 ? text : decode(text);
  }

  /** A name or a value of a query; {@code +} stands for a space, as forms write it. */
  public static String query(String text) throws BadRequest {
    return segment(text.replace('+', ' '));
  }

  private static String decode(String text) throws BadRequest {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        throw new BadRequest("a path or query has a character that is not percent-encoded");
      }
      if (c == '%') {
        bytes[length++] = (byte) (digit(text, i + 1) << 4 | digit(text, i + 2));
        i += 2;
      } else {
        bytes[length++] = (byte) c;
      }
    }
    try {
      return Utf8.decode(bytes, length).toString();
    } catch (CharacterCodingException _) {
      throw new BadRequest("percent-encoded bytes of the path or query are not UTF-8");
    }
  }

  private static int digit(String text, int index) throws BadRequest {
    int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
    if (digit < 0) {
      throw new BadRequest("a % in the path or query is not followed by two hexadecimal digits");
    }
    return digit;
  }
}
