package assay.apple.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.Backoff;
import assay.apple.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The circuit, on a clock that is moved by hand. Its dice make every pause half of its step. */
final class BreakerTest {
  private static final Optional<Duration> FREE = Optional.empty();

  private final Times times = new Times();
  private final List<Boolean> told = new ArrayList<>();
  private final Breaker breaker = new Breaker(limits(), times, () -> 0, told::add);

  private static Limits limits() {
    Limits it = Limits.DEFAULTS;
    return new Limits(
        it.connect(),
        it.answer(),
        1,
        0,
        it.turn(),
        3,
        new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(60)));
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(breaker.enter(), Optional.empty());
    }
  }

  private static Optional<Duration> seconds(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  @Test
  void failuresInARowOpenIt() {
    fail(2);
    assertEquals(FREE, breaker.refusal());
    fail(1);
    assertEquals(seconds(5), breaker.refusal());
    assertEquals(List.of(true), told);
  }

  @Test
  void aSuccessInBetweenStartsTheCountAgain() {
    fail(2);
    breaker.succeeded(breaker.enter());
    fail(2);
    assertEquals(FREE, breaker.refusal());
    assertEquals(List.of(), told);
  }

  @Test
  void afterThePauseOneRequestProbes() {
    fail(3);
    times.pass(Duration.ofMillis(4999));
    assertEquals(Optional.of(Duration.ofMillis(1)), breaker.refusal());
    times.pass(Duration.ofMillis(1));
    assertEquals(FREE, breaker.refusal());
    breaker.enter();
    assertEquals(seconds(1), breaker.refusal());
  }

  @Test
  void aProbeThatSucceedsClosesIt() {
    fail(3);
    times.pass(Duration.ofSeconds(5));
    breaker.succeeded(breaker.enter());
    assertEquals(FREE, breaker.refusal());
    assertEquals(List.of(true, false), told);
    fail(2);
    assertEquals(FREE, breaker.refusal());
  }

  @Test
  void eachProbeThatFailsOpensItForLonger() {
    fail(3);
    for (int pause : new int[] {5, 10, 20, 30, 30}) {
      assertEquals(seconds(pause), breaker.refusal());
      times.pass(Duration.ofSeconds(pause));
      fail(1);
    }
    assertEquals(List.of(true), told);
  }

  @Test
  void afterASuccessThePausesBeginAgain() {
    fail(3);
    times.pass(Duration.ofSeconds(5));
    fail(1);
    times.pass(Duration.ofSeconds(10));
    breaker.succeeded(breaker.enter());
    fail(3);
    assertEquals(seconds(5), breaker.refusal());
  }

  @Test
  void theLateAnswersOfEarlierRequestsDecideNothing() {
    int early = breaker.enter();
    fail(3);
    breaker.succeeded(early);
    assertEquals(seconds(5), breaker.refusal());
    breaker.failed(early, seconds(60));
    assertEquals(seconds(5), breaker.refusal());
    times.pass(Duration.ofSeconds(5));
    int probe = breaker.enter();
    breaker.succeeded(early);
    assertEquals(seconds(1), breaker.refusal());
    breaker.succeeded(probe);
    assertEquals(FREE, breaker.refusal());
    breaker.failed(probe, Optional.empty());
    fail(2);
    assertEquals(FREE, breaker.refusal());
  }

  @Test
  void retryAfterIsRespectedUpToTheLongestPause() {
    fail(2);
    breaker.failed(breaker.enter(), seconds(40));
    assertEquals(seconds(40), breaker.refusal());
    times.pass(Duration.ofSeconds(40));
    breaker.failed(breaker.enter(), Optional.of(Duration.ofHours(5)));
    assertEquals(seconds(60), breaker.refusal());
  }

  @Test
  void aPauseHoldsOverTheClocksEnd() {
    fail(3);
    times.pass(Duration.ofSeconds(2)); // the clock of nanoseconds has run over
    assertTrue(times.getAsLong() < 0);
    assertEquals(seconds(3), breaker.refusal());
  }
}
