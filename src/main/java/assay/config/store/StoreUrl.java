package assay.config.store;

import assay.config.format.Formats;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code sqlite:data/assay.db} or {@code postgresql://user@host:5432/assay}. */
sealed interface StoreUrl {
  /** The most usual port of PostgreSQL. */
  int POSTGRES_PORT = 5432;

  record File(Path path) implements StoreUrl {}

  record Server(String host, int port, String database, String user) implements StoreUrl {}

  /**
   * Reads either. What is wrong is told without the text, as it may hold a password.
   *
   * @throws IllegalArgumentException for anything else
   */
  static StoreUrl parse(String text) {
    if (text.startsWith("sqlite:")) {
      return file(text.substring("sqlite:".length()));
    }
    if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
      return server(text);
    }
    throw new IllegalArgumentException(
        "a store is sqlite:FILE or postgresql://USER@HOST:PORT/DATABASE");
  }

  private static File file(String name) {
    boolean plain = !name.isBlank() && !name.contains("?") && !name.startsWith("file:");
    if (!plain || name.startsWith(":") || name.startsWith("//")) {
      throw new IllegalArgumentException(
          "sqlite: is followed by the path of a file, such as data/assay.db, and nothing else");
    }
    try {
      return new File(Path.of(name));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not the path of a file: " + e.getReason(), e);
    }
  }

  private static Server server(String text) {
    URI uri = Formats.uri(text);
    String user = Optional.ofNullable(uri.getUserInfo()).orElse("");
    String database = Optional.ofNullable(uri.getPath()).orElse("").replaceFirst("^/", "");
    if (Optional.ofNullable(uri.getRawUserInfo()).orElse("").contains(":")) {
      throw new IllegalArgumentException(
          "holds a password, which then stands in files and process lists: take it out, and change"
              + " it; give it in ASSAY_STORE_PASSWORD or store.passwordFile");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "has parameters after the database, which are not taken; see store.poolSize,"
              + " store.tlsRoot and the members beside them");
    }
    if (user.isEmpty() || uri.getHost() == null || database.isEmpty() || database.contains("/")) {
      throw new IllegalArgumentException(
          "is not whole: postgresql://USER@HOST:PORT/DATABASE, where :PORT may be left out");
    }
    return new Server(
        uri.getHost().replaceAll("^\\[|\\]$", ""), port(uri.getPort()), database, user);
  }

  private static int port(int port) {
    if (port > 65535 || port == 0) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535");
    }
    return port < 0 ? POSTGRES_PORT : port;
  }
}
