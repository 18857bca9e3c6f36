package assay.service.devicecheck;

import assay.apple.DeviceCheck;
import assay.apple.DeviceChecked;
import assay.core.Bytes;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceChecking;
import assay.service.apple.DeviceRequest;
import assay.service.policy.ServedApp;
import assay.service.work.Contexts;
import assay.store.Environment;
import assay.store.TokenUses;
import assay.store.TokenUses.TokenUse;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DeviceCheck with each device token used once, whatever for, by whichever app and on whichever
 * instance. Apple is asked for the bits of the team that the app's first App ID is of.
 */
public final class SingleUse implements DeviceChecking {
  /**
   * How long a used token is remembered. Apple documents no life of a token, only that it is short;
   * a minute was measured (protocol.md 4), and this leaves a wide margin for 40 bytes.
   */
  static final Duration REMEMBERED = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(SingleUse.class);

  private final TokenUses uses;
  private final Map<Environment, DeviceCheck> apple;
  private final InstantSource clock;

  /**
   * Asks Apple by environment; apps of environments that are missing ask nobody.
   *
   * @param clock says until when a use is remembered
   */
  public SingleUse(TokenUses uses, Map<Environment, DeviceCheck> apple, InstantSource clock) {
    this.uses = uses;
    this.apple = Map.copyOf(apple);
    this.clock = clock;
  }

  @Override
  public Future<DeviceAnswer> ask(ServedApp app, DeviceRequest request) {
    return Optional.ofNullable(apple.get(app.environment()))
        .map(asked -> once(asked, app.team(), request))
        .orElseGet(() -> Future.succeededFuture(new DeviceAnswer.NotConfigured(false)));
  }

  private Future<DeviceAnswer> once(DeviceCheck asked, String team, DeviceRequest request) {
    TokenUse use =
        new TokenUse(
            Bytes.sha256(request.deviceToken()),
            clock.instant().plus(REMEMBERED).truncatedTo(ChronoUnit.MILLIS));
    return Contexts.here(uses.useToken(use))
        .compose(fresh ->
            fresh
                ? ask(asked, team, request).compose(checked -> told(use, checked))
                : Future.succeededFuture(new DeviceAnswer.UsedDeviceToken()));
  }

  private static Future<DeviceChecked> ask(DeviceCheck asked, String team, DeviceRequest request) {
    String token = request.deviceToken().base64();
    return switch (request) {
      case DeviceRequest.Query _ -> asked.query(team, token);
      case DeviceRequest.Update(_, Optional<Boolean> bit0, Optional<Boolean> bit1) ->
          asked.update(team, token, bit0, bit1);
      case DeviceRequest.Validate _ -> asked.validate(team, token);
    };
  }

  private Future<DeviceAnswer> told(TokenUse use, DeviceChecked checked) {
    return mayHaveBeenSeen(checked)
        ? Future.succeededFuture(DeviceAnswer.of(checked, true))
        : Contexts.here(uses.releaseToken(use))
            .otherwise(SingleUse::notReleased)
            .map(released -> DeviceAnswer.of(checked, !released));
  }

  private static boolean mayHaveBeenSeen(DeviceChecked checked) {
    return switch (checked) {
      case DeviceChecked.Misconfigured(_, boolean asked) -> asked;
      case DeviceChecked.Down(_, boolean asked, _) -> asked;
      default -> true;
    };
  }

  private static boolean notReleased(Throwable failure) {
    LOG.warn("a device token stays used though Apple never saw it: {}", failure.getMessage());
    return false;
  }
}
