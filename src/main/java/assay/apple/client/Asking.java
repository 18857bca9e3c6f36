package assay.apple.client;

import assay.apple.AppleObserver;
import assay.apple.call.Answer;
import assay.apple.call.Line;
import assay.apple.call.Post;
import assay.apple.call.Sources;
import assay.apple.client.Outcomes.Judged;
import assay.apple.token.ProviderToken;
import assay.apple.token.ProviderTokens;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One host asked on behalf of teams: from the token to the outcome, which is always one. */
final class Asking {
  private static final Logger LOG = LoggerFactory.getLogger("assay.apple");
  private static final Duration WORTH_TELLING = Duration.ofSeconds(30);
  private static final int LEAST_PAUSE_MILLIS = 50;
  private static final int MOST_PAUSE_MILLIS = 150;

  private final Vertx vertx;
  private final Line line;
  private final ProviderTokens tokens;
  private final Sources sources;
  private final AppleObserver observer;
  private final Alarms alarms;

  Asking(
      Vertx vertx,
      Line line,
      ProviderTokens tokens,
      Sources sources,
      AppleObserver observer,
      Alarms alarms) {
    this.vertx = vertx;
    this.line = line;
    this.tokens = tokens;
    this.sources = sources;
    this.observer = observer;
    this.alarms = alarms;
  }

  Sources sources() {
    return sources;
  }

  /** Sends what is made with the team's token, and tells what came of it where it was asked. */
  <T> Future<T> ask(
      String team, Outcomes<T> outcomes, Function<ProviderToken.Signed, Future<Answer>> sending) {
    long start = sources.nanos().getAsLong();
    return here(
        tokens
            .of(team)
            .compose(token -> judged(token, outcomes, sending))
            .otherwise(e -> unexpected(outcomes, e))
            .map(judged -> told(team, outcomes, judged, start)));
  }

  /** An outcome without asking. */
  <T> Future<T> answered(Outcomes<T> outcomes, T outcome) {
    observer.ended(outcomes.operation(), outcomes.name(outcome), 0);
    return Future.succeededFuture(outcome);
  }

  Future<Answer> once(Post post) {
    return line.post(post);
  }

  /** Sends again, a moment later and once, where the first surely did not leave. */
  Future<Answer> twice(Post post) {
    return line.post(post)
        .compose(answer ->
            answer instanceof Answer.None none && none.isUnconnected()
                ? vertx
                    .timer(sources.random().nextLong(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS))
                    .compose(_ -> line.post(post))
                : Future.succeededFuture(answer));
  }

  private <T> Future<Judged<T>> judged(
      ProviderToken token,
      Outcomes<T> outcomes,
      Function<ProviderToken.Signed, Future<Answer>> sending) {
    return switch (token) {
      case ProviderToken.Missing(String why) ->
          Future.succeededFuture(Judged.faulty(outcomes.withoutKey(why), Fault.NO_KEY, why));
      case ProviderToken.Signed signed ->
          sending.apply(signed).map(answer -> judged(signed, outcomes, answer));
    };
  }

  private <T> Judged<T> judged(ProviderToken.Signed token, Outcomes<T> outcomes, Answer answer) {
    return switch (answer) {
      case Answer.None none ->
          Judged.faulty(
              outcomes.down(none.why(), none.asked(), none.retryAfter()), Fault.DOWN, none.why());
      case Answer.Reply reply -> {
        Judged<T> judged = outcomes.read(reply);
        if (judged.fault().filter(Fault::isOfToken).isEmpty()) {
          yield judged;
        }
        tokens.refused(token);
        yield new Judged<>(
            judged.outcome(), judged.fault(), judged.detail() + keyAndClock(token, reply));
      }
    };
  }

  /** What is worth comparing where a token is refused. */
  private String keyAndClock(ProviderToken.Signed token, Answer.Reply reply) {
    Instant now = sources.clock().instant();
    return ", key id "
        + token.keyId()
        + reply
            .date()
            .map(date -> Duration.between(date, now))
            .filter(ahead -> ahead.abs().compareTo(WORTH_TELLING) > 0)
            .map(ahead ->
                ", and this machine's clock is "
                    + ahead.abs().toSeconds()
                    + " s "
                    + (ahead.isNegative() ? "behind" : "ahead of")
                    + " Apple's")
            .orElse("");
  }

  private static <T> Judged<T> unexpected(Outcomes<T> outcomes, Throwable e) {
    LOG.error("a call to Apple failed inside this server", e);
    return Judged.faulty(
        outcomes.down("it failed inside this server", true, Optional.empty()),
        Fault.DOWN,
        "it failed inside this server");
  }

  private <T> T told(String team, Outcomes<T> outcomes, Judged<T> judged, long start) {
    judged.fault().ifPresent(fault -> alarms.tell(line.host(), team, fault, judged.detail()));
    observer.ended(
        outcomes.operation(), outcomes.name(judged.outcome()), sources.nanos().getAsLong() - start);
    return judged.outcome();
  }

  /** The same outcome on the context of who asked, where there is one. */
  private static <T> Future<T> here(Future<T> future) {
    Context context = Vertx.currentContext();
    if (context == null) {
      return future;
    }
    Promise<T> promise = Promise.promise();
    future.onComplete(outcome -> context.runOnContext(_ -> promise.handle(outcome)));
    return promise.future();
  }
}
