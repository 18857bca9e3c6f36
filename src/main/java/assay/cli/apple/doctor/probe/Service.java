package assay.cli.apple.doctor.probe;

import assay.apple.AppleHosts;
import assay.apple.call.Answer;
import assay.apple.call.Post;
import assay.apple.call.Sources;
import assay.core.Bytes;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;

/**
 * What Apple is asked, about a device token and a receipt that are none: nothing is read, set or
 * counted thereby.
 */
public enum Service {
  DEVICECHECK("DeviceCheck") {
    @Override
    public URI of(AppleHosts hosts) {
      return hosts.deviceCheck();
    }

    @Override
    public Post post(String jwt, Sources sources) {
      JsonObject body =
          new JsonObject()
              .put("device_token", NOTHING.base64())
              .put("transaction_id", transaction(sources).toString())
              .put("timestamp", sources.clock().millis());
      return new Post(
          "/v1/validate_device_token",
          "application/json",
          "Bearer " + jwt,
          Bytes.utf8(body.encode()));
    }
  },

  RECEIPTS("receipts") {
    @Override
    public URI of(AppleHosts hosts) {
      return hosts.attestationData();
    }

    @Override
    public Post post(String jwt, Sources sources) {
      return new Post("/v1/attestationData", "text/plain", jwt, Bytes.utf8(NOTHING.base64()));
    }
  };

  /** What an answer to a request about nothing says of the token that it was made with. */
  public enum Reading {
    /** The token is refused, or cannot be read. */
    TOKEN_REFUSED,
    /** What was asked about is refused, as it should be. */
    BODY_REFUSED,
    FORBIDDEN,
    /** Throttled, or out of order. */
    BUSY,
    /** No answer that Apple's API has for this. */
    NOT_APPLE;

    private static final int LONGEST = 400;

    /** Of any answer. */
    public static Reading of(Answer.Reply reply) {
      String text = reply.body().text().strip().toLowerCase(Locale.ROOT);
      if (text.startsWith("<")) {
        return NOT_APPLE;
      }
      return switch (reply.status()) {
        case 401 -> TOKEN_REFUSED;
        case 400 ->
            text.length() <= LONGEST && text.contains("authorization token")
                ? TOKEN_REFUSED
                : BODY_REFUSED;
        case 403 -> FORBIDDEN;
        case 429 -> BUSY;
        default -> reply.status() >= 500 ? BUSY : NOT_APPLE;
      };
    }
  }

  private static final Bytes NOTHING = Bytes.utf8("assay doctor: neither token nor receipt.");

  private final String text;

  Service(String text) {
    this.text = text;
  }

  /** In a line of the checklist. */
  public String text() {
    return text;
  }

  /** Who is asked. */
  public abstract URI of(AppleHosts hosts);

  /** The request, in the name of whose token it is. */
  public abstract Post post(String jwt, Sources sources);

  private static UUID transaction(Sources sources) {
    return new UUID(sources.random().nextLong(), sources.random().nextLong());
  }
}
