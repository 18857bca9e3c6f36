package assay.apple.token;

import io.vertx.core.Future;

/** Where teams' private keys come from. */
@FunctionalInterface
public interface TeamKeys {
  /**
   * The key of a team as it is now; it may be another the next time. The future never fails.
   *
   * @param team 10 characters
   */
  Future<TeamKey> find(String team);
}
