package assay.bench;

import java.util.List;

/** Hands out the same things again and again, in their order. */
final class Rotation<T> {
  private final List<T> all;
  private int next;

  Rotation(List<T> all) {
    this.all = all;
  }

  T next() {
    T one = all.get(next);
    next = next + 1 < all.size() ? next + 1 : 0;
    return one;
  }
}
