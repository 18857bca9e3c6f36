package assay.cli.callers;

import assay.core.Bytes;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What a caller shows to be let in: {@code assay_} and 32 random bytes in base64url. The prefix
 * lets scanners for lost secrets find it.
 */
public record Token(String text) {
  private static final int RANDOM_BYTES = 32;
  private static final String PREFIX = "assay_";
  private static final Pattern WHOLE = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  /** A new one. */
  public static Token from(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** One that was made before; nothing where the text is not a whole token. */
  public static Optional<Token> parse(String text) {
    return WHOLE.matcher(text).matches() ? Optional.of(new Token(text)) : Optional.empty();
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
