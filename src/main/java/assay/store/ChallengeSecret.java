package assay.store;

import assay.core.Bytes;
import java.time.Instant;

/**
 * A secret that challenges are made with.
 *
 * @param number 1 for the first, one more for each after; challenges carry it
 * @param secret 32 bytes
 * @param since when it was made
 */
public record ChallengeSecret(int number, Bytes secret, Instant since) {
  /** The secret is not for logs. */
  @Override
  public String toString() {
    return "ChallengeSecret[number=" + number + ", since=" + since + "]";
  }
}
