package assay.store.postgres.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a connection URI apart. What it complains of never repeats the URI: it may hold a secret.
 */
final class ConnectionUri {
  private static final Set<String> PARAMETERS =
      Set.of("sslmode", "sslrootcert", "connect_timeout", "statement_timeout", "connections");
  private static final String SHAPE = "postgresql://user@host:port/database";

  private final URI uri;
  private final Map<String, String> parameters;

  private ConnectionUri(URI uri) {
    this.uri = uri;
    this.parameters = parameters(Optional.ofNullable(uri.getRawQuery()).orElse(""));
  }

  static PostgresSettings parse(String text) {
    try {
      return new ConnectionUri(new URI(text)).settings();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "the database's URI does not parse (" + e.getReason() + "); it looks like " + SHAPE);
    }
  }

  private PostgresSettings settings() {
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw new IllegalArgumentException("the database's URI looks like " + SHAPE);
    }
    if (uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the database's URI has a #fragment; it looks like " + SHAPE);
    }
    return new PostgresSettings(
        host(),
        uri.getPort() == -1 ? PostgresSettings.DEFAULT_PORT : uri.getPort(),
        database(),
        user(),
        Optional.empty(),
        parameter("sslmode").map(TlsMode::parse).orElse(TlsMode.PREFER),
        parameter("sslrootcert").map(Path::of),
        number("connections", PostgresSettings.DEFAULT_LANES),
        PostgresSettings.DEFAULT_MOST_WAITING,
        Duration.ofSeconds(
            number("connect_timeout", (int) PostgresSettings.DEFAULT_CONNECT_TIMEOUT.toSeconds())),
        Duration.ofMillis(
            number(
                "statement_timeout", (int) PostgresSettings.DEFAULT_STATEMENT_TIMEOUT.toMillis())),
        true);
  }

  private String host() {
    String host = Optional.ofNullable(uri.getHost()).orElse("");
    if (host.isEmpty()) {
      throw new IllegalArgumentException(
          "the database's URI names no host; it looks like " + SHAPE);
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private String database() {
    String path = Optional.ofNullable(uri.getRawPath()).orElse("");
    if (path.length() < 2 || path.indexOf('/', 1) > 0) {
      throw new IllegalArgumentException(
          "the database's URI must name one database; it looks like " + SHAPE);
    }
    return decoded(path.substring(1));
  }

  private String user() {
    String info = Optional.ofNullable(uri.getRawUserInfo()).orElse("");
    if (info.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "the database's URI holds a password; give it by file or variable, where logs and process"
              + " lists do not show it");
    }
    if (info.isEmpty()) {
      throw new IllegalArgumentException(
          "the database's URI names no user; it looks like " + SHAPE);
    }
    return decoded(info);
  }

  private Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private int number(String name, int otherwise) {
    try {
      return parameter(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " in the database's URI is not a whole number");
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (!PARAMETERS.contains(name)) {
        throw new IllegalArgumentException(unknown(name));
      }
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw new IllegalArgumentException(name + " stands twice in the database's URI");
      }
    }
    return parameters;
  }

  private static String unknown(String name) {
    return name.equals("password")
        ? "the database's URI holds a password; give it by file or variable"
        : "the database's URI has a parameter "
            + name
            + "; there are "
            + String.join(", ", PARAMETERS.stream().sorted().toList());
  }

  private static String decoded(String text) {
    // In these parts of a URI a plus is a plus.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
