package assay.http;

import assay.http.answer.Answer;
import assay.http.answer.Declined;
import assay.http.answer.Problems;
import assay.service.policy.ServedApp;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Who gets in at a listener. Devices are limited by address and app; callers need a token and the
 * operation, and apps outside their scope do not exist for them.
 */
record Gate(
    Listener listener,
    Map<String, ServedApp> apps,
    Callers callers,
    Optional<Limits> limits,
    HttpObserver observer) {

  /** Refuses an address that asks too often. */
  void admitAddress(HttpServerRequest request) throws Declined {
    if (limits.isPresent()) {
      requireNoWait(limits.get().address(request), "address", Optional.empty());
    }
  }

  /** Refuses who may not use a route; a caller only on the internal listener. */
  Optional<Caller> admitCaller(HttpServerRequest request, Operation operation) throws Declined {
    if (listener == Listener.PUBLIC) {
      return Optional.empty();
    }
    Caller caller =
        callers
            .known(request.headers().getAll(HttpHeaders.AUTHORIZATION))
            .orElseThrow(() ->
                new Declined(
                    Problems.CALLER_UNKNOWN,
                    "the internal listener takes requests of configured callers only: send"
                        + " Authorization: Bearer and the caller's token"));
    if (!caller.operations().contains(operation)) {
      throw new Declined(
          Problems.CALLER_NOT_ALLOWED,
          "this caller lacks the operation " + operation.text() + " in its allow list");
    }
    return Optional.of(caller);
  }

  /** Finds an app that exists for a caller. */
  Optional<ServedApp> app(Optional<Caller> caller, String name) {
    Optional<ServedApp> app = Optional.ofNullable(apps.get(name));
    return listener == Listener.PUBLIC
        ? app
        : app.filter(_ -> caller.filter(known -> known.apps().contains(name)).isPresent());
  }

  ServedApp requireApp(Optional<Caller> caller, String name) throws Declined {
    return app(caller, name)
        .orElseThrow(() ->
            new Declined(
                Problems.NO_SUCH_APP,
                listener == Listener.PUBLIC
                    ? "no app of this name is configured"
                    : "no app of this name is configured, or it is not among this caller's apps"));
  }

  /** Refuses requests for an app that is asked about too often. */
  void admitApp(ServedApp app) throws Declined {
    if (limits.isPresent()) {
      requireNoWait(limits.get().app(app.name()), "app", Optional.of(app.name()));
    }
  }

  private void requireNoWait(Duration wait, String limit, Optional<String> app) throws Declined {
    if (!wait.isZero()) {
      observer.limited(listener, app);
      throw new Declined(
          Answer.Problem.of(Problems.RATE_LIMITED, "too many requests for one " + limit)
              .after(wait));
    }
  }
}
