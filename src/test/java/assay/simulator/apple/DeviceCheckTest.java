package assay.simulator.apple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import assay.core.App.Environment;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.bits.TokenRules;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of protocol.md 4, on real sockets. */
final class DeviceCheckTest {
  private static final String BAD_TOKEN = "Missing or incorrectly formatted device token payload";
  private static final String BAD_BITS = "Missing or incorrectly formatted bits";
  private static final String BAD_TIME = "Missing or incorrectly formatted time stamp";
  private static final String NEVER_SET = "Failed to find bit state";

  private static String query(AppleWorld world, SimulatedDevice device) throws Exception {
    HttpResponse<String> response =
        world.devicecheck(Route.QUERY, world.body(device.deviceToken(world.now)));
    assertEquals(200, response.statusCode(), world.exchanges.toString());
    return response.body();
  }

  private static HttpResponse<String> update(
      AppleWorld world, SimulatedDevice device, JsonObject bits) throws Exception {
    return world.devicecheck(Route.UPDATE, world.body(device.deviceToken(world.now)).mergeIn(bits));
  }

  private static JsonObject bits(boolean bit0, boolean bit1, String month) {
    return new JsonObject().put("bit0", bit0).put("bit1", bit1).put("last_update_time", month);
  }

  @ParameterizedTest
  @EnumSource
  void bitsThatWereNeverSetAreToldInPlainText(HttpClient.Version version) throws Exception {
    try (AppleWorld world = new AppleWorld(version, settings -> settings)) {
      HttpResponse<String> response =
          world.devicecheck(Route.QUERY, world.body(world.device().deviceToken(world.now)));
      assertEquals(200, response.statusCode());
      assertEquals(version, response.version());
      assertEquals("text/plain", response.headers().firstValue("Content-Type").orElseThrow());
      assertEquals(NEVER_SET, response.body());
    }
  }

