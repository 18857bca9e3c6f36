package assay.cli.serve;

import assay.http.HttpObserver;
import assay.http.Listener;
import assay.ops.Limit;
import assay.ops.Metrics;
import java.time.Duration;
import java.util.Optional;

/** Tells the metrics what the listeners do; decisions are counted where they are made. */
record Observed(Metrics metrics) implements HttpObserver {
  @Override
  public void finished(Listener listener, String route, int status, Duration took) {
    metrics.answered(of(listener), route, status, took);
  }

  private static assay.ops.Listener of(Listener listener) {
    return switch (listener) {
      case PUBLIC -> assay.ops.Listener.PUBLIC;
      case INTERNAL -> assay.ops.Listener.INTERNAL;
    };
  }

  @Override
  public void limited(Listener listener, Optional<String> app) {
    app.ifPresentOrElse(name -> metrics.limited(name, Limit.APP), metrics::limitedAddress);
  }
}
