package assay.http.answer;

import assay.core.Step;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.store.Environment;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/** What a request is answered with. */
public sealed interface Answer {
  /** The type of what is not a problem. */
  String JSON = "application/json";

  /** The status of HTTP. */
  int status();

  /**
   * What was asked for.
   *
   * @param cached whether others may keep it for a while; challenges and decisions must not be
   */
  record Ok(int status, String contentType, Buffer body, boolean cached) implements Answer {
    public static Ok json(int status, Json.Content content) {
      return new Ok(status, JSON, Json.object(content), false);
    }
  }

  /**
   * A file of a page for a browser, which may run what it holds and nothing else.
   *
   * @param version changes with the body, and with nothing else
   */
  record File(String contentType, Buffer body, String version) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /**
   * The methods that a path takes, and nothing about other origins: browsers have no business here.
   */
  record Options(String allow) implements Answer {
    @Override
    public int status() {
      return 204;
    }
  }

  /**
   * An RFC 9457 problem.
   *
   * @param step of evidence that was refused
   * @param detail for a developer's eyes; may be empty
   * @param environment of the app that it is about
   * @param retryAfter when trying again makes sense
   * @param allow the methods that the path takes, where this one is not among them
   * @param diagnosis the mistake behind a refusal, where one was found
   */
  record Problem(
      Reason reason,
      Optional<Step> step,
      String detail,
      Optional<Environment> environment,
      Optional<Duration> retryAfter,
      Optional<String> allow,
      Optional<Diagnosis> diagnosis)
      implements Answer {

    public static Problem of(Reason reason, String detail) {
      return new Problem(
          reason,
          Optional.empty(),
          detail,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /** Evidence that was refused; the step's advice follows what was compared. */
    public static Problem refused(Step step, String compared) {
      return new Problem(
          Problems.of(step),
          Optional.of(step),
          compared.isEmpty() ? step.advice() : compared + ". " + step.advice(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    public Problem because(Optional<Diagnosis> found) {
      return new Problem(reason, step, detail, environment, retryAfter, allow, found);
    }

    public Problem about(Environment of) {
      return new Problem(reason, step, detail, Optional.of(of), retryAfter, allow, diagnosis);
    }

    /** The same, told otherwise. */
    public Problem because(Reason other, String told) {
      return new Problem(other, step, told, environment, retryAfter, allow, diagnosis);
    }

    public Problem after(Duration wait) {
      return new Problem(reason, step, detail, environment, Optional.of(wait), allow, diagnosis);
    }

    public Problem allowing(String methods) {
      return new Problem(
          reason, step, detail, environment, retryAfter, Optional.of(methods), diagnosis);
    }

    @Override
    public int status() {
      return reason.status();
    }
  }
}
