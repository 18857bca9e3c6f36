package assay.apple.client;

import assay.apple.DeviceChecked;
import assay.apple.call.Answer;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads what DeviceCheck answers: protocol.md 4. Status and text are both looked at, as Apple says
 * with 200 that there is nothing, and with 400 three things of which only one is the device's
 * fault.
 */
final class DeviceAnswers implements Outcomes<DeviceChecked> {
  /** What DeviceCheck is asked. */
  enum Operation {
    QUERY("query", "/v1/query_two_bits"),
    UPDATE("update", "/v1/update_two_bits"),
    VALIDATE("validate", "/v1/validate_device_token");

    private final String text;
    private final String path;

    Operation(String text, String path) {
      this.text = text;
      this.path = path;
    }

    String path() {
      return path;
    }
  }

  private final Operation operation;

  DeviceAnswers(Operation operation) {
    this.operation = operation;
  }

  @Override
  public String operation() {
    return operation.text;
  }

  @Override
  public Judged<DeviceChecked> read(Answer.Reply reply) {
    BodyText body = BodyText.of(reply.body());
    if (operation == Operation.QUERY) {
      Optional<DeviceChecked> learnt = bits(reply, body);
      if (learnt.isPresent()) {
        return Judged.fine(learnt.get());
      }
    }
    return switch (reply.status()) {
      case 200 -> success(reply, body);
      case 400 -> badRequest(reply, body);
      case 401 -> misconfigured(Fault.TOKEN, reply);
      case 403 -> misconfigured(Fault.FORBIDDEN, reply);
      case 404, 405 -> misconfigured(Fault.HOST, reply);
      case 429 ->
          Judged.faulty(new DeviceChecked.Throttled(reply.retryAfter()), Fault.THROTTLED, reply);
      default -> unknown(reply);
    };
  }

  /** The bits, or that they were never set: the latter is text, and its status has been 200. */
  private static Optional<DeviceChecked> bits(Answer.Reply reply, BodyText body) {
    if (reply.status() == 200) {
      Optional<DeviceChecked.Bits> bits = TwoBits.read(reply.body());
      if (bits.isPresent()) {
        return Optional.of(bits.get());
      }
    }
    return body.says("failed to find bit state") || body.says("bit state not found")
        ? Optional.of(new DeviceChecked.NeverSet())
        : Optional.empty();
  }

  /** A query that has come here learnt nothing; others succeed unless an error is told in 200. */
  private Judged<DeviceChecked> success(Answer.Reply reply, BodyText body) {
    if (operation == Operation.QUERY || body.isPage()) {
      return unknown(reply);
    }
    return told(reply, body).orElseGet(() -> Judged.fine(new DeviceChecked.Done()));
  }

  private Judged<DeviceChecked> badRequest(Answer.Reply reply, BodyText body) {
    return body.isPage()
        ? unknown(reply)
        : told(reply, body).orElseGet(() -> misconfigured(Fault.REFUSED, reply));
  }

  /** What an error's text means. The device is blamed for its token and nothing else. */
  private static Optional<Judged<DeviceChecked>> told(Answer.Reply reply, BodyText body) {
    if (body.says("invalid authorization token")
        || body.says("authorization token expired")
        || body.says("unable to verify authorization token")) {
      return Optional.of(misconfigured(Fault.TOKEN, reply));
    }
    if (body.says("authorization token")) {
      return Optional.of(misconfigured(Fault.TOKEN_UNREADABLE, reply));
    }
    if (body.says("device token")) {
      return Optional.of(Judged.fine(new DeviceChecked.BadDeviceToken()));
    }
    if (body.says("time stamp")) {
      return Optional.of(misconfigured(Fault.CLOCK, reply));
    }
    return body.says("formatted bits") || body.says("bad bits")
        ? Optional.of(misconfigured(Fault.BITS, reply))
        : Optional.empty();
  }

  private static Judged<DeviceChecked> misconfigured(Fault fault, Answer.Reply reply) {
    String detail = BodyText.describe(reply);
    return Judged.faulty(
        new DeviceChecked.Misconfigured(fault.advice() + " (" + detail + ")", true), fault, detail);
  }

  @Override
  public DeviceChecked withoutKey(String why) {
    return new DeviceChecked.Misconfigured(why, false);
  }

  @Override
  public DeviceChecked down(String why, boolean asked, Optional<Duration> retryAfter) {
    return new DeviceChecked.Down(why, asked, retryAfter);
  }

  @Override
  public String name(DeviceChecked outcome) {
    return switch (outcome) {
      case DeviceChecked.Bits _ -> "bits";
      case DeviceChecked.NeverSet _ -> "never-set";
      case DeviceChecked.Done _ -> "done";
      case DeviceChecked.BadDeviceToken _ -> "bad-device-token";
      case DeviceChecked.Misconfigured _ -> "misconfigured";
      case DeviceChecked.Throttled _ -> "throttled";
      case DeviceChecked.Down _ -> "down";
    };
  }
}
