package assay.config.apple;

import assay.config.format.Format;
import assay.config.format.Formats;
import assay.config.yaml.Section;
import assay.store.Environment;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom Apple's part is asked of: Apple, a proxy before it, or what plays it in tests.
 *
 * @param test for test apps, which ask nobody unless they are told whom
 */
public record AppleConfig(Hosts production, Hosts development, Hosts test) {
  /** Of an app's environment. */
  public Hosts of(Environment environment) {
    return switch (environment) {
      case PRODUCTION -> production;
      case DEVELOPMENT -> development;
      case TEST -> test;
    };
  }

  /**
   * URLs to which {@code /v1/…} is appended, without a slash at their end.
   *
   * @param attestationData where receipts are exchanged (protocol.md 3.4)
   * @param deviceCheck where DeviceCheck's bits are (protocol.md 4)
   */
  public record Hosts(Optional<URI> attestationData, Optional<URI> deviceCheck) {}

  /** Reads {@code apple}: whom to ask, for each environment. */
  public static AppleConfig read(Section apple) {
    AppleConfig read =
        new AppleConfig(
            asked(
                apple.section("production"),
                "https://data.appattest.apple.com",
                "https://api.devicecheck.apple.com"),
            asked(
                apple.section("development"),
                "https://data-development.appattest.apple.com",
                "https://api.development.devicecheck.apple.com"),
            simulated(apple.section("test")));
    apple.end();
    return read;
  }

  private static Hosts asked(Section section, String attestationData, String deviceCheck) {
    Format<URI> url = AppleConfig::url;
    Hosts hosts =
        new Hosts(
            Optional.of(section.value("attestationData", url, attestationData)),
            Optional.of(section.value("deviceCheck", url, deviceCheck)));
    section.end();
    return hosts;
  }

  private static Hosts simulated(Section section) {
    Hosts hosts =
        new Hosts(
            section.optional("attestationData", AppleConfig::notApple),
            section.optional("deviceCheck", AppleConfig::notApple));
    section.end();
    return hosts;
  }

  /** Told without the text, as it may hold a password. */
  private static URI url(String text) {
    URI url = Formats.uri(text.replaceFirst("/+$", ""));
    String host = host(url);
    boolean plain = "http".equals(url.getScheme()) && Formats.isLoopback(host);
    boolean secure = "https".equals(url.getScheme()) && !host.isEmpty();
    require(
        (secure || plain) && url.getPort() != 0 && url.getPort() <= 65535,
        "is https://HOST, which :PORT and a path may follow; http:// only on this machine");
    require(
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null,
        "holds more than a host, a port and a path: a name, a password or parameters are not"
            + " taken");
    require(
        !(url.getRawPath() + "/").contains("/v1/"),
        "names what is asked for as well; leave out /v1 and what follows, which is appended");
    return url;
  }

  /** Apple has nothing on simulated devices, and is not to be asked by mistake. */
  private static URI notApple(String text) {
    URI url = url(text);
    require(
        !("." + host(url)).matches(".*\\.apple\\.com\\.?"),
        "is one of Apple's hosts, which know nothing of simulated devices; name a simulated Apple,"
            + " or leave it out, and test apps ask nobody");
    return url;
  }

  private static String host(URI url) {
    return Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
