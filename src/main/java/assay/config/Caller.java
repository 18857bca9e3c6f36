package assay.config;

import assay.config.format.Format;
import assay.config.format.Formats;
import assay.config.yaml.Section;
import assay.core.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A service that may ask.
 *
 * @param tokenSha256 the SHA-256 of its token's text, 32 bytes
 * @param apps the names of the apps that it may ask about
 * @param allow what it may ask: some of {@link #OPERATIONS}
 */
public record Caller(String name, Bytes tokenSha256, Set<String> apps, Set<String> allow) {
  public static final Set<String> OPERATIONS =
      Set.of(
          "challenges",
          "attestations",
          "verify",
          "keys",
          "revoke",
          "inspect",
          "refresh",
          "devicecheck",
          "decisions");

  private static final Bytes OF_NOTHING = Bytes.sha256(Bytes.EMPTY);

  /**
   * Reads one of {@code callers}.
   *
   * @param apps the names of those that are configured
   */
  static Optional<Caller> read(Section section, Set<String> apps) {
    Optional<Bytes> hash =
        section.required(
            "tokenSha256",
            Caller::hash,
            "the hash of the caller's token; `assay callers token` makes both");
    Set<String> allowed = some(section, "apps", Formats.known("app", apps));
    Set<String> operations = some(section, "allow", Formats.oneOf("an operation", OPERATIONS));
    section.end();
    return hash.map(sha256 -> new Caller(section.name(), sha256, allowed, operations));
  }

  private static Set<String> some(Section section, String member, Format<String> format) {
    Optional<List<String>> found = section.list(member, format);
    if (!section.has(member) || found.filter(List::isEmpty).isPresent()) {
      section.problem(member, "names nothing, so that the caller could do nothing");
    }
    return Set.copyOf(found.orElse(List.of()));
  }

  /** Never told when it is wrong: it may be the token itself. */
  private static Bytes hash(String text) {
    if (!text.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "is not the SHA-256 of a token, 64 hexadecimal digits; if it is the token itself, make a"
              + " new one with `assay callers token`");
    }
    Bytes hash = Bytes.hex(text);
    if (hash.equals(OF_NOTHING)) {
      throw new IllegalArgumentException("is the SHA-256 of nothing at all, not of a token");
    }
    return hash;
  }
}
