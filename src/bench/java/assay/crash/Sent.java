package assay.crash;

import io.vertx.core.json.JsonObject;

/**
 * An assertion that was sent, and what is known of it.
 *
 * @param request as it was sent
 */
record Sent(long counter, JsonObject request, Fate fate) {
  /** What the client may count on. */
  enum Fate {
    /** Answered 200. */
    ACCEPTED,
    /** Answered with a refusal of the evidence. */
    REFUSED,
    /** No answer came, or one that leaves it open. */
    OPEN
  }
}
