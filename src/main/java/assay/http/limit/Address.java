package assay.http.limit;

import io.netty.util.NetUtil;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * An IP address; an IPv4 address that is mapped into IPv6 is the IPv4 address.
 *
 * @param six whether it is IPv6
 * @param high the first 64 bits; 0 for IPv4
 * @param low the last 64 bits; the 32 of IPv4
 */
public record Address(boolean six, long high, long low) {
  private static final long MAPPED = 0xffffL;
  private static final long WORD = 0xffff_ffffL;

  /** The address that a text is; names are not looked up. */
  public static Optional<Address> parse(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null || isCompatible(text)) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (bytes.length == 4) {
      return Optional.of(new Address(false, 0, buffer.getInt() & WORD));
    }
    long high = buffer.getLong();
    long low = buffer.getLong();
    return Optional.of(
        high == 0 && low >>> 32 == MAPPED
            ? new Address(false, 0, low & WORD)
            : new Address(true, high, low));
  }

  /**
   * {@code ::192.0.2.1} is no way to write 192.0.2.1, though some parsers take it for one; of IPv6
   * addresses with dots, the mapped ones alone are in use (RFC 4291, 2.5.5).
   */
  private static boolean isCompatible(String text) {
    return text.indexOf(':') >= 0
        && text.indexOf('.') >= 0
        && !text.toLowerCase(Locale.ROOT).contains(":ffff:");
  }

  /**
   * What one subscriber usually holds: of IPv6 a /64, as anybody who has one address has 2^64 of
   * them.
   */
  public Address subscriber() {
    return six ? new Address(true, high, 0) : this;
  }
}
