package assay.http.wire;

import assay.http.answer.Answer;
import assay.http.answer.DiagnosisJson;
import assay.http.answer.Json;
import assay.http.answer.Problems;
import assay.http.answer.Reason;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;

/** Writes answers: the one place that knows how they look on the wire. */
public final class Wire {
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
  private static final CharSequence WWW_AUTHENTICATE =
      HttpHeaders.createOptimized("WWW-Authenticate");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence JSON = HttpHeaders.createOptimized(Answer.JSON);
  private static final CharSequence PROBLEM_JSON =
      HttpHeaders.createOptimized("application/problem+json");
  private static final CharSequence UNKNOWN = HttpHeaders.createOptimized("Bearer");
  private static final CharSequence NOT_ALLOWED =
      HttpHeaders.createOptimized("Bearer error=\"insufficient_scope\"");

  private Wire() {}

  /**
   * Writes an answer.
   *
   * @param terse whether problems go without their detail
   * @param last whether the connection closes after it
   */
  public static Future<Void> write(
      HttpServerRequest request, String id, Answer answer, boolean terse, boolean last) {
    HttpServerResponse response = request.response().setStatusCode(answer.status());
    response.putHeader(REQUEST_ID, id);
    if (last && request.version().alpnName().startsWith("http/1")) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    return switch (answer) {
      case Answer.Ok ok -> {
        response.putHeader(
            HttpHeaders.CONTENT_TYPE,
            ok.contentType().equals(Answer.JSON) ? JSON : ok.contentType());
        if (!ok.cached()) {
          response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
        yield end(request, ok.body());
      }
      case Answer.File file -> Pages.write(request, file);
      case Answer.Options options -> {
        response.putHeader(HttpHeaders.ALLOW, options.allow());
        yield response.end();
      }
      case Answer.Problem problem -> {
        headers(response, problem);
        yield end(request, body(problem, id, terse));
      }
    };
  }

  static Future<Void> end(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      return response.end();
    }
    return response.end(body);
  }

  private static void headers(HttpServerResponse response, Answer.Problem problem) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON);
    response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    problem
        .retryAfter()
        .ifPresent(
            wait -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(wait))));
    problem.allow().ifPresent(methods -> response.putHeader(HttpHeaders.ALLOW, methods));
    if (problem.reason().equals(Problems.CALLER_UNKNOWN)) {
      response.putHeader(WWW_AUTHENTICATE, UNKNOWN);
    } else if (problem.reason().equals(Problems.CALLER_NOT_ALLOWED)) {
      response.putHeader(WWW_AUTHENTICATE, NOT_ALLOWED);
    }
  }

  private static long wholeSeconds(Duration wait) {
    return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
  }

  private static Buffer body(Answer.Problem problem, String id, boolean terse) {
    Reason reason = problem.reason();
    return Json.object(json -> {
      json.writeStringField("type", reason.type());
      json.writeStringField("title", reason.title());
      json.writeNumberField("status", reason.status());
      if (!terse && !problem.detail().isEmpty()) {
        json.writeStringField("detail", problem.detail());
      }
      json.writeStringField("instance", "/v1/decisions/" + id);
      extensions(json, problem);
      if (!terse) {
        DiagnosisJson.write(json, problem.diagnosis());
      }
    });
  }

  private static void extensions(JsonGenerator json, Answer.Problem problem) throws IOException {
    Reason reason = problem.reason();
    json.writeStringField("code", reason.code());
    if (problem.step().isPresent()) {
      json.writeStringField("step", problem.step().get().number());
    }
    json.writeBooleanField("retryable", reason.action().keepsTheKey());
    json.writeStringField("action", reason.action().text());
    if (problem.environment().isPresent()) {
      json.writeStringField("environment", problem.environment().get().text());
    }
  }
}
