package assay.core.inspect.asn1;

import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks BER and DER (X.690) and goes on where a decoder would give up, as long as it knows where
 * the next element begins.
 */
final class Asn1Reader {
  private static final int DEEPEST = 24;
  private static final int LONG_NUMBER = 0x1f;
  private static final int MOST_NUMBER_BYTES = 3;
  private static final int MOST_LENGTH_BYTES = 4;
  private static final int MORE = 0x80;

  /** What tag and length say. */
  private record Head(
      int tagClass, int number, boolean constructed, int bytes, long length, boolean indefinite) {}

  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Node problem;

    Unreadable(Node problem) {
      super("", null, false, false);
      this.problem = problem;
    }
  }

  private Asn1Reader() {}

  /** The element at the beginning of the region. */
  static Asn1Item read(Region region) {
    return read(region, 0);
  }

  private static Asn1Item read(Region region, int depth) {
    try {
      if (!region.budget().spend()) {
        throw new Unreadable(
            region.node("…", "", "more than " + Region.Budget.MOST_ITEMS + " items; not shown"));
      }
      if (depth == DEEPEST) {
        throw new Unreadable(
            region.error("nested deeper than " + DEEPEST + " levels; not followed"));
      }
      Head head = head(region);
      return head.indefinite() ? indefinite(region, head, depth) : definite(region, head, depth);
    } catch (Unreadable e) {
      return new Asn1Item(
          -1, -1, false, region, region.from(region.length()), List.of(), List.of(e.problem), true);
    }
  }

  private static Head head(Region region) throws Unreadable {
    int first = byteAt(region, 0);
    int next = 1;
    int number = first & LONG_NUMBER;
    if (number == LONG_NUMBER) {
      number = 0;
      int more;
      do {
        more = byteAt(region, next++);
        number = (number << 7) | (more & 0x7f);
      } while (more >= MORE && next <= MOST_NUMBER_BYTES);
      if (more >= MORE) {
        throw new Unreadable(region.error("no ASN.1: a tag of more than three bytes"));
      }
    }
    int form = byteAt(region, next++);
    boolean constructed = (first & 0x20) != 0;
    if (form < MORE) {
      return new Head(first >>> 6, number, constructed, next, form, false);
    }
    int lengthBytes = form - MORE;
    if (lengthBytes == 0 && constructed) {
      return new Head(first >>> 6, number, true, next, 0, true);
    }
    if (lengthBytes == 0 || lengthBytes > MOST_LENGTH_BYTES) {
      throw new Unreadable(region.error("no ASN.1: a length of 4 GiB or more, or none"));
    }
    byteAt(region, next + lengthBytes - 1);
    long length = region.bytes().unsigned(next, next + lengthBytes);
    return new Head(first >>> 6, number, constructed, next + lengthBytes, length, false);
  }

  private static int byteAt(Region region, int index) throws Unreadable {
    if (index >= region.length()) {
      throw new Unreadable(
          region.errorAtEnd(
              region.isEmpty()
                  ? "cut off: an element should begin here"
                  : "cut off inside a tag or length"));
    }
    return region.at(index);
  }

  private static Asn1Item definite(Region region, Head head, int depth) {
    int left = region.length() - head.bytes();
    boolean cutOff = head.length() > left;
    int end = head.bytes() + (int) Math.min(head.length(), left);
    List<Asn1Item> parts = new ArrayList<>();
    List<Node> problems = new ArrayList<>();
    boolean partLost = false;
    if (head.constructed()) {
      int used = head.bytes();
      while (used < end && !partLost) {
        Asn1Item part = read(region.slice(used, end), depth + 1);
        parts.add(part);
        used += part.whole().length();
        partLost = part.lost();
      }
    }
    if (cutOff && !partLost) { // else the innermost element says so
      problems.add(
          region.errorAtEnd(
              "cut off: an element of "
                  + head.length()
                  + " bytes is announced at byte "
                  + region.start()
                  + ", "
                  + left
                  + " are left"));
    }
    return item(region.slice(0, end), head, end, parts, problems, cutOff);
  }

  /** Ends at two zero bytes, on its own level. */
  private static Asn1Item indefinite(Region region, Head head, int depth) {
    List<Asn1Item> parts = new ArrayList<>();
    int used = head.bytes();
    boolean lost = false;
    while (!lost && !endsAt(region, used)) {
      Asn1Item part = read(region.from(used), depth + 1);
      parts.add(part);
      used += part.whole().length();
      lost = part.lost();
    }
    Region whole = lost ? region : region.slice(0, used + 2);
    return item(whole, head, used, parts, List.of(), lost);
  }

  private static boolean endsAt(Region region, int index) {
    return index + 1 < region.length() && region.at(index) == 0 && region.at(index + 1) == 0;
  }

  private static Asn1Item item(
      Region whole,
      Head head,
      int contentEnd,
      List<Asn1Item> parts,
      List<Node> problems,
      boolean lost) {
    return new Asn1Item(
        head.tagClass(),
        head.number(),
        head.constructed(),
        whole,
        whole.slice(head.bytes(), contentEnd),
        parts,
        problems,
        lost);
  }
}
