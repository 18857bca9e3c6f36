package assay.apple.call;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer. The web client's own codecs take whatever comes for as long as it comes;
 * this one gives the request up when it is too much or too late, so that the connection, or the
 * stream, is free.
 */
final class BoundedBody implements BodyCodec<Buffer>, BodyStream<Buffer> {
  static final int MOST_BYTES = 64 << 10;

  private final Buffer body = Buffer.buffer();
  private final Promise<Buffer> result = Promise.promise();
  private Optional<HttpClientRequest> request = Optional.empty();
  private Optional<String> givenUp = Optional.empty();

  /** The request goes out on a connection; from now on the other side may have seen it. */
  void opened(HttpClientRequest opened) {
    if (request.isEmpty()) {
      request = Optional.of(opened);
      givenUp.ifPresent(_ -> opened.reset());
    }
  }

  boolean wasOpened() {
    return request.isPresent();
  }

  /** Why the request was given up here, where it was. */
  Optional<String> givenUp() {
    return givenUp;
  }

  /** Ends the request, where it has not ended. */
  void giveUp(String why) {
    if (givenUp.isEmpty()) {
      givenUp = Optional.of(why);
      result.tryFail(why);
      request.ifPresent(HttpClientRequest::reset);
    }
  }

  @Override
  public BodyStream<Buffer> stream() {
    return this;
  }

  @Override
  public Future<Buffer> result() {
    return result.future();
  }

  @Override
  public void handle(Throwable failure) {
    result.tryFail(failure);
  }

  @Override
  public Future<Void> write(Buffer part) {
    if (body.length() + part.length() > MOST_BYTES) {
      giveUp("the answer is longer than " + MOST_BYTES + " bytes");
    }
    if (givenUp.isPresent()) {
      return Future.failedFuture(givenUp.get());
    }
    body.appendBuffer(part);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    result.tryComplete(body);
    return Future.succeededFuture();
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public BoundedBody setWriteQueueMaxSize(int size) {
    return this;
  }

  @Override
  public BoundedBody drainHandler(@Nullable Handler<Void> handler) {
    return this;
  }

  @Override
  public BoundedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }
}
