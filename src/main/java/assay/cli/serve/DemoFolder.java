package assay.cli.serve;

import assay.cli.UnusableInput;
import assay.cli.callers.Token;
import assay.cli.simulate.CaFile;
import assay.cli.simulate.DemoApple;
import assay.config.Configuration;
import assay.config.UnusableConfiguration;
import assay.core.pki.Signatures;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/**
 * What {@code assay serve --demo} keeps in a folder: the store, the simulated Apple's secret and
 * its roots, the team's key, and the token of the demo's one caller. All of it is made when it is
 * missing.
 */
record DemoFolder(Path folder) {
  private static final String CA = "simulator.ca";
  private static final String ROOTS = "simulator-root.pem";
  private static final String TOKEN = "demo-token";

  Path tokenFile() {
    return folder.resolve(TOKEN);
  }

  /**
   * What is served; Apple's part of it is started.
   *
   * @param vertx that Apple's part ends with
   */
  Configuration configuration(
      Vertx vertx,
      Map<String, String> environment,
      InstantSource clock,
      Signatures signatures,
      SecureRandom random)
      throws UnusableInput {
    CaFile ca = CaFile.openOrMake(folder.resolve(CA), random, clock.instant());
    try {
      Files.writeString(folder.resolve(ROOTS), ca.rootsPem());
      return Configuration.demo(
          folder,
          DemoApple.start(vertx, folder, ca, clock, random),
          token(random).sha256(),
          environment,
          clock.instant(),
          signatures);
    } catch (IOException e) {
      throw new UnusableInput("--data: " + folder + " cannot be written: " + e);
    } catch (UnusableConfiguration e) {
      throw new UnusableInput("the demo cannot be started:\n" + e.getMessage());
    }
  }

  /** The token of the last time, or a new one that only the owner of the folder may read. */
  private Token token(SecureRandom random) throws IOException, UnusableInput {
    Token fresh = Token.from(random);
    try {
      Files.createFile(tokenFile(), ownerOnly());
      Files.writeString(tokenFile(), fresh.text() + "\n");
      return fresh;
    } catch (FileAlreadyExistsException _) {
      return requireWhole(Files.readString(tokenFile()).strip());
    }
  }

  /** A process may have ended between making the file and filling it. */
  private Token requireWhole(String text) throws UnusableInput {
    return Token.parse(text)
        .orElseThrow(() ->
            new UnusableInput(
                "--data: "
                    + tokenFile()
                    + " holds no whole token; delete it, and a new one is made"));
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
