package assay.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Resolves host names as ever and counts how often a thread asked for one, as {@code core} must
 * not: found by the JDK through {@code META-INF/services}.
 */
public final class Lookups extends InetAddressResolverProvider {
  private static final ThreadLocal<AtomicLong> MINE = ThreadLocal.withInitial(AtomicLong::new);

  /** How many names the current thread has looked up so far. */
  public static long count() {
    return MINE.get().get();
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver usual = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        MINE.get().incrementAndGet();
        return usual.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        MINE.get().incrementAndGet();
        return usual.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "counted";
  }
}
