package assay.store;

import assay.core.Bytes;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * Which of Apple's device tokens were used. Apple means each for one request (protocol.md 4), and a
 * token that is sent again is a token that somebody kept. Of the token no more is remembered than a
 * digest, and that only for a time: Apple takes no old tokens.
 */
public interface TokenUses {
  /**
   * A use of a token.
   *
   * @param digest SHA-256 of the token, 32 bytes
   * @param until when it may be forgotten; not compared with any clock before that, so that no
   *     clock that leaps makes a used token fresh
   */
  record TokenUse(Bytes digest, Instant until) {
    /** Nothing of the token is for a log. */
    @Override
    public String toString() {
      return "TokenUse[until=" + until + "]";
    }
  }

  /**
   * Uses the token. Of any number of calls with one digest through any number of instances, exactly
   * one answers true until the use is released or forgotten.
   */
  Future<Boolean> useToken(TokenUse use);

  /**
   * Takes back a use of which it is sure that Apple never saw it.
   *
   * @return false where there is no such use, and nothing changed
   */
  Future<Boolean> releaseToken(TokenUse use);
}
