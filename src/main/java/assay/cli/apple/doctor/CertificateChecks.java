package assay.cli.apple.doctor;

import assay.config.Configuration;
import assay.config.ListenerConfig;
import assay.config.crypto.Roots;
import assay.config.store.StoreConfig;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Until when certificates are valid.
 *
 * @param now by this machine's clock
 */
record CertificateChecks(Instant now) {
  private static final String CHECK = "certificate";
  private static final Duration SOON = Duration.ofDays(30);

  List<Finding> check(Configuration configuration) {
    List<Finding> findings = new ArrayList<>();
    tls("public", configuration.publicListener()).ifPresent(findings::add);
    tls("internal", configuration.internalListener()).ifPresent(findings::add);
    if (configuration.store() instanceof StoreConfig.Postgres postgres) {
      postgres
          .tlsRoot()
          .map(file -> inFile("root for the store, " + file, file))
          .ifPresent(findings::add);
    }
    findings.add(dates("Apple's root for attestations", Roots.appleAppAttest()));
    findings.add(dates("Apple's root for receipts", Roots.appleReceipts()));
    for (ServedApp app : configuration.apps()) {
      if (app.environment() == Environment.TEST) {
        findings.add(
            dates(
                "roots that the test app " + app.name() + " trusts",
                app.receiptRoots().certificates()));
      }
    }
    return findings;
  }

  private Optional<Finding> tls(String name, ListenerConfig listener) {
    return listener
        .tls()
        .map(ListenerConfig.Tls::certificate)
        .map(file -> inFile("of the " + name + " listener, " + file, file));
  }

  private Finding inFile(String what, Path file) {
    try {
      return dates(what, Roots.parse(Files.readAllBytes(file)));
    } catch (IOException | CertificateException e) {
      return Finding.wrong(
          CHECK, what + ": cannot be read: " + e.getMessage(), "give a certificate in PEM");
    }
  }

  /** The first that ends decides. */
  private Finding dates(String what, List<X509Certificate> certificates) {
    Instant from = latest(certificates);
    Instant until =
        certificates.stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    if (now.isBefore(from)) {
      return Finding.wrong(
          CHECK, what + ": not valid before " + from, "see whether this machine's clock is right");
    }
    if (now.isAfter(until)) {
      return Finding.wrong(
          CHECK, what + ": expired at " + until, "renew it, and start the server anew");
    }
    return now.plus(SOON).isAfter(until)
        ? Finding.warning(
            CHECK,
            what
                + ": expires at "
                + until
                + ", in "
                + Duration.between(now, until).toDays()
                + " days",
            "renew it, and start the server anew")
        : Finding.good(CHECK, what + ": valid until " + until);
  }

  private static Instant latest(List<X509Certificate> certificates) {
    return certificates.stream()
        .map(certificate -> certificate.getNotBefore().toInstant())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
