package assay.simulator.maker.raw;

import assay.core.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * ASN.1 values written one by one, in DER or, for receipts, in BER with indefinite lengths. Any tag
 * may go around any content, right or wrong.
 */
public final class Der {
  public static final int INTEGER = 0x02;
  public static final int BIT_STRING = 0x03;
  public static final int OCTET_STRING = 0x04;
  public static final int UTF8_STRING = 0x0c;
  public static final int PRINTABLE_STRING = 0x13;
  public static final int UTC_TIME = 0x17;
  public static final int SEQUENCE = 0x30;
  public static final int SET = 0x31;
  public static final Bytes NULL = Bytes.hex("0500");
  public static final Bytes TRUE = Bytes.hex("0101ff");

  private static final Bytes INDEFINITE = Bytes.hex("80");
  private static final Bytes END_OF_CONTENTS = Bytes.hex("0000");
  private static final int CONTEXT_CONSTRUCTED = 0xa0;
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  /** A value of definite length under a tag of one byte. */
  public static Bytes value(int tag, Bytes... contents) {
    return definite(Bytes.of((byte) tag), joined(contents));
  }

  public static Bytes sequence(Bytes... elements) {
    return value(SEQUENCE, elements);
  }

  public static Bytes set(Bytes... elements) {
    return value(SET, elements);
  }

  public static Bytes octets(Bytes contents) {
    return value(OCTET_STRING, contents);
  }

  public static Bytes bits(Bytes contents) {
    return value(BIT_STRING, Bytes.of((byte) 0), contents);
  }

  public static Bytes integer(BigInteger number) {
    return value(INTEGER, Bytes.of(number.toByteArray()));
  }

  public static Bytes integer(long number) {
    return integer(BigInteger.valueOf(number));
  }

  public static Bytes utf8(String text) {
    return value(UTF8_STRING, Bytes.utf8(text));
  }

  public static Bytes oid(String dotted) {
    try {
      return Bytes.of(new ASN1ObjectIdentifier(dotted).getEncoded());
    } catch (IOException e) {
      throw new IllegalArgumentException(dotted, e);
    }
  }

  /** Years up to 2049. */
  public static Bytes utcTime(Instant at) {
    return value(UTC_TIME, Bytes.of(UTC.format(at).getBytes(StandardCharsets.US_ASCII)));
  }

  /** {@code [number] EXPLICIT}, however high the number. */
  public static Bytes explicit(int number, Bytes contents) {
    return definite(tag(number), contents);
  }

  /** A constructed value of indefinite length. */
  public static Bytes indefinite(int tag, Bytes... contents) {
    return Bytes.of((byte) tag).concat(INDEFINITE).concat(joined(contents)).concat(END_OF_CONTENTS);
  }

  /**
   * A distinguished name of one-valued parts.
   *
   * @param typesAndValues object identifier, text, object identifier, text, …
   */
  public static Bytes name(String... typesAndValues) {
    Bytes parts = Bytes.EMPTY;
    for (int i = 0; i < typesAndValues.length; i += 2) {
      boolean country = typesAndValues[i].equals(COUNTRY);
      Bytes text =
          value(country ? PRINTABLE_STRING : UTF8_STRING, Bytes.utf8(typesAndValues[i + 1]));
      parts = parts.concat(set(sequence(oid(typesAndValues[i]), text)));
    }
    return sequence(parts);
  }

  public static final String COMMON_NAME = "2.5.4.3";
  public static final String COUNTRY = "2.5.4.6";
  public static final String STATE = "2.5.4.8";
  public static final String ORGANIZATION = "2.5.4.10";
  public static final String UNIT = "2.5.4.11";

  public static Bytes joined(Bytes... parts) {
    return joined(List.of(parts));
  }

  public static Bytes joined(List<Bytes> parts) {
    Bytes whole = Bytes.EMPTY;
    for (Bytes part : parts) {
      whole = whole.concat(part);
    }
    return whole;
  }

  private static Bytes tag(int number) {
    if (number < 31) {
      return Bytes.of((byte) (CONTEXT_CONSTRUCTED | number));
    }
    Bytes groups = Bytes.of((byte) (number & 0x7f));
    for (int rest = number >>> 7; rest > 0; rest >>>= 7) {
      groups = Bytes.of((byte) ((rest & 0x7f) | 0x80)).concat(groups);
    }
    return Bytes.of((byte) (CONTEXT_CONSTRUCTED | 31)).concat(groups);
  }

  private static Bytes definite(Bytes tag, Bytes contents) {
    return tag.concat(length(contents.length())).concat(contents);
  }

  private static Bytes length(int length) {
    if (length < 0x80) {
      return Bytes.of((byte) length);
    }
    byte[] octets = BigInteger.valueOf(length).toByteArray();
    Bytes minimal = Bytes.of(octets).from(octets[0] == 0 ? 1 : 0);
    return Bytes.of((byte) (0x80 | minimal.length())).concat(minimal);
  }
}