  @Test
  void whatWasSetIsReadWithItsMonth() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      HttpResponse<String> updated =
          update(world, device, new JsonObject().put("bit0", true).put("bit1", false));
      assertEquals(200, updated.statusCode());
      assertEquals("", updated.body());
      assertEquals(bits(true, false, "2026-11"), new JsonObject(query(world, device)));
    }
  }

  @Test
  void oneBitIsSetAndTheOtherLeft() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      update(world, device, new JsonObject().put("bit1", true));
      assertEquals(bits(false, true, "2026-11"), new JsonObject(query(world, device)));
      world.pass(Duration.ofDays(40));
      update(world, device, new JsonObject().put("bit0", true));
      assertEquals(bits(true, true, "2026-12"), new JsonObject(query(world, device)));
      update(world, device, new JsonObject().put("bit1", false));
      assertEquals(bits(true, false, "2026-12"), new JsonObject(query(world, device)));
    }
  }

  @Test
  void bitsSurviveAReinstallAndAreSharedByTheTeamsApps() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      update(world, device, new JsonObject().put("bit0", true));
      SimulatedDevice again = world.reinstalled(device);
      assertNotEquals(device.keyId(), again.keyId());
      assertEquals(bits(true, false, "2026-11"), new JsonObject(query(world, again)));
      assertEquals(NEVER_SET, query(world, world.device()));
    }
  }

  @Test
  void theOtherEnvironmentHasBitsOfItsOwn() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device(AppleWorld.APP_ID, Environment.PRODUCTION);
      String token = world.body(device.deviceToken(world.now)).encode();
      String bearer = "Bearer " + world.jwt();
      assertEquals(
          BAD_TOKEN, world.send(Environment.DEVELOPMENT, Route.QUERY, bearer, token).body());
      assertEquals(
          NEVER_SET, world.send(Environment.PRODUCTION, Route.QUERY, bearer, token).body());
    }
  }

  @Test
  void aTokenIsValidatedWithoutABody() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      HttpResponse<String> response =
          world.devicecheck(Route.VALIDATE, world.body(world.device().deviceToken(world.now)));
      assertEquals(200, response.statusCode());
      assertEquals("", response.body());
    }
  }

  static Stream<Arguments> badBodies() {
    try (AppleWorld world = new AppleWorld()) {
      JsonObject good = world.body(world.device().deviceToken(world.now)).put("bit0", true);
      String token = good.getString("device_token");
      return Stream.of(
          Arguments.of("", BAD_TOKEN),
          Arguments.of("[]", BAD_TOKEN),
          Arguments.of("{", BAD_TOKEN),
          Arguments.of(without(good, "device_token"), BAD_TOKEN),
          Arguments.of(with(good, "device_token", 7), BAD_TOKEN),
          Arguments.of(with(good, "device_token", ""), BAD_TOKEN),
          Arguments.of(with(good, "device_token", "AAAA"), BAD_TOKEN),
          Arguments.of(with(good, "device_token", "A".repeat(10_240)), BAD_TOKEN),
          Arguments.of(with(good, "device_token", "A" + token.substring(1)), BAD_TOKEN),
          Arguments.of(
              with(good, "device_token", token.substring(0, 76) + "\n" + token.substring(76)),
              BAD_TOKEN),
          Arguments.of(
              with(
                  good,
                  "device_token",
                  world
                      .device("OTHERTEAM1.com.example.app", Environment.DEVELOPMENT)
                      .deviceToken(world.now)),
              BAD_TOKEN),
          Arguments.of(
              without(good, "transaction_id"), "Missing or incorrectly formatted transaction id"),
          Arguments.of(without(good, "timestamp"), BAD_TIME),
          Arguments.of(with(good, "timestamp", Long.toString(world.now.toEpochMilli())), BAD_TIME),
          Arguments.of(with(good, "timestamp", world.now.getEpochSecond()), BAD_TIME),
          Arguments.of(with(good, "timestamp", world.now.toEpochMilli() - 300_001), BAD_TIME),
          Arguments.of(with(good, "timestamp", world.now.toEpochMilli() + 300_001), BAD_TIME),
          Arguments.of(without(good, "bit0"), BAD_BITS),
          Arguments.of(with(good, "bit0", "true"), BAD_BITS),
          Arguments.of(with(good, "bit1", 1), BAD_BITS));
    }
  }

  private static String without(JsonObject body, String member) {
    JsonObject changed = body.copy();
    changed.remove(member);
    return changed.encode();
  }

  private static String with(JsonObject body, String member, Object value) {
    return body.copy().put(member, value).encode();
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void aBadBodyIsToldByWhatIsWrongInIt(String body, String text) throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      HttpResponse<String> response =
          world.send(Environment.DEVELOPMENT, Route.UPDATE, "Bearer " + world.jwt(), body);
      assertEquals(400, response.statusCode());
      assertEquals(text, response.body(), world.exchanges.toString());
    }
  }

  @Test
  void aHeaderThatIsNoBearerTokenIsBadlyFormatted() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      for (String header : new String[] {"", world.jwt(), "Bearer ", "Bearer x"}) {
        HttpResponse<String> response =
            world.send(Environment.DEVELOPMENT, Route.QUERY, header, "{}");
        assertEquals(400, response.statusCode());
        assertEquals("Missing or badly formatted authorization token", response.body());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ATTESTATION_DATA")
  void aTokenThatIsExpiredOrNobodysIsNotVerified(Route route) throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      String old = AppleWorld.jwt(world.key, world.now.getEpochSecond() - 3600);
      String ahead = AppleWorld.jwt(world.key, world.now.getEpochSecond() + 300);
      String body = world.body(world.device().deviceToken(world.now)).encode();
      for (String jwt : new String[] {old, ahead, "AAAA." + world.jwt().split("\\.", 2)[1]}) {
        HttpResponse<String> response =
            world.send(Environment.DEVELOPMENT, route, "Bearer " + jwt, body);
        assertEquals(401, response.statusCode());
        assertEquals("Unable to verify authorization token", response.body());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherMethodIsNotAllowed(Route route) throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      HttpRequest.Builder request = world.request(Environment.DEVELOPMENT, route.path()).GET();
      assertEquals(405, world.send(request).statusCode());
    }
  }

  @Test
  void whatAppleDoesNotServeIsNotFoundAndWhatIsTooLongIsRefused() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      HttpRequest.BodyPublisher empty = HttpRequest.BodyPublishers.noBody();
      assertEquals(
          404, world.send(world.request(Environment.DEVELOPMENT, "/v1").POST(empty)).statusCode());
      assertEquals(
          413,
          world
              .send(Environment.DEVELOPMENT, Route.QUERY, world.jwt(), "A".repeat(70_000))
              .statusCode());
    }
  }

  @Test
  void aDeviceTokenLivesForAMinuteAndMayBeUsedAgainInIt() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      String token = world.device().deviceToken(world.now);
      world.pass(Duration.ofMinutes(1));
      assertEquals(NEVER_SET, world.devicecheck(Route.QUERY, world.body(token)).body());
      assertEquals(NEVER_SET, world.devicecheck(Route.QUERY, world.body(token)).body());
      world.pass(Duration.ofMillis(1));
      assertEquals(BAD_TOKEN, world.devicecheck(Route.QUERY, world.body(token)).body());
    }
  }

  @Test
  void whereItIsAskedADeviceTokenIsGoodForOneUse() throws Exception {
    TokenRules rules = new TokenRules(Duration.ofMinutes(1), true, Duration.ofMinutes(5));
    try (AppleWorld world = new AppleWorld(settings -> settings.with(rules))) {
      SimulatedDevice device = world.device();
      JsonObject body = world.body(device.deviceToken(world.now));
      assertEquals(200, world.devicecheck(Route.VALIDATE, body).statusCode());
      assertEquals(BAD_TOKEN, world.devicecheck(Route.QUERY, body).body());
      assertEquals(NEVER_SET, query(world, device));
    }
  }

  @Test
  void deviceTokensNeverRepeatAndAreOneLineOfBase64() {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      String first = device.deviceToken(world.now);
      assertNotEquals(first, device.deviceToken(world.now));
      assertNotEquals(first, world.reinstalled(device).deviceToken(world.now));
      assertEquals(112, first.length());
    }
  }
}
