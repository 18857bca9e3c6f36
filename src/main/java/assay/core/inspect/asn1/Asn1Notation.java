package assay.core.inspect.asn1;

import static assay.core.inspect.asn1.Asn1Item.BIT_STRING;
import static assay.core.inspect.asn1.Asn1Item.BOOLEAN;
import static assay.core.inspect.asn1.Asn1Item.INTEGER;
import static assay.core.inspect.asn1.Asn1Item.NULL;
import static assay.core.inspect.asn1.Asn1Item.OCTET_STRING;
import static assay.core.inspect.asn1.Asn1Item.OID;
import static assay.core.inspect.asn1.Asn1Item.SEQUENCE;
import static assay.core.inspect.asn1.Asn1Item.SET;

import assay.core.Printable;
import java.math.BigInteger;
import java.time.Instant;
import java.util.stream.Collectors;

/** How elements are written for people: tags by their names, values in ASN.1's notation. */
final class Asn1Notation {
  private static final int UTF8 = 12;
  private static final int PRINTABLE = 19;
  private static final int IA5 = 22;
  private static final int UTC_TIME = 23;
  private static final int GENERALIZED_TIME = 24;

  private Asn1Notation() {}

  /** The value in one line, in the manner of ASN.1's value notation. */
  static String display(Asn1Item item) {
    if (item.tagClass() == Asn1Item.CONTEXT) {
      return "["
          + item.number()
          + "] "
          + (item.constructed() ? displayParts(item) : item.content().bytes().hex());
    }
    if (item.tagClass() != 0) {
      return item.content().bytes().hex();
    }
    return switch (item.number()) {
      case BOOLEAN -> item.content().length() == 1 && item.content().at(0) == 0 ? "FALSE" : "TRUE";
      case INTEGER -> item.integer().map(BigInteger::toString).orElse("");
      case NULL -> "NULL";
      case OID -> ObjectIdentifiers.describe(item.oid());
      case UTF8, PRINTABLE, IA5 -> '"' + item.content().bytes().text() + '"';
      case UTC_TIME, GENERALIZED_TIME ->
          item.time().map(Instant::toString).orElse(item.content().bytes().text());
      case SEQUENCE, SET -> "{ " + displayParts(item) + " }";
      case OCTET_STRING -> displayOctets(item);
      default -> item.content().bytes().hex();
    };
  }

  private static String displayParts(Asn1Item item) {
    return item.parts().stream().map(Asn1Item::display).collect(Collectors.joining(", "));
  }

  private static String displayOctets(Asn1Item item) {
    return !item.content().isEmpty()
            && !item.constructed()
            && Printable.isText(item.content().bytes())
        ? '"' + item.content().bytes().text() + '"'
        : item.content().bytes().hex();
  }

  /** Its tag, as the standard names it. */
  static String tag(Asn1Item item) {
    if (item.tagClass() != 0) {
      return "["
          + (item.tagClass() == 1 ? "APPLICATION " : item.tagClass() == 3 ? "PRIVATE " : "")
          + item.number()
          + "]";
    }
    return switch (item.number()) {
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
      default -> "tag " + item.number();
    };
  }
}
