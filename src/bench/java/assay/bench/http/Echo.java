package assay.bench.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;

/** A server that answers every POST with its body, made of vertx-web and nothing of ours. */
public final class Echo extends AbstractVerticle {
  private final int port;

  private Echo(int port) {
    this.port = port;
  }

  /** Takes the port of the loopback address to listen on. */
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    int loops = Runtime.getRuntime().availableProcessors();
    Vertx.vertx()
        .deployVerticle(() -> new Echo(port), new DeploymentOptions().setInstances(loops))
        .onFailure(failure -> {
          failure.printStackTrace();
          System.exit(1);
        });
  }

  @Override
  public void start(Promise<Void> started) {
    Router router = Router.router(vertx);
    router
        .post()
        .handler(BodyHandler.create(false))
        .handler(call ->
            call.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .end(call.body().buffer()));
    vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
        .requestHandler(router)
        .listen()
        .<Void>mapEmpty()
        .onComplete(started);
  }
}
