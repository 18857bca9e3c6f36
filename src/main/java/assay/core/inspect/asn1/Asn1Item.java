package assay.core.inspect.asn1;

import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
public record Asn1Item(
    int tagClass,
    int number,
    boolean constructed,
    Region whole,
    Region content,
    List<Asn1Item> parts,
    List<Node> problems,
    boolean lost) {
  public static final int BOOLEAN = 1;
  public static final int INTEGER = 2;
  public static final int BIT_STRING = 3;
  public static final int OCTET_STRING = 4;
  public static final int NULL = 5;
  public static final int OID = 6;
  public static final int SEQUENCE = 16;
  public static final int SET = 17;

  static final int CONTEXT = 2;

  /** The element at the beginning of the region. */
  public static Asn1Item read(Region region) {
    return Asn1Reader.read(region);
  }

  public boolean isReadable() {
    return tagClass >= 0;
  }

  public boolean is(int universal) {
    return tagClass == 0 && number == universal;
  }

  public boolean isContext(int tag) {
    return tagClass == CONTEXT && number == tag;
  }

  /** The elements of a SEQUENCE; none of anything else. */
  public List<Asn1Item> sequence() {
    return is(SEQUENCE) ? parts : List.of();
  }

  /** The one element under an explicit tag. */
  public Optional<Asn1Item> only() {
    return constructed && parts.size() == 1 && parts.getFirst().isReadable()
        ? Optional.of(parts.getFirst())
        : Optional.empty();
  }

  /** The dotted digits of an object identifier; else nothing. */
  public String oid() {
    return is(OID) && library().orElse(null) instanceof ASN1ObjectIdentifier identifier
        ? identifier.getId()
        : "";
  }

  public Optional<BigInteger> integer() {
    return is(INTEGER) && !content.isEmpty()
        ? Optional.of(new BigInteger(content.bytes().toArray()))
        : Optional.empty();
  }

  public Optional<Instant> time() {
    try {
      return library().map(value -> Time.getInstance(value).getDate().toInstant());
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  /** A distinguished name as RFC 4514 writes it, in the order of the bytes. */
  public Optional<String> name() {
    try {
      return library().map(Asn1Item::name);
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  public static String name(Object encoded) {
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
  public boolean hasProblem() {
    return !problems.isEmpty() || parts.stream().anyMatch(Asn1Item::hasProblem);
  }

  /** The value in one line, in the manner of ASN.1's value notation. */
  public String display() {
    return Asn1Notation.display(this);
  }

  /** As {@link #display}, text without quotes. */
  public String text() {
    String value = display();
    return value.length() > 2 && value.startsWith("\"") && parts.isEmpty()
        ? value.substring(1, value.length() - 1)
        : value;
  }

  /** Why this is not what is expected here. */
  public List<Node> unless(String expected) {
    return isReadable()
        ? List.of(whole.error("this is " + tag() + ", not the beginning of " + expected))
        : problems;
  }

  /** Its tag, as the standard names it. */
  public String tag() {
    return Asn1Notation.tag(this);
  }

  /** This element and all in it, without knowing what any of it means. */
  public Node node() {
    List<Node> children = new ArrayList<>();
    for (Asn1Item part : parts) {
      children.addAll(part.isReadable() ? List.of(part.node()) : part.problems);
    }
    children.addAll(problems);
    return whole.node(tag(), parts.isEmpty() ? display() : "", "", children);
  }
}
