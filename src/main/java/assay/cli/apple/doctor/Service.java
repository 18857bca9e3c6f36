package assay.cli.apple.doctor;

import assay.apple.AppleHosts;
import assay.apple.call.Post;
import assay.apple.call.Sources;
import assay.core.Bytes;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.UUID;

/**
 * What Apple is asked, about a device token and a receipt that are none: nothing is read, set or
 * counted thereby.
 */
enum Service {
  DEVICECHECK("DeviceCheck") {
    @Override
    URI of(AppleHosts hosts) {
      return hosts.deviceCheck();
    }

    @Override
    Post post(String jwt, Sources sources) {
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
    URI of(AppleHosts hosts) {
      return hosts.attestationData();
    }

    @Override
    Post post(String jwt, Sources sources) {
      return new Post("/v1/attestationData", "text/plain", jwt, Bytes.utf8(NOTHING.base64()));
    }
  };

  private static final Bytes NOTHING = Bytes.utf8("assay doctor: neither token nor receipt.");

  private final String text;

  Service(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Who is asked. */
  abstract URI of(AppleHosts hosts);

  /** The request, in the name of whose token it is. */
  abstract Post post(String jwt, Sources sources);

  private static UUID transaction(Sources sources) {
    return new UUID(sources.random().nextLong(), sources.random().nextLong());
  }
}
