package assay.http;

import assay.core.pki.Signatures;
import assay.service.Journal;
import assay.service.Service;
import assay.service.policy.ServedApp;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the listeners stand in front of.
 *
 * @param journal who is told what was decided, and remembers it
 * @param signatures for inspections; decisions have their own
 * @param metrics what {@code /metrics} answers, in Prometheus' text format
 * @param ready fails where no decision can be made now
 * @param clock for inspections without a time of their own, and for what is left of a wait
 * @param nanos a clock that never steps back, as {@link System#nanoTime}
 * @param random cryptographically strong, for the ids of requests; asked by all event loops
 */
public record Backend(
    Service service,
    Journal journal,
    List<ServedApp> apps,
    List<Caller> callers,
    Signatures signatures,
    Supplier<String> metrics,
    Supplier<Future<Void>> ready,
    HttpObserver observer,
    InstantSource clock,
    LongSupplier nanos,
    RandomGenerator random) {}
