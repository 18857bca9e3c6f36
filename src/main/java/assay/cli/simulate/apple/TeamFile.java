package assay.cli.simulate.apple;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.simulator.apple.team.TeamKey;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A team, and where its private key lies; typed as {@code TEAM:KEY:FILE}.
 *
 * @param team 10 characters
 * @param keyId 10 characters
 */
public record TeamFile(String team, String keyId, Path file) {
  /** The team of the demo's app. */
  public static final TeamFile DEMO =
      new TeamFile("DEMOTEAM01", "DEMOKEY001", Path.of("data/AuthKey_DEMOKEY001.p8"));

  private static final int MOST_BYTES = 4096;
  private static final Pattern TYPED = Pattern.compile("([A-Z0-9]{10}):([A-Z0-9]{10}):(.+)");

  /** Reads what is typed. */
  public static final class Converter implements ITypeConverter<TeamFile> {
    @Override
    public TeamFile convert(String text) {
      Matcher typed = TYPED.matcher(text);
      if (!typed.matches()) {
        throw new TypeConversionException(
            "\"" + text + "\" is no team, key and file, such as " + DEMO);
      }
      return new TeamFile(typed.group(1), typed.group(2), Path.of(typed.group(3)));
    }
  }

  /**
   * Reads the key, and makes it first where it is missing: readable by its owner only, and never
   * over one that is there.
   *
   * @param random of cryptographic quality
   */
  public TeamKey openOrMake(RandomGenerator random) throws UnusableInput {
    if (!Files.exists(file)) {
      make(TeamKey.generate(team, keyId, random));
    }
    return TeamKey.read(team, keyId, Input.bytes("--team", file, MOST_BYTES).text())
        .orElseThrow(() ->
            new UnusableInput(
                "--team: "
                    + file
                    + " is not a .p8 file with a P-256 key; name a file that is not there, and one"
                    + " is made"));
  }

  private void make(TeamKey key) throws UnusableInput {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.createFile(file, ownerOnly());
      Files.writeString(file, key.p8());
    } catch (IOException e) {
      throw new UnusableInput("--team: " + file + " cannot be written: " + e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public String toString() {
    return team + ":" + keyId + ":" + file;
  }
}
