package assay.config;

import assay.core.Bytes;
import assay.core.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One reading of a configuration: what it draws on, and what comes up on the way. */
final class Reading {
  /** Of a file that the configuration names, in bytes. */
  private static final int MOST_BYTES = 1 << 20;

  private final String file;
  private final Folder folder;
  private final Variables variables;
  private final Problems problems;
  private final Instant now;
  private final List<Setting> settings = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  Reading(String file, Folder folder, Variables variables, Problems problems, Instant now) {
    this.file = file;
    this.folder = folder;
    this.variables = variables;
    this.problems = problems;
    this.now = now;
  }

  String file() {
    return file;
  }

  Variables variables() {
    return variables;
  }

  Instant now() {
    return now;
  }

  void problem(Place place, String message) {
    problems.add(place, message);
  }

  boolean isFull() {
    return problems.isFull();
  }

  void warn(Place place, String message) {
    warnings.add(place + ": " + message);
  }

  List<String> warnings() {
    return warnings;
  }

  void note(String path, String value, Place place) {
    settings.add(new Setting(path, value, place.origin()));
  }

  List<Setting> settings() {
    return settings;
  }

  /** The path of a file, relative to the folder of the configuration. */
  Path path(String text) {
    try {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a file has a name");
      }
      return folder.path().resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not the name of a file: " + e.getReason(), e);
    }
  }

  /** The bytes of a file that a member names; nothing, and a problem, where they cannot be read. */
  Optional<Bytes> bytes(Section section, String member, Path path) {
    try {
      Bytes bytes = folder.reader().read(path, MOST_BYTES);
      if (bytes.length() > MOST_BYTES) {
        throw new IOException("it holds more than " + MOST_BYTES + " bytes");
      }
      return Optional.of(bytes);
    } catch (IOException e) {
      section.problem(member, Printable.of(path.toString()) + " cannot be read: " + why(e));
      return Optional.empty();
    }
  }

  static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "this process may not read it";
      default -> Printable.of(String.valueOf(e.getMessage()));
    };
  }
}
