package assay.http.server;

import assay.http.Listener;
import assay.http.admission.Gate;
import assay.http.answer.Answer;
import assay.http.answer.Declined;
import assay.http.answer.Problems;
import assay.http.api.Call;
import assay.http.request.BadRequest;
import assay.http.wire.BodyReader;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * One request on its way to an answer. All of it happens on the event loop of the connection.
 * Everything that the head decides is decided before a byte of the body is kept: route, limits,
 * caller, app, size, type.
 */
final class Exchange {
  private final Gate gate;
  private final Traffic traffic;
  private final Context loop;
  private final Thread thread = Thread.currentThread(); // an event loop stays on its thread
  private final HttpServerRequest request;
  private final Reply reply;
  private Asked asked;
  private BodyReader body = new BodyReader(0);

  Exchange(
      Front front, Gate gate, Traffic traffic, Context loop, HttpServerRequest request, String id) {
    this.gate = gate;
    this.traffic = traffic;
    this.loop = loop;
    this.request = request;
    this.reply =
        new Reply(request, id, traffic, front.backend().observer(), front.backend().nanos());
    this.asked = Asked.at(gate.listener());
  }

  /** When the head was here. */
  long began() {
    return reply.began();
  }

  /** Called with the head of the request; its route is not known yet. */
  void begin() {
    traffic.began(request.connection(), this);
    request.exceptionHandler(_ -> gone());
    request.handler(this::piece);
    request.endHandler(_ -> ended());
  }

  /** Nothing is served under the path. */
  void nothing() {
    attempt(() -> {
      gate.admitAddress(request);
      throw new Declined(
          Problems.NO_SUCH_ROUTE,
          "nothing is served under this path on the "
              + gate.listener().text()
              + " listener; /openapi.yaml lists what is");
    });
  }

  /** The path is there, for other methods. */
  void otherMethod(String allow) {
    attempt(() -> {
      gate.admitAddress(request);
      if (!request.method().equals(HttpMethod.OPTIONS)) {
        throw new Declined(
            Answer.Problem.of(Problems.METHOD_NOT_ALLOWED, "this path takes " + allow)
                .allowing(allow));
      }
      reply.give(new Answer.Options(allow), asked);
    });
  }

  /**
   * The path leads to a route.
   *
   * @param app as the path names it; empty where it names none
   * @param keyId likewise
   */
  void admit(Route route, String app, String keyId) {
    asked = asked.of(route);
    attempt(() -> {
      if (route.operation().isPresent()) {
        gate.admitAddress(request);
        asked = asked.by(gate.admitCaller(request, route.operation().get()));
      }
      if (!app.isEmpty()) {
        asked = asked.about(gate.requireApp(asked.caller(), app));
        gate.admitApp(asked.app().orElseThrow());
      }
      body = new BodyReader(route.mostBytes());
      body.admit(request);
      request.endHandler(_ -> whole(route, keyId));
    });
  }

  private interface Attempt {
    void run() throws Declined, BadRequest;
  }

  private void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (Declined | BadRequest | RuntimeException e) {
      fail(e);
    }
  }

  private void piece(Buffer piece) {
    if (reply.given()) {
      reply.drain(piece.length());
      return;
    }
    attempt(() -> body.add(piece));
  }

  /** The request has ended, and its answer was given before. */
  private void ended() {
    traffic.arrived(this);
    reply.drained();
  }

  private void whole(Route route, String keyId) {
    traffic.arrived(this);
    if (reply.given()) {
      reply.drained();
      return;
    }
    attempt(() -> call(route, keyId).onComplete(this::settle));
  }

  private Future<Answer> call(Route route, String keyId) throws Declined, BadRequest {
    return route
        .handler()
        .answer(
            new Call(
                reply.id(),
                gate.listener() == Listener.PUBLIC,
                asked.app(),
                keyId,
                Optional.ofNullable(request.query()).orElse(""),
                body.whole(),
                name -> gate.app(asked.caller(), name)));
  }

  /** Goes back to the event loop of the request where the call was completed elsewhere. */
  private void settle(AsyncResult<Answer> done) {
    if (Thread.currentThread().equals(thread)) {
      answer(done);
    } else {
      loop.runOnContext(_ -> answer(done));
    }
  }

  private void answer(AsyncResult<Answer> done) {
    if (done.succeeded()) {
      reply.give(done.result(), asked);
    } else {
      fail(done.cause());
    }
  }

  /** No handler gave an answer. */
  void fail(Throwable failure) {
    reply.give(Failures.problem(failure, reply.id()), asked);
  }

  private void gone() {
    traffic.arrived(this);
    reply.gone(asked);
  }

  /** The rest of the request did not come in time. */
  void late() {
    if (reply.given()) {
      reply.cut();
    } else {
      fail(new Declined(Problems.REQUEST_TIMEOUT, "the body did not arrive in time"));
    }
  }
}
