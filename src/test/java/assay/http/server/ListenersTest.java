package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.core.Verdict;
import assay.http.Listener;
import assay.http.ListenerSettings;
import assay.service.Checked;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Starting and stopping. */
final class ListenersTest {

  private static ListenerSettings at(String host, int port) {
    ListenerSettings usual = Site.settings();
    return new ListenerSettings(
        host,
        port,
        usual.tls(),
        usual.idleTimeout(),
        usual.requestTimeout(),
        usual.trustedProxies(),
        usual.rates());
  }

  private static String startFailure(ListenerSettings one, ListenerSettings other) {
    try (Site site = new Site()) {
      return Site.failure(
          IllegalArgumentException.class,
          Site.start(site.vertx, one, other, site.backend(Site.Wish.USUAL)));
    }
  }

  @Test
  void bothListenersHaveTheirPorts() {
    try (Site site = new Site()) {
      assertNotEquals(0, site.port(Listener.PUBLIC));
      assertNotEquals(site.port(Listener.PUBLIC), site.port(Listener.INTERNAL));
    }
  }

  @Test
  void listenersNeverShareAnAddress() {
    String failure = startFailure(at("127.0.0.1", 47_123), at("127.0.0.1", 47_123));

    assertTrue(failure.contains("give them different ports"), failure);
  }

  @Test
  void aPortThatIsTakenFailsTheStart() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      String failure = startFailure(at("127.0.0.1", port), Site.settings());

      assertEquals(
          "the public listener cannot listen on 127.0.0.1 port "
              + port
              + ": Address already in use; is another instance running?",
          failure);
    }
  }

  @Test
  void stoppingFinishesWhatIsInFlightAndAcceptsNothing() throws Exception {
    try (Site site = new Site();
        Wired silent = new Wired(site, Listener.PUBLIC);
        Wired idle = new Wired(site, Listener.PUBLIC)) {
      idle.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").until("live", 20_000);
      Promise<Verdict<Checked>> decision = Promise.promise();
      site.service.check(decision::future);
      CompletableFuture<Got> slow =
          CompletableFuture.supplyAsync(() -> Samples.verify(site, "shop-dev"));
      Eventually.holds("the service is asked", () -> !site.service.asked.isEmpty());
      long start = System.nanoTime();
      Future<Void> stopped = site.stop(Duration.ofMinutes(5));
      for (Listener listener : Listener.values()) {
        Eventually.holds(listener + " accepts nothing", () -> refuses(site, listener));
      }
      assertFalse(stopped.isComplete(), "stopped with a request in flight");
      ProgrammedService.checked().onComplete(decision);
      assertEquals(200, slow.get().status());
      Site.await(stopped);
      assertTrue(System.nanoTime() - start < 60_000_000_000L, "waited for silent connections");
      assertTrue(idle.toTheEnd(20_000).ended());
      Site.await(site.vertx.close()); // what never sent a byte is nobody's connection until then
      assertTrue(silent.toTheEnd(20_000).ended());
    }
  }

  private static boolean refuses(Site site, Listener listener) {
    try (Wired accepted = new Wired(site, listener)) {
      accepted.halfClose();
      return false;
    } catch (ConnectException _) {
      return true;
    } catch (IOException _) { // the listener closed between the connection and its acceptance
      return false;
    }
  }

  @Test
  void stoppingGivesUpWaitingAfterItsTimeout() throws Exception {
    try (Site site = new Site()) {
      site.service.check(() -> Promise.<Verdict<Checked>>promise().future());
      try (Wired wire = new Wired(site, Listener.INTERNAL)) {
        wire.post(
            "/v1/apps/shop-dev/assertions/verify",
            "Content-Length: " + Samples.ASSERTION.length() + "\r\n",
            Samples.ASSERTION);
        Eventually.holds("the service is asked", () -> !site.service.asked.isEmpty());
        long start = System.nanoTime();
        Site.await(site.stop(Duration.ofMillis(300)));

        assertTrue(System.nanoTime() - start < 15_000_000_000L);
        assertTrue(wire.toTheEnd(20_000).ended());
        assertEquals("", wire.text());
      }
    }
  }
}
