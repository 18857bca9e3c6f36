package assay.cli.simulate.client;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A challenge as the server gave it. */
public record IssuedChallenge(String challenge, Instant expiresAt) {

  /** Reads {@code challenge} and {@code expiresAt}; nothing where they are not there. */
  public static Optional<IssuedChallenge> of(JsonObject answer) {
    try {
      return answer.getValue("challenge") instanceof String challenge
              && answer.getValue("expiresAt") instanceof String expiresAt
          ? Optional.of(new IssuedChallenge(challenge, Instant.parse(expiresAt)))
          : Optional.empty();
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
