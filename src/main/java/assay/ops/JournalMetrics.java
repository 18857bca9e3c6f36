package assay.ops;

import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.service.journal.JournalObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of records and diagnoses, for Prometheus. May be told from any thread. */
public final class JournalMetrics implements JournalObserver {
  private static final Logger LOG = LoggerFactory.getLogger(JournalMetrics.class);

  private final Counter recorded;
  private final Map<Drop, Counter> dropped = new EnumMap<>(Drop.class);
  private final Map<Mistake, Counter> found = new EnumMap<>(Mistake.class);
  private final Counter none;
  private final Counter skipped;
  private final Counter failures;
  private final Set<Class<?>> logged = ConcurrentHashMap.newKeySet();

  /** Makes all series, so that a rate is seen from the first event on. */
  public JournalMetrics(MeterRegistry registry) {
    recorded =
        Counter.builder("assay.decisions.recorded")
            .description("Decisions that can be asked about later")
            .register(registry);
    for (Drop why : Drop.values()) {
      dropped.put(
          why,
          Counter.builder("assay.decisions.dropped")
              .description("Decisions that are not recorded")
              .tag("cause", why.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    for (Mistake mistake : Mistake.values()) {
      found.put(mistake, diagnoses(mistake.code(), registry));
    }
    none = diagnoses("none", registry);
    skipped = diagnoses("skipped", registry);
    failures =
        Counter.builder("assay.journal.failures")
            .description(
                "Bugs in recording or explaining decisions, which were answered all the same")
            .register(registry);
  }

  private static Counter diagnoses(String code, MeterRegistry registry) {
    return Counter.builder("assay.diagnoses")
        .description(
            "What was found behind refusals; none where nothing was, skipped where too many came")
        .tag("code", code)
        .register(registry);
  }

  @Override
  public void recorded(int decisions) {
    recorded.increment(decisions);
  }

  @Override
  public void dropped(Drop why, int decisions) {
    Objects.requireNonNull(dropped.get(why), "one each").increment(decisions);
  }

  @Override
  public void diagnosed(String app, Optional<Diagnosis> diagnosis) {
    diagnosis.map(Diagnosis::mistake).map(found::get).orElse(none).increment();
  }

  @Override
  public void undiagnosed(String app) {
    skipped.increment();
  }

  /** The first of a kind goes to the log: whoever sends what trips over a bug can send it often. */
  @Override
  public void failed(Throwable cause) {
    failures.increment();
    if (logged.add(cause.getClass())) {
      LOG.atError()
          .setCause(cause)
          .log("the journal failed; decisions are answered all the same, and the next are counted");
    }
  }
}
