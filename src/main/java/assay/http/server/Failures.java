package assay.http.server;

import assay.http.answer.Answer;
import assay.http.answer.Declined;
import assay.http.answer.Problems;
import assay.http.request.BadRequest;
import assay.store.StoreUnavailable;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered where a handler gave no answer. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** The problem that a failure is; what nobody expected goes to the log with its stack. */
  static Answer.Problem problem(Throwable failure, String id) {
    return switch (failure) {
      case Declined declined -> declined.problem();
      case BadRequest bad -> Answer.Problem.of(Problems.MALFORMED_REQUEST, bad.getMessage());
      case StoreUnavailable store -> unavailable(store, id);
      default -> {
        LOG.atError().addKeyValue("id", id).setCause(failure).log("unexpected failure");
        yield Answer.Problem.of(Problems.INTERNAL, "");
      }
    };
  }

  private static Answer.Problem unavailable(StoreUnavailable store, String id) {
    LOG.atWarn()
        .addKeyValue("id", id)
        .addKeyValue("cause", store.why())
        .log("the store made no decision: {}", store.getMessage());
    return Answer.Problem.of(Problems.STORE_UNAVAILABLE, detail(store.why()))
        .after(wait(store.why()));
  }

  private static String detail(StoreUnavailable.Cause cause) {
    return switch (cause) {
      case OVERLOADED -> "more decisions wait than the store takes; nothing was decided";
      case UNREACHABLE -> "the store cannot be reached; nothing was decided";
      case TIMED_OUT, LOST ->
          "the store did not tell its decision, which may have been made: make a new assertion;"
              + " an attestation may be sent again as it is";
      case FULL -> "the store has no space left; nothing was decided";
      case CLOSED -> "this instance is stopping; nothing was decided";
    };
  }

  private static Duration wait(StoreUnavailable.Cause cause) {
    return switch (cause) {
      case OVERLOADED, TIMED_OUT, LOST, CLOSED -> Duration.ofSeconds(1);
      case UNREACHABLE -> Duration.ofSeconds(2);
      case FULL -> Duration.ofSeconds(30);
    };
  }

  /** What is wrong with a request that the decoder of HTTP refused. */
  static Answer.Problem unreadable(@Nullable Throwable cause) {
    return switch (cause) {
      case TooLongHttpHeaderException _ -> Answer.Problem.of(Problems.HEADERS_TOO_LARGE, "");
      case TooLongHttpLineException _ -> Answer.Problem.of(Problems.TARGET_TOO_LONG, "");
      case null, default ->
          Answer.Problem.of(Problems.MALFORMED_REQUEST, "this is not a request of HTTP/1.1");
    };
  }
}
