package assay.http.request;

import assay.core.Bytes;
import java.util.Arrays;

/**
 * Base64 of a member: the standard or the URL-safe alphabet but not both, padded or not, and
 * nothing else. Each text has one meaning and each way of getting it wrong has its own words, as
 * most first requests of a new client fail here.
 */
public final class Base64Text {
  private static final int NO_DIGIT = -1;
  private static final byte[] DIGITS = digits();

  private Base64Text() {}

  /**
   * The bytes of a base64 text.
   *
   * @param name of the member, for messages
   */
  public static Bytes decode(String name, String text) throws BadRequest {
    int end = unpadded(text);
    byte[] bytes = new byte[end * 3 / 4];
    boolean standard = false;
    boolean urlSafe = false;
    int bits = 0;
    int held = 0;
    int length = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      int digit = c < DIGITS.length ? DIGITS[c] : NO_DIGIT;
      if (digit == NO_DIGIT) {
        throw new BadRequest(explain(name, text, i));
      }
      standard |= c == '+' || c == '/';
      urlSafe |= c == '-' || c == '_';
      bits = bits << 6 | digit;
      held += 6;
      if (held >= 8) {
        held -= 8;
        bytes[length++] = (byte) (bits >> held);
      }
    }
    if (standard && urlSafe) {
      throw new BadRequest(
          name + " mixes standard base64 (+ /) with URL-safe (- _); it was put together from two");
    }
    requireWhole(name, text.length(), end, bits & (1 << held) - 1);
    return Bytes.of(bytes);
  }

  /** Where the digits end and the padding begins. */
  private static int unpadded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    return end;
  }

  private static void requireWhole(String name, int length, int end, int left) throws BadRequest {
    int padding = length - end;
    if (padding > 0 && (padding > 2 || length % 4 != 0)) {
      throw new BadRequest(
          name
              + " has wrong padding: "
              + padding
              + " = after "
              + end
              + " characters; give what the encoder made, or no padding at all");
    }
    if (end % 4 == 1) {
      throw new BadRequest(
          name + " is cut off: base64 has never " + end + " characters without its padding");
    }
    if (left != 0) {
      throw new BadRequest(
          name
              + " does not end where its bytes end: the last character has bits left over; it was"
              + " cut off or changed");
    }
  }

  private static String explain(String name, String text, int index) {
    if (text.startsWith("data:")) {
      return name + " is a data URI; give only the base64 behind its comma";
    }
    char c = text.charAt(index);
    return switch (c == '=' ? behindPadding(text, index) : c) {
      case ' ' ->
          name
              + " has a space at "
              + text.indexOf(' ')
              + ", which is what a + becomes in a form or URL; send JSON, or use URL-safe base64";
      case '\n', '\r', '\t' ->
          name
              + " has a line break or tab; encode it without line lengths and trim it (in Swift:"
              + " base64EncodedString() without options)";
      case '%' -> name + " is still percent-encoded at " + index + "; JSON takes base64 as it is";
      case '=' -> name + " has padding in the middle, at " + index + "; two texts were joined";
      default -> name + " is not base64: the character at " + index + " is none of its alphabet";
    };
  }

  /** What makes padding stand in the middle: white space that follows, or more base64. */
  private static char behindPadding(String text, int index) {
    int next = index;
    while (text.charAt(next) == '=') {
      next++; // there is something else, or the padding would not be in the middle
    }
    return DIGITS[text.charAt(next) & 0x7f] == NO_DIGIT ? text.charAt(next) : '=';
  }

  private static byte[] digits() {
    byte[] digits = new byte[128];
    Arrays.fill(digits, (byte) NO_DIGIT);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (int i = 0; i < alphabet.length(); i++) {
      digits[alphabet.charAt(i)] = (byte) i;
    }
    digits['+'] = 62;
    digits['-'] = 62;
    digits['/'] = 63;
    digits['_'] = 63;
    return digits;
  }
}
