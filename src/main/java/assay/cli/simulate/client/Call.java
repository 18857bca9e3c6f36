package assay.cli.simulate.client;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;

/**
 * One request: all that a device and a backend send here are JSON posts.
 *
 * @param token of the calling backend, for the internal listener
 */
public record Call(URI url, JsonObject body, Optional<String> token) {

  @Override
  public String toString() {
    return "POST " + url;
  }
}
