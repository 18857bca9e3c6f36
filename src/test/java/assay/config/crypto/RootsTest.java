package assay.config.crypto;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fingerprints are written out here once more: a root is what everything else rests on. */
final class RootsTest {
  private static final Path FOLDER = Path.of("certs");
  private static final Map<String, String> FINGERPRINTS =
      Map.of(
          "Apple_App_Attestation_Root_CA.pem",
          "1cb9823ba28ba6ad2d33a006941de2ae4f513ef1d4e831b9f7e0fa7b6242c932",
          "Apple_Root_CA_G3.pem",
          "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179");

  @Test
  void thereAreTheseRootsAndNoOthers() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          FINGERPRINTS.keySet().stream().sorted().toList(),
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".pem"))
              .sorted()
              .toList());
    }
  }

  @Test
  void everyRootHasItsFingerprint() throws IOException, CertificateException {
    for (Map.Entry<String, String> entry : FINGERPRINTS.entrySet()) {
      X509Certificate root = read(entry.getKey());
      assertEquals(
          entry.getValue(), Bytes.sha256(Bytes.of(root.getEncoded())).hex(), entry.getKey());
    }
  }

  @Test
  void everyRootSignsItself() throws IOException, CertificateException {
    for (String name : FINGERPRINTS.keySet()) {
      X509Certificate root = read(name);
      assertEquals(root.getSubjectX500Principal(), root.getIssuerX500Principal(), name);
      assertDoesNotThrow(() -> root.verify(root.getPublicKey()), name);
    }
  }

  @Test
  void theProgramCarriesTheSameRoots() throws IOException, CertificateException {
    assertEquals(List.of(read("Apple_App_Attestation_Root_CA.pem")), Roots.appleAppAttest());
    assertEquals(List.of(read("Apple_Root_CA_G3.pem")), Roots.appleReceipts());
  }

  private static X509Certificate read(String name) throws IOException, CertificateException {
    List<X509Certificate> roots = Roots.parse(Files.readAllBytes(FOLDER.resolve(name)));
    assertEquals(1, roots.size(), name);
    return roots.getFirst();
  }
}
