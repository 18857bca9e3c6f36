package assay.http;

import assay.http.api.Assertions;
import assay.http.api.Attestations;
import assay.http.api.Challenges;
import assay.http.api.DeviceChecks;
import assay.http.api.Keys;
import assay.http.api.PastDecisions;
import assay.http.api.Probes;
import assay.http.api.Refreshes;
import assay.http.inspect.Inspections;
import assay.service.policy.ServedApp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What all event loops share. */
record Front(Backend backend, Routes routes, List<Side> sides) {

  /**
   * Reads what the settings name.
   *
   * @throws IllegalArgumentException where that cannot be used
   */
  static Front of(
      Backend backend,
      ListenerSettings ofPublic,
      ListenerSettings ofInternal,
      Inspections inspections,
      int freePort) {
    Map<String, ServedApp> apps =
        backend.apps().stream().collect(Collectors.toMap(ServedApp::name, Function.identity()));
    Optional<Limits> limits =
        ofPublic.rates().map(rates -> Limits.of(rates, ofPublic.trustedProxies(), backend.nanos()));
    Gate forDevices =
        new Gate(Listener.PUBLIC, apps, new Callers(List.of()), limits, backend.observer());
    Gate forCallers =
        new Gate(
            Listener.INTERNAL,
            apps,
            new Callers(backend.callers()),
            Optional.empty(),
            backend.observer());
    return new Front(
        backend,
        routes(backend, inspections),
        List.of(side(ofPublic, forDevices, freePort), side(ofInternal, forCallers, freePort - 1)));
  }

  private static Side side(ListenerSettings settings, Gate gate, int freePort) {
    return new Side(
        gate.listener(),
        settings,
        settings.tls().map(TlsFiles::read),
        settings.port() == 0 ? freePort : settings.port(),
        gate);
  }

  private static Routes routes(Backend backend, Inspections inspections) {
    Challenges challenges = new Challenges(backend.service());
    return Routes.of(
        new Assertions(backend.service(), challenges, backend.journal()),
        challenges,
        new Attestations(backend.service(), challenges, backend.journal()),
        new Keys(backend.service()),
        new Refreshes(backend.service(), backend.journal(), backend.clock()),
        new DeviceChecks(backend.service(), backend.journal(), backend.clock()),
        inspections,
        new PastDecisions(backend.journal(), backend.apps().stream().map(ServedApp::name).toList()),
        new Probes(backend.metrics(), backend.ready()));
  }
}
