package assay.core;

/**
 * Makes text that came with evidence fit for a message: cut to a bounded length, and without the
 * control and direction characters that would let an attacker write on a terminal or in a log.
 */
public final class Printable {
  public static final int MOST_CHARACTERS = 600;
  private static final int REPLACEMENT = '\ufffd';

  private Printable() {}

  /** The text with everything replaced that does not print as itself, cut where it is long. */
  public static String of(String text) {
    boolean cut = text.length() > MOST_CHARACTERS;
    StringBuilder printable = new StringBuilder();
    (cut ? text.substring(0, MOST_CHARACTERS) : text)
        .codePoints()
        .forEach(c -> printable.appendCodePoint(prints(c) ? c : REPLACEMENT));
    return cut ? printable.append('…').toString() : printable.toString();
  }

  /** Whether a character prints as itself: no control, format or direction character. */
  public static boolean prints(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Whether all of some bytes is printable ASCII and white space. */
  public static boolean isText(Bytes input) {
    for (int i = 0; i < input.length(); i++) {
      int c = input.at(i);
      if (c >= 0x7f || (c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
        return false;
      }
    }
    return true;
  }
}
