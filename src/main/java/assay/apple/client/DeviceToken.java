package assay.apple.client;

import java.util.regex.Pattern;

/** The form of a device token: what Apple would refuse anyhow is not worth asking about. */
final class DeviceToken {
  /** Tokens of 2026 have about 2,200 characters. */
  private static final int MOST_CHARACTERS = 8 << 10;

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

  private DeviceToken() {}

  /** Standard base64 without line breaks, padded, and of a size that Apple makes. */
  static boolean isWellFormed(String token) {
    return token.length() <= MOST_CHARACTERS
        && token.length() % 4 == 0
        && BASE64.matcher(token).matches();
  }
}
