package assay.service.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
  private long nanos = 5;
  private final Allowance allowance = new Allowance(10, 20, () -> nanos);

  private long taken(int tries) {
    return IntStream.range(0, tries).filter(_ -> allowance.take()).count();
  }

  @Test
  void soManyMayComeAtOnceAndNoMore() {
    assertEquals(20, taken(30));
    assertFalse(allowance.take());
  }

  @Test
  void whatWasUsedComesBackWithTime() {
    taken(20);
    nanos += TimeUnit.MILLISECONDS.toNanos(99);
    assertFalse(allowance.take());
    nanos += TimeUnit.MILLISECONDS.toNanos(1);
    assertTrue(allowance.take());
    nanos += TimeUnit.SECONDS.toNanos(1);
    assertEquals(10, taken(30));
  }

  @Test
  void aLongPauseGivesNoMoreThanTheMost() {
    nanos += TimeUnit.DAYS.toNanos(1);
    assertEquals(20, taken(30));
  }
}
