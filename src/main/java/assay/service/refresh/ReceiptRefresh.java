package assay.service.refresh;

import assay.apple.ReceiptExchange;
import assay.core.Bytes;
import assay.core.pki.Signatures;
import assay.service.Journal;
import assay.service.apple.Refresh;
import assay.service.apple.RefreshDecision;
import assay.service.apple.Refreshing;
import assay.service.policy.ServedApp;
import assay.service.work.Contexts;
import assay.service.work.Ids;
import assay.service.work.Workers;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.ReceiptQueue;
import assay.store.ReceiptQueue.Claim;
import assay.store.ReceiptQueue.Claimed;
import assay.store.ReceiptQueue.Due;
import assay.store.ReceiptQueue.Space;
import assay.store.Store;
import assay.store.StoredKey;
import assay.store.StoredReceipt;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps receipts fresh. Every instance of a server has one, and {@link #tick} is called every
 * second or so; a claim in the store sees to it that each receipt is asked for by one of them.
 *
 * <p>Receipts of an app go at the pace of the team that its first App ID is of. A key is asked for
 * with the token of its own team in any case.
 */
public final class ReceiptRefresh implements Refreshing {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptRefresh.class);

  /** A key that came to be used again may wait for its turn so long. */
  private static final Duration NEXT_LOOK = Duration.ofDays(1);

  /**
   * What it works with.
   *
   * @param workers where receipts are judged; not those of attestations, which may be busy
   * @param random cryptographically strong, as the ids of decisions come from it
   * @param journal who takes note of refreshes that nobody asked for; of those that somebody asked
   *     for, whoever answers tells it
   */
  public record Tools(
      Store store,
      Workers workers,
      InstantSource clock,
      RandomGenerator random,
      RefreshObserver observer,
      Journal journal) {}

  private final Map<Environment, ReceiptExchange> exchanges;
  private final Map<Space, ServedApp> apps = new HashMap<>();
  private final Map<Lane.Name, Lane> lanes;
  private final RefreshSettings settings;
  private final Tools tools;
  private final Flights flights;
  private final Turn turn;
  private final Alarms alarms = new Alarms();
  private final Unasked unasked;
  private volatile boolean stopping;

  /**
   * Keeps the receipts of these apps fresh.
   *
   * @param exchanges Apple's hosts; apps of environments that have none are left alone
   */
  public ReceiptRefresh(
      Collection<ServedApp> served,
      Map<Environment, ReceiptExchange> exchanges,
      Signatures signatures,
      RefreshSettings settings,
      Tools tools) {
    this(served, exchanges, Judge.by(signatures), settings, tools);
  }

  ReceiptRefresh(
      Collection<ServedApp> served,
      Map<Environment, ReceiptExchange> exchanges,
      Judge judge,
      RefreshSettings settings,
      Tools tools) {
    this.exchanges = Map.copyOf(exchanges);
    this.settings = settings;
    this.tools = tools;
    this.unasked = new Unasked(tools.journal(), new Ids(tools.random()));
    this.flights = new Flights(settings.patience());
    served.stream()
        .filter(app -> exchanges.containsKey(app.environment()))
        .forEach(app -> apps.put(space(app), app));
    this.lanes =
        apps.values().stream()
            .collect(
                Collectors.groupingBy(
                    ReceiptRefresh::lane,
                    Collectors.mapping(ReceiptRefresh::space, Collectors.toList())))
            .entrySet()
            .stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    lane -> new Lane(lane.getKey(), lane.getValue(), settings, now())));
    this.turn =
        new Turn(
            tools.store(),
            judge,
            tools.workers(),
            new Schedule(settings, tools.random()),
            flights,
            tools.clock());
  }

  private static Space space(ServedApp app) {
    return new Space(app.name(), app.environment());
  }

  private static Lane.Name lane(ServedApp app) {
    return new Lane.Name(Turn.team(app.app().appIds().getFirst()), app.environment());
  }

  /**
   * Gives up what Apple has not answered in time, and begins what is due as far as the pace allows.
   *
   * @return when all that it began has ended, which nobody needs to wait for; never fails
   */
  public Future<Void> tick() {
    Instant now = now();
    flights.abandonLate(now);
    return stopping
        ? Future.succeededFuture()
        : Future.join(lanes.values().stream().map(lane -> work(lane, now)).toList())
            .<Void>mapEmpty()
            .otherwiseEmpty();
  }

  /** Begins nothing more on its own; what is under way ends as it may. */
  public void stop() {
    stopping = true;
  }

  private Future<?> work(Lane lane, Instant now) {
    int most = Math.min(lane.beginClaim(now), ReceiptQueue.MOST_CLAIMED);
    return most == 0
        ? Future.succeededFuture()
        : Contexts.here(tools.store().claimDue(order(lane, most), now))
            .onFailure(failure -> {
              lane.claimed(0);
              LOG.warn("due receipts could not be claimed: {}", failure.getMessage());
            })
            .compose(due -> begin(lane, due));
  }

  private ReceiptQueue.Order order(Lane lane, int most) {
    return new ReceiptQueue.Order(
        lane.spaces(), most, settings.lease(), settings.unusedAfter(), NEXT_LOOK);
  }

  private Future<?> begin(Lane lane, Due due) {
    lane.claimed(due.claimed().size());
    return Future.join(
        due.claimed().stream()
            .map(claimed ->
                take(lane, app(claimed), claimed)
                    .onSuccess(decision -> unasked.note(app(claimed), claimed, decision))
                    .onFailure(failure ->
                        LOG.warn("a receipt's refresh was lost: {}", failure.getMessage())))
            .toList());
  }

  private ServedApp app(Claimed claimed) {
    AppKey key = claimed.lease().key();
    return Optional.ofNullable(apps.get(new Space(key.app(), key.environment()))).orElseThrow();
  }

  private Future<RefreshDecision> take(Lane lane, ServedApp app, Claimed claimed) {
    ReceiptExchange exchange = Optional.ofNullable(exchanges.get(app.environment())).orElseThrow();
    return turn.take(app, claimed, exchange)
        .onSuccess(decision -> {
          Instant now = now();
          lane.ended(decision.refresh(), now);
          alarms.note(app.name(), decision.refresh(), now);
          tools.observer().ended(app.name(), decision.refresh());
        })
        .onFailure(_ -> lane.lost());
  }

  @Override
  public Future<RefreshDecision> refresh(ServedApp app, Bytes keyId) {
    Optional<Lane> lane = Optional.ofNullable(lanes.get(lane(app)));
    if (lane.isEmpty()) {
      return Future.succeededFuture(
          now(
              new Refresh.NotConfigured(
                  "this server has no host to ask for receipts of " + app.environment().text())));
    }
    AppKey key = new AppKey(app.name(), app.environment(), keyId);
    return Contexts.here(tools.store().find(key))
        .compose(found ->
            hindrance(found, lane.get())
                .map(why -> Future.succeededFuture(about(found, now(why))))
                .orElseGet(() ->
                    claimAndTake(lane.get(), app, key).map(decision -> about(found, decision))));
  }

  private RefreshDecision now(Refresh refresh) {
    return RefreshDecision.of(refresh, now());
  }

  /** What was known of the key before, where the decision does not tell it already. */
  private static RefreshDecision about(Optional<StoredKey> found, RefreshDecision decision) {
    return found.isEmpty() || decision.key().isPresent()
        ? decision
        : decision.with(
            new RefreshDecision.OfKey(
                found.get().facts().publicKey(),
                found.get().facts().appId(),
                found.get().facts().receipt()));
  }

  /** Why there is no use in asking Apple, where there is none. */
  private Optional<Refresh> hindrance(Optional<StoredKey> found, Lane lane) {
    if (found.isEmpty()) {
      return Optional.of(new Refresh.UnknownKey());
    }
    if (found.get().revoked().isPresent()) {
      return Optional.of(new Refresh.RevokedKey());
    }
    Instant now = now();
    Optional<Instant> notBefore =
        found.get().facts().receipt().flatMap(StoredReceipt::notBefore).filter(now::isBefore);
    return notBefore.isPresent()
        ? Optional.of(new Refresh.NotYet(notBefore))
        : lane.throttled(now).map(wait -> new Refresh.Throttled(Optional.of(wait)));
  }

  private Future<RefreshDecision> claimAndTake(Lane lane, ServedApp app, AppKey key) {
    return Contexts.here(tools.store().claim(key, settings.lease(), now()))
        .compose(claim ->
            switch (claim) {
              case Claim.Taken(Claimed claimed) -> {
                lane.begun(1);
                yield take(lane, app, claimed);
              }
              case Claim.UnderWay() -> Future.succeededFuture(now(new Refresh.UnderWay()));
              case Claim.UnknownKey() -> Future.succeededFuture(now(new Refresh.UnknownKey()));
              case Claim.RevokedKey() -> Future.succeededFuture(now(new Refresh.RevokedKey()));
              case Claim.NoReceipt() -> Future.succeededFuture(now(new Refresh.NoReceipt()));
            });
  }

  /** Stores keep whole milliseconds. */
  private Instant now() {
    return tools.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
