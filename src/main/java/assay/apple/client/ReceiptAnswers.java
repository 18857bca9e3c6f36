package assay.apple.client;

import assay.apple.Exchanged;
import assay.apple.call.Answer;
import assay.core.Bytes;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Reads what {@code /v1/attestationData} answers: protocol.md 3.4, row by row. */
final class ReceiptAnswers implements Outcomes<Exchanged> {
  private static final int SEQUENCE = 0x30;

  @Override
  public String operation() {
    return "receipt";
  }

  @Override
  public Judged<Exchanged> read(Answer.Reply reply) {
    BodyText body = BodyText.of(reply.body());
    return switch (reply.status()) {
      case 200 ->
          receipt(body)
              .map(receipt -> Judged.<Exchanged>fine(new Exchanged.Refreshed(receipt)))
              .orElseGet(() -> unknown(reply));
      case 304 -> Judged.fine(new Exchanged.NotYet());
      case 400 -> badRequest(body, reply);
      case 401 -> Judged.faulty(new Exchanged.Unauthorized(), Fault.TOKEN_OR_TEAM, reply);
      case 404 -> body.isPage() ? unknown(reply) : Judged.fine(new Exchanged.NoData());
      case 429 ->
          Judged.faulty(new Exchanged.Throttled(reply.retryAfter()), Fault.THROTTLED, reply);
      default -> unknown(reply);
    };
  }

  /** Base64 of what begins as a receipt does; the rest is for core to judge. */
  private static Optional<Bytes> receipt(BodyText body) {
    try {
      Bytes receipt = Bytes.of(Base64.getDecoder().decode(body.text()));
      return Optional.of(receipt).filter(it -> !it.isEmpty() && it.at(0) == SEQUENCE);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Judged<Exchanged> badRequest(BodyText body, Answer.Reply reply) {
    if (body.says("incorrect environment")) {
      return Judged.faulty(new Exchanged.WrongEnvironment(), Fault.ENVIRONMENT, reply);
    }
    if (body.says("bad payload")) {
      return Judged.faulty(new Exchanged.BadPayload(), Fault.PAYLOAD, reply);
    }
    if (body.says("authorization token")) {
      return Judged.faulty(new Exchanged.Unauthorized(), Fault.TOKEN_UNREADABLE, reply);
    }
    return unknown(reply);
  }

  @Override
  public Exchanged withoutKey(String why) {
    return new Exchanged.NotConfigured(why);
  }

  @Override
  public Exchanged down(String why, boolean asked, Optional<Duration> retryAfter) {
    return new Exchanged.Down(why, retryAfter);
  }

  @Override
  public String name(Exchanged outcome) {
    return switch (outcome) {
      case Exchanged.Refreshed _ -> "refreshed";
      case Exchanged.NotYet _ -> "not-yet";
      case Exchanged.NoData _ -> "no-data";
      case Exchanged.WrongEnvironment _ -> "wrong-environment";
      case Exchanged.BadPayload _ -> "bad-payload";
      case Exchanged.Unauthorized _ -> "unauthorized";
      case Exchanged.Throttled _ -> "throttled";
      case Exchanged.NotConfigured _ -> "not-configured";
      case Exchanged.Down _ -> "down";
    };
  }
}
