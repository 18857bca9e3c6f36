package assay.apple.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A JSON Web Token as Apple wants it (RFC 7519, ES256 of RFC 7518): key id, team, time, no more.
 */
final class Jwt {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]{1,64}");

  private Jwt() {}

  /**
   * A signed token in its compact form.
   *
   * @param team 10 characters
   * @param issuedAt to the second
   */
  static String sign(String team, Instant issuedAt, TeamKey.Signing key) {
    String header = "{\"alg\":\"ES256\",\"kid\":\"" + plain(key.keyId()) + "\"}";
    String claims = "{\"iss\":\"" + plain(team) + "\",\"iat\":" + issuedAt.getEpochSecond() + "}";
    String signed = base64(header) + "." + base64(claims);
    return signed + "." + BASE64.encodeToString(signature(signed, key));
  }

  /** 64 bytes: R and S, as JOSE has them, and not the DER of X.509. */
  private static byte[] signature(String signed, TeamKey.Signing key) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.key());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a P-256 key that was read signs", e);
    }
  }

  private static String base64(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.US_ASCII));
  }

  /** Needs no escape in JSON. */
  private static String plain(String id) {
    if (!PLAIN.matcher(id).matches()) {
      throw new IllegalArgumentException("an id of Apple's is letters and digits");
    }
    return id;
  }
}
