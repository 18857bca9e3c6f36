package assay.cli.simulate.load;

import assay.cli.Progress;
import assay.cli.Terminal;
import assay.cli.simulate.client.Caller;
import assay.cli.simulate.client.Routes;
import assay.simulator.SimulatedDevice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Sends load: registers devices, then has assertions checked at a rate, or as fast as answers come.
 *
 * <p>An assertion's latency counts from the moment at which it was due by the rate, not from the
 * one at which a device and a connection were free for it: otherwise a server that stalls would
 * hold up the very requests that would have measured the stall. Without a rate, one is due when the
 * one before is answered.
 *
 * <p>All state lives on one event loop.
 */
public final class Load {
  private static final long TICK_MILLIS = 1;

  private final Caller caller;
  private final Routes routes;
  private final Plan plan;
  private final Supplier<SimulatedDevice> devices;
  private final InstantSource clock;
  private final Terminal terminal;

  private final Deque<Session> idle = new ArrayDeque<>();
  private final Map<String, Long> enrolmentFailures = new TreeMap<>();
  private final Map<String, Long> answers = new TreeMap<>();
  private final Latencies latencies = new Latencies();
  private final Promise<Void> done = Promise.promise();
  private int enrolmentsBegun;
  private int enrolmentsOver;
  private int enrolled;
  private long startedAt;
  private long begun;
  private int underWay;
  private boolean closed;

  /** Load that has not begun; times are those of the clock and of {@link System#nanoTime}. */
  public Load(
      Caller caller,
      Routes routes,
      Plan plan,
      Supplier<SimulatedDevice> devices,
      InstantSource clock,
      Terminal terminal) {
    this.caller = caller;
    this.routes = routes;
    this.plan = plan;
    this.devices = devices;
    this.clock = clock;
    this.terminal = terminal;
  }

  /** Sends all of it and waits; never fails for what the server answers, or does not. */
  public LoadResult run() {
    return caller.onLoop(this::enrolAndSign).toCompletionStage().toCompletableFuture().join();
  }

  private Future<LoadResult> enrolAndSign() {
    long begin = System.nanoTime();
    return enrolAll()
        .compose(_ -> {
          Duration took = Duration.ofNanos(System.nanoTime() - begin);
          return signAll().map(_ -> result(took));
        });
  }

  private Future<Void> enrolAll() {
    Promise<Void> all = Promise.promise();
    Progress progress = terminal.progress("enrolled", plan.devices(), "devices");
    for (int i = 0; i < Math.min(plan.connections(), plan.devices()); i++) {
      enrolNext(all, progress);
    }
    return all.future().onComplete(_ -> progress.clear());
  }

  private void enrolNext(Promise<Void> all, Progress progress) {
    if (enrolmentsBegun == plan.devices()) {
      return;
    }
    enrolmentsBegun++;
    Session.enrol(caller, routes, clock, devices)
        .onSuccess(idle::add)
        .onFailure(cause -> enrolmentFailures.merge(told(cause), 1L, Long::sum))
        .onComplete(_ -> {
          progress.show(++enrolmentsOver);
          if (enrolmentsOver == plan.devices()) {
            all.complete();
          }
          enrolNext(all, progress);
        });
  }

  private Future<Void> signAll() {
    enrolled = idle.size();
    startedAt = System.nanoTime();
    Progress progress =
        terminal.progress("sending for", (int) plan.duration().toSeconds(), "seconds");
    long timer =
        caller
            .vertx()
            .setPeriodic(
                TICK_MILLIS,
                _ -> {
                  progress.show((int) Duration.ofNanos(elapsed()).toSeconds());
                  pump();
                });
    pump();
    return done.future()
        .onComplete(_ -> {
          caller.vertx().cancelTimer(timer);
          progress.clear();
        });
  }

  /** Begins whatever is due and has a device and a connection; ends it all when its time is up. */
  private void pump() {
    long now = elapsed();
    closed |= begun == plan.assertions() || now >= plan.duration().toNanos() || enrolled == 0;
    while (!closed && begun < plan.due(now) && underWay < plan.connections() && !idle.isEmpty()) {
      begin(idle.remove(), plan.isPaced() ? plan.dueAt(begun) : now);
    }
    if (closed && underWay == 0) {
      done.tryComplete();
    }
  }

  private void begin(Session session, long due) {
    begun++;
    underWay++;
    session
        .sign()
        .map(Session::summary)
        .otherwise(Load::told)
        .onSuccess(answer -> {
          latencies.add(elapsed() - due);
          answers.merge(answer, 1L, Long::sum);
          underWay--;
          idle.add(session);
          pump();
        });
  }

  private long elapsed() {
    return System.nanoTime() - startedAt;
  }

  private static String told(Throwable cause) {
    return cause instanceof Session.Refused refused
        ? refused.answer()
        : "no answer: " + cause.getMessage();
  }

  private LoadResult result(Duration enrolment) {
    Duration sending = Duration.ofNanos(elapsed());
    long due =
        plan.isPaced() ? plan.due(Math.min(plan.duration().toNanos(), elapsed()) - 1) : begun;
    return new LoadResult(
        plan,
        enrolled,
        enrolment,
        enrolmentFailures,
        sending,
        Math.max(0, due - begun),
        answers,
        latencies);
  }
}
