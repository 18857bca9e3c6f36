package assay.config.yaml;

import assay.core.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files are that the configuration names. Handed in, so that whoever reads bytes that
 * nobody vouches for opens nothing.
 *
 * @param path what relative names are relative to
 */
public record Folder(Path path, Reader reader) {
  /** Reads files. */
  public interface Reader {
    /**
     * A file's bytes.
     *
     * @param most no more than this and one are read
     */
    Bytes read(Path file, int most) throws IOException;
  }

  /** On disk. */
  public static Folder at(Path path) {
    return new Folder(path, Folder::readFile);
  }

  private static Bytes readFile(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Bytes.of(in.readNBytes(most + 1));
    }
  }
}
