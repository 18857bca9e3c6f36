package assay.http;

import assay.http.answer.Problems;
import assay.http.answer.Reason;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a request that the decoder of HTTP refused. */
final class Invalid {
  private Invalid() {}

  static Reason reason(@Nullable Throwable cause) {
    return switch (cause) {
      case TooLongHttpHeaderException _ -> Problems.HEADERS_TOO_LARGE;
      case TooLongHttpLineException _ -> Problems.TARGET_TOO_LONG;
      case null, default -> Problems.MALFORMED_REQUEST;
    };
  }

  static String detail(Reason reason) {
    return reason.equals(Problems.MALFORMED_REQUEST) ? "this is not a request of HTTP/1.1" : "";
  }
}
