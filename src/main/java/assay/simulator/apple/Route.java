package assay.simulator.apple;

import java.util.Arrays;
import java.util.Optional;

/** What the simulated Apple can be asked. */
public enum Route {
  ATTESTATION_DATA("/v1/attestationData"),
  QUERY("/v1/query_two_bits"),
  UPDATE("/v1/update_two_bits"),
  VALIDATE("/v1/validate_device_token");

  private final String path;

  Route(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }

  static Optional<Route> of(String path) {
    return Arrays.stream(values()).filter(route -> route.path.equals(path)).findFirst();
  }
}
