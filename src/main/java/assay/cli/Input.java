package assay.cli;

import assay.core.Bytes;
import assay.core.inspect.Encoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One object from a file or standard input, in whatever encoding it was pasted. Reads no more than
 * {@link #MOST_BYTES} and one byte, however much there is.
 */
public final class Input {
  public static final int MOST_BYTES = 1024 * 1024;

  private static final Path STANDARD_INPUT = Path.of("-");

  private Input() {}

  /**
   * Reads and decodes.
   *
   * @param file nothing or {@code -} for standard input
   * @throws UnusableInput where there is no such file, nothing in it, or too much
   */
  public static Encoding.Decoded read(Terminal terminal, Optional<Path> file) throws UnusableInput {
    if (file.isEmpty() || file.get().equals(STANDARD_INPUT)) {
      try {
        return decode("standard input", bounded("standard input", terminal.in()));
      } catch (IOException e) {
        throw new UnusableInput("standard input: cannot be read: " + e.getMessage());
      }
    }
    String name = file.get().toString();
    try (InputStream in = Files.newInputStream(file.get())) {
      return decode(name, bounded(name, in));
    } catch (NoSuchFileException _) {
      throw new UnusableInput(name + ": there is no such file");
    } catch (IOException e) {
      throw new UnusableInput(
          name
              + (Files.isDirectory(file.get())
                  ? ": a folder, not a file"
                  : ": cannot be read: " + e.getMessage()));
    }
  }

  private static Bytes bounded(String name, InputStream in) throws IOException, UnusableInput {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new UnusableInput(
          name + ": more than " + MOST_BYTES + " bytes; no evidence is as large as that");
    }
    return Bytes.of(bytes);
  }

  private static Encoding.Decoded decode(String name, Bytes input) throws UnusableInput {
    Encoding.Decoded decoded = Encoding.decode(input);
    if (input.text().isBlank() || decoded.bytes().isEmpty()) {
      throw new UnusableInput(name + ": empty");
    }
    return decoded;
  }
}
