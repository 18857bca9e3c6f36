package assay.store.postgres.keys;

import assay.core.Bytes;
import assay.store.AppKey;
import java.util.Comparator;

/** The order in which every instance locks keys. */
final class KeyOrder implements Comparator<AppKey> {
  static final KeyOrder SAME_EVERYWHERE = new KeyOrder();

  private KeyOrder() {}

  @Override
  public int compare(AppKey left, AppKey right) {
    int byApp = left.app().compareTo(right.app());
    if (byApp != 0) {
      return byApp;
    }
    int byEnvironment = left.environment().compareTo(right.environment());
    return byEnvironment != 0 ? byEnvironment : compare(left.keyId(), right.keyId());
  }

  private static int compare(Bytes left, Bytes right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      if (left.at(i) != right.at(i)) {
        return Integer.compare(left.at(i), right.at(i));
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
