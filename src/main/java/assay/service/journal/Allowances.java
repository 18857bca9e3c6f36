package assay.service.journal;

import assay.service.Journal.Occasion;
import assay.service.policy.ServedApp;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What each app is allowed, so that none takes all there is; and all of them together. Each
 * listener has its own, and so has what the server does unasked: a flood of devices takes nothing
 * from callers, nor do receipts that go bad all at once, nor the reverse.
 */
final class Allowances {
  private static final int BURST_SECONDS = 10;

  private final OfListener devices;
  private final OfListener callers;
  private final OfListener background;

  private record OfApp(Allowance records, Allowance diagnoses) {}

  private record OfListener(Allowance diagnoses, Map<String, OfApp> apps) {}

  Allowances(Collection<ServedApp> served, JournalSettings settings, LongSupplier nanos) {
    this.devices = listener(served, settings, nanos);
    this.callers = listener(served, settings, nanos);
    this.background = listener(served, settings, nanos);
  }

  private static OfListener listener(
      Collection<ServedApp> served, JournalSettings settings, LongSupplier nanos) {
    return new OfListener(
        allowance(settings.diagnosesPerSecondOfAll(), nanos),
        served.stream()
            .map(ServedApp::name)
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(),
                    _ ->
                        new OfApp(
                            allowance(settings.recordsPerSecond(), nanos),
                            allowance(settings.diagnosesPerSecond(), nanos)))));
  }

  private static Allowance allowance(double perSecond, LongSupplier nanos) {
    return new Allowance(perSecond, (int) (perSecond * BURST_SECONDS), nanos);
  }

  /** Whether one more refusal of the app may be recorded; it is used then. */
  boolean takeRecord(Occasion occasion) {
    return ofApp(occasion).filter(its -> its.records().take()).isPresent();
  }

  /** Whether one more refusal of the app may be explained; it is used then. */
  boolean takeDiagnosis(Occasion occasion) {
    return ofApp(occasion).filter(its -> its.diagnoses().take()).isPresent()
        && of(occasion).diagnoses().take();
  }

  private Optional<OfApp> ofApp(Occasion occasion) {
    return Optional.ofNullable(of(occasion).apps().get(occasion.app().name()));
  }

  private OfListener of(Occasion occasion) {
    return switch (occasion.listener()) {
      case "public" -> devices;
      case Occasion.BACKGROUND -> background;
      default -> callers;
    };
  }
}
