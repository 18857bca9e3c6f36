package assay.service.apple;

import assay.apple.Exchanged;
import assay.core.Step;
import assay.store.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of asking Apple for a newer receipt of a key: one for each thing that can be done
 * about it. Only {@link Refreshed} changed what is kept.
 */
public sealed interface Refresh {
  /** All of {@link #code}, as metrics name them. */
  List<String> CODES =
      List.of(
          "refreshed",
          "not-yet",
          "no-data",
          "wrong-environment",
          "bad-payload",
          "unauthorized",
          "not-configured",
          "throttled",
          "down",
          "refused",
          "under-way",
          "unknown-key",
          "revoked-key",
          "no-receipt");

  /** Apple gave a newer receipt, it holds, and it is kept. */
  record Refreshed(StoredKey key) implements Refresh {}

  /**
   * Apple has nothing newer yet; the receipt that is kept stays the newest.
   *
   * @param notBefore when there may be one, where that is known
   */
  record NotYet(Optional<Instant> notBefore) implements Refresh {}

  /** Apple has forgotten the device's data, which is normal 30 days after its last attestation. */
  record NoData() implements Refresh {}

  /** The key is of Apple's other environment than its app is configured for. */
  record WrongEnvironment() implements Refresh {}

  /** Apple cannot read the receipt that is kept. */
  record BadPayload() implements Refresh {}

  /** Apple refuses our token, or it is another team's than the receipt's. */
  record Unauthorized() implements Refresh {}

  /**
   * Apple was not asked.
   *
   * @param why what to configure; no secret
   */
  record NotConfigured(String why) implements Refresh {}

  /**
   * Apple wants fewer requests.
   *
   * @param retryAfter as it asked, where it did
   */
  record Throttled(Optional<Duration> retryAfter) implements Refresh {}

  /**
   * No answer, or one that says nothing.
   *
   * @param why for operators
   * @param retryAfter as Apple asked, where it did
   */
  record Down(String why, Optional<Duration> retryAfter) implements Refresh {}

  /** Apple answered with a receipt that does not hold, so the old one is kept. */
  record Refused(Step.Receipt step, String detail) implements Refresh {}

  /** Another refresh of this receipt is under way. */
  record UnderWay() implements Refresh {}

  record UnknownKey() implements Refresh {}

  record RevokedKey() implements Refresh {}

  /** The key came without a receipt, or with one that is not worth an exchange. */
  record NoReceipt() implements Refresh {}

  /** What Apple answered, where that was no receipt. */
  static Refresh of(Exchanged exchanged, Optional<Instant> notBefore) {
    return switch (exchanged) {
      case Exchanged.Refreshed _ -> throw new IllegalArgumentException("it is yet to be judged");
      case Exchanged.NotYet() -> new NotYet(notBefore);
      case Exchanged.NoData() -> new NoData();
      case Exchanged.WrongEnvironment() -> new WrongEnvironment();
      case Exchanged.BadPayload() -> new BadPayload();
      case Exchanged.Unauthorized() -> new Unauthorized();
      case Exchanged.Throttled(Optional<Duration> retryAfter) -> new Throttled(retryAfter);
      case Exchanged.NotConfigured(String why) -> new NotConfigured(why);
      case Exchanged.Down(String why, Optional<Duration> retryAfter) -> new Down(why, retryAfter);
    };
  }

  /**
   * What it amounts to. That Apple has nothing newer yet is a refusal to whoever asks for a newer
   * one; {@link #isAboutTheReceipt} tells those that are news to others, too.
   */
  default Outcome outcome() {
    return switch (this) {
      case Refreshed _ -> Outcome.ACCEPTED;
      case Throttled _, Down _, UnderWay _ -> Outcome.UNDECIDED;
      case NotYet _,
          NoData _,
          WrongEnvironment _,
          BadPayload _,
          Unauthorized _,
          NotConfigured _,
          Refused _,
          UnknownKey _,
          RevokedKey _,
          NoReceipt _ ->
          Outcome.REFUSED;
    };
  }

  /**
   * Whether Apple was asked about the receipt and gave a definite answer to it, a new one or a
   * refusal, or whether we refused what came. Refreshes that nobody asked for are worth a record
   * only then: that the time for a newer one has not come is a part of their schedule, and a key
   * that is gone, or a server that was given no private key, says nothing of the receipt.
   */
  default boolean isAboutTheReceipt() {
    return switch (this) {
      case Refreshed _, NoData _, WrongEnvironment _, BadPayload _, Unauthorized _, Refused _ ->
          true;
      default -> false;
    };
  }

  /** A word for rows, records and metrics, which never changes its meaning. */
  default String code() {
    return switch (this) {
      case Refreshed _ -> "refreshed";
      case NotYet _ -> "not-yet";
      case NoData _ -> "no-data";
      case WrongEnvironment _ -> "wrong-environment";
      case BadPayload _ -> "bad-payload";
      case Unauthorized _ -> "unauthorized";
      case NotConfigured _ -> "not-configured";
      case Throttled _ -> "throttled";
      case Down _ -> "down";
      case Refused _ -> "refused";
      case UnderWay _ -> "under-way";
      case UnknownKey _ -> "unknown-key";
      case RevokedKey _ -> "revoked-key";
      case NoReceipt _ -> "no-receipt";
    };
  }
}
