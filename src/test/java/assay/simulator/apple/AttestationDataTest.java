package assay.simulator.apple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.receipt.Receipt;
import assay.simulator.SimulatedApple;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.receipt.ReceiptRules;
import assay.simulator.apple.team.TeamKey;
import assay.simulator.maker.SoftwareDevice;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of protocol.md 3.4, on real sockets. */
final class AttestationDataTest {
  private static final Duration DAY = Duration.ofDays(1);

  @ParameterizedTest
  @EnumSource
  void aReceiptIsExchangedForANewerOneThatTheVerifierAccepts(HttpClient.Version version)
      throws Exception {
    try (AppleWorld world = new AppleWorld(version, settings -> settings)) {
      SimulatedDevice device = world.device();
      Bytes first = world.receipt(device);
      world.pass(Duration.ofMinutes(10));
      HttpResponse<String> response = world.exchange(first);
      assertEquals(200, response.statusCode(), world.exchanges.toString());
      assertEquals(version, response.version());
      Receipt receipt = world.accepted(response, device);
      assertEquals(Receipt.Type.RECEIPT, receipt.type());
      assertEquals(Optional.of(1), receipt.riskMetric());
      assertEquals(world.now, receipt.created());
      assertEquals(Optional.of(world.now.plus(DAY)), receipt.notBefore());
      assertEquals(world.now.plus(DAY.multipliedBy(90)), receipt.expires());
    }
  }
}
