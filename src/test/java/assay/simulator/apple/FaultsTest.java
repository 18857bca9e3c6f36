package assay.simulator.apple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.Verdict.Refused;
import assay.core.receipt.Receipt;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.receipt.Forgery;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Apple failing as it is asked to, on real sockets. */
final class FaultsTest {

  @ParameterizedTest
  @ValueSource(ints = {403, 429, 500, 503})
  void theNextRequestsFailAndThenNoMore(int status) throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      Bytes receipt = world.receipt(world.device());
      world.fake.script().next(2, Fault.status(status));
      assertEquals(status, world.exchange(receipt).statusCode());
      HttpResponse<String> second = world.exchange(receipt);
      assertEquals(status, second.statusCode());
      assertEquals(Optional.empty(), second.headers().firstValue("Retry-After"));
      assertEquals(200, world.exchange(receipt).statusCode());
    }
  }

  @Test
  void throttlingMayTellWhenToComeBack() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      world.fake.script().next(1, Fault.status(429, Duration.ofSeconds(30)));
      HttpResponse<String> response = world.exchange(world.receipt(world.device()));
      assertEquals(429, response.statusCode());
      assertEquals(Optional.of("30"), response.headers().firstValue("Retry-After"));
    }
  }

  @Test
  void aFaultOfOneRouteLeavesTheOthers() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      world.fake.script().next(1, Route.QUERY, Fault.status(503));
      JsonObject body = world.body(device.deviceToken(world.now));
      assertEquals(200, world.exchange(world.receipt(device)).statusCode());
      assertEquals(200, world.devicecheck(Route.VALIDATE, body).statusCode());
      assertEquals(503, world.devicecheck(Route.QUERY, body).statusCode());
      assertEquals(200, world.devicecheck(Route.QUERY, body).statusCode());
    }
  }

  @Test
  void anOutageLastsUntilItIsOver() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      Bytes receipt = world.receipt(world.device());
      world.fake.script().always(Fault.status(500));
      for (int i = 0; i < 3; i++) {
        assertEquals(500, world.exchange(receipt).statusCode());
      }
      world.fake.script().clear();
      assertEquals(200, world.exchange(receipt).statusCode());
    }
  }

  @Test
  void aPageAndNothingAreAnswersToo() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      Bytes receipt = world.receipt(world.device());
      world.fake.script().next(1, Fault.html());
      world.fake.script().next(1, Fault.empty());
      HttpResponse<String> page = world.exchange(receipt);
      assertEquals(200, page.statusCode());
      assertTrue(page.body().startsWith("<!DOCTYPE html>"));
      HttpResponse<String> nothing = world.exchange(receipt);
      assertEquals(200, nothing.statusCode());
      assertEquals("", nothing.body());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerIsCutInTheMiddleAndHasItsEffect(HttpClient.Version version) throws Exception {
    try (AppleWorld world = new AppleWorld(version, settings -> settings)) {
      SimulatedDevice device = world.device();
      Bytes receipt = world.receipt(device);
      assertEquals(200, world.exchange(receipt).statusCode());
      world.fake.script().next(2, new Fault.Cut());
      assertThrows(IOException.class, () -> world.exchange(receipt));
      JsonObject body = world.body(device.deviceToken(world.now)).put("bit0", true);
      assertThrows(IOException.class, () -> world.devicecheck(Route.UPDATE, body));
      assertTrue(new JsonObject(world.devicecheck(Route.QUERY, body).body()).getBoolean("bit0"));
    }
  }

  @Test
  void aSlowAnswerIsTheRightOneLater() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes receipt = world.receipt(device);
      world.fake.script().next(1, new Fault.Slow(Duration.ofMillis(200)));
      long before = System.nanoTime();
      HttpResponse<String> response = world.exchange(receipt);
      assertTrue(System.nanoTime() - before >= Duration.ofMillis(190).toNanos());
      assertEquals(Optional.of(1), world.accepted(response, device).riskMetric());
    }
  }

  @Test
  void aForgedReceiptFallsToTheVerifier() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes receipt = world.receipt(device);
      world.fake.script().next(1, new Fault.Forged(Forgery.OTHER_KEY));
      world.fake.script().next(1, new Fault.Forged(Forgery.OTHER_ROOT));
      for (Step step : List.of(Step.Receipt.PUBLIC_KEY, Step.Receipt.RECEIPT_CHAIN)) {
        HttpResponse<String> response = world.exchange(receipt);
        assertEquals(200, response.statusCode());
        Verdict<Receipt> verdict = world.judged(AppleWorld.decoded(response), device);
        assertInstanceOf(Refused.class, verdict, verdict.toString());
        assertEquals(step, ((Refused<Receipt>) verdict).step());
      }
    }
  }

  @Test
  void everyExchangeIsToldBeforeItIsAnswered() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      world.exchange(world.receipt(world.device()));
      Exchange told = world.exchanges.getFirst();
      assertEquals(
          "DEVELOPMENT POST /v1/attestationData 200: a new receipt, risk metric 1",
          told.toString());
      assertEquals(Optional.of(world.jwt()), told.authorization());
      assertEquals(world.now, told.at());
    }
  }

  @Test
  void aPortThatIsTakenIsAFailureAndLeavesNothingRunning() {
    try (AppleWorld world = new AppleWorld()) {
      int taken = world.fake.uri(Environment.PRODUCTION).getPort();
      Vertx vertx = Vertx.vertx();
      assertThrows(
          BindException.class,
          () ->
              FakeApple.start(
                      vertx,
                      AppleSettings.of(world.apple).withPorts(0, taken),
                      () -> world.now,
                      new Random(1))
                  .await());
      vertx.close().await();
    }
  }
}
