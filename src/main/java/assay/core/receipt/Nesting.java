package assay.core.receipt;

import assay.core.Bytes;
import assay.core.Malformed;

/**
 * Walks the heads of BER (X.690) and refuses what is nested deeper than receipts are: Bouncy Castle
 * encodes what lies in sets once for every level above it, to sort them.
 */
final class Nesting {
  /** A receipt's certificates reach down to 9. */
  private static final int DEEPEST = 16;

  private static final int CONSTRUCTED = 0x20;
  private static final int LONG_TAG = 0x1f;
  private static final int INDEFINITE = 0x80;
  private static final int UNTIL_MARKED = -1;

  private final Bytes ber;
  private final int[] ends = new int[DEEPEST];
  private int depth;
  private int at;

  private Nesting(Bytes ber) {
    this.ber = ber;
  }

  static void requireShallow(Bytes ber) throws Malformed {
    Nesting walk = new Nesting(ber);
    while (walk.at < ber.length()) {
      walk.step();
    }
  }

  private void step() throws Malformed {
    int tag = next();
    if ((tag & LONG_TAG) == LONG_TAG) {
      while ((next() & 0x80) != 0) {
        // the tag's number goes on
      }
    }
    int length = next();
    if (length == INDEFINITE && (tag & CONSTRUCTED) != 0) {
      open(UNTIL_MARKED);
    } else if (tag == 0 && length == 0 && depth > 0 && ends[depth - 1] == UNTIL_MARKED) {
      depth--;
    } else {
      int end = end(length);
      if ((tag & CONSTRUCTED) != 0) {
        open(end);
      } else {
        at = end;
      }
    }
    while (depth > 0 && ends[depth - 1] == at) {
      depth--;
    }
  }

  private void open(int end) throws Malformed {
    if (depth == DEEPEST) {
      throw new Malformed("nested deeper than " + DEEPEST + " at byte " + at);
    }
    ends[depth++] = end;
  }

  /** Where a value of a definite length ends. */
  private int end(int first) throws Malformed {
    long length = first;
    if (first >= INDEFINITE) {
      length = 0;
      for (int left = first - INDEFINITE; left > 0 && length <= ber.length(); left--) {
        length = length << 8 | next();
      }
    }
    if (length > ber.length() - at) {
      throw cutOff();
    }
    return at + (int) length;
  }

  private int next() throws Malformed {
    if (at >= ber.length()) {
      throw cutOff();
    }
    return ber.at(at++);
  }

  private Malformed cutOff() {
    return new Malformed("cut off at byte " + at);
  }
}
