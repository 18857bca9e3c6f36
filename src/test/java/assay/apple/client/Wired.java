package assay.apple.client;

import assay.apple.AppleHosts;
import assay.apple.AppleObserver;
import assay.apple.Backoff;
import assay.apple.DeviceCheck;
import assay.apple.ReceiptExchange;
import assay.apple.ScriptedApple;
import assay.apple.TestKeys;
import assay.apple.Times;
import assay.apple.call.Limits;
import assay.apple.call.Sources;
import assay.apple.token.ProviderTokens;
import assay.apple.token.TeamKey;
import assay.apple.token.TeamKeys;
import assay.core.Bytes;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** A client with a team of its own, before a scripted Apple. */
final class Wired implements AutoCloseable {
  static final String TEAM = "TEAMID1234";

  final Vertx vertx = Vertx.vertx();
  final Times times = new Times();
  final ScriptedApple apple = new ScriptedApple(vertx);
  final List<String> observed = new CopyOnWriteArrayList<>();
  final KeyPair pair = TestKeys.p256();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("assay.apple");
  final AppleClient client;

  Wired() {
    this(Limits.DEFAULTS.failures());
  }

  Wired(int failures) {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.DEBUG);
    client = start(vertx, apple.hosts(), failures, this::key);
  }

  AppleClient start(Vertx vertx, AppleHosts hosts, int failures, TeamKeys keys) {
    Limits it = Limits.DEFAULTS;
    Limits limits =
        new Limits(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            it.inFlight(),
            it.waiting(),
            it.turn(),
            failures,
            new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(60)));
    AppleObserver observer = (operation, outcome, nanos) -> observed.add(operation + " " + outcome);
    return AppleClient.start(
            vertx,
            hosts,
            new ProviderTokens(keys, times, times),
            limits,
            new Sources(times, times, new Random(7)),
            observer)
        .await();
  }

  private Future<TeamKey> key(String team) {
    return team.equals(TEAM)
        ? signing()
        : Future.succeededFuture(new TeamKey.Unusable("team " + team + " has no key"));
  }

  /** The team's key. */
  Future<TeamKey> signing() {
    return Future.succeededFuture(
        new TeamKey.Signing(
            "ABC123DEFG",
            (ECPrivateKey) pair.getPrivate(),
            Bytes.sha256(Bytes.of(pair.getPrivate().getEncoded()))));
  }

  ReceiptExchange receipts() {
    return client.receipts();
  }

  DeviceCheck deviceCheck() {
    return client.deviceCheck();
  }

  /** What was logged, with its values. */
  List<String> logged() {
    return List.copyOf(lines.list).stream()
        .map(it -> it.getLevel() + " " + it.getFormattedMessage() + " " + it.getKeyValuePairs())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
    apple.close();
    vertx.close().await();
  }
}
