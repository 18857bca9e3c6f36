package assay.cli.simulate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PlanTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aRateSaysWhatIsDueAndWhen() {
    Plan plan = new Plan(1, 200, 1, 300, MINUTE);
    assertEquals(1, plan.due(0));
    assertEquals(1, plan.due(4_999_999));
    assertEquals(2, plan.due(5_000_000));
    assertEquals(5_000_000, plan.dueAt(1));
    assertEquals(300, plan.due(Duration.ofSeconds(10).toNanos()));
  }

  @Test
  void withoutARateEverythingIsDueAtOnce() {
    assertEquals(300, new Plan(1, 0, 1, 300, MINUTE).due(0));
  }
}
