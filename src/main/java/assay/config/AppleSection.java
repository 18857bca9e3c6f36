package assay.config;

import assay.config.AppleConfig.Hosts;
import assay.config.yaml.Format;
import assay.config.yaml.Formats;
import assay.config.yaml.Section;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code apple}: whom to ask, for each environment. */
final class AppleSection {
  private AppleSection() {}

  static AppleConfig read(Section apple) {
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
    Format<URI> url = AppleSection::url;
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
            section.optional("attestationData", AppleSection::notApple),
            section.optional("deviceCheck", AppleSection::notApple));
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
