package assay.apple.client;

import assay.apple.AppleHosts;
import assay.apple.AppleObserver;
import assay.apple.DeviceCheck;
import assay.apple.ReceiptExchange;
import assay.apple.call.Limits;
import assay.apple.call.Line;
import assay.apple.call.Sources;
import assay.apple.token.ProviderTokens;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Apple's services of one environment, over one event loop. Outcomes are told on the Vert.x context
 * of who asked, where there is one.
 */
public final class AppleClient {
  private final Vertx vertx;
  private final String deployment;
  private final ReceiptExchange receipts;
  private final DeviceCheck deviceCheck;

  private AppleClient(
      Vertx vertx, String deployment, ReceiptExchange receipts, DeviceCheck deviceCheck) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.receipts = receipts;
    this.deviceCheck = deviceCheck;
  }

  /**
   * Starts; nothing is asked yet.
   *
   * @param tokens may be shared by the clients of several environments
   */
  public static Future<AppleClient> start(
      Vertx vertx,
      AppleHosts hosts,
      ProviderTokens tokens,
      Limits limits,
      Sources sources,
      AppleObserver observer) {
    List<URI> bases = List.of(hosts.attestationData(), hosts.deviceCheck());
    Lines lines = new Lines(bases, limits, sources, observer);
    Alarms alarms = new Alarms(sources);
    return vertx
        .deployVerticle(lines)
        .map(deployment ->
            new AppleClient(
                vertx,
                deployment,
                new Receipts(new Asking(vertx, lines.get(0), tokens, sources, observer, alarms)),
                new TwoBitsOfDevices(
                    new Asking(vertx, lines.get(1), tokens, sources, observer, alarms))));
  }

  public ReceiptExchange receipts() {
    return receipts;
  }

  public DeviceCheck deviceCheck() {
    return deviceCheck;
  }

  /** Ends what is under way; whatever is asked from now on is answered with {@code Down}. */
  public Future<Void> close() {
    return vertx.undeploy(deployment);
  }

  /** The event loop that all lines live on. */
  private static final class Lines extends VerticleBase {
    private final List<URI> bases;
    private final Limits limits;
    private final Sources sources;
    private final AppleObserver observer;
    private final List<Line> lines = new ArrayList<>();

    Lines(List<URI> bases, Limits limits, Sources sources, AppleObserver observer) {
      this.bases = bases;
      this.limits = limits;
      this.sources = sources;
      this.observer = observer;
    }

    @Override
    public Future<?> start() {
      for (URI base : bases) {
        lines.add(Line.open(vertx, base, limits, sources, observer));
      }
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      lines.forEach(Line::close);
      return Future.succeededFuture();
    }

    Line get(int index) {
      return lines.get(index);
    }
  }
}
