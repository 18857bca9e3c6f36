package assay.config;

import assay.core.Bytes;
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
}
