package assay.apple.client;

import assay.apple.call.Answer;
import java.time.Duration;
import java.util.Optional;

/** How one operation's answers are told. */
interface Outcomes<T> {
  /** In metrics. */
  String operation();

  Judged<T> read(Answer.Reply reply);

  T withoutKey(String why);

  T down(String why, Optional<Duration> retryAfter);

  /** The outcome's name in metrics: lower case with hyphens. */
  String name(T outcome);
}
