package assay.core.inspect;

import assay.core.Bytes;
import java.util.List;

/**
 * A run of bytes that remembers where it lies.
 *
 * @param start the offset of its first byte
 * @param budget shared by all regions of one inspection
 */
record Region(Bytes bytes, int start, Node.Origin origin, Budget budget) {

  /** How many more items a tree may have: input of 64 KiB could else make one of millions. */
  static final class Budget {
    static final int MOST_ITEMS = 4096;
    private int left = MOST_ITEMS;

    boolean spend() {
      return left > 0 && left-- > 0;
    }
  }

  static Region input(Bytes bytes) {
    return new Region(bytes, 0, Node.Origin.INPUT, new Budget());
  }

  /** Bytes that were put together from chunks; offsets begin anew. */
  Region payload(Bytes whole) {
    return new Region(whole, 0, Node.Origin.PAYLOAD, budget);
  }

  int length() {
    return bytes.length();
  }

  int at(int index) {
    return bytes.at(index);
  }

  boolean isEmpty() {
    return bytes.isEmpty();
  }

  Region slice(int from, int to) {
    return new Region(bytes.slice(from, to), start + from, origin, budget);
  }

  Region from(int index) {
    return slice(index, length());
  }

  /** "1 byte", "2 bytes". */
  String size() {
    return length() + (length() == 1 ? " byte" : " bytes");
  }

  Node node(String name, String value, String meaning) {
    return node(name, value, meaning, List.of());
  }

  Node node(String name, String value, String meaning, List<Node> children) {
    return new Node(name, start, length(), origin, value, meaning, false, children);
  }

  /** What is wrong with these bytes. */
  Node error(String message) {
    return new Node("error", start, length(), origin, "", message, true, List.of());
  }

  /** What is wrong behind these bytes: nothing is there where more should be. */
  Node errorAtEnd(String message) {
    return from(length()).error(message);
  }
}
