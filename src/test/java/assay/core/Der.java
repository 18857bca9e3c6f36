package assay.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * Writes DER, and BER with indefinite lengths, from parts that may be anything: a library's builder
 * would refuse to write most of what is wanted here.
 */
public final class Der {
  private Der() {}

  /** A NULL. */
  public static byte[] none() {
    return tlv(0x05);
  }

  public static byte[] tlv(int tag, byte[]... parts) {
    byte[] content = join(parts);
    return join(new byte[] {(byte) tag}, length(content.length), content);
  }

  /** The same with an indefinite length. */
  public static byte[] indefinite(int tag, byte[]... parts) {
    return join(new byte[] {(byte) tag, (byte) 0x80}, join(parts), new byte[2]);
  }

  public static byte[] sequence(byte[]... parts) {
    return tlv(0x30, parts);
  }

  public static byte[] set(byte[]... parts) {
    return tlv(0x31, parts);
  }

  public static byte[] octets(byte[]... parts) {
    return tlv(0x04, parts);
  }

  public static byte[] bits(byte[]... parts) {
    return tlv(0x03, new byte[1], join(parts));
  }

  public static byte[] utf8(String text) {
    return tlv(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  public static byte[] integer(BigInteger value) {
    return tlv(0x02, value.toByteArray());
  }

  public static byte[] oid(String id) {
    try {
      return new ASN1ObjectIdentifier(id).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Context-specific, constructed, with a number of up to 14 bits. */
  public static byte[] tagged(int number, byte[]... parts) {
    if (number < 31) {
      return tlv(0xa0 | number, parts);
    }
    byte[] content = join(parts);
    byte[] head = {(byte) 0xbf, (byte) (0x80 | number >> 7), (byte) (number & 0x7f)};
    return join(head, length(content.length), content);
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  /** The part over and over. */
  public static byte[] repeat(byte[] part, int times) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  /** Constructed values in one another with definite lengths, as deep as fits into the size. */
  public static byte[] nested(int tag, int size) {
    byte[] inner = new byte[0];
    while (inner.length + 4 <= size) {
      inner = tlv(tag, inner);
    }
    return inner;
  }

  private static byte[] length(int length) {
    if (length < 0x80) {
      return new byte[] {(byte) length};
    }
    return length < 0x100
        ? new byte[] {(byte) 0x81, (byte) length}
        : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
  }
}
