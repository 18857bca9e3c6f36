package assay.core.inspect;

import assay.core.authenticator.Cbor;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An item of CBOR (RFC 8949) where it lies. Unlike the verifier's decoder, which refuses at the
 * first thing that it does not take, this one goes on as long as it knows where the next item
 * begins: a tag, a float or an indefinite length is shown and noted.
 *
 * @param whole head and content
 * @param content what follows the head
 * @param argument of the head: the number itself, a length, a count; unsigned
 * @param parts the elements of an array, keys and values of a map in turn, what a tag is before
 * @param problems with this item, not with its parts
 * @param lost whether it is not known where the item ends, so that nothing can follow
 */
record CborItem(
    Type type,
    Region whole,
    Region content,
    long argument,
    List<CborItem> parts,
    List<Node> problems,
    boolean lost) {
  private static final int DEEPEST = 16;
  private static final int DEEPEST_TAKEN = 4;
  private static final int ONE_BYTE = 24;
  private static final int EIGHT_BYTES = 27;
  private static final int INDEFINITE = 31;
  private static final int BREAK = 0xff;

  /** The major types, in the order of their numbers. */
  enum Type {
    UNSIGNED("an integer"),
    NEGATIVE("an integer"),
    BYTES("a byte string"),
    TEXT("text"),
    ARRAY("an array"),
    MAP("a map"),
    TAG("a tag"),
    SIMPLE("a float or simple value");

    private final String words;

    Type(String words) {
      this.words = words;
    }
  }

  /** One member of a map. */
  record Member(CborItem key, CborItem value) {}

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
    Type type = Type.values()[region.at(0) >>> 5];
    int info = region.at(0) & 0x1f;
    if (info == INDEFINITE) {
      return indefinite(region, type, depth);
    }
    if (info > EIGHT_BYTES) {
      return unreadable(region.slice(0, 1), "no CBOR: the head has a reserved length");
    }
    int head = 1 + (info < ONE_BYTE ? 0 : 1 << (info - ONE_BYTE));
    if (head > region.length()) {
      return lost(region, region.errorAtEnd("cut off inside the head of " + type.words));
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
      Type type, Region region, int head, int end, long argument, List<String> problems) {
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

  private static CborItem string(Type type, Region region, int head, long length) {
    int left = region.length() - head;
    if (Long.compareUnsigned(length, left) > 0) {
      String message =
          "cut off: "
              + type.words
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
    boolean readable = type == Type.BYTES || isUtf8(region.slice(head, end));
    return leaf(
        type, region, head, end, length, readable ? List.of() : List.of("text that is not UTF-8"));
  }

  /**
   * @param count of items inside, unsigned; as every item takes a byte, the end of the region
   *     bounds the work, not the count
   */
  private static CborItem container(
      Type type, Region region, int head, long argument, long count, Cbor.Keys keys, int depth) {
    Contents contents = new Contents(region, head, type, keys, depth);
    for (long i = 0; Long.compareUnsigned(i, count) < 0 && !contents.lost; i++) {
      contents.add();
    }
    if (type == Type.TAG) {
      contents.problems.add(region.slice(0, head).error("tags are refused"));
    }
    return contents.item(argument);
  }

  /** A name and a value a member; counts beyond all input stay so. */
  private static long doubled(long members) {
    return Long.compareUnsigned(members, Inspector.MOST_BYTES) > 0
        ? 2L * Inspector.MOST_BYTES
        : 2 * members;
  }

  /** Ends at a break, and strings come in chunks. The verifier takes none of these. */
  private static CborItem indefinite(Region region, Type type, int depth) {
    if (type.compareTo(Type.BYTES) < 0 || type.compareTo(Type.MAP) > 0) {
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
    return contents.item(type == Type.MAP ? contents.parts.size() / 2 : contents.parts.size());
  }

  /** Items one after the other, as long as their ends are known. */
  private static final class Contents {
    private final Region region;
    private final int head;
    private final Type type;
    private final Cbor.Keys keys;
    private final int depth;
    private final List<CborItem> parts = new ArrayList<>();
    private final List<Node> problems = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int used;
    private boolean lost;

    Contents(Region region, int head, Type type, Cbor.Keys keys, int depth) {
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
      if (type == Type.MAP && parts.size() % 2 == 0 && !part.lost) {
        checkKey(part);
      }
      parts.add(part);
      used += part.whole.length();
      lost = part.lost;
    }

    private void checkKey(CborItem key) {
      boolean fits =
          switch (keys) {
            case TEXT -> key.type == Type.TEXT;
            case INTEGER -> key.type == Type.UNSIGNED || key.type == Type.NEGATIVE;
          };
      if (!fits) {
        problems.add(
            key.whole.error("a member's name that is " + key.type.words + " is refused here"));
      } else if (!names.add(key.display())) {
        problems.add(key.whole.error("the member " + key.display() + " is there twice"));
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
        Type.SIMPLE, region, region.from(region.length()), 0, List.of(), List.of(problem), true);
  }

  private static boolean isUtf8(Region region) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(region.bytes().toArray()));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /** The complete members of a map; none of what is no map. */
  List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; type == Type.MAP && i + 1 < parts.size(); i += 2) {
      members.add(new Member(parts.get(i), parts.get(i + 1)));
    }
    return members;
  }

  Optional<CborItem> member(String name) {
    return members().stream()
        .filter(member -> member.key.text().equals(name))
        .map(Member::value)
        .findFirst();
  }

  /** The item that tags stand before. */
  CborItem untagged() {
    return type == Type.TAG && !parts.isEmpty() ? parts.getFirst().untagged() : this;
  }

  boolean is(Type wanted) {
    return type == wanted;
  }

  /** Nothing, or an error where the item is of another type. */
  List<Node> unless(Type wanted) {
    return type == wanted || (lost && problems.size() == 1 && parts.isEmpty())
        ? List.of()
        : List.of(whole.error("this is " + type.words + ", not " + wanted.words));
  }

  /** The characters of text, the digits of an integer; of anything else its first words. */
  String text() {
    return type == Type.TEXT ? content.bytes().text() : display();
  }

  /** The value in one line. */
  String display() {
    String number = Long.toUnsignedString(argument);
    return switch (type) {
      case UNSIGNED -> number;
      case NEGATIVE -> BigInteger.ONE.negate().subtract(new BigInteger(number)).toString();
      case BYTES -> content.bytes().hex();
      case TEXT -> '"' + content.bytes().text() + '"';
      case ARRAY -> number + (argument == 1 ? " element" : " elements");
      case MAP -> number + (argument == 1 ? " member" : " members");
      case TAG -> "tag " + number;
      case SIMPLE -> whole.bytes().hex();
    };
  }

  /** The value as the verifier's decoder would hand it on: a number, bytes or text. */
  Object value() {
    if (argument >= 0 && (type == Type.UNSIGNED || type == Type.NEGATIVE)) {
      return type == Type.UNSIGNED ? argument : -1 - argument;
    }
    return type == Type.BYTES ? content.bytes() : text();
  }

  /** This item and all in it, without knowing what any of it means. */
  Node node(String name, String meaning) {
    List<Node> children = new ArrayList<>();
    if (type == Type.MAP) {
      members().forEach(member -> children.add(member.value.node(member.key.text(), "")));
      unpaired().ifPresent(key -> children.addAll(key.node("member", "").children()));
    } else {
      for (int i = 0; i < parts.size(); i++) {
        children.add(parts.get(i).node("[" + i + "]", ""));
      }
    }
    children.addAll(problems);
    boolean unread = lost && type == Type.SIMPLE;
    return whole.node(
        name,
        unread ? "" : type == Type.TEXT && argument > 0 ? text() : display(),
        meaning,
        children);
  }

  /** A name that nothing follows, as the input ends there. */
  Optional<CborItem> unpaired() {
    return type == Type.MAP && parts.size() % 2 == 1
        ? Optional.of(parts.getLast())
        : Optional.empty();
  }
}
