package assay.http.wire;

import assay.http.answer.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes the files of a page. What a browser is told not to do, the page cannot be made to do by
 * evidence that it shows: it loads from here, talks to here, runs no text as a script, and stands
 * in no frame.
 */
final class Pages {
  private static final int NOT_MODIFIED = 304;
  private static final CharSequence POLICY =
      HttpHeaders.createOptimized(
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'; trusted-types 'none'");

  private Pages() {}

  static Future<Void> write(HttpServerRequest request, Answer.File file) {
    String tag = '"' + file.version() + '"';
    HttpServerResponse response =
        request
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, file.contentType())
            .putHeader(HttpHeaders.ETAG, tag)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader("Content-Security-Policy", POLICY)
            .putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader("Cross-Origin-Opener-Policy", "same-origin")
            .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    return tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))
        ? response.setStatusCode(NOT_MODIFIED).end()
        : Wire.end(request, file.body());
  }
}
