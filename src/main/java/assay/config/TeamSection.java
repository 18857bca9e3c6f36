package assay.config;

import assay.config.yaml.Formats;
import assay.config.yaml.Section;
import assay.core.Bytes;
import java.nio.file.Path;
import java.util.Optional;

/** Reads one of {@code teams}. */
final class TeamSection {
  private TeamSection() {}

  static String id(String text) {
    Formats.require(
        text.matches("[A-Z0-9]{10}"), "is 10 capital letters and digits, as Apple gives it", text);
    return text;
  }

  static Optional<Team> read(Section section) {
    Optional<String> keyId =
        section.required("keyId", TeamSection::id, "the id of the private key, as Apple gave it");
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
      ProviderKey.require(pem);
    } catch (IllegalArgumentException e) {
      section.problem("privateKeyFile", String.valueOf(e.getMessage()));
    }
  }
}
