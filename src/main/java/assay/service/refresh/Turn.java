package assay.service.refresh;

import assay.apple.Exchanged;
import assay.apple.ReceiptExchange;
import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.receipt.Receipt;
import assay.service.apple.Refresh;
import assay.service.apple.RefreshDecision;
import assay.service.policy.Conditions;
import assay.service.policy.ServedApp;
import assay.service.work.Workers;
import assay.store.AppKey;
import assay.store.ReceiptQueue.Claimed;
import assay.store.Risk;
import assay.store.Store;
import assay.store.StoredReceipt;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One claimed receipt's turn: Apple is asked, the answer judged, and the store told. Where the
 * store fails meanwhile the claim runs out, and the receipt is due again.
 */
final class Turn {
  private static final int TEAM_LENGTH = 10;

  private final Store store;
  private final Judge judge;
  private final Workers workers;
  private final Schedule schedule;
  private final Flights flights;
  private final InstantSource clock;

  Turn(
      Store store,
      Judge judge,
      Workers workers,
      Schedule schedule,
      Flights flights,
      InstantSource clock) {
    this.store = store;
    this.judge = judge;
    this.workers = workers;
    this.schedule = schedule;
    this.flights = flights;
    this.clock = clock;
  }

  /** The App ID's prefix: whose token Apple takes for the receipt. */
  static String team(String appId) {
    return appId.substring(0, Math.min(TEAM_LENGTH, appId.length()));
  }

  Future<RefreshDecision> take(ServedApp app, Claimed claimed, ReceiptExchange exchange) {
    return flights
        .watch(
            () -> exchange.exchange(team(claimed.appId()), claimed.receipt().bytes()),
            clock.instant())
        .compose(answer ->
            answer instanceof Exchanged.Refreshed(Bytes brought)
                ? judged(app, claimed, brought)
                : putOff(claimed, Refresh.of(answer, claimed.receipt().notBefore()))
                    .map(refresh -> decision(refresh, now(), claimed)));
  }

  private static RefreshDecision decision(Refresh refresh, Instant at, Claimed claimed) {
    return RefreshDecision.of(refresh, at)
        .with(
            new RefreshDecision.OfKey(
                claimed.publicKey(), claimed.appId(), Optional.of(claimed.receipt())));
  }

  /** At a time of whole milliseconds, which a record can tell. */
  private Future<RefreshDecision> judged(ServedApp app, Claimed claimed, Bytes brought) {
    Instant now = now();
    return judged(app, claimed, brought, now)
        .map(refresh -> decision(refresh, now, claimed).with(brought));
  }

  private Future<Refresh> judged(ServedApp app, Claimed claimed, Bytes brought, Instant now) {
    return workers
        .call(() -> judge.judge(app, claimed, brought, now))
        .compose(verdict ->
            switch (verdict) {
              case Verdict.Accepted<Receipt>(Receipt receipt) -> keep(claimed, brought, receipt);
              case Verdict.Refused<Receipt>(Step step, String detail) ->
                  putOff(claimed, new Refresh.Refused((Step.Receipt) step, detail));
            });
  }

  private Future<Refresh> keep(Claimed claimed, Bytes brought, Receipt receipt) {
    Instant created = toMillis(receipt.created());
    StoredReceipt newest =
        new StoredReceipt(
            brought,
            Optional.empty(),
            Optional.of(created),
            receipt.notBefore().map(Turn::toMillis),
            Optional.of(toMillis(receipt.expires())));
    Risk risk = new Risk(receipt.riskMetric().orElseThrow(), created);
    Instant next = schedule.next(receipt, clock.instant());
    return store
        .finish(claimed.lease(), newest, risk, next, "refreshed")
        .compose(finish ->
            switch (finish) {
              case REPLACED -> refreshed(claimed.lease().key());
              case NOT_NEWER ->
                  putOff(
                      claimed, new Refresh.Refused(Step.Receipt.RECEIPT_AGE, Conditions.NOT_NEWER));
              case LEASE_LOST -> Future.succeededFuture(new Refresh.UnderWay());
            });
  }

  private Future<Refresh> refreshed(AppKey key) {
    return store.find(key).map(found -> new Refresh.Refreshed(found.orElseThrow()));
  }

  private Future<Refresh> putOff(Claimed claimed, Refresh brought) {
    Instant due = schedule.again(brought, claimed, clock.instant());
    return store.putOff(claimed.lease(), due, brought.code()).map(_ -> brought);
  }

  private Instant now() {
    return toMillis(clock.instant());
  }

  private static Instant toMillis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
