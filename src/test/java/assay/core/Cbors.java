package assay.core;

/** Writes CBOR in the shortest form, from parts that may be anything. */
public final class Cbors {
  private Cbors() {}

  public static Bytes text(String text) {
    Bytes utf8 = Bytes.utf8(text);
    return head(3, utf8.length()).concat(utf8);
  }

  public static Bytes bytes(Bytes bytes) {
    return head(2, bytes.length()).concat(bytes);
  }

  public static Bytes array(Bytes... elements) {
    return join(head(4, elements.length), elements);
  }

  /** Keys and values in turn. */
  public static Bytes map(Bytes... members) {
    return join(head(5, members.length / 2), members);
  }

  /** A major type with a length or a number. */
  public static Bytes head(int major, int number) {
    if (number < 24) {
      return Bytes.of((byte) (major << 5 | number));
    }
    return number < 0x100
        ? Bytes.of((byte) (major << 5 | 24), (byte) number)
        : Bytes.of((byte) (major << 5 | 25), (byte) (number >> 8), (byte) number);
  }

  private static Bytes join(Bytes head, Bytes... parts) {
    Bytes whole = head;
    for (Bytes part : parts) {
      whole = whole.concat(part);
    }
    return whole;
  }
}
