package assay.config;

import assay.config.yaml.Format;
import assay.config.yaml.Formats;
import assay.config.yaml.Nearest;
import assay.config.yaml.Section;
import assay.core.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one of {@code callers}. */
final class CallerSection {
  private static final Bytes OF_NOTHING = Bytes.sha256(Bytes.EMPTY);

  private CallerSection() {}

  static Optional<Caller> read(Section section, Set<String> apps) {
    Optional<Bytes> hash =
        section.required(
            "tokenSha256",
            CallerSection::hash,
            "the hash of the caller's token; `assay callers token` makes both");
    Set<String> allowed = some(section, "apps", text -> app(text, apps));
    Set<String> operations =
        some(section, "allow", Formats.oneOf("an operation", Caller.OPERATIONS));
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

  private static String app(String text, Set<String> apps) {
    if (!apps.contains(text)) {
      throw new IllegalArgumentException(
          "there is no app " + Formats.quoted(text) + Nearest.hint(text, apps));
    }
    return text;
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
