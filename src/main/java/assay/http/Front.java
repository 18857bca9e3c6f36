package assay.http;

import assay.http.api.Assertions;
import assay.http.api.Attestations;
import assay.http.api.Challenges;
import assay.http.api.Decisions;
import assay.http.api.Keys;
import assay.http.api.Probes;
import assay.http.inspect.Inspections;
import assay.service.ServedApp;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What all event loops share.
 *
 * @param settings of each listener
 * @param gates of each listener
 */
record Front(
    Backend backend,
    Routes routes,
    Map<Listener, ListenerSettings> settings,
    Map<Listener, Gate> gates) {

  static Front of(
      Backend backend, Map<Listener, ListenerSettings> settings, Inspections inspections) {
    Challenges challenges = new Challenges(backend.service());
    Decisions decisions = new Decisions(backend.observer(), backend.nanos());
    Routes routes =
        Routes.of(
            new Assertions(backend.service(), challenges, decisions),
            challenges,
            new Attestations(backend.service(), challenges, decisions),
            new Keys(backend.service()),
            inspections,
            new Probes(backend.metrics(), backend.ready()));
    Map<String, ServedApp> apps =
        backend.apps().stream().collect(Collectors.toMap(ServedApp::name, Function.identity()));
    Map<Listener, Gate> gates = new EnumMap<>(Listener.class);
    settings.forEach((listener, its) -> gates.put(listener, gate(backend, listener, its, apps)));
    return new Front(backend, routes, Map.copyOf(settings), Map.copyOf(gates));
  }

  private static Gate gate(
      Backend backend, Listener listener, ListenerSettings settings, Map<String, ServedApp> apps) {
    Callers callers = new Callers(listener == Listener.INTERNAL ? backend.callers() : List.of());
    Optional<Limits> limits =
        settings
            .rates()
            .filter(_ -> listener == Listener.PUBLIC)
            .map(rates -> Limits.of(rates, settings.trustedProxies(), backend.nanos()));
    return new Gate(listener, apps, callers, limits, backend.observer());
  }
}
