package assay.bench;

import assay.config.crypto.Providers;
import assay.core.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;

/** What the benchmarks of other libraries share. */
final class Rivals {
  /** Set in the JVM of a benchmark where our provider is to be everybody's default. */
  private static final String PROPERTY = "assay.bench.providerFirst";

  private static final Bytes P256_INFO =
      Bytes.hex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  private Rivals() {}

  static String jvmArgument(boolean providerFirst) {
    return "-D" + PROPERTY + "=" + providerFirst;
  }

  /**
   * Leaves the JDK's providers as they are, or puts the one that we use in front of them, as an
   * application may: a library that names no provider then has the same signature check as we.
   */
  static void installProvider() {
    if (Boolean.getBoolean(PROPERTY)) {
      Provider best = Providers.best();
      Security.removeProvider(best.getName());
      Security.insertProviderAt(best, 1);
    }
  }

  /** The key as an object, which rivals are handed ready-made; we begin at the 65 bytes. */
  static ECPublicKey key(Bytes point) {
    try {
      return (ECPublicKey)
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(P256_INFO.concat(point).toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A verifier that accepts what answers another challenge is not worth measuring. */
  static void requireRefusal(Runnable verification) {
    try {
      verification.run();
    } catch (RuntimeException _) {
      return;
    }
    throw new IllegalStateException("accepted an object for another challenge");
  }
}
