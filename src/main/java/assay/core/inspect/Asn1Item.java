package assay.core.inspect;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Time;

/**
 * An element of ASN.1 in BER or DER (X.690) where it lies, which the library does not tell.
 *
 * @param tagClass 0 universal, 2 context-specific; -1 where no tag could be read
 * @param whole tag, length, content and the mark that ends an indefinite length
 * @param parts of a constructed element
 * @param lost whether it is not known where the element ends
 */
record Asn1Item(
    int tagClass,
    int number,
    boolean constructed,
    Region whole,
    Region content,
    List<Asn1Item> parts,
    List<Node> problems,
    boolean lost) {
  static final int BOOLEAN = 1;
  static final int INTEGER = 2;
  static final int BIT_STRING = 3;
  static final int OCTET_STRING = 4;
  static final int NULL = 5;
  static final int OID = 6;
  static final int SEQUENCE = 16;
  static final int SET = 17;

  private static final int CONTEXT = 2;
  private static final int UTF8 = 12;
  private static final int PRINTABLE = 19;
  private static final int IA5 = 22;
  private static final int UTC_TIME = 23;
  private static final int GENERALIZED_TIME = 24;

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
        used += part.whole.length();
        partLost = part.lost;
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
      used += part.whole.length();
      lost = part.lost;
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

  boolean isReadable() {
    return tagClass >= 0;
  }

  boolean is(int universal) {
    return tagClass == 0 && number == universal;
  }

  boolean isContext(int tag) {
    return tagClass == CONTEXT && number == tag;
  }

  /** The elements of a SEQUENCE; none of anything else. */
  List<Asn1Item> sequence() {
    return is(SEQUENCE) ? parts : List.of();
  }

  /** The one element under an explicit tag. */
  Optional<Asn1Item> only() {
    return constructed && parts.size() == 1 && parts.getFirst().isReadable()
        ? Optional.of(parts.getFirst())
        : Optional.empty();
  }

  /** The dotted digits of an object identifier; else nothing. */
  String oid() {
    return is(OID) && library().orElse(null) instanceof ASN1ObjectIdentifier identifier
        ? identifier.getId()
        : "";
  }

  Optional<BigInteger> integer() {
    return is(INTEGER) && !content.isEmpty()
        ? Optional.of(new BigInteger(content.bytes().toArray()))
        : Optional.empty();
  }

  Optional<Instant> time() {
    try {
      return library().map(value -> Time.getInstance(value).getDate().toInstant());
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  /** A distinguished name as RFC 4514 writes it, in the order of the bytes. */
  Optional<String> name() {
    try {
      return library().map(Asn1Item::name);
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  static String name(Object encoded) {
    return X500Name.getInstance(encoded).toString();
  }

  /** As the library reads it, which is only asked about what is complete and not too deep. */
  private Optional<ASN1Primitive> library() {
    try {
      return lost || hasProblem()
          ? Optional.empty()
          : Optional.of(ASN1Primitive.fromByteArray(whole.bytes().toArray()));
    } catch (IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  /** Whether anything in it, at any depth, cannot be read. */
  boolean hasProblem() {
    return !problems.isEmpty() || parts.stream().anyMatch(Asn1Item::hasProblem);
  }

  /** The value in one line, in the manner of ASN.1's value notation. */
  String display() {
    if (tagClass == CONTEXT) {
      return "[" + number + "] " + (constructed ? displayParts() : content.bytes().hex());
    }
    if (tagClass != 0) {
      return content.bytes().hex();
    }
    return switch (number) {
      case BOOLEAN -> content.length() == 1 && content.at(0) == 0 ? "FALSE" : "TRUE";
      case INTEGER -> integer().map(BigInteger::toString).orElse("");
      case NULL -> "NULL";
      case OID -> ObjectIdentifiers.describe(oid());
      case UTF8, PRINTABLE, IA5 -> '"' + content.bytes().text() + '"';
      case UTC_TIME, GENERALIZED_TIME ->
          time().map(Instant::toString).orElse(content.bytes().text());
      case SEQUENCE, SET -> "{ " + displayParts() + " }";
      case OCTET_STRING -> displayOctets();
      default -> content.bytes().hex();
    };
  }

  /** As {@link #display}, text without quotes. */
  String text() {
    String value = display();
    return value.length() > 2 && value.startsWith("\"") && parts.isEmpty()
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private String displayParts() {
    return parts.stream().map(Asn1Item::display).collect(Collectors.joining(", "));
  }

  private String displayOctets() {
    return !content.isEmpty() && !constructed && Encoding.isText(content.bytes())
        ? '"' + content.bytes().text() + '"'
        : content.bytes().hex();
  }

  /** Why this is not what is expected here. */
  List<Node> unless(String expected) {
    return isReadable()
        ? List.of(whole.error("this is " + tag() + ", not the beginning of " + expected))
        : problems;
  }

  /** Its tag, as the standard names it. */
  String tag() {
    if (tagClass != 0) {
      return "["
          + (tagClass == 1 ? "APPLICATION " : tagClass == 3 ? "PRIVATE " : "")
          + number
          + "]";
    }
    return switch (number) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "INTEGER";
      case BIT_STRING -> "BIT STRING";
      case OCTET_STRING -> "OCTET STRING";
      case NULL -> "NULL";
      case OID -> "OBJECT IDENTIFIER";
      case UTF8 -> "UTF8String";
      case PRINTABLE -> "PrintableString";
      case IA5 -> "IA5String";
      case UTC_TIME -> "UTCTime";
      case GENERALIZED_TIME -> "GeneralizedTime";
      case SEQUENCE -> "SEQUENCE";
      case SET -> "SET";
      default -> "tag " + number;
    };
  }

  /** This element and all in it, without knowing what any of it means. */
  Node node() {
    List<Node> children = new ArrayList<>();
    for (Asn1Item part : parts) {
      children.addAll(part.isReadable() ? List.of(part.node()) : part.problems);
    }
    children.addAll(problems);
    return whole.node(tag(), parts.isEmpty() ? display() : "", "", children);
  }
}
