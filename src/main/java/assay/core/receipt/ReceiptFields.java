package assay.core.receipt;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.pki.Certificates;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;

/**
 * The payload of a receipt: a SET, in no particular order, of {@code SEQUENCE { type INTEGER,
 * version INTEGER, value OCTET STRING }}. Unlike those of App Store receipts, a value is the bare
 * bytes (protocol.md 3.2). Types that are not known are ignored; none may be there twice.
 *
 * @param values by type
 */
public record ReceiptFields(Map<Integer, Bytes> values) {
  public static final int APP_ID = 2;
  public static final int LEAF = 3;
  public static final int CLIENT_DATA_HASH = 4;
  public static final int TOKEN = 5;
  public static final int TYPE = 6;
  public static final int ENVIRONMENT = 7;
  public static final int CREATED = 12;
  public static final int RISK_METRIC = 17;
  public static final int NOT_BEFORE = 19;
  public static final int EXPIRES = 21;

  private static final int VERSION = 1;
  private static final int ELEMENTS = 3;
  private static final int MOST_DIGITS = 9;
  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

  public static Receipt decode(Bytes payload) throws Malformed {
    return parse(payload).toReceipt();
  }

  public static ReceiptFields parse(Bytes payload) throws Malformed {
    Map<Integer, Bytes> values = new HashMap<>();
    try {
      for (var element : ASN1Set.getInstance(ASN1Primitive.fromByteArray(payload.toArray()))) {
        ASN1Sequence field = ASN1Sequence.getInstance(element);
        if (field.size() != ELEMENTS) {
          throw new Malformed("a receipt field has " + field.size() + " elements, not " + ELEMENTS);
        }
        int type = ASN1Integer.getInstance(field.getObjectAt(0)).intValueExact();
        if (!ASN1Integer.getInstance(field.getObjectAt(1)).hasValue(VERSION)) {
          throw new Malformed("receipt field " + type + " is not of version " + VERSION);
        }
        Bytes value = Bytes.of(ASN1OctetString.getInstance(field.getObjectAt(2)).getOctets());
        if (values.put(type, value) != null) {
          throw new Malformed("receipt field " + type + " is there twice");
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new Malformed("the payload is not a set of receipt fields", e);
    }
    return new ReceiptFields(values);
  }

  private Receipt toReceipt() throws Malformed {
    Receipt.Type type = type();
    boolean refreshed = type == Receipt.Type.RECEIPT;
    Bytes leaf = required(LEAF);
    return new Receipt(
        type,
        required(APP_ID).text(),
        leaf,
        Certificates.point(Certificates.decode(leaf)),
        required(CLIENT_DATA_HASH),
        required(TOKEN).text(),
        required(ENVIRONMENT).text(),
        instant(CREATED),
        refreshed ? Optional.of(riskMetric()) : Optional.empty(),
        refreshed ? Optional.of(instant(NOT_BEFORE)) : Optional.empty(),
        instant(EXPIRES));
  }

  private Receipt.Type type() throws Malformed {
    return switch (required(TYPE).text()) {
      case "ATTEST" -> Receipt.Type.ATTEST;
      case "RECEIPT" -> Receipt.Type.RECEIPT;
      case String other ->
          throw new Malformed(
              "receipt field " + TYPE + " is \"" + other + "\", not ATTEST or RECEIPT");
    };
  }

  /**
   * ISO 8601 in UTC with any fraction: Apple drops trailing zeros of three digits. Years have four
   * digits; {@link Instant} alone would take years that a calendar cannot hold.
   */
  private Instant instant(int type) throws Malformed {
    String text = required(type).text();
    try {
      if (TIME.matcher(text).matches()) {
        return Instant.parse(text);
      }
    } catch (DateTimeException _) {
      // falls through: such as a thirteenth month
    }
    throw new Malformed("receipt field " + type + " is \"" + text + "\", not a time in UTC");
  }

  private int riskMetric() throws Malformed {
    String text = required(RISK_METRIC).text();
    if (text.isEmpty()
        || text.length() > MOST_DIGITS
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Malformed(
          "receipt field " + RISK_METRIC + " is \"" + text + "\", not a decimal number");
    }
    return Integer.parseInt(text);
  }

  private Bytes required(int type) throws Malformed {
    Bytes value = values.get(type);
    if (value == null) {
      throw new Malformed("receipt field " + type + " is missing");
    }
    return value;
  }
}
