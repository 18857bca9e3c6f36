package assay.cli.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.UnusableInput;
import assay.config.crypto.Roots;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CaFileTest {
  private static final Instant NOW = Instant.parse("2026-11-21T20:15:00.123Z");

  @TempDir Path folder;

  private CaFile made(Path file) throws UnusableInput {
    return CaFile.openOrMake(file, new SecureRandom(), NOW);
  }

  @Test
  void whatWasMadeOnceIsReadEverAfter() throws Exception {
    Path file = folder.resolve("new/simulator.ca");
    CaFile first = made(file);
    CaFile second = CaFile.openOrMake(file, new SecureRandom(), NOW.plusSeconds(1000));
    assertEquals(first, second);
    assertEquals(first, CaFile.open(file));
    assertEquals(first.rootsPem(), second.rootsPem());
    assertEquals(Instant.parse("2026-11-21T20:15:00Z"), second.made());
  }

  @Test
  void onlyItsOwnerReadsIt() throws Exception {
    Path file = folder.resolve("simulator.ca");
    made(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void nothingElseIsLeftBehind() throws Exception {
    made(folder.resolve("simulator.ca"));
    CaFile.write("--out", folder.resolve("root.pem"), "text");
    CaFile.write("--out", folder.resolve("root.pem"), "other text");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
    assertEquals("other text", Files.readString(folder.resolve("root.pem")));
  }

  @Test
  void twoFilesAreTwoApples() throws Exception {
    assertNotEquals(made(folder.resolve("one")).seed(), made(folder.resolve("two")).seed());
  }

  @Test
  void theRootsAreTwoCertificatesThatTrustOptionsTake() throws Exception {
    CaFile file = made(folder.resolve("simulator.ca"));
    var roots = Roots.parse(file.rootsPem().getBytes(StandardCharsets.US_ASCII));
    assertEquals(2, roots.size());
    assertEquals(
        file.apple().attestationRoot().hex(),
        assay.core.Bytes.of(roots.getFirst().getEncoded()).hex());
  }

  @Test
  void printedItKeepsItsSecret() throws Exception {
    CaFile file = made(folder.resolve("simulator.ca"));
    assertFalse(file.toString().contains(file.seed().hex()));
    assertFalse(file.toString().contains(file.seed().base64()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seed: 00\nmade: 2026-11-21T20:15:00Z\n",
        "seed: 0000000000000000000000000000000000000000000000000000000000000000\n",
        "seed: 0000000000000000000000000000000000000000000000000000000000000000\nmade: today\n",
        "made: 2026-11-21T20:15:00Z\n"
      })
  void anotherFileIsUnusableAndStaysAsItIs(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("simulator.ca"), text);
    UnusableInput refused = assertThrows(UnusableInput.class, () -> made(file));
    assertTrue(refused.toString().contains(file.toString()));
    assertEquals(text, Files.readString(file));
  }
}
