package assay.service.challenge;

import assay.core.Bytes;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under one secret. Each thread keeps the one that it used last: to find a provider
 * and to set a key take longer than the HMAC, and another secret comes with a rotation only.
 */
final class KeyedMac {
  static final int BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";
  private static final ThreadLocal<Optional<KeyedMac>> LAST =
      ThreadLocal.withInitial(Optional::empty);

  private final Bytes secret;
  private final Mac mac;

  private KeyedMac(Bytes secret) {
    this.secret = secret;
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.toArray(), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
    }
  }

  /** Of this secret, for the thread that asks and no other. */
  static KeyedMac under(Bytes secret) {
    Optional<KeyedMac> last = LAST.get();
    if (last.isPresent() && last.get().secret.equals(secret)) {
      return last.get();
    }
    KeyedMac fresh = new KeyedMac(secret);
    LAST.set(Optional.of(fresh));
    return fresh;
  }

  /** The 32 bytes over all parts, one after the other. */
  byte[] over(byte[]... parts) {
    mac.reset(); // nothing is left of one that an error ended half way
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }
}
