package assay.core.inspect.node;

import assay.core.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One field of an object, or a group of them, as a person reads it. Text in it that came from the
 * object holds no control characters, so that it can be printed on a terminal.
 *
 * @param name Apple's or the standard's
 * @param offset of the first byte; -1 where the node has no bytes of its own
 * @param length in bytes, with the head that an encoding puts in front
 * @param origin what the offset counts from
 * @param value in full; empty where the children are the value
 * @param meaning in words; may be empty
 * @param error whether this says what is wrong at its offset, instead of being a field
 */
public record Node(
    String name,
    int offset,
    int length,
    Origin origin,
    String value,
    String meaning,
    boolean error,
    List<Node> children) {

  /** What offsets count from. */
  public enum Origin {
    INPUT,
    /** The payload of a receipt, which lies in the input cut into chunks. */
    PAYLOAD
  }

  public Node {
    name = printable(name);
    value = printable(value);
    meaning = printable(meaning);
    children = List.copyOf(children);
  }

  /** A remark that no bytes stand for. */
  public static Node remark(String name, String value, String meaning) {
    return new Node(name, -1, 0, Origin.INPUT, value, meaning, false, List.of());
  }

  /** The first child of a name. */
  public Optional<Node> child(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).findFirst();
  }

  /** Everything that is wrong in this node and below. */
  public List<Node> errors() {
    List<Node> errors = new ArrayList<>();
    if (error) {
      errors.add(this);
    }
    children.forEach(child -> errors.addAll(child.errors()));
    return errors;
  }

  public Node plus(List<Node> more) {
    List<Node> all = new ArrayList<>(children);
    all.addAll(more);
    return new Node(name, offset, length, origin, value, meaning, error, all);
  }

  public Node meaning(String other) {
    return new Node(name, offset, length, origin, value, other, error, children);
  }

  /** Without what is wrong: where the bytes around it are cut off, all below follows from that. */
  public Node withoutErrors() {
    return new Node(
        name,
        offset,
        length,
        origin,
        value,
        meaning,
        error,
        children.stream().filter(child -> !child.error).map(Node::withoutErrors).toList());
  }

  /** Control and invisible characters as escapes. */
  public static String printable(String text) {
    if (text.codePoints().allMatch(Printable::prints)) {
      return text;
    }
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Printable.prints(c)) {
            clean.appendCodePoint(c);
          } else {
            clean.append(String.format("\\u%04x", c));
          }
        });
    return clean.toString();
  }
}
