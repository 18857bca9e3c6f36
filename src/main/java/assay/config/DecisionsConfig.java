package assay.config;

import java.time.Duration;
import java.util.Set;

/**
 * Which decisions are kept for those who ask later, and for how long.
 *
 * @param keep how long, 1 hour to 400 days
 * @param most how many; beyond it the oldest go first. One takes about 12 KiB of the store
 * @param accepted the apps whose accepted decisions are recorded beside the refused ones
 */
public record DecisionsConfig(Duration keep, int most, Set<String> accepted) {
  public DecisionsConfig {
    accepted = Set.copyOf(accepted);
  }
}
