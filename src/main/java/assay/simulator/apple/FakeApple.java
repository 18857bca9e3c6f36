package assay.simulator.apple;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.bits.DeviceCheck;
import assay.simulator.apple.receipt.AttestationData;
import assay.simulator.apple.team.ProviderTokens;
import assay.simulator.apple.team.Team;
import assay.simulator.identity.DeviceId;
import assay.simulator.identity.DeviceSeal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Apple's servers, simulated, on 127.0.0.1: one port for each environment, on which it is both of
 * Apple's hosts, for receipts and for DeviceCheck. What it knows is in memory, apart for each
 * environment, and ends with it. Its methods may be called on any thread.
 */
public final class FakeApple {
  private final ProviderTokens teams;
  private final Script script;
  private final Map<Environment, AppleHost> hosts;
  private final Map<Environment, HttpServer> servers;

  private FakeApple(
      ProviderTokens teams,
      Script script,
      Map<Environment, AppleHost> hosts,
      Map<Environment, HttpServer> servers) {
    this.teams = teams;
    this.script = script;
    this.hosts = hosts;
    this.servers = servers;
  }

  /**
   * Starts both environments; fails where a port cannot be had, and leaves nothing running then.
   *
   * @param clock by which tokens expire, receipts are made and attestations are counted
   * @param random what forged receipts are made with
   */
  public static Future<FakeApple> start(
      Vertx vertx, AppleSettings settings, InstantSource clock, RandomGenerator random) {
    ProviderTokens teams = new ProviderTokens(settings.teams());
    Script script = new Script();
    Map<Environment, AppleHost> hosts = new EnumMap<>(Environment.class);
    for (Environment environment : Environment.values()) {
      hosts.put(environment, host(vertx, environment, settings, teams, script, clock, random));
    }
    FakeApple apple = new FakeApple(teams, script, hosts, new EnumMap<>(Environment.class));
    return apple
        .listen(Environment.DEVELOPMENT, settings)
        .compose(_ -> apple.listen(Environment.PRODUCTION, settings))
        .recover(e -> apple.close().transform(_ -> Future.failedFuture(e)))
        .map(_ -> apple);
  }

  private static AppleHost host(
      Vertx vertx,
      Environment environment,
      AppleSettings settings,
      ProviderTokens teams,
      Script script,
      InstantSource clock,
      RandomGenerator random) {
    return new AppleHost(
        vertx,
        environment,
        new AttestationData(
            settings.apple().authorities(), environment, teams, settings.receipts(), random),
        new DeviceCheck(
            environment,
            new DeviceSeal(settings.apple().authorities().receipts()),
            teams,
            settings.tokens()),
        script,
        clock,
        settings.watcher());
  }

  private Future<Void> listen(Environment environment, AppleSettings settings) {
    return host(environment)
        .listen(settings.port(environment))
        .onSuccess(server -> servers.put(environment, server))
        .mapEmpty();
  }

  private AppleHost host(Environment environment) {
    return Objects.requireNonNull(hosts.get(environment));
  }

  /** Where an environment is asked: scheme, host and port. */
  public URI uri(Environment environment) {
    return URI.create(
        "http://127.0.0.1:" + Objects.requireNonNull(servers.get(environment)).actualPort());
  }

  /** What goes wrong from now on, in both environments. */
  public Script script() {
    return script;
  }

  /** From now on tokens of this key are taken, too. */
  public void add(Team team) {
    teams.add(team);
  }

  /** From now on tokens of this key are not taken. */
  public void revoke(Team team) {
    teams.revoke(team);
  }

  /**
   * Tells of an attestation whose receipt has not come, as Apple knows of all of them. A key counts
   * once, at the first time that is told or read from a receipt.
   */
  public void attested(
      Environment environment, DeviceId device, String appId, Bytes keyId, Instant at) {
    host(environment).attestationData().attested(device, appId, keyId, at);
  }

  /** As {@link #attested(Environment, DeviceId, String, Bytes, Instant)}, of the device's key. */
  public void attested(SimulatedDevice device, Instant at) {
    attested(device.environment(), device.id(), device.appId(), device.keyId(), at);
  }

  /** Stops listening and breaks the connections that are open. */
  public Future<Void> close() {
    return Future.join(servers.values().stream().map(HttpServer::close).toList()).mapEmpty();
  }
}
