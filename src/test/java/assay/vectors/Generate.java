package assay.vectors;

import assay.core.Bytes;
import assay.core.diagnosis.mistake.Mistake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Writes {@code testvectors/}: every file that the project makes itself, and the roots that they
 * name. The same bytes each time. Other files there, such as Apple's published sample, it leaves
 * alone.
 */
public final class Generate {
  private Generate() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("one argument: the folder to write to");
    }
    write(Path.of(arguments[0]));
  }

  static void write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("roots"));
    Files.createDirectories(folder.resolve("diagnosis"));
    for (VectorGroup group : groups()) {
      Files.writeString(folder.resolve(group.name() + ".json"), group.json());
    }
    Files.writeString(folder.resolve("diagnosis/README.md"), mistakes());
    Files.writeString(
        folder.resolve(Scene.ATTESTATION_ROOT), pem(Scene.APPLE.attestations().root()));
    Files.writeString(folder.resolve(Scene.RECEIPT_ROOT), pem(Scene.APPLE.receipts().root()));
  }

  static List<VectorGroup> groups() {
    return List.of(
        ChainVectors.group(),
        NonceVectors.group(),
        MacosVectors.group(),
        IdentityVectors.group(),
        EnvironmentVectors.group(),
        AuthenticatorDataVectors.group(),
        PolicyVectors.group(),
        CborVectors.group(),
        FormatVectors.group(),
        AssertionVectors.group(),
        CounterVectors.group(),
        KeyVectors.group(),
        ReceiptVectors.group(),
        ReceiptFormatVectors.group(),
        OrderVectors.group(),
        ClientDataMistakes.group(),
        SignatureMistakes.group(),
        IdentityMistakes.group(),
        LifeMistakes.group(),
        ReceiptMistakes.group());
  }

  /** The troubleshooting table, which belongs beside the vectors of each of its rows. */
  private static String mistakes() {
    return """
    # Why evidence is refused

    Every mistake that Assay can name. The code is API: it stands in answers, decisions and the vectors of this folder, and
    never changes its meaning. `side` tells who has something to change: the app (client), the server or the backend that
    calls it (server), either (both), or nobody. Written by `make vectors` from the diagnoser's own words.

    """
        + Mistake.table();
  }

  private static String pem(Bytes certificate) {
    byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, lineEnd).encodeToString(certificate.toArray())
        + "\n-----END CERTIFICATE-----\n";
  }
}
