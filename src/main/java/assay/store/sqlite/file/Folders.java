package assay.store.sqlite.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Where databases lie: created for the owner's eyes only, as keys and secrets are in them. */
final class Folders {
  private Folders() {}

  /**
   * The real path of a file that may not be there yet, whose folder is created where it is missing.
   */
  static Path place(Path path) throws UnusableDatabase {
    Path file = path.toAbsolutePath().normalize();
    if (Files.isDirectory(file)) {
      throw new UnusableDatabase(file + " is a folder: name a file in it");
    }
    try {
      if (Files.exists(file)) {
        return file.toRealPath();
      }
      Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
      Files.createDirectories(folder);
      return folder.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      throw new UnusableDatabase("cannot use " + file + ": " + reason(e), e);
    }
  }

  /** The real path of a file that must be there. */
  static Path existing(Path path) throws UnusableDatabase {
    Path file = path.toAbsolutePath().normalize();
    if (!Files.isRegularFile(file)) {
      throw new UnusableDatabase("there is no database " + file);
    }
    return place(file);
  }

  /**
   * Creates an empty file that only its owner may read, where there is none.
   *
   * @return whether there was none
   */
  static boolean createPrivate(Path file) throws IOException {
    try {
      Files.createFile(file, privately(file));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static FileAttribute<?>[] privately(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Returns when the file, and its name in its folder, are on the disk. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    syncFolder(file);
  }

  /** Returns when the file's name is on the disk; where folders cannot be synced, at once. */
  static void syncFolder(Path file) throws IOException {
    if (isPosix(file)) {
      try (FileChannel folder =
          FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** What an operator wants to read of an error with a file. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileAlreadyExistsException there -> there.getFile() + " is not a folder";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
