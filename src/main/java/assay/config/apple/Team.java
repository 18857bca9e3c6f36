package assay.config.apple;

import assay.apple.token.PrivateKeyPem;
import assay.apple.token.UnusableKey;
import assay.config.format.Formats;
import assay.config.yaml.Section;
import assay.core.Bytes;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An Apple developer team, in whose name Apple is asked.
 *
 * @param id 10 characters
 * @param keyId of the private key, 10 characters
 * @param privateKeyFile the .p8 file that Apple gave: PKCS#8 in PEM
 */
public record Team(String id, String keyId, Path privateKeyFile) {
  /** The id of a team or a key, if it is one. */
  public static String requireId(String text) {
    Formats.require(
        text.matches("[A-Z0-9]{10}"), "is 10 capital letters and digits, as Apple gives it", text);
    return text;
  }

  /**
   * Reads one of {@code teams}. A key that does not serve is found now, not with the first receipt.
   */
  public static Optional<Team> read(Section section) {
    Optional<String> keyId =
        section.required("keyId", Team::requireId, "the id of the private key, as Apple gave it");
    Optional<Path> file =
        section.required(
            "privateKeyFile", section.reading()::path, "the .p8 file that Apple gave with the key");
    file.flatMap(path -> section.bytes("privateKeyFile", path))
        .ifPresent(pem -> requireKey(section, pem));
    section.end();
    return keyId.flatMap(id -> file.map(path -> new Team(section.name(), id, path)));
  }

  private static void requireKey(Section section, Bytes pem) {
    try {
      PrivateKeyPem.require(pem);
    } catch (UnusableKey e) {
      section.problem("privateKeyFile", String.valueOf(e.getMessage()));
    }
  }
}
