package assay.http.admission;

import assay.http.Caller;
import assay.http.HttpObserver;
import assay.http.Listener;
import assay.http.ListenerSettings;
import assay.http.Operation;
import assay.http.answer.Answer;
import assay.http.answer.Declined;
import assay.http.answer.Problems;
import assay.service.policy.ServedApp;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Who gets in at a listener. Devices are limited by address and app; callers need a token and the
 * operation, and apps outside their scope do not exist for them.
 */
public final class Gate {
  private final Listener listener;
  private final Map<String, ServedApp> apps;
  private final Callers callers;
  private final Optional<Limits> limits;
  private final HttpObserver observer;

  private Gate(
      Listener listener,
      Collection<ServedApp> apps,
      List<Caller> callers,
      Optional<Limits> limits,
      HttpObserver observer) {
    this.listener = listener;
    this.apps = apps.stream().collect(Collectors.toMap(ServedApp::name, Function.identity()));
    this.callers = new Callers(callers);
    this.limits = limits;
    this.observer = observer;
  }

  /**
   * Of the public listener, which asks nobody for a token.
   *
   * @param its limits, and whose word for an address is taken
   * @param nanos a clock that never steps back, as {@link System#nanoTime}
   */
  public static Gate forDevices(
      Collection<ServedApp> apps, ListenerSettings its, LongSupplier nanos, HttpObserver observer) {
    Optional<Limits> limits =
        its.rates().map(rates -> Limits.of(rates, its.trustedProxies(), nanos));
    return new Gate(Listener.PUBLIC, apps, List.of(), limits, observer);
  }

  /** Of the internal listener, which limits nobody. */
  public static Gate forCallers(
      Collection<ServedApp> apps, List<Caller> callers, HttpObserver observer) {
    return new Gate(Listener.INTERNAL, apps, callers, Optional.empty(), observer);
  }

  public Listener listener() {
    return listener;
  }

  /** Refuses an address that asks too often. */
  public void admitAddress(HttpServerRequest request) throws Declined {
    if (limits.isPresent()) {
      requireNoWait(limits.get().address(request), "address", Optional.empty());
    }
  }

  /** Refuses who may not use a route; a caller only on the internal listener. */
  public Optional<Caller> admitCaller(HttpServerRequest request, Operation operation)
      throws Declined {
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
  public Optional<ServedApp> app(Optional<Caller> caller, String name) {
    Optional<ServedApp> app = Optional.ofNullable(apps.get(name));
    return listener == Listener.PUBLIC
        ? app
        : app.filter(_ -> caller.filter(known -> known.apps().contains(name)).isPresent());
  }

  /** Finds an app, or refuses. */
  public ServedApp requireApp(Optional<Caller> caller, String name) throws Declined {
    return app(caller, name)
        .orElseThrow(() ->
            new Declined(
                Problems.NO_SUCH_APP,
                listener == Listener.PUBLIC
                    ? "no app of this name is configured"
                    : "no app of this name is configured, or it is not among this caller's apps"));
  }

  /** Refuses requests for an app that is asked about too often. */
  public void admitApp(ServedApp app) throws Declined {
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
