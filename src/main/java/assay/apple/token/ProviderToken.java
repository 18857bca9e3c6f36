package assay.apple.token;

/** A token to show to Apple, or why there is none. */
public sealed interface ProviderToken {
  /**
   * A token.
   *
   * @param team whose
   * @param keyId of the key that signed it
   * @param jwt in its compact form
   */
  record Signed(String team, String keyId, String jwt) implements ProviderToken {
    /** Says whose it is: who has a token can use it. */
    @Override
    public String toString() {
      return "Signed[" + team + ", " + keyId + "]";
    }
  }

  /**
   * No token.
   *
   * @param why with what to do; no secret
   */
  record Missing(String why) implements ProviderToken {}
}
