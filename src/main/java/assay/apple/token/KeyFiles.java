package assay.apple.token;

import assay.core.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Teams' keys in {@code .p8} files. A file is read on a worker thread when its key is asked for, at
 * most every two seconds: a file that is replaced is the new key by then, without a restart, and
 * one that is taken away is no key any more.
 */
public final class KeyFiles implements TeamKeys {
  private static final int MOST_BYTES = 64 << 10;

  /**
   * Where a team's key is.
   *
   * @param keyId as Apple gave it: 10 characters
   */
  public record KeyFile(String keyId, Path path) {}

  /** Reads files. */
  @FunctionalInterface
  interface Reader {
    /** A file's bytes, no more than {@code most} of them and one. */
    Bytes read(Path file, int most) throws IOException;
  }

  private final Map<String, WatchedKey> teams = new HashMap<>();

  /**
   * Keys of teams.
   *
   * @param files by team
   * @param nanos a clock that never steps back
   */
  public KeyFiles(Vertx vertx, Map<String, KeyFile> files, LongSupplier nanos) {
    this(vertx, files, nanos, KeyFiles::readFile);
  }

  KeyFiles(Vertx vertx, Map<String, KeyFile> files, LongSupplier nanos, Reader reader) {
    files.forEach(
        (team, file) -> teams.put(team, new WatchedKey(vertx, () -> read(file, reader), nanos)));
  }

  @Override
  public Future<TeamKey> find(String team) {
    WatchedKey key = teams.get(team);
    return key == null
        ? Future.succeededFuture(
            new TeamKey.Unusable(
                "team " + team + " has no private key: give its key id and .p8 file under teams"))
        : key.current();
  }

  private static TeamKey read(KeyFile file, Reader reader) {
    try {
      Bytes bytes = reader.read(file.path(), MOST_BYTES);
      if (bytes.length() > MOST_BYTES) {
        throw new UnusableKey("is no .p8 file: it holds more than " + MOST_BYTES + " bytes");
      }
      return PrivateKeyPem.read(file.keyId(), bytes);
    } catch (UnusableKey e) {
      return new TeamKey.Unusable("the private key file " + file.path() + " " + e.getMessage());
    } catch (NoSuchFileException _) {
      return new TeamKey.Unusable(
          "the private key file " + file.path() + " is not there: check the path, or put it there");
    } catch (AccessDeniedException _) {
      return new TeamKey.Unusable(
          "the private key file "
              + file.path()
              + " may not be read: let the user that the server runs as read it");
    } catch (IOException e) {
      return new TeamKey.Unusable(
          "the private key file " + file.path() + " cannot be read: " + e.getMessage());
    }
  }

  private static Bytes readFile(Path file, int most) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is no regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Bytes.of(in.readNBytes(most + 1));
    }
  }
}
