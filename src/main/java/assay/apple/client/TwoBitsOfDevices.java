package assay.apple.client;

import assay.apple.DeviceCheck;
import assay.apple.DeviceChecked;
import assay.apple.call.Post;
import assay.apple.client.DeviceAnswers.Operation;
import assay.core.Bytes;
import io.vertx.core.Future;
import java.util.Optional;

/** Asks DeviceCheck. */
final class TwoBitsOfDevices implements DeviceCheck {
  private final Asking asking;

  TwoBitsOfDevices(Asking asking) {
    this.asking = asking;
  }

  @Override
  public Future<DeviceChecked> query(String team, String deviceToken) {
    return ask(Operation.QUERY, team, deviceToken, Optional.empty(), Optional.empty());
  }

  @Override
  public Future<DeviceChecked> update(
      String team, String deviceToken, Optional<Boolean> bit0, Optional<Boolean> bit1) {
    if (bit0.isEmpty() && bit1.isEmpty()) {
      throw new IllegalArgumentException("an update sets a bit");
    }
    return ask(Operation.UPDATE, team, deviceToken, bit0, bit1);
  }

  @Override
  public Future<DeviceChecked> validate(String team, String deviceToken) {
    return ask(Operation.VALIDATE, team, deviceToken, Optional.empty(), Optional.empty());
  }

  private Future<DeviceChecked> ask(
      Operation operation,
      String team,
      String deviceToken,
      Optional<Boolean> bit0,
      Optional<Boolean> bit1) {
    DeviceAnswers answers = new DeviceAnswers(operation);
    if (!DeviceRequest.isToken(deviceToken)) {
      return asking.answered(answers, new DeviceChecked.BadDeviceToken());
    }
    Bytes body =
        DeviceRequest.of(
            deviceToken,
            DeviceRequest.transaction(asking.sources().random()),
            asking.sources().clock().instant(),
            bit0,
            bit1);
    return asking.ask(
        team,
        answers,
        token ->
            asking.twice(
                new Post(operation.path(), "application/json", "Bearer " + token.jwt(), body)));
  }
}
