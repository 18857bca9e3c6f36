package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One of the ways in which encoders write the same JSON. */
record JsonStyle(boolean sorted, boolean slashesEscaped, NonAscii nonAscii, Spacing spacing) {
  static final int LONGEST = 8 * 1024;
  private static final HexFormat LOWER = HexFormat.of();
  private static final HexFormat UPPER = LOWER.withUpperCase();

  /** How characters beyond ASCII are written. */
  enum NonAscii {
    AS_IS,
    ESCAPED_IN_LOWER_CASE,
    ESCAPED_IN_UPPER_CASE
  }

  /** Where white space stands. */
  enum Spacing {
    NONE("", "", ":"),
    /** Python's default. */
    AFTER_SEPARATORS(" ", "", ": "),
    TWO_BY_TWO("\n", "  ", ": "),
    FOUR_BY_FOUR("\n", "    ", ": "),
    /** Swift's prettyPrinted. */
    SWIFT("\n", "  ", " : ");

    private final String afterComma;
    private final String indent;
    private final String colon;

    Spacing(String afterComma, String indent, String colon) {
      this.afterComma = afterComma;
      this.indent = indent;
      this.colon = colon;
    }

    boolean inLines() {
      return !indent.isEmpty();
    }
  }

  /** Whether it is that of an encoder in wide use: of JavaScript and most others, Swift, Python. */
  boolean isUsual() {
    return switch (nonAscii) {
      case AS_IS -> !slashesEscaped || spacing == Spacing.NONE || spacing == Spacing.SWIFT;
      case ESCAPED_IN_LOWER_CASE ->
          !slashesEscaped && spacing != Spacing.NONE && spacing != Spacing.SWIFT;
      case ESCAPED_IN_UPPER_CASE -> false;
    };
  }

  /**
   * The UTF-8 bytes of a value in this style; nothing where that would be very long.
   *
   * @param json with its members sorted where the style says so
   */
  Optional<Bytes> write(Json json) {
    StringBuilder out = new StringBuilder();
    write(json, 0, out);
    return out.length() > LONGEST ? Optional.empty() : Optional.of(Bytes.utf8(out.toString()));
  }

  private void write(Json json, int depth, StringBuilder out) {
    if (out.length() > LONGEST) {
      return; // indented lines make much of little
    }
    switch (json) {
      case Json.Members(List<Json.Member> list) ->
          writeAll(
              '{',
              list,
              '}',
              depth,
              out,
              member -> {
                writeText(member.name(), out);
                out.append(spacing.colon);
                write(member.value(), depth + 1, out);
              });
      case Json.Elements(List<Json> list) ->
          writeAll('[', list, ']', depth, out, element -> write(element, depth + 1, out));
      case Json.Text(String value) -> writeText(value, out);
      case Json.Literal(String text) -> out.append(text);
    }
  }

  private <T> void writeAll(
      char open, List<T> list, char close, int depth, StringBuilder out, Consumer<T> writer) {
    out.append(open);
    for (Iterator<T> each = list.iterator(); each.hasNext() && out.length() <= LONGEST; ) {
      newLine(depth + 1, out);
      writer.accept(each.next());
      if (each.hasNext()) {
        out.append(',').append(spacing.inLines() ? "" : spacing.afterComma);
      } else {
        newLine(depth, out);
      }
    }
    out.append(close);
  }

  private void newLine(int depth, StringBuilder out) {
    if (spacing.inLines()) {
      out.append('\n').append(spacing.indent.repeat(depth));
    }
  }

  private void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '/' -> out.append(slashesEscaped ? "\\/" : "/");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> writeCharacter(c, out);
      }
    }
    out.append('"');
  }

  private void writeCharacter(char c, StringBuilder out) {
    if (c < ' ' || (c > '~' && nonAscii == NonAscii.ESCAPED_IN_LOWER_CASE)) {
      out.append("\\u").append(LOWER.toHexDigits(c));
    } else if (c > '~' && nonAscii == NonAscii.ESCAPED_IN_UPPER_CASE) {
      out.append("\\u").append(UPPER.toHexDigits(c));
    } else {
      out.append(c);
    }
  }
}
