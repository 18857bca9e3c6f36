package assay.service.apple;

import assay.service.policy.ServedApp;
import io.vertx.core.Future;

/** Asks Apple's DeviceCheck about a device. */
public interface DeviceChecking {
  /** Asks nobody. */
  DeviceChecking NONE =
      (app, request) -> Future.succeededFuture(new DeviceAnswer.NotConfigured(false));

  /** Fails only where the store does, which may leave the token used. */
  Future<DeviceAnswer> ask(ServedApp app, DeviceRequest request);
}
