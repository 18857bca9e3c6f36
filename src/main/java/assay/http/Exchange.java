package assay.http;

import assay.http.answer.Answer;
import assay.http.answer.Declined;
import assay.http.answer.Problems;
import assay.http.api.Call;
import assay.http.request.BadRequest;
import assay.http.request.PercentText;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
  private final Front front;
  private final Gate gate;
  private final Traffic traffic;
  private final Context loop;
  private final HttpServerRequest request;
  private final Reply reply;
  private Asked asked;
  private BodyReader body = new BodyReader(0);

  Exchange(
      Front front, Gate gate, Traffic traffic, Context loop, HttpServerRequest request, String id) {
    this.front = front;
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

  /** Called with the head of the request. */
  void begin() {
    traffic.began(request.connection(), this);
    request.exceptionHandler(_ -> gone());
    request.handler(this::piece);
    request.endHandler(_ -> ended());
    try {
      admit();
    } catch (Declined | BadRequest | RuntimeException e) {
      fail(e);
    }
  }

  private void admit() throws Declined, BadRequest {
    String path = request.path() == null ? "" : request.path();
    switch (front.routes().find(gate.listener(), request.method(), path)) {
      case Routes.Match.Found found -> admit(found);
      case Routes.Match.OtherMethod(String allow) -> otherMethod(allow);
      case Routes.Match.Nothing() -> nothing();
    }
  }

  private void nothing() throws Declined {
    gate.admitAddress(request);
    throw new Declined(
        Problems.NO_SUCH_ROUTE,
        "nothing is served under this path on the "
            + gate.listener().text()
            + " listener; /openapi.yaml lists what is");
  }

  private void otherMethod(String allow) throws Declined {
    gate.admitAddress(request);
    if (!request.method().equals(HttpMethod.OPTIONS)) {
      throw new Declined(
          Answer.Problem.of(Problems.METHOD_NOT_ALLOWED, "this path takes " + allow)
              .allowing(allow));
    }
    reply.give(new Answer.Options(allow), asked);
  }

  private void admit(Routes.Match.Found found) throws Declined, BadRequest {
    Route route = found.route();
    asked = asked.of(route);
    if (route.operation().isPresent()) {
      gate.admitAddress(request);
      asked = asked.by(gate.admitCaller(request, route.operation().get()));
    }
    if (!found.app().isEmpty()) {
      asked = asked.about(gate.requireApp(asked.caller(), PercentText.segment(found.app())));
      gate.admitApp(asked.app().orElseThrow());
    }
    String keyId = PercentText.segment(found.keyId());
    body = new BodyReader(route.mostBytes());
    body.admit(request);
    request.endHandler(_ -> whole(route, keyId));
  }

  private void piece(Buffer piece) {
    if (reply.given()) {
      reply.drain(piece.length());
      return;
    }
    try {
      body.add(piece);
    } catch (Declined e) {
      fail(e);
    }
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
    try {
      call(route, keyId).onComplete(this::settle);
    } catch (Declined | BadRequest | RuntimeException e) {
      fail(e);
    }
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
    if (Vertx.currentContext() == loop) {
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

  private void fail(Throwable failure) {
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
