package assay.service.journal;

import assay.service.ServedApp;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What each app is allowed, so that none takes all there is; and all of them together. */
final class Allowances {
  private static final int BURST_SECONDS = 10;

  private record OfApp(Allowance records, Allowance diagnoses) {}

  private final Map<String, OfApp> apps;
  private final Allowance diagnoses;

  Allowances(Collection<ServedApp> served, JournalSettings settings, LongSupplier nanos) {
    this.diagnoses = allowance(settings.diagnosesPerSecondOfAll(), nanos);
    this.apps =
        served.stream()
            .map(ServedApp::name)
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(),
                    _ ->
                        new OfApp(
                            allowance(settings.recordsPerSecond(), nanos),
                            allowance(settings.diagnosesPerSecond(), nanos))));
  }

  private static Allowance allowance(double perSecond, LongSupplier nanos) {
    return new Allowance(perSecond, (int) (perSecond * BURST_SECONDS), nanos);
  }

  /** Whether one more refusal of the app may be recorded; it is used then. */
  boolean takeRecord(ServedApp app) {
    return of(app).filter(its -> its.records().take()).isPresent();
  }

  /** Whether one more refusal of the app may be explained; it is used then. */
  boolean takeDiagnosis(ServedApp app) {
    return of(app).filter(its -> its.diagnoses().take()).isPresent() && diagnoses.take();
  }

  private Optional<OfApp> of(ServedApp app) {
    return Optional.ofNullable(apps.get(app.name()));
  }
}
