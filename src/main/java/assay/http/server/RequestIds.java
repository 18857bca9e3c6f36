package assay.http.server;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids of 128 random bits, 22 characters of base64url; one a thread. */
final class RequestIds {
  private static final int BYTES = 16;
  private static final int AT_ONCE = 64; // the source of randomness takes a lock
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random;
  private final byte[] pool = new byte[BYTES * AT_ONCE];
  private int used = pool.length;

  RequestIds(SecureRandom random) {
    this.random = random;
  }

  String next() {
    if (used == pool.length) {
      random.nextBytes(pool);
      used = 0;
    }
    byte[] id = new byte[BYTES];
    System.arraycopy(pool, used, id, 0, BYTES);
    used += BYTES;
    return ENCODER.encodeToString(id);
  }
}
