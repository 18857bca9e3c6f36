package assay.cli.apple.receipt;

import assay.cli.apple.Told;
import assay.core.Step;
import assay.service.apple.Refresh;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What each outcome of a refresh means, and what to do about it. */
final class Outcomes {
  private static final String CREDENTIALS =
      "check that team, key id and .p8 file belong together, that the receipt's app is this team's,"
          + " that the key has DeviceCheck enabled and is not revoked, and that this machine's clock"
          + " is right; assay doctor tells these apart";

  private Outcomes() {}

  static Told of(Refresh refresh) {
    String code = refresh.code();
    return switch (refresh) {
      case Refresh.Refreshed(StoredKey key) -> refreshed(code, key);
      case Refresh.NotYet(Optional<Instant> notBefore) -> notYet(code, notBefore);
      case Refresh.NoData() ->
          Told.bad(
              code,
              "Apple has no data of this device, which is normal 30 days after its last attestation",
              "nothing is wrong with the key; where the metric is needed, let the app attest a new"
                  + " one");
      case Refresh.WrongEnvironment() ->
          Told.bad(
              code,
              "Apple says that the receipt is of its other environment",
              "check the environment of the app, or --environment, and the host that is set for it");
      case Refresh.BadPayload() ->
          Told.bad(
              code,
              "Apple cannot read the receipt",
              "see whether it is whole with assay receipt verify, and whether a proxy changes bodies");
      case Refresh.Unauthorized() ->
          Told.bad(
              code,
              "Apple does not accept the provider token, or not for this receipt",
              CREDENTIALS);
      case Refresh.NotConfigured(String why) ->
          Told.unusable(
              code,
              "Apple was not asked: " + why,
              "give the team's private key under teams, and the hosts of test apps under apple.test");
      case Refresh.Throttled(Optional<Duration> retryAfter) ->
          Told.bad(code, "Apple wants fewer requests of this team", later(retryAfter));
      case Refresh.Down(String why, Optional<Duration> retryAfter) ->
          Told.bad(
              code,
              "Apple gave no answer that can be used: " + why,
              later(retryAfter) + "; assay doctor shows whether its hosts can be reached");
      case Refresh.Refused(Step.Receipt step, String detail) ->
          Told.bad(
                  code,
                  "what came does not hold, so the old receipt stays: " + detail,
                  step.advice())
              .with("step", step.code());
      case Refresh.UnderWay() ->
          Told.bad(
              code,
              "another refresh of this receipt is under way, by a server or a command",
              "look at its outcome in a moment, with assay keys show");
      case Refresh.UnknownKey() ->
          Told.bad(
              code,
              "no such key is registered for the app",
              "check --app and KEY_ID; assay keys list shows those that are");
      case Refresh.RevokedKey() ->
          Told.bad(
              code, "the key is revoked", "its receipt is not refreshed any more; nothing to do");
      case Refresh.NoReceipt() ->
          Told.bad(
              code,
              "the key came without a receipt, or with one that was refused",
              "let the app attest a new key, and send the attestation at once");
    };
  }

  private static Told refreshed(String code, StoredKey key) {
    Optional<StoredReceipt> receipt = key.facts().receipt();
    return Told.good(code, "Apple gave a newer receipt; it holds, and is kept")
        .with("riskMetric", key.risk().map(risk -> risk.metric()))
        .with("created", receipt.flatMap(StoredReceipt::createdAt))
        .with("expires", receipt.flatMap(StoredReceipt::expiresAt))
        .with("nextNotBefore", receipt.flatMap(StoredReceipt::notBefore));
  }

  private static Told notYet(String code, Optional<Instant> notBefore) {
    return Told.bad(
            code,
            "Apple has nothing newer yet; the receipt stays the newest",
            notBefore.isPresent() ? "ask again from then on" : "ask again in a day")
        .with("nextNotBefore", notBefore);
  }

  private static String later(Optional<Duration> retryAfter) {
    return retryAfter
        .map(wait -> "ask again in " + wait.toSeconds() + " s")
        .orElse("ask again in a few minutes");
  }
}
