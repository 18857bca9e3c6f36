package assay.http.server;

import assay.http.Caller;
import assay.http.Listener;
import assay.http.answer.Answer;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import java.util.Optional;

/**
 * What is known of who asks for what, as soon as it is known.
 *
 * @param app one that exists for the caller
 */
record Asked(
    Listener listener, Optional<Route> route, Optional<Caller> caller, Optional<ServedApp> app) {
  static Asked at(Listener listener) {
    return new Asked(listener, Optional.empty(), Optional.empty(), Optional.empty());
  }

  Asked of(Route its) {
    return new Asked(listener, Optional.of(its), caller, app);
  }

  Asked by(Optional<Caller> known) {
    return new Asked(listener, route, known, app);
  }

  Asked about(ServedApp named) {
    return new Asked(listener, route, caller, Optional.of(named));
  }

  /** For logs and metrics: the template, as paths hold key ids. */
  String routeName() {
    return route.map(Route::name).orElse("none");
  }

  /** An answer that says which of the worlds it is about, where it is about one. */
  Answer marked(Answer answer) {
    return answer instanceof Answer.Problem problem && app.isPresent()
        ? problem.about(app.get().environment())
        : answer;
  }

  /** Devices in production learn what to do, and nothing that would help to try again better. */
  boolean terse() {
    return listener == Listener.PUBLIC
        && app.filter(its -> its.environment() == Environment.PRODUCTION).isPresent();
  }
}
