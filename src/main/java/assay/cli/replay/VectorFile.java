package assay.cli.replay;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.config.crypto.Roots;
import assay.core.App;
import assay.core.Bytes;
import assay.service.policy.RiskLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /**
   * A run of events against a store that starts empty.
   *
   * @param context what else a server would know; for diagnoses
   */
  public record Case(
      String id,
      Trust trust,
      App app,
      Rules rules,
      VectorContext context,
      List<VectorEvent> events) {}

  /** What an app's policy asks beyond Apple's steps. */
  public record Rules(boolean receiptRequired, Optional<RiskLimit> riskLimit) {}

  /**
   * Which roots apply.
   *
   * @param receipts none where no receipt can be trusted
   */
  public record Trust(List<X509Certificate> attestations, List<X509Certificate> receipts) {}

  /** Reads a file; every error names it and the line. */
  public static VectorFile read(Path path) throws UnusableInput {
    return read(path, VectorJson.read(path));
  }

  /**
   * Reads a file that was never written.
   *
   * @param name what errors call it
   */
  public static VectorFile of(String name, Bytes content) throws UnusableInput {
    Path path = Path.of(name);
    return read(path, VectorJson.of(path, content));
  }

  private static VectorFile read(Path path, VectorJson file) throws UnusableInput {
    String format = file.text("/format");
    if (!format.equals(FORMAT)) {
      throw file.unusable(
          "/format", "\"" + format + "\" is not known; this program reads \"" + FORMAT + "\"");
    }
    List<Case> cases = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    TrustFiles trust = new TrustFiles(file, path);
    for (String at : file.elements("/cases")) {
      Case vectorCase = readCase(file, at, trust);
      if (!ids.add(vectorCase.id())) {
        throw file.unusable(at + "/id", "\"" + vectorCase.id() + "\" is there twice");
      }
      cases.add(vectorCase);
    }
    return new VectorFile(path, cases);
  }

  private static Case readCase(VectorJson file, String at, TrustFiles trust) throws UnusableInput {
    List<VectorEvent> events = new ArrayList<>();
    for (String event : file.elements(at + "/events")) {
      events.add(VectorEvent.read(file, event));
    }
    return new Case(
        file.text(at + "/id"),
        trust.of(at),
        AppJson.read(file, at + "/app"),
        AppJson.rules(file, at + "/app"),
        VectorContext.read(file, at + "/context"),
        events);
  }

  /** The roots that the cases of a file name, each file of them read once. */
  private static final class TrustFiles {
    private static final String PEM = "-----BEGIN CERTIFICATE-----";
    private static final int MOST_BYTES = 1024 * 1024;

    private final VectorJson file;
    private final Path path;
    private final Map<String, List<X509Certificate>> known = new HashMap<>();

    TrustFiles(VectorJson file, Path path) {
      this.file = file;
      this.path = path;
    }

    Trust of(String at) throws UnusableInput {
      String attestations = file.text(at + "/trust");
      boolean apple = attestations.equals(APPLE);
      Optional<String> receipts =
          file.optionalText(at + "/receiptTrust")
              .or(() -> apple ? Optional.of(APPLE) : Optional.empty());
      return new Trust(
          apple ? Roots.appleAppAttest() : read(at + "/trust", attestations),
          receipts.isEmpty()
              ? List.of()
              : receipts.get().equals(APPLE)
                  ? Roots.appleReceipts()
                  : read(at + "/receiptTrust", receipts.get()));
    }

    private List<X509Certificate> read(String pointer, String name) throws UnusableInput {
      List<X509Certificate> roots = known.get(name);
      if (roots == null) {
        try {
          roots = Roots.parse(pem(name).toArray());
        } catch (CertificateException | InvalidPathException | UnusableInput e) {
          throw file.unusable(pointer, "cannot be used: " + e.getMessage());
        }
        known.put(name, roots);
      }
      return roots;
    }

    /** The certificates themselves, or the name of a file beside this one that holds them. */
    private Bytes pem(String named) throws UnusableInput {
      return named.startsWith(PEM)
          ? Bytes.utf8(named)
          : Input.bytes("roots", path.resolveSibling(named), MOST_BYTES);
    }
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
      } catch (IOException | UncheckedIOException e) {
        throw new UnusableInput(place + ": cannot be read: " + e.getMessage());
      }
    }
    return found;
  }
}
