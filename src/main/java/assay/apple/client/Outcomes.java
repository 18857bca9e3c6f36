package assay.apple.client;

import assay.apple.call.Answer;
import java.time.Duration;
import java.util.Optional;

/** How one operation's answers are read and told. */
interface Outcomes<T> {
  /**
   * An outcome, and what an operator should know of it.
   *
   * @param detail of the fault; no secret
   */
  record Judged<T>(T outcome, Optional<Fault> fault, String detail) {
    static <T> Judged<T> fine(T outcome) {
      return new Judged<>(outcome, Optional.empty(), "");
    }

    static <T> Judged<T> faulty(T outcome, Fault fault, String detail) {
      return new Judged<>(outcome, Optional.of(fault), detail);
    }

    static <T> Judged<T> faulty(T outcome, Fault fault, Answer.Reply reply) {
      return faulty(outcome, fault, BodyText.describe(reply));
    }
  }

  /** In metrics. */
  String operation();

  Judged<T> read(Answer.Reply reply);

  T withoutKey(String why);

  /**
   * There was no answer, or none that can be used.
   *
   * @param asked false where the request surely did not leave
   */
  T down(String why, boolean asked, Optional<Duration> retryAfter);

  /** An answer that fits nothing known. */
  default Judged<T> unknown(Answer.Reply reply) {
    String why = BodyText.describe(reply);
    return Judged.faulty(down(why, true, reply.retryAfter()), Fault.DOWN, why);
  }

  /** The outcome's name in metrics: lower case with hyphens. */
  String name(T outcome);
}
