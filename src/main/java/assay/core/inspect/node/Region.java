package assay.core.inspect.node;

import assay.core.Bytes;
import java.util.List;

/**
 * A run of bytes that remembers where it lies.
 *
 * @param start the offset of its first byte
 * @param budget shared by all regions of one inspection
 */
public record Region(Bytes bytes, int start, Node.Origin origin, Budget budget) {

  /** How many more items a tree may have: input of 64 KiB could else make one of millions. */
  public static final class Budget {
    public static final int MOST_ITEMS = 4096;
    private int left = MOST_ITEMS;

    public boolean spend() {
      return left > 0 && left-- > 0;
    }
  }

  public static Region input(Bytes bytes) {
    return new Region(bytes, 0, Node.Origin.INPUT, new Budget());
  }

  /** Bytes that were put together from chunks; offsets begin anew. */
  public Region payload(Bytes whole) {
    return new Region(whole, 0, Node.Origin.PAYLOAD, budget);
  }

  public int length() {
    return bytes.length();
  }

  public int at(int index) {
    return bytes.at(index);
  }

  public boolean isEmpty() {
    return bytes.isEmpty();
  }

  public Region slice(int from, int to) {
    return new Region(bytes.slice(from, to), start + from, origin, budget);
  }

  public Region from(int index) {
    return slice(index, length());
  }

  /** "1 byte", "2 bytes". */
  public String size() {
    return length() + (length() == 1 ? " byte" : " bytes");
  }

  public Node node(String name, String value, String meaning) {
    return node(name, value, meaning, List.of());
  }

  public Node node(String name, String value, String meaning, List<Node> children) {
    return new Node(name, start, length(), origin, value, meaning, false, children);
  }

  /** What is wrong with these bytes. */
  public Node error(String message) {
    return new Node("error", start, length(), origin, "", message, true, List.of());
  }

  /** What is wrong behind these bytes: nothing is there where more should be. */
  public Node errorAtEnd(String message) {
    return from(length()).error(message);
  }
}
