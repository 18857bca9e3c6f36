package assay.core.inspect.receipt;

import static assay.core.inspect.asn1.Parts.universal;

import assay.core.Bytes;
import assay.core.Printable;
import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.asn1.Parts;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import assay.core.inspect.x509.CertificateTree;
import assay.core.receipt.ReceiptFields;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The payload of a receipt: {@code SET OF SEQUENCE { type INTEGER, version INTEGER, value OCTET
 * STRING }} (protocol.md 3.2).
 */
final class PayloadTree {
  /** What a field is called, and what there is to know of it. */
  private record Known(String name, String meaning) {}

  private static final Map<Integer, Known> FIELDS =
      Map.of(
          ReceiptFields.APP_ID, new Known("App ID", ""),
          ReceiptFields.LEAF, new Known("attested key", "the whole leaf certificate"),
          ReceiptFields.CLIENT_DATA_HASH,
              new Known("client data hash", "exact in an ATTEST receipt, mangled in a RECEIPT"),
          ReceiptFields.TOKEN, new Known("token", "opaque"),
          ReceiptFields.TYPE,
              new Known("receipt type", "ATTEST from an attestation, RECEIPT from Apple's server"),
          ReceiptFields.ENVIRONMENT, new Known("environment", "undocumented"),
          ReceiptFields.CREATED, new Known("creation time", ""),
          ReceiptFields.RISK_METRIC,
              new Known("risk metric", "about how many keys of this app in 30 days"),
          ReceiptFields.NOT_BEFORE, new Known("not before", "no newer receipt is given before"),
          ReceiptFields.EXPIRES, new Known("expiration time", ""));

  private static final BigInteger VERSION = BigInteger.ONE;
  private static final int ELEMENTS = 3;
  private static final Set<Integer> TIMES =
      Set.of(ReceiptFields.CREATED, ReceiptFields.NOT_BEFORE, ReceiptFields.EXPIRES);

  private PayloadTree() {}

  static List<Node> of(Region payload, Optional<Bytes> leaf) {
    Asn1Item set = Asn1Item.read(payload);
    if (!set.is(Asn1Item.SET)) {
      return set.unless("a SET of fields");
    }
    Set<Integer> types = new HashSet<>();
    List<Node> nodes =
        new ArrayList<>(
            new Parts(set)
                .each(
                    universal(Asn1Item.SEQUENCE),
                    "a field",
                    field -> {
                      Node node = field(field, leaf);
                      return types.add(type(field)) || type(field) < 0
                          ? node
                          : node.plus(List.of(field.whole().error("the field is there twice")));
                    })
                .end());
    Region behind = payload.from(set.whole().length());
    if (!set.lost() && !behind.isEmpty()) {
      nodes.add(behind.error(behind.size() + " after the fields"));
    }
    return nodes;
  }

  /** The number, -1 where there is none that could be a field's. */
  private static int type(Asn1Item field) {
    return field.parts().isEmpty()
        ? -1
        : field
            .parts()
            .getFirst()
            .integer()
            .filter(number -> number.signum() >= 0 && number.bitLength() < Integer.SIZE)
            .map(Number::intValue)
            .orElse(-1);
  }

  /** The value stands on the field's own line; below it only a certificate, or what is wrong. */
  private static Node field(Asn1Item field, Optional<Bytes> leaf) {
    int type = type(field);
    Known known = FIELDS.getOrDefault(type, new Known("unknown", "not known, and ignored"));
    List<Node> below =
        new Parts(field)
                .required("a type", universal(Asn1Item.INTEGER), Asn1Item::node)
                .required("a version", universal(Asn1Item.INTEGER), PayloadTree::version)
                .required(
                    "a value", universal(Asn1Item.OCTET_STRING), part -> value(type, part, leaf))
                .end()
                .stream()
                .filter(node -> node.error() || !node.children().isEmpty())
                .toList();
    boolean same = type == ReceiptFields.LEAF && leaf.isPresent() && below.isEmpty();
    String text =
        same
            ? "the same as x5c[0]"
            : type == ReceiptFields.LEAF || field.parts().size() < ELEMENTS
                ? ""
                : text(type, field.parts().get(ELEMENTS - 1));
    return field.whole().node("field " + type + ": " + known.name(), text, known.meaning(), below);
  }

  private static Node version(Asn1Item number) {
    Node node = number.whole().node("version", number.display(), "");
    return number.integer().filter(VERSION::equals).isPresent() || number.hasProblem()
        ? node
        : node.plus(List.of(number.whole().error("a field is of version " + VERSION)));
  }

  private static Node value(int type, Asn1Item octets, Optional<Bytes> leaf) {
    if (type == ReceiptFields.LEAF && leaf.filter(octets.content().bytes()::equals).isPresent()) {
      return octets.whole().node("value", "", "");
    }
    if (type == ReceiptFields.LEAF) {
      Node certificate = CertificateTree.of("certificate", "", octets.content()).node();
      return octets.lost() ? certificate.withoutErrors() : certificate;
    }
    String text = text(type, octets);
    Node node = octets.whole().node("value", text, "");
    return octets.hasProblem() || octets.constructed() || fits(type, text)
        ? node
        : node.plus(List.of(octets.content().error("this is not what the field holds")));
  }

  private static String text(int type, Asn1Item octets) {
    Bytes bytes = octets.content().bytes();
    boolean text = type != ReceiptFields.CLIENT_DATA_HASH && Printable.isText(bytes);
    return text ? bytes.text() : bytes.hex();
  }

  private static boolean fits(int type, String text) {
    if (TIMES.contains(type)) {
      return isTime(text);
    }
    return switch (type) {
      case ReceiptFields.TYPE -> text.equals("ATTEST") || text.equals("RECEIPT");
      case ReceiptFields.RISK_METRIC -> text.matches("[0-9]{1,9}");
      default -> true;
    };
  }

  private static boolean isTime(String text) {
    try {
      return Instant.EPOCH.isBefore(Instant.parse(text));
    } catch (DateTimeException _) {
      return false;
    }
  }
}
