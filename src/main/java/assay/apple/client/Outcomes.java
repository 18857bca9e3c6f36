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

  /**
   * There was no answer.
   *
   * @param asked false where the request surely did not leave
   */
  T down(String why, boolean asked, Optional<Duration> retryAfter);

  /** The outcome's name in metrics: lower case with hyphens. */
  String name(T outcome);
}
