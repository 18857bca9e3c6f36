package assay.simulator.apple;

import assay.simulator.apple.answer.Answer;
import assay.simulator.apple.receipt.Forgery;
import java.time.Duration;
import java.util.Optional;

/** A way in which Apple fails a request. */
public sealed interface Fault {

  /** Another answer than the right one; the request has no effect. */
  record Instead(Answer answer) implements Fault {}

  /**
   * The right answer, but the connection breaks in the middle of it. The request has its effect.
   */
  record Cut() implements Fault {}

  /** The right answer, after a time by the wall clock. */
  record Slow(Duration by) implements Fault {}

  /** A receipt that must not be believed; any other right answer stays. */
  record Forged(Forgery forgery) implements Fault {}

  /** A status with no body: 403, 500, 503, … */
  static Fault status(int status) {
    return new Instead(Answer.bare(status, "as asked to"));
  }

  /** A status that asks to come back later: 429, 503. */
  static Fault status(int status, Duration retryAfter) {
    return new Instead(Answer.bare(status, "as asked to").withRetryAfter(retryAfter));
  }

  /** 200 with a page, as a proxy or a captive portal would answer. */
  static Fault html() {
    return new Instead(
        new Answer(
            200,
            Optional.of("text/html"),
            "<!DOCTYPE html>\n<html><body><h1>Welcome</h1></body></html>\n",
            Optional.empty(),
            "as asked to"));
  }

  /** 200 with nothing in it. */
  static Fault empty() {
    return status(200);
  }
}
