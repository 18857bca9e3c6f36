package assay.core.inspect.cbor;

import assay.core.authenticator.Cbor;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
public record CborItem(
    Type type,
    Region whole,
    Region content,
    long argument,
    List<CborItem> parts,
    List<Node> problems,
    boolean lost) {
  /** The major types, in the order of their numbers. */
  public enum Type {
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

    /** Of an item's first byte. */
    static Type of(int head) {
      return values()[head >>> 5];
    }

    String words() {
      return words;
    }
  }

  /** One member of a map. */
  public record Member(CborItem key, CborItem value) {}

  /** The item at the beginning of the region. */
  public static CborItem read(Region region, Cbor.Keys keys) {
    return CborReader.read(region, keys);
  }

  /** The complete members of a map; none of what is no map. */
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; type == Type.MAP && i + 1 < parts.size(); i += 2) {
      members.add(new Member(parts.get(i), parts.get(i + 1)));
    }
    return members;
  }

  public Optional<CborItem> member(String name) {
    return members().stream()
        .filter(member -> member.key.text().equals(name))
        .map(Member::value)
        .findFirst();
  }

  /** The item that tags stand before. */
  public CborItem untagged() {
    return type == Type.TAG && !parts.isEmpty() ? parts.getFirst().untagged() : this;
  }

  public boolean is(Type wanted) {
    return type == wanted;
  }

  /** Nothing, or an error where the item is of another type. */
  public List<Node> unless(Type wanted) {
    return type == wanted || (lost && problems.size() == 1 && parts.isEmpty())
        ? List.of()
        : List.of(whole.error("this is " + type.words + ", not " + wanted.words));
  }

  /** The characters of text, the digits of an integer; of anything else its first words. */
  public String text() {
    return type == Type.TEXT ? content.bytes().text() : display();
  }

  /** The value in one line. */
  public String display() {
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
  public Object value() {
    if (argument >= 0 && (type == Type.UNSIGNED || type == Type.NEGATIVE)) {
      return type == Type.UNSIGNED ? argument : -1 - argument;
    }
    return type == Type.BYTES ? content.bytes() : text();
  }

  /** This item and all in it, without knowing what any of it means. */
  public Node node(String name, String meaning) {
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
  public Optional<CborItem> unpaired() {
    return type == Type.MAP && parts.size() % 2 == 1
        ? Optional.of(parts.getLast())
        : Optional.empty();
  }
}
