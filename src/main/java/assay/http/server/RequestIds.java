package assay.http.server;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Makes ids of 128 random bits, 22 characters of base64url. */
final class RequestIds {
  private static final int BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final RandomGenerator random;

  RequestIds(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    byte[] id = new byte[BYTES];
    random.nextBytes(id);
    return ENCODER.encodeToString(id);
  }
}
