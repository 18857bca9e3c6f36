package assay.config.yaml;

import java.util.List;
import java.util.Map;

/** A part of the file, with the line on which it begins; of a member, the line of its name. */
sealed interface Node {
  int line();

  /** Whatever is written as one word or text: {@code 8080}, {@code true}, {@code "1.2"}. */
  record Text(int line, String text) implements Node {}

  record Items(int line, List<Node> items) implements Node {}

  /**
   * Members by their names.
   *
   * @param members in the order of the file
   */
  record Members(int line, Map<String, Node> members) implements Node {}

  /** A name with nothing behind it. */
  record Nothing(int line) implements Node {}

  /** What was complained of already; nothing more is said of it. */
  record Refused(int line) implements Node {}
}
