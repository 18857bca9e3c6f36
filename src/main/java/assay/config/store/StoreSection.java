package assay.config.store;

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

/** Reads {@code store}: the text of a URL, or members with the URL among them. */
public final class StoreSection {
  private static final Format<Duration> TIMEOUT =
      Formats.duration(Duration.ofMillis(100), Duration.ofMinutes(5));
  private static final List<String> OF_SERVERS =
      List.of("poolSize", "connectTimeout", "statementTimeout", "tlsRoot", "passwordFile");

  private final Section section;

  private StoreSection(Section section) {
    this.section = section;
  }

  /** The store; nothing, and a problem, where it cannot be told which. */
  public static Optional<StoreConfig> read(Section root) {
    Section section = root.section("store", "url");
    Optional<StoreConfig> store = new StoreSection(section).store();
    section.end();
    return store;
  }

  private Optional<StoreConfig> store() {
    Optional<StoreUrl> url =
        section.required(
            "url",
            StoreUrl::parse,
            "where decisions are remembered, such as sqlite:data/assay.db or"
                + " postgresql://assay@localhost/assay");
    int queue = section.value("queue", Formats.number("a queue", 1, 1_000_000), "10000");
    if (url.isPresent() && url.get() instanceof StoreUrl.File(Path path)) {
      warnOfWhatServersHave();
      return Optional.of(new StoreConfig.Sqlite(path, queue));
    }
    Optional<Secret> password = password();
    Optional<Path> tlsRoot = tlsRoot();
    int poolSize = section.value("poolSize", Formats.number("a pool", 1, 1000), "2");
    Duration connect = section.value("connectTimeout", TIMEOUT, "5s");
    Duration statement = section.value("statementTimeout", TIMEOUT, "5s");
    return url.filter(StoreUrl.Server.class::isInstance)
        .map(StoreUrl.Server.class::cast)
        .map(server -> {
          warnOfPlainText(server, tlsRoot);
          return new StoreConfig.Postgres(
              server.host(),
              server.port(),
              server.database(),
              server.user(),
              password,
              tlsRoot,
              poolSize,
              connect,
              statement,
              queue);
        });
  }

  /** A variable may have put the embedded store in the place of a server. */
  private void warnOfWhatServersHave() {
    for (String member : OF_SERVERS) {
      section.optional(member, text -> text).ifPresent(_ -> warnOfUnused(member));
    }
    section.secret("password").ifPresent(_ -> warnOfUnused("password"));
  }

  private void warnOfUnused(String member) {
    section.warn(member, "is not used: it is PostgreSQL's, not SQLite's");
  }

  /** The variable's, else the file's; without its last line break, as editors leave one. */
  private Optional<Secret> password() {
    Optional<String> variable = section.secret("password");
    Optional<String> file =
        section
            .optional("passwordFile", section.reading()::path)
            .flatMap(path -> section.bytes("passwordFile", path))
            .map(bytes -> bytes.text().replaceFirst("\\r?\\n$", ""));
    file.filter(text -> text.isEmpty() || text.contains("\n"))
        .ifPresent(_ -> section.problem("passwordFile", "holds one line, the password"));
    variable
        .filter(String::isEmpty)
        .ifPresent(_ -> section.problem("password", "is empty; set the password, or unset this"));
    return variable.or(() -> file).map(Secret::new);
  }

  private Optional<Path> tlsRoot() {
    Optional<Path> path = section.optional("tlsRoot", section.reading()::path);
    path.flatMap(file -> section.bytes("tlsRoot", file)).ifPresent(this::requireCertificates);
    return path;
  }

  private void requireCertificates(Bytes pem) {
    try {
      Roots.parse(pem.toArray());
    } catch (CertificateException e) {
      section.problem("tlsRoot", "holds no certificates in PEM: " + e.getMessage());
    }
  }

  private void warnOfPlainText(StoreUrl.Server server, Optional<Path> tlsRoot) {
    if (tlsRoot.isEmpty() && !Formats.isLoopback(server.host())) {
      section.warn(
          "url",
          "the connection to "
              + server.host()
              + " is not encrypted; give store.tlsRoot unless the network is");
    }
  }
}
