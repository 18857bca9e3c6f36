package assay.cli.callers;

import assay.core.Bytes;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * What a caller shows to be let in: {@code assay_} and 32 random bytes in base64url. The prefix
 * lets scanners for lost secrets find it.
 */
public record Token(String text) {
  private static final int RANDOM_BYTES = 32;
  private static final String PREFIX = "assay_";

  /** A new one. */
  public static Token from(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What the configuration holds: 32 bytes, of the token's text. */
  public Bytes sha256() {
    return Bytes.sha256(Bytes.utf8(text));
  }

  /** A token is not for logs. */
  @Override
  public String toString() {
    return "Token[sha256=" + sha256().hex() + "]";
  }
}
