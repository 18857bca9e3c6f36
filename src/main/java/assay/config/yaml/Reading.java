package assay.config.yaml;

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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One reading of a configuration: what it draws on, and what comes up on the way. */
public final class Reading {
  /** Of a file, in bytes: some thousand apps. */
  public static final int MOST_BYTES = 1 << 20;

  private final String file;
  private final Folder folder;
  private final Problems problems = new Problems();
  private final Variables variables;
  private final Instant now;
  private final List<String> settings = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Begins.
   *
   * @param file its name, as messages give it
   * @param folder of the files that the configuration names
   * @param environment of the process; {@code ASSAY_…} counts
   * @param now when what the configuration names must be valid
   */
  public Reading(String file, Folder folder, Map<String, String> environment, Instant now) {
    this.file = file;
    this.folder = folder;
    this.variables = new Variables(environment, problems);
    this.now = now;
  }

  /** The file as a whole; nothing, and a problem, where it is no YAML of the kind that is taken. */
  public Optional<Section> root(byte[] content) {
    return YamlTree.read(file, content, problems).map(tree -> Section.root(this, tree));
  }

  /** When what the configuration names must be valid. */
  public Instant now() {
    return now;
  }

  /** The path of a file, relative to the folder of the configuration. */
  public Path path(String text) {
    try {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a file has a name");
      }
      return folder.path().resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not the name of a file: " + e.getReason(), e);
    }
  }

  /** Whether anything is wrong. */
  public boolean hasProblems() {
    return !problems.isEmpty();
  }

  /** All that is wrong, a line each; and the variables that nothing asked for. */
  public List<String> problems() {
    List<String> unused = problems.isFull() ? List.of() : variables.unused();
    return Stream.concat(problems.told().stream(), unused.stream()).toList();
  }

  /** What is allowed and probably not meant, a line each; unused variables among it. */
  public List<String> warnings() {
    return Stream.concat(warnings.stream(), variables.unused().stream()).toList();
  }

  /** What was read, a line each such as {@code public.port: 8080 # default}; no secrets. */
  public List<String> settings() {
    return List.copyOf(settings);
  }

  /** Why a file cannot be read, for a person. */
  public static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "this process may not read it";
      default -> Printable.of(String.valueOf(e.getMessage()));
    };
  }

  String file() {
    return file;
  }

  Variables variables() {
    return variables;
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

  /**
   * Notes a value in effect.
   *
   * @param value as it was written; never a secret
   */
  void note(String path, String value, Place place) {
    settings.add(path + ": " + Printable.of(value) + "  # " + place.origin());
  }

  /** The bytes of a file that is named there; nothing, and a problem, where they cannot be read. */
  Optional<Bytes> bytes(Place named, Path path) {
    try {
      Bytes bytes = folder.reader().read(path, MOST_BYTES);
      if (bytes.length() > MOST_BYTES) {
        throw new IOException("it holds more than " + MOST_BYTES + " bytes");
      }
      return Optional.of(bytes);
    } catch (IOException e) {
      problem(named, Printable.of(path.toString()) + " cannot be read: " + why(e));
      return Optional.empty();
    }
  }
}
