package assay.http.admission;

import assay.core.Bytes;
import assay.http.Caller;
import java.util.List;
import java.util.Optional;

/** Knows callers by their tokens. */
record Callers(List<Caller> all) {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_TOKEN = 512;

  Callers {
    all = List.copyOf(all);
  }

  /**
   * The caller of an {@code Authorization} header. Every caller is compared, in time that does not
   * depend on what is equal, so that nothing can be learnt from how long a wrong token takes.
   */
  Optional<Caller> known(List<String> authorization) {
    if (authorization.size() != 1) {
      return Optional.empty();
    }
    String header = authorization.getFirst();
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || header.length() > SCHEME.length() + LONGEST_TOKEN) {
      return Optional.empty();
    }
    String token = header.substring(SCHEME.length()).strip();
    if (token.isEmpty()) {
      return Optional.empty(); // whatever a configuration has the hash of
    }
    Bytes hash = Bytes.sha256(Bytes.utf8(token));
    Optional<Caller> known = Optional.empty();
    for (Caller caller : all) {
      if (caller.tokenSha256().equals(hash)) {
        known = Optional.of(caller);
      }
    }
    return known;
  }
}
