package assay.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An immutable run of bytes. Equality is by content, in time that depends on the lengths only;
 * printed as standard base64. A slice shares its parent's array, so that what was received is what
 * is hashed and nothing is copied on the way.
 */
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** A copy of the given bytes. */
  public static Bytes of(byte... bytes) {
    return new Bytes(bytes.clone(), 0, bytes.length);
  }

  public static Bytes utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Bytes(bytes, 0, bytes.length);
  }

  /**
   * The bytes that hexadecimal digits stand for.
   *
   * @throws IllegalArgumentException where the text is not hexadecimal digits in pairs
   */
  public static Bytes hex(String digits) {
    byte[] bytes = HexFormat.of().parseHex(digits);
    return new Bytes(bytes, 0, bytes.length);
  }

  /** SHA-256 of the parts, one after the other: 32 bytes. */
  public static Bytes sha256(Bytes... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Bytes part : parts) {
        digest.update(part.array, part.offset, part.length);
      }
      byte[] hash = digest.digest();
      return new Bytes(hash, 0, hash.length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** The unsigned value, 0 to 255, of the byte at an index. */
  public int at(int index) {
    return array[offset + java.util.Objects.checkIndex(index, length)] & 0xff;
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive), without a copy. */
  public Bytes slice(int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, length);
    return new Bytes(array, offset + from, to - from);
  }

  public Bytes from(int start) {
    return slice(start, length);
  }

  /** The big-endian unsigned value of up to seven bytes. */
  public long unsigned(int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value << 8 | at(i);
    }
    return value;
  }

  public Bytes concat(Bytes tail) {
    byte[] whole = Arrays.copyOf(toArray(), length + tail.length);
    System.arraycopy(tail.array, tail.offset, whole, length, tail.length);
    return new Bytes(whole, 0, whole.length);
  }

  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  public String hex() {
    return HexFormat.of().formatHex(array, offset, offset + length);
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(toArray());
  }

  public String text() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && length == that.length
        && MessageDigest.isEqual(toArray(), that.toArray());
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return base64();
  }
}
