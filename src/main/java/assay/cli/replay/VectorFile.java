package assay.cli.replay;

import assay.cli.UnusableInput;
import assay.core.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file of vectors in the format {@code assay-vectors/1}.
 *
 * @param path as it was named
 */
public record VectorFile(Path path, List<Case> cases) {
  public static final String FORMAT = "assay-vectors/1";
  public static final String APPLE = "apple";

  /** A run of events against a store that starts empty. */
  public record Case(String id, Trust trust, App app, List<VectorEvent> events) {}

  /**
   * Which roots apply.
   *
   * @param attestations {@code apple} or a PEM file
   * @param receipts likewise; nothing where no receipt can be trusted
   */
  public record Trust(String attestations, Optional<String> receipts) {}

  /** Reads a file; every error names it and the line. */
  public static VectorFile read(Path path) throws UnusableInput {
    VectorJson file = VectorJson.read(path);
    String format = file.text("/format");
    if (!format.equals(FORMAT)) {
      throw file.unusable(
          "/format", "\"" + format + "\" is not known; this program reads \"" + FORMAT + "\"");
    }
    List<Case> cases = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String at : file.elements("/cases")) {
      Case vectorCase = readCase(file, at);
      if (!ids.add(vectorCase.id())) {
        throw file.unusable(at + "/id", "\"" + vectorCase.id() + "\" is there twice");
      }
      cases.add(vectorCase);
    }
    return new VectorFile(path, cases);
  }

  private static Case readCase(VectorJson file, String at) throws UnusableInput {
    String attestations = file.text(at + "/trust");
    Optional<String> receipts =
        file.optionalText(at + "/receiptTrust")
            .or(() -> attestations.equals(APPLE) ? Optional.of(APPLE) : Optional.empty());
    List<VectorEvent> events = new ArrayList<>();
    for (String event : file.elements(at + "/events")) {
      events.add(VectorEvent.read(file, event));
    }
    return new Case(
        file.text(at + "/id"),
        new Trust(attestations, receipts),
        AppJson.read(file, at + "/app"),
        events);
  }

  /**
   * The vector files under the given files and folders, in order of their names; folders are
   * searched whole.
   */
  public static List<Path> find(List<Path> places) throws UnusableInput {
    List<Path> found = new ArrayList<>();
    for (Path place : places) {
      if (!Files.exists(place)) {
        throw new UnusableInput(place + ": there is no such file or folder");
      }
      if (!Files.isDirectory(place)) {
        found.add(place);
        continue;
      }
      try (Stream<Path> below = Files.walk(place)) {
        List<Path> vectors =
            below
                .filter(path -> path.toString().endsWith(".json") && Files.isRegularFile(path))
                .sorted()
                .toList();
        if (vectors.isEmpty()) {
          throw new UnusableInput(place + ": no .json file in this folder");
        }
        found.addAll(vectors);
      } catch (IOException e) {
        throw new UnusableInput(place + ": cannot be read: " + e.getMessage());
      }
    }
    return found;
  }
}
