package assay.cli.serve;

import assay.apple.AppleObserver;
import assay.ops.Metrics;
import java.time.Duration;
import java.util.function.Supplier;

/** Tells the metrics how calls to Apple end. */
record ObservedApple(Supplier<Metrics> metrics) implements AppleObserver {
  @Override
  public void ended(String operation, String outcome, long nanos) {
    metrics.get().askedApple(operation, outcome, Duration.ofNanos(nanos));
  }

  @Override
  public void circuit(String host, boolean open) {
    metrics.get().appleCircuit(host, open);
  }
}
