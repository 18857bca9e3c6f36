package assay.simulator.maker.raw;

import assay.core.Bytes;
import java.util.List;

/**
 * CBOR items (RFC 8949) written one by one. Nothing is checked: a map may have the same member
 * twice, a length may promise what does not come.
 */
public final class CborWriter {
  public static final int UNSIGNED = 0;
  public static final int NEGATIVE = 1;
  public static final int BYTES = 2;
  public static final int TEXT = 3;
  public static final int ARRAY = 4;
  public static final int MAP = 5;
  public static final int TAG = 6;

  private static final int INDEFINITE = 31;

  /** What ends an item of indefinite length. */
  public static final Bytes BREAK = Bytes.hex("ff");

  private CborWriter() {}

  /** A member of a map: two encoded items. */
  public record Member(Bytes name, Bytes value) {
    public static Member of(String name, Bytes value) {
      return new Member(text(name), value);
    }

    public static Member of(long name, Bytes value) {
      return new Member(integer(name), value);
    }

    Bytes encoded() {
      return name.concat(value);
    }
  }

  public static Bytes map(Member... members) {
    return map(List.of(members));
  }

  public static Bytes map(List<Member> members) {
    return head(MAP, members.size())
        .concat(Der.joined(members.stream().map(Member::encoded).toList()));
  }

  public static Bytes array(List<Bytes> elements) {
    return head(ARRAY, elements.size()).concat(Der.joined(elements));
  }

  public static Bytes text(String text) {
    Bytes utf8 = Bytes.utf8(text);
    return head(TEXT, utf8.length()).concat(utf8);
  }

  public static Bytes bytes(Bytes bytes) {
    return head(BYTES, bytes.length()).concat(bytes);
  }

  public static Bytes integer(long number) {
    return number < 0 ? head(NEGATIVE, -1 - number) : head(UNSIGNED, number);
  }

  /** An item of indefinite length, of encoded parts. */
  public static Bytes indefinite(int major, Bytes... parts) {
    return Bytes.of((byte) (major << 5 | INDEFINITE)).concat(Der.joined(parts)).concat(BREAK);
  }

  /** The head of an item, as short as it can be. */
  public static Bytes head(int major, long argument) {
    if (argument < 24) {
      return Bytes.of((byte) (major << 5 | (int) argument));
    }
    int width = argument < 1L << 8 ? 1 : argument < 1L << 16 ? 2 : argument < 1L << 32 ? 4 : 8;
    return head(major, argument, width);
  }

  /**
   * The head of an item with its argument in 1, 2, 4 or 8 bytes, whether it needs them or not.
   *
   * @param argument unsigned
   */
  public static Bytes head(int major, long argument, int width) {
    int info = 24 + Integer.numberOfTrailingZeros(width);
    Bytes head = Bytes.of((byte) (major << 5 | info));
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      head = head.concat(Bytes.of((byte) (argument >>> shift)));
    }
    return head;
  }
}
