package assay.cli.simulate.client;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * One answer.
 *
 * @param text the body as it came
 * @param json the body, where it is a JSON object; else an empty one
 * @param retryAfter how long the server asks to be left alone
 */
public record Reply(int status, String text, JsonObject json, Optional<Duration> retryAfter) {

  static Reply of(int status, String text, Optional<Duration> retryAfter) {
    return new Reply(status, text, object(text), retryAfter);
  }

  private static JsonObject object(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException | ClassCastException _) {
      return new JsonObject();
    }
  }

  /** A member of the body that is a text. */
  public Optional<String> member(String name) {
    return Optional.ofNullable(json.getValue(name))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /** The challenge that the answer brings for the next request, where one was asked for. */
  public Optional<IssuedChallenge> nextChallenge() {
    return json.getValue("nextChallenge") instanceof JsonObject next
        ? IssuedChallenge.of(next)
        : Optional.empty();
  }
}
