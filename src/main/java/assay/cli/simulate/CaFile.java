package assay.cli.simulate;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.simulator.SimulatedApple;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file from which a simulated Apple follows: a seed, and the time at which it was made, so that
 * its roots are the same bytes in every run.
 *
 * @param seed 32 bytes, secret
 * @param made whole seconds
 */
public record CaFile(Bytes seed, Instant made) {
  public static final Path DEFAULT = Path.of("data/simulator.ca");

  private static final int MOST_BYTES = 4096;
  private static final int PEM_WIDTH = 64;
  private static final Pattern CONTENT =
      Pattern.compile("(?:#.*\\R)*seed: ([0-9a-f]{64})\\Rmade: (\\S+)\\s*");

  /**
   * Reads the file, and makes it first where it is missing: readable by its owner only, and never
   * over one that is there.
   *
   * @param random of cryptographic quality
   */
  public static CaFile openOrMake(Path file, RandomGenerator random, Instant now)
      throws UnusableInput {
    if (!Files.exists(file)) {
      byte[] seed = new byte[SimulatedApple.SEED];
      random.nextBytes(seed);
      make(file, new CaFile(Bytes.of(seed), now.truncatedTo(ChronoUnit.SECONDS)));
    }
    return open(file);
  }

  /**
   * Reads the file.
   *
   * @throws UnusableInput where it is missing or holds something else
   */
  public static CaFile open(Path file) throws UnusableInput {
    if (!Files.exists(file)) {
      throw new UnusableInput(
          "--ca: "
              + file
              + ": there is no such file; assay serve --demo and assay simulate ca make it, and a"
              + " test app must trust its roots");
    }
    Matcher content = CONTENT.matcher(Input.bytes("--ca", file, MOST_BYTES).text());
    if (!content.matches()) {
      throw new UnusableInput("--ca: " + file + " is not a file that assay simulate ca made");
    }
    return new CaFile(Bytes.hex(content.group(1)), time(file, content.group(2)));
  }

  private static Instant time(Path file, String text) throws UnusableInput {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw new UnusableInput(
          "--ca: " + file + ": \"made\" is not a time such as 2026-11-21T20:15:00Z");
    }
  }

  /** All of the authority's keys and certificates. */
  public SimulatedApple apple() {
    return SimulatedApple.of(seed, made);
  }

  /** The two roots, for attestations and for receipts, in PEM: what a test app trusts. */
  public String rootsPem() {
    SimulatedApple apple = apple();
    return "# Simulated: for test apps only. Neither of these is Apple's.\n"
        + pem(apple.attestationRoot())
        + pem(apple.receiptRoot());
  }

  private static String pem(Bytes certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(PEM_WIDTH, new byte[] {'\n'}).encodeToString(certificate.toArray())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static void make(Path file, CaFile content) throws UnusableInput {
    String text =
        """
        # What a simulated Apple follows from (assay simulate). Whoever has this file can make
        # evidence that every test app takes that trusts its roots. Keep it to yourself.
        seed: %s
        made: %s
        """
            .formatted(content.seed().hex(), content.made());
    try {
      Path whole = temporaryBeside(file, "rw-------");
      Files.writeString(whole, text);
      moveUnlessThere(whole, file);
    } catch (IOException e) {
      throw new UnusableInput("--ca: " + file + " cannot be written: " + e);
    }
  }

  /** Writes a file that anybody may read, whole or not at all. */
  static void write(String option, Path file, String text) throws UnusableInput {
    try {
      Path whole = temporaryBeside(file, "rw-r--r--");
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UnusableInput(option + ": " + file + " cannot be written: " + e);
    }
  }

  private static Path temporaryBeside(Path file, String permissions) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new IOException("a folder, not a file");
    }
    Files.createDirectories(folder);
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? Files.createTempFile(
            folder,
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))
        : Files.createTempFile(folder, file.getFileName().toString(), ".new");
  }

  private static void moveUnlessThere(Path whole, Path file) throws IOException {
    try {
      Files.move(whole, file);
    } catch (FileAlreadyExistsException _) {
      Files.delete(whole); // another process was first, and its roots may be trusted already
    }
  }

  @Override
  public String toString() {
    return "made " + made + ", seed not shown";
  }
}
