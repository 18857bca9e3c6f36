package assay.service.work;

import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Makes ids of requests, and so of the decisions that come of them: 128 random bits, 22 characters
 * of base64url. None begins with a dash, which a command line would take for an option: one in 64
 * is drawn again.
 *
 * @param random cryptographically strong
 */
public record Ids(RandomGenerator random) {
  private static final int BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** One that was not there before. */
  public String next() {
    byte[] bytes = new byte[BYTES];
    String id;
    do {
      random.nextBytes(bytes);
      id = ENCODER.encodeToString(bytes);
    } while (id.startsWith("-"));
    return id;
  }
}
