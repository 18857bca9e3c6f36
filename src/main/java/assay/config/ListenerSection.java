package assay.config;

import assay.config.ListenerConfig.Limits;
import assay.config.ListenerConfig.Rate;
import assay.config.ListenerConfig.Tls;
import assay.config.crypto.Roots;
import assay.config.format.Format;
import assay.config.format.Formats;
import assay.config.yaml.Section;
import assay.core.Bytes;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code public} and {@code internal}. */
final class ListenerSection {
  private static final Format<Duration> IDLE =
      Formats.duration(Duration.ofSeconds(1), Duration.ofHours(1));
  private static final Format<Duration> REQUEST =
      Formats.duration(Duration.ofMillis(100), Duration.ofMinutes(5));
  private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::");

  private final Section section;

  private ListenerSection(Section section) {
    this.section = section;
  }

  static ListenerConfig ofDevices(Section section) {
    return new ListenerSection(section).read("0.0.0.0", "8080", true);
  }

  static ListenerConfig ofServices(Section section) {
    return new ListenerSection(section).read("127.0.0.1", "8081", false);
  }

  /** Two listeners cannot have one port. */
  static void requireApart(ListenerConfig one, ListenerConfig other, Section section) {
    boolean meet =
        one.host().equals(other.host())
            || ALL_ADDRESSES.contains(one.host())
            || ALL_ADDRESSES.contains(other.host());
    if (meet && one.port() == other.port() && one.port() != 0) {
      section.problem("port", "the public listener has the same port, " + one.port());
    }
  }

  private ListenerConfig read(String host, String port, boolean limited) {
    ListenerConfig listener =
        new ListenerConfig(
            section.value("host", Formats::host, host),
            section.value("port", Formats::port, port),
            tls(section.section("tls")),
            section.value("idleTimeout", IDLE, "60s"),
            section.value("requestTimeout", REQUEST, "10s"),
            section.list("trustedProxies", Formats::network).orElse(List.of()),
            limited ? Optional.of(limits(section.section("limits"))) : Optional.empty());
    section.end();
    return listener;
  }

  private static Limits limits(Section limits) {
    Limits read =
        new Limits(
            rate(limits.section("perAddress"), "50", "200"),
            rate(limits.section("perApp"), "2000", "4000"));
    limits.end();
    return read;
  }

  private static Rate rate(Section rate, String perSecond, String burst) {
    Rate read =
        new Rate(
            rate.value("rate", Formats::decimal, perSecond),
            rate.value("burst", Formats.number("a burst", 1, 1_000_000), burst));
    rate.end();
    return read;
  }

  private static Optional<Tls> tls(Section tls) {
    Format<Path> file = tls.reading()::path;
    Optional<Path> certificate = tls.optional("certificate", file);
    Optional<Path> key = tls.optional("key", file);
    certificate
        .flatMap(path -> tls.bytes("certificate", path))
        .ifPresent(pem -> requireCertificates(tls, pem));
    key.flatMap(path -> tls.bytes("key", path)).ifPresent(pem -> requirePrivateKey(tls, pem));
    if (certificate.isPresent() != key.isPresent() || (tls.isBare() && key.isEmpty())) {
      tls.problem("needs both a certificate and its key, each the name of a PEM file");
    }
    tls.end();
    return certificate.flatMap(chain -> key.map(secret -> new Tls(chain, secret)));
  }

  private static void requireCertificates(Section tls, Bytes pem) {
    try {
      Roots.parse(pem.toArray());
    } catch (CertificateException e) {
      tls.problem("certificate", "holds no certificate in PEM: " + e.getMessage());
    }
  }

  private static void requirePrivateKey(Section tls, Bytes pem) {
    if (!pem.text().contains("PRIVATE KEY-----")) {
      tls.problem("key", "holds no private key in PEM");
    } else if (pem.text().contains("ENCRYPTED")) {
      tls.problem("key", "is encrypted; give it without a passphrase, readable only by this user");
    }
  }
}
