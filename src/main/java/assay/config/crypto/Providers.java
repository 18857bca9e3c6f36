package assay.config.crypto;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.function.Supplier;

/**
 * Chooses who checks signatures: Corretto's native provider where its library loads and is healthy,
 * else Bouncy Castle, else the JDK. The ratio is about 8 : 5 : 1 on P-256 and 10 : 7 : 1 on P-384,
 * so the choice is most of this program's speed.
 */
public final class Providers {
  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final String BOUNCY_CASTLE = "org.bouncycastle.jce.provider.BouncyCastleProvider";
  private static final String JDK = "SunEC";

  private Providers() {}

  /**
   * The fastest provider that works here, registered behind the JDK's own so that no default
   * changes.
   */
  public static Provider best() {
    for (Supplier<Provider> candidate :
        List.<Supplier<Provider>>of(Providers::corretto, Providers::bouncyCastle)) {
      try {
        Provider provider = candidate.get();
        Security.addProvider(provider);
        return provider;
      } catch (IllegalStateException | LinkageError _) {
        // the next best
      }
    }
    return jdk();
  }

  /** The JDK's own, on every platform. */
  public static Provider jdk() {
    return Security.getProvider(JDK);
  }

  private static Provider bouncyCastle() {
    try {
      return Class.forName(BOUNCY_CASTLE).asSubclass(Provider.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Bouncy Castle's provider is not here", e);
    }
  }

  /** Found by name, as its jar exists for some platforms only. */
  private static Provider corretto() {
    try {
      Class<?> type = Class.forName(CORRETTO);
      Object provider = type.getField("INSTANCE").get(null);
      type.getMethod("assertHealthy").invoke(provider);
      return (Provider) provider;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Corretto's provider is not here or not healthy", e);
    }
  }
}
