package assay.store.sqlite.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to be the one server on a database, held until it is released or the process ends. It
 * is a lock of the operating system on a file beside the database; the file stays when the lock
 * goes, as whoever deleted it might delete another's.
 */
final class OwnerLock {
  /**
   * What this process holds. A POSIX lock is the whole process's, and is lost as soon as any of its
   * channels on the file closes, so a second attempt must not even open the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path database;
  private final FileChannel channel;

  private OwnerLock(Path database, FileChannel channel) {
    this.database = database;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param database the real path, so that two names of one file are one
   */
  static OwnerLock take(Path database) throws UnusableDatabase {
    if (!HELD.add(database)) {
      throw new UnusableDatabase(database + " is open in this process already");
    }
    try {
      return new OwnerLock(database, locked(database));
    } catch (UnusableDatabase e) {
      HELD.remove(database);
      throw e;
    } catch (IOException e) {
      HELD.remove(database);
      throw new UnusableDatabase("cannot lock " + lockFile(database) + ": " + Folders.reason(e), e);
    }
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the channel, whatever closing it says.
    }
    HELD.remove(database);
  }

  private static FileChannel locked(Path database) throws IOException, UnusableDatabase {
    Path file = lockFile(database);
    Folders.createPrivate(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
      if (lock.isPresent()) {
        return channel;
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new UnusableDatabase(
        database
            + " is in use by another assay process: stop that one first, or name another file for"
            + " this one");
  }

  private static Path lockFile(Path database) {
    return database.resolveSibling(database.getFileName() + ".lock");
  }
}
