package assay.apple;

import assay.core.Bytes;
import java.time.Duration;
import java.util.Optional;

/** What became of an exchange: one for each row of protocol.md 3.4. */
public sealed interface Exchanged {
  /**
   * 200: a newer receipt, not yet judged.
   *
   * @param receipt decoded, never empty
   */
  record Refreshed(Bytes receipt) implements Exchanged {
    /** Says no more than the length: a receipt is nothing for a log. */
    @Override
    public String toString() {
      return "Refreshed[" + receipt.length() + " bytes]";
    }
  }

  /** 304: before the receipt's field 19; it stays the newest. */
  record NotYet() implements Exchanged {}

  /** 404: Apple keeps what it knows for 30 days; normal until the device attests again. */
  record NoData() implements Exchanged {}

  /** 400: a production receipt to the development host, or the reverse. */
  record WrongEnvironment() implements Exchanged {}

  /** 400: Apple cannot read what was sent. */
  record BadPayload() implements Exchanged {}

  /** 401: the provider token does not verify, or is another team's than the receipt's. */
  record Unauthorized() implements Exchanged {}

  /**
   * 429.
   *
   * @param retryAfter as Apple asked, where it did
   */
  record Throttled(Optional<Duration> retryAfter) implements Exchanged {}

  /**
   * Apple was not asked, as this team has no usable private key.
   *
   * @param why for the operator's log: what to fix; no secret
   */
  record NotConfigured(String why) implements Exchanged {}

  /**
   * No answer, or one that says nothing: 5xx, a time-out, a page of HTML, an open circuit.
   *
   * @param why for the operator's log
   * @param retryAfter as Apple asked, where it did
   */
  record Down(String why, Optional<Duration> retryAfter) implements Exchanged {}
}
