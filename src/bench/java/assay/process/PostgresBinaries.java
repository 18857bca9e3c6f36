package assay.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Where {@code initdb} and {@code postgres} are. */
public final class PostgresBinaries {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String EMBEDDED = "/postgres-linux-x86_64.txz";

  private PostgresBinaries() {}

  /** Those of the newest PostgreSQL that is installed with its {@code pgbench}. */
  public static Optional<Path> ofMachine() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .filter(version -> Files.isExecutable(version.resolve("bin/pgbench")))
          .max(Comparator.comparingInt(PostgresBinaries::number))
          .map(version -> version.resolve("bin"));
    }
  }

  private static int number(Path version) {
    String digits = version.getFileName().toString().replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** Those that tests bring along, unpacked below the folder; nothing on other platforms. */
  public static Optional<Path> embedded(Path folder) throws IOException {
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(EMBEDDED)) {
      if (packed == null) {
        return Optional.empty();
      }
      if (!Files.exists(folder.resolve("bin/postgres"))) {
        unpack(new XZInputStream(new BufferedInputStream(packed)), folder);
      }
      return Optional.of(folder.resolve("bin"));
    }
  }

  private static void unpack(InputStream tar, Path folder) throws IOException {
    try (var archive = new TarArchiveInputStream(tar)) {
      TarArchiveEntry entry = archive.getNextEntry();
      while (entry != null) {
        unpack(archive, entry, folder.resolve(entry.getName()).normalize());
        entry = archive.getNextEntry();
      }
    }
  }

  private static void unpack(TarArchiveInputStream archive, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(archive, file);
      Files.setPosixFilePermissions(
          file,
          PosixFilePermissions.fromString(
              (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
    }
  }
}
