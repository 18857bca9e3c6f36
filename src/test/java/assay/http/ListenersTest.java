package assay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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

  private static Throwable startFailure(ListenerSettings one, ListenerSettings other) {
    return assertThrows(
            ExecutionException.class,
            () -> {
              try (Site site = new Site()) {
                Site.start(site.vertx, one, other, site.backend(Site.Wish.USUAL))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
              }
            })
        .getCause();
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
    Throwable failure = startFailure(at("127.0.0.1", 47_123), at("127.0.0.1", 47_123));

    assertEquals(IllegalArgumentException.class, failure.getClass());
    assertTrue(failure.getMessage().contains("give them different ports"), failure.getMessage());
  }

  @Test
  void aPortThatIsTakenFailsTheStart() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      Throwable failure = startFailure(at("127.0.0.1", port), Site.settings());

      assertEquals(
          "the public listener cannot listen on 127.0.0.1 port " + port
              + ": Address already in use; is another instance running?",
          failure.getMessage());
    }
  }

  @Test
  void stoppingFinishesWhatIsInFlightAndAcceptsNothing() throws Exception {
    try (Site site = new Site();
        Wired silent = new Wired(site, Listener.PUBLIC);
        Wired idle = new Wired(site, Listener.PUBLIC)) {
      idle.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").until("live", 5000);
      site.service.check(() -> site.vertx.timer(600).compose(_ -> ProgrammedService.checked()));
      CompletableFuture<Got> slow =
          CompletableFuture.supplyAsync(() -> Samples.verify(site, "shop-dev"));
      while (site.service.asked.isEmpty()) {
        Thread.sleep(5);
      }
      long start = System.nanoTime();
      Future<Void> stopped = site.stop(Duration.ofSeconds(10));
      Thread.sleep(200);

      assertThrows(ConnectException.class, () -> new Wired(site, Listener.PUBLIC).close());
      assertThrows(ConnectException.class, () -> new Wired(site, Listener.INTERNAL).close());
      assertTrue(!stopped.isComplete(), "stopped with a request in flight");
      assertEquals(200, slow.get().status());
      Site.await(stopped);
      assertTrue(System.nanoTime() - start < 5_000_000_000L, "waited for silent connections");
      assertTrue(idle.toTheEnd(5000).ended());
      site.close(); // what never sent a byte is nobody's connection until then
      assertTrue(silent.toTheEnd(5000).ended());
    }
  }

  @Test
  void stoppingGivesUpWaitingAfterItsTimeout() throws Exception {
    try (Site site = new Site()) {
      site.service.check(() -> io.vertx.core.Promise.<assay.core.Verdict<assay.service.Checked>>promise().future());
      try (Wired wire = new Wired(site, Listener.INTERNAL)) {
        wire.post(
            "/v1/apps/shop-dev/assertions/verify",
            "Content-Length: " + Samples.ASSERTION.length() + "\r\n",
            Samples.ASSERTION);
        while (site.service.asked.isEmpty()) {
          Thread.sleep(5);
        }
        long start = System.nanoTime();
        Site.await(site.stop(Duration.ofMillis(300)));

        assertTrue(System.nanoTime() - start < 5_000_000_000L);
        assertTrue(wire.toTheEnd(5000).ended());
        assertEquals("", wire.text());
      }
    }
  }
}
