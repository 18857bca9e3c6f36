package assay.http;

import assay.core.Bytes;
import java.util.Set;

/**
 * Who may use the internal listener.
 *
 * @param name for logs
 * @param tokenSha256 the SHA-256 of the UTF-8 bytes of the token, 32 bytes; the token itself is
 *     known to nobody here
 * @param apps the names of the apps that exist for this caller
 * @param operations what it may do with them
 */
public record Caller(String name, Bytes tokenSha256, Set<String> apps, Set<Operation> operations) {
  private static final int HASH_BYTES = 32;

  public Caller {
    if (tokenSha256.length() != HASH_BYTES) {
      throw new IllegalArgumentException(
          "the token hash of caller " + name + " is not of " + HASH_BYTES + " bytes");
    }
    apps = Set.copyOf(apps);
    operations = Set.copyOf(operations);
  }
}
