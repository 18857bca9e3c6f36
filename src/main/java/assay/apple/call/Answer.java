package assay.apple.call;

import assay.core.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a request led to. */
public sealed interface Answer {
  /**
   * A whole answer.
   *
   * @param body at most 64 KiB
   * @param retryAfter as asked for, where it was; up to a day
   * @param date by the other side's clock, where it was told
   */
  record Reply(int status, Bytes body, Optional<Duration> retryAfter, Optional<Instant> date)
      implements Answer {
    /** Says nothing of the body, which may be a receipt. */
    @Override
    public String toString() {
      return "Reply[" + status + ", " + body.length() + " bytes]";
    }
  }

  /**
   * No whole answer.
   *
   * @param why with the likely cause; no secret
   * @param asked false where the request surely did not leave, so that it is safe to send again
   * @param retryAfter when it makes sense to try again, where that is known: the circuit is open,
   *     or too many are waiting
   */
  record None(String why, boolean asked, Optional<Duration> retryAfter) implements Answer {
    /** Whether there was no connection, so that the same may be sent again soon. */
    public boolean isUnconnected() {
      return !asked && retryAfter.isEmpty();
    }
  }
}
