package assay.core.inspect.cbor;

import assay.core.authenticator.Cbor;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Walks CBOR, and says of each item what the verifier's decoder would not take. */
final class CborReader {
  private static final int DEEPEST = 16;
  private static final int DEEPEST_TAKEN = 4;
  private static final int ONE_BYTE = 24;
  private static final int EIGHT_BYTES = 27;
  private static final int INDEFINITE = 31;
  private static final int BREAK = 0xff;

  private CborReader() {}

  /** The item at the beginning of the region. */
  static CborItem read(Region region, Cbor.Keys keys) {
    return read(region, keys, 0);
  }

  private static CborItem read(Region region, Cbor.Keys keys, int depth) {
    if (region.isEmpty()) {
      return unreadable(region, "cut off: an item should begin here");
    }
    if (!region.budget().spend()) {
      return lost(
          region,
          region.node("…", "", "more than " + Region.Budget.MOST_ITEMS + " items; not shown"));
    }
    CborItem.Type type = CborItem.Type.of(region.at(0));
    int info = region.at(0) & 0x1f;
    if (info == INDEFINITE) {
      return indefinite(region, type, depth);
    }
    if (info > EIGHT_BYTES) {
      return unreadable(region.slice(0, 1), "no CBOR: the head has a reserved length");
    }
    int head = 1 + (info < ONE_BYTE ? 0 : 1 << (info - ONE_BYTE));
    if (head > region.length()) {
      return lost(region, region.errorAtEnd("cut off inside the head of " + type.words()));
    }
    long argument = info < ONE_BYTE ? info : region.bytes().unsigned(1, head);
    return switch (type) {
      case UNSIGNED, NEGATIVE -> leaf(type, region, head, head, argument, List.of());
      case BYTES, TEXT -> string(type, region, head, argument);
      case ARRAY -> container(type, region, head, argument, argument, keys, depth);
      case MAP -> container(type, region, head, argument, doubled(argument), keys, depth);
      case TAG -> container(type, region, head, argument, 1, keys, depth);
      case SIMPLE ->
          leaf(type, region, head, head, argument, List.of("floats and simple values are refused"));
    };
  }

  private static CborItem leaf(
      CborItem.Type type, Region region, int head, int end, long argument, List<String> problems) {
    Region whole = region.slice(0, end);
    return new CborItem(
        type,
        whole,
        whole.from(head),
        argument,
        List.of(),
        problems.stream().map(whole::error).toList(),
        false);
  }

  private static CborItem string(CborItem.Type type, Region region, int head, long length) {
    int left = region.length() - head;
    if (Long.compareUnsigned(length, left) > 0) {
      String message =
          "cut off: "
              + type.words()
              + " of "
              + Long.toUnsignedString(length)
              + " bytes is announced at byte "
              + region.start()
              + ", "
              + left
              + " are left";
      Node problem = region.errorAtEnd(message);
      return new CborItem(
          type, region, region.from(head), length, List.of(), List.of(problem), true);
    }
    int end = head + (int) length;
    boolean readable = type == CborItem.Type.BYTES || isUtf8(region.slice(head, end));
    return leaf(
        type, region, head, end, length, readable ? List.of() : List.of("text that is not UTF-8"));
  }

  /**
   * @param count of items inside, unsigned; as every item takes a byte, the end of the region
   *     bounds the work, not the count
   */
  private static CborItem container(
      CborItem.Type type,
      Region region,
      int head,
      long argument,
      long count,
      Cbor.Keys keys,
      int depth) {
    Contents contents = new Contents(region, head, type, keys, depth);
    for (long i = 0; Long.compareUnsigned(i, count) < 0 && !contents.lost; i++) {
      contents.add();
    }
    if (type == CborItem.Type.TAG) {
      contents.problems.add(region.slice(0, head).error("tags are refused"));
    }
    return contents.item(argument);
  }

  /** A name and a value a member; counts beyond all input stay so. */
  private static long doubled(long members) {
    return members < 0 || members > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * members;
  }

  /** Ends at a break, and strings come in chunks. The verifier takes none of these. */
  private static CborItem indefinite(Region region, CborItem.Type type, int depth) {
    if (type.compareTo(CborItem.Type.BYTES) < 0 || type.compareTo(CborItem.Type.MAP) > 0) {
      return unreadable(region.slice(0, 1), "no CBOR: a break, or a length where none can be");
    }
    Contents contents = new Contents(region, 1, type, Cbor.Keys.TEXT, depth);
    contents.problems.add(region.slice(0, 1).error("indefinite lengths are refused"));
    while (!contents.lost && !contents.atBreak()) {
      contents.add();
    }
    if (!contents.lost) {
      contents.used++;
    }
    return contents.item(
        type == CborItem.Type.MAP ? contents.parts.size() / 2 : contents.parts.size());
  }

  /** Items one after the other, as long as their ends are known. */
  private static final class Contents {
    private final Region region;
    private final int head;
    private final CborItem.Type type;
    private final Cbor.Keys keys;
    private final int depth;
    private final List<CborItem> parts = new ArrayList<>();
    private final List<Node> problems = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int used;
    private boolean lost;

    Contents(Region region, int head, CborItem.Type type, Cbor.Keys keys, int depth) {
      this.region = region;
      this.head = head;
      this.type = type;
      this.keys = keys;
      this.depth = depth;
      this.used = head;
      if (depth == DEEPEST) {
        problems.add(region.error("nested deeper than " + DEEPEST + " levels; not followed"));
        lost = true;
      } else if (depth >= DEEPEST_TAKEN) {
        problems.add(region.slice(0, head).error("containers nested deeper than four are refused"));
      }
    }

    void add() {
      CborItem part = read(region.from(used), Cbor.Keys.TEXT, depth + 1);
      if (type == CborItem.Type.MAP && parts.size() % 2 == 0 && !part.lost()) {
        checkKey(part);
      }
      parts.add(part);
      used += part.whole().length();
      lost = part.lost();
    }

    private void checkKey(CborItem key) {
      boolean fits =
          switch (keys) {
            case TEXT -> key.type() == CborItem.Type.TEXT;
            case INTEGER ->
                key.type() == CborItem.Type.UNSIGNED || key.type() == CborItem.Type.NEGATIVE;
          };
      if (!fits) {
        problems.add(
            key.whole()
                .error("a member's name that is " + key.type().words() + " is refused here"));
      } else if (!names.add(key.display())) {
        problems.add(key.whole().error("the member " + key.display() + " is there twice"));
      }
    }

    boolean atBreak() {
      return used < region.length() && region.at(used) == BREAK;
    }

    CborItem item(long argument) {
      Region whole = lost ? region : region.slice(0, used);
      return new CborItem(
          type, whole, whole.from(head), argument, List.copyOf(parts), problems, lost);
    }
  }

  private static CborItem unreadable(Region region, String message) {
    return lost(region, region.error(message));
  }

  private static CborItem lost(Region region, Node problem) {
    return new CborItem(
        CborItem.Type.SIMPLE,
        region,
        region.from(region.length()),
        0,
        List.of(),
        List.of(problem),
        true);
  }

  private static boolean isUtf8(Region region) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(region.bytes().toArray()));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
