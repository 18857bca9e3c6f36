package assay.apple;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where Apple is asked, for one environment. Each is an absolute URI without query, to which the
 * paths of Apple's documentation are appended; a proxy may have a path of its own.
 *
 * @param attestationData of receipts
 * @param deviceCheck of the two bits
 */
public record AppleHosts(URI attestationData, URI deviceCheck) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public static final AppleHosts PRODUCTION =
      new AppleHosts(
          URI.create("https://data.appattest.apple.com"),
          URI.create("https://api.devicecheck.apple.com"));

  public static final AppleHosts DEVELOPMENT =
      new AppleHosts(
          URI.create("https://data-development.appattest.apple.com"),
          URI.create("https://api.development.devicecheck.apple.com"));

  public AppleHosts {
    attestationData = checked(attestationData);
    deviceCheck = checked(deviceCheck);
  }

  /**
   * Fit to be asked: {@code https}, or {@code http} to this machine only, as whoever reads a
   * provider token on the way can use it for an hour.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  private static URI checked(URI uri) {
    require(uri.getHost() != null && uri.getScheme() != null, uri, "is not https://host");
    require(
        uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null,
        uri,
        "has more than a scheme, a host, a port and a path");
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    require(
        scheme.equals("https") || (scheme.equals("http") && LOOPBACK.contains(uri.getHost())),
        uri,
        "must be https: only this machine is spoken to without TLS");
    String text = uri.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
  }

  private static void require(boolean good, URI uri, String problem) {
    if (!good) {
      throw new IllegalArgumentException(uri.getScheme() + "://" + uri.getHost() + " " + problem);
    }
  }
}
