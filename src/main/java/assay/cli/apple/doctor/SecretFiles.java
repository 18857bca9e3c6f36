package assay.cli.apple.doctor;

import assay.config.Configuration;
import assay.config.ListenerConfig;
import assay.config.apple.Team;
import assay.config.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who may read and write the files that hold secrets. */
final class SecretFiles {
  private static final String CHECK = "secret";

  private SecretFiles() {}

  /**
   * Looks at all that are there.
   *
   * @param demo the demo's folder, where it is the demo
   */
  static List<Finding> check(Configuration configuration, Optional<Path> demo) {
    Stream<Path> keys = configuration.teams().stream().map(Team::privateKeyFile);
    Stream<Path> tls =
        Stream.of(configuration.publicListener(), configuration.internalListener())
            .flatMap(listener -> listener.tls().stream())
            .map(ListenerConfig.Tls::key);
    Stream<Path> store =
        configuration.store() instanceof StoreConfig.Sqlite sqlite
            ? Stream.of(sqlite.file())
            : Stream.empty();
    Stream<Path> simulated =
        demo.stream()
            .flatMap(
                data -> Stream.of(DemoConfiguration.secret(data), DemoConfiguration.token(data)));
    return Stream.of(keys, tls, store, simulated)
        .flatMap(files -> files)
        .distinct()
        .filter(Files::exists)
        .map(SecretFiles::check)
        .toList();
  }

  private static Finding check(Path file) {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException _) {
      return Finding.skipped(CHECK, file + ": this file system has no permissions to look at");
    } catch (IOException e) {
      return Finding.warning(
          CHECK, file + ": " + e.getMessage(), "look whether the server's user may read it");
    }
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      return Finding.wrong(
          CHECK,
          file + ": everybody on this machine may change it",
          "chmod 600 " + file + ", and see whether it is still the right one");
    }
    return permissions.contains(PosixFilePermission.OTHERS_READ)
        ? Finding.warning(
            CHECK, file + ": everybody on this machine may read it", "chmod 600 " + file)
        : Finding.good(CHECK, file + ": not for everybody");
  }
}
