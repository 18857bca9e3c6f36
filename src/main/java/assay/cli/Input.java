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
    return decode(name(file), raw(terminal, file));
  }

  /**
   * Reads the bytes as they are.
   *
   * @param file nothing or {@code -} for standard input
   * @throws UnusableInput where there is no such file, or too much in it
   */
  public static Bytes raw(Terminal terminal, Optional<Path> file) throws UnusableInput {
    String name = name(file);
    if (isStandard(file)) {
      try {
        return bounded(name, terminal.in());
      } catch (IOException e) {
        throw new UnusableInput(name + ": cannot be read: " + e.getMessage());
      }
    }
    try (InputStream in = Files.newInputStream(file.orElseThrow())) {
      return bounded(name, in);
    } catch (NoSuchFileException _) {
      throw new UnusableInput(name + ": there is no such file");
    } catch (IOException e) {
      throw new UnusableInput(
          name
              + (Files.isDirectory(file.orElseThrow())
                  ? ": a folder, not a file"
                  : ": cannot be read: " + e.getMessage()));
    }
  }

  /**
   * The bytes of a file.
   *
   * @param what named in messages, such as the option
   * @throws UnusableInput where it cannot be read, or holds more than a number of bytes
   */
  public static Bytes bytes(String what, Path file, int most) throws UnusableInput {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new UnusableInput(what + ": " + file + " holds more than " + most + " bytes");
      }
      return Bytes.of(bytes);
    } catch (NoSuchFileException _) {
      throw new UnusableInput(what + ": " + file + ": there is no such file");
    } catch (IOException e) {
      throw new UnusableInput(what + ": " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** What messages call it. */
  public static String name(Optional<Path> file) {
    return isStandard(file) ? "standard input" : file.orElseThrow().toString();
  }

  private static boolean isStandard(Optional<Path> file) {
    return file.filter(path -> !path.equals(STANDARD_INPUT)).isEmpty();
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
