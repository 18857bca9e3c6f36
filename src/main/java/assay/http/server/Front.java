package assay.http.server;

import assay.http.Backend;
import assay.http.ListenerSettings;
import assay.http.TlsFiles;
import assay.http.admission.Gate;
import assay.http.api.Assertions;
import assay.http.api.Attestations;
import assay.http.api.Challenges;
import assay.http.api.Keys;
import assay.http.api.Probes;
import assay.http.api.apple.DeviceChecks;
import assay.http.api.apple.Refreshes;
import assay.http.api.decisions.PastDecisions;
import assay.http.inspect.Inspections;
import assay.service.policy.ServedApp;
import java.util.List;

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
    Gate forDevices =
        Gate.forDevices(backend.apps(), ofPublic, backend.nanos(), backend.observer());
    Gate forCallers = Gate.forCallers(backend.apps(), backend.callers(), backend.observer());
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
