package assay.core.inspect;

import assay.core.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Objects that real devices made, from vector files, and inspectors to look at them. */
public final class Samples {
  private static final String APPLES = "ios27.0-prod-appledoc2026-20260420.json";
  private static final String DEVICES = "ASSAY_VECTORS";

  /** One object of a vector file. */
  public record Sample(String name, Kind kind, Bytes bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Has no algorithms, so that a test which looks at thousands of objects checks no signature. */
  public static final Provider NONE = new Provider("none", "1", "") {};

  private static final Map<String, Kind> MEMBERS =
      Map.of(
          "attestationObject", Kind.ATTESTATION,
          "assertionObject", Kind.ASSERTION,
          "receipt", Kind.RECEIPT);

  private Samples() {}

  /** Apple's published sample of 2026: 5,906 bytes, launch extensions, production. */
  public static Bytes attestation() {
    Path ours = Path.of("testvectors", APPLES);
    Path path = Files.exists(ours) ? ours : devices().resolve(APPLES);
    return read(path).getFirst().bytes();
  }

  /** The receipt in Apple's sample. */
  public static Bytes receipt() {
    return attestation().slice(1692, 5669);
  }

  /** The leaf in Apple's sample. */
  public static Bytes leaf() {
    return attestation().slice(38, 1095);
  }

  /** The authenticator data in Apple's sample: 226 bytes. */
  static Bytes authData() {
    return attestation().from(5680);
  }

  /** Everything that devices made. */
  public static List<Sample> all() {
    try (Stream<Path> files = Files.list(devices())) {
      return files.sorted().flatMap(path -> read(path).stream()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path devices() {
    String folder = System.getenv(DEVICES);
    Assumptions.assumeTrue(folder != null, DEVICES + " does not name the device vectors");
    return Path.of(String.valueOf(folder));
  }

  private static List<Sample> read(Path path) {
    try {
      List<Sample> samples = new ArrayList<>();
      for (JsonNode vectorCase :
          new JsonMapper().readTree(Files.readAllBytes(path)).path("cases")) {
        for (JsonNode event : vectorCase.path("events")) {
          MEMBERS.forEach((member, kind) -> {
            if (event.path(member).isTextual()) {
              Bytes bytes = Bytes.of(Base64.getDecoder().decode(event.path(member).textValue()));
              String name = path.getFileName() + " " + kind.slug() + " " + samples.size();
              samples.add(new Sample(name, kind, bytes));
            }
          });
        }
      }
      return samples;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
