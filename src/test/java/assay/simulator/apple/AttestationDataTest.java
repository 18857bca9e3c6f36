package assay.simulator.apple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.receipt.Receipt;
import assay.core.receipt.ReceiptFields;
import assay.core.receipt.SignedReceipt;
import assay.simulator.SimulatedApple;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.receipt.ReceiptRules;
import assay.simulator.apple.team.TeamKey;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.raw.EcKey;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
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

  @Test
  void aNewReceiptIsInApplesShape() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes first = world.receipt(device);
      Bytes receipt = AppleWorld.decoded(world.exchange(first));
      assertEquals("3080", receipt.slice(0, 2).hex());
      assertTrue(receipt.hex().contains("2480" + "048203e8"), "pieces of 1000 bytes");
      Receipt read = world.accepted(world.exchange(first), device);
      assertEquals(Bytes.utf8(AppleWorld.HASH.text()), read.clientDataHash());
      assertNotEquals(AppleWorld.HASH, read.clientDataHash());
      assertTrue(receipt.hex().contains(Bytes.utf8("2026-11-21T20:15:00.76Z").hex()));
    }
  }

  @Test
  void theTokenAndTheKeyStayTheSame() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes first = AppleWorld.decoded(world.exchange(world.receipt(device)));
      Receipt before = fields(first);
      world.pass(DAY);
      Receipt after = world.accepted(world.exchange(first), device);
      assertEquals(before.token(), after.token());
      assertEquals(88, after.token().length());
      assertEquals(before.leaf(), after.leaf());
      assertEquals(before.created().plus(DAY), after.created());
    }
  }

  private static Receipt fields(Bytes receipt) throws Exception {
    return ReceiptFields.decode(SignedReceipt.decode(receipt).payload());
  }

  @Test
  void theMetricGrowsWithEachKeyOfTheDevice() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes first = world.receipt(device);
      assertEquals(1, metric(world, world.exchange(first), device));
      SimulatedDevice again = world.reinstalled(device);
      assertEquals(2, metric(world, world.exchange(world.receipt(again)), again));
      assertEquals(2, metric(world, world.exchange(first), device));
      assertEquals(2, metric(world, world.exchange(world.receipt(again)), again), "counts once");
    }
  }

  private static int metric(
      AppleWorld world, HttpResponse<String> response, SimulatedDevice device) {
    return world.accepted(response, device).riskMetric().orElseThrow();
  }

  @Test
  void anotherDeviceAndAnotherAppDoNotCount() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      SimulatedDevice other = world.device();
      assertEquals(1, metric(world, world.exchange(world.receipt(other)), other));
      world.fake.attested(
          Environment.DEVELOPMENT,
          device.id(),
          AppleWorld.TEAM + ".com.example.other",
          other.keyId(),
          world.now);
      world.fake.attested(
          Environment.PRODUCTION, device.id(), AppleWorld.APP_ID, other.keyId(), world.now);
      assertEquals(1, metric(world, world.exchange(world.receipt(device)), device));
    }
  }

  @Test
  void anAttestationThatAppleIsToldOfCounts() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes receipt = world.receipt(device);
      world.fake.attested(world.reinstalled(device), world.now);
      assertEquals(2, metric(world, world.exchange(receipt), device));
    }
  }

  @Test
  void theMetricShrinksAsAttestationsGrowOld() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes first = world.receipt(device);
      world.pass(DAY.multipliedBy(20));
      SimulatedDevice again = world.reinstalled(device);
      Bytes second = world.receipt(again);
      assertEquals(1, metric(world, world.exchange(first), device));
      assertEquals(2, metric(world, world.exchange(second), again));
      world.pass(DAY.multipliedBy(10));
      assertEquals(1, metric(world, world.exchange(second), again));
      assertEquals(200, world.exchange(first).statusCode(), "the device attested lately");
    }
  }

  @Test
  void afterThirtyDaysWithoutAnAttestationThereIsNoData() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes first = world.receipt(device);
      Bytes newer = AppleWorld.decoded(world.exchange(first));
      world.pass(DAY.multipliedBy(30).minusMillis(1));
      assertEquals(200, world.exchange(newer).statusCode());
      world.pass(Duration.ofMillis(1));
      assertEquals(404, world.exchange(newer).statusCode());
      assertEquals(404, world.exchange(first).statusCode());
      SimulatedDevice again = world.reinstalled(device);
      assertEquals(1, metric(world, world.exchange(world.receipt(again)), again));
      assertEquals(200, world.exchange(newer).statusCode());
    }
  }

  @Test
  void aReceiptPastItsEndIsNoData() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes first = world.receipt(device);
      world.pass(DAY.multipliedBy(90));
      assertEquals(200, world.exchange(world.receipt(world.reinstalled(device))).statusCode());
      assertEquals(404, world.exchange(first).statusCode());
    }
  }

  @Test
  void beforeItsTimeThereIsNothingNewer() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device();
      Bytes newer = AppleWorld.decoded(world.exchange(world.receipt(device)));
      world.pass(DAY.minusMillis(1));
      HttpResponse<String> early = world.exchange(newer);
      assertEquals(304, early.statusCode());
      assertEquals("", early.body());
      world.pass(Duration.ofMillis(1));
      assertEquals(200, world.exchange(newer).statusCode());
    }
  }

  @Test
  void theTimesOfAReceiptMayBeOthers() throws Exception {
    ReceiptRules rules = new ReceiptRules(DAY.multipliedBy(7), DAY.multipliedBy(61));
    try (AppleWorld world = new AppleWorld(settings -> settings.with(rules))) {
      SimulatedDevice device = world.device();
      Receipt receipt = world.accepted(world.exchange(world.receipt(device)), device);
      assertEquals(Optional.of(world.now.plus(DAY.multipliedBy(7))), receipt.notBefore());
      assertEquals(world.now.plus(DAY.multipliedBy(61)), receipt.expires());
    }
  }

  @Test
  void aReceiptOfTheOtherEnvironmentIsToldSo() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SimulatedDevice device = world.device(AppleWorld.APP_ID, Environment.PRODUCTION);
      String receipt = world.receipt(device).base64();
      HttpResponse<String> wrong =
          world.send(Environment.DEVELOPMENT, Route.ATTESTATION_DATA, world.jwt(), receipt);
      assertEquals(400, wrong.statusCode());
      assertEquals("Incorrect Environment", wrong.body());
      HttpResponse<String> right =
          world.send(Environment.PRODUCTION, Route.ATTESTATION_DATA, world.jwt(), receipt);
      assertEquals("production", world.accepted(right, device).environment());
    }
  }

  static Stream<String> payloads() {
    try (AppleWorld world = new AppleWorld()) {
      Bytes receipt = world.receipt(world.device());
      SimulatedApple stranger =
          SimulatedApple.of(Bytes.sha256(Bytes.utf8("another seed")), AppleWorld.START);
      SoftwareDevice strangers =
          SoftwareDevice.of(stranger.authorities(), "a key", AppleWorld.APP_ID)
              .with(Environment.DEVELOPMENT);
      byte[] changed = receipt.toArray();
      changed[200] ^= 1; // in the App ID or the leaf, which are signed
      return Stream.of(
          "",
          "no base64!",
          receipt.base64() + "\n",
          AppleWorld.base64url(receipt),
          Bytes.utf8("no receipt").base64(),
          receipt.slice(0, receipt.length() / 2).base64(),
          Bytes.of(changed).base64(),
          strangers
              .attestation(AppleWorld.HASH, AppleWorld.START)
              .make()
              .receipt()
              .orElseThrow()
              .base64());
    }
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void whatIsNoReceiptOfThisApplesIsABadPayload(String body) throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      HttpResponse<String> response =
          world.send(Environment.DEVELOPMENT, Route.ATTESTATION_DATA, world.jwt(), body);
      assertEquals(400, response.statusCode(), world.exchanges.toString());
      assertEquals("Bad Payload", response.body());
    }
  }

  @Test
  void aReceiptOfADeviceThatTellsNoIdentityIsTakenToo() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      SoftwareDevice device =
          SoftwareDevice.of(world.apple.authorities(), "a key", AppleWorld.APP_ID)
              .with(Environment.DEVELOPMENT);
      Bytes receipt = device.attestation(AppleWorld.HASH, world.now).make().receipt().orElseThrow();
      assertEquals(
          Optional.of(1), fields(AppleWorld.decoded(world.exchange(receipt))).riskMetric());
    }
  }

  static Stream<String> tokens() {
    try (AppleWorld world = new AppleWorld()) {
      long now = AppleWorld.START.getEpochSecond();
      TeamKey key = world.key;
      TeamKey sameName = TeamKey.generate(key.teamId(), key.keyId(), new Random(9));
      TeamKey sameTeam = TeamKey.generate(key.teamId(), "UNKNOWNKEY", new Random(9));
      JsonObject header = new JsonObject().put("alg", "ES256").put("kid", key.keyId());
      JsonObject claims = new JsonObject().put("iss", key.teamId()).put("iat", now);
      String good = AppleWorld.jwt(key, now);
      String unsigned = good.substring(0, good.lastIndexOf('.'));
      Bytes message = Bytes.utf8(unsigned);
      Bytes der = key.key().sign(EcKey.Hash.SHA256, message).der();
      return Stream.of(
          "",
          "Bearer " + good,
          "let me in",
          AppleWorld.jwt(sameName, now),
          AppleWorld.jwt(sameTeam, now),
          AppleWorld.jwt(world.otherKey, now), // another team than the receipt's
          AppleWorld.jwt(key, now + 1),
          AppleWorld.jwt(key, now - 3600),
          AppleWorld.jwt(key, header.copy().put("alg", "none"), claims),
          AppleWorld.jwt(key, header.copy().putNull("kid"), claims),
          AppleWorld.jwt(key, header, claims.copy().put("iss", 7)),
          AppleWorld.jwt(key, header, claims.copy().put("iat", Long.toString(now))),
          AppleWorld.jwt(key, header, claims.copy().put("iss", world.otherKey.teamId())),
          unsigned + "." + AppleWorld.base64url(der),
          unsigned + ".AAAA",
          unsigned + ".A",
          "AAAA" + good);
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aTokenThatDoesNotSpeakForTheReceiptsTeamIsUnauthorized(String token) throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      String receipt = world.receipt(world.device()).base64();
      HttpResponse<String> response =
          world.send(Environment.DEVELOPMENT, Route.ATTESTATION_DATA, token, receipt);
      assertEquals(401, response.statusCode(), world.exchanges.toString());
    }
  }

  @Test
  void aTokenIsGoodForAnHour() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      String token = world.jwt();
      String receipt = world.receipt(world.device()).base64();
      world.pass(Duration.ofSeconds(3599));
      assertEquals(
          200,
          world.send(Environment.DEVELOPMENT, Route.ATTESTATION_DATA, token, receipt).statusCode());
      world.pass(Duration.ofSeconds(1));
      assertEquals(
          401,
          world.send(Environment.DEVELOPMENT, Route.ATTESTATION_DATA, token, receipt).statusCode());
    }
  }

  @Test
  void aTeamMayHaveTwoKeysAndLoseOne() throws Exception {
    try (AppleWorld world = new AppleWorld()) {
      TeamKey second = TeamKey.generate(AppleWorld.TEAM, "KEYID67890", new Random(8));
      world.fake.add(second.team());
      String receipt = world.receipt(world.device()).base64();
      String token = AppleWorld.jwt(second, world.now.getEpochSecond());
      for (String each : List.of(token, world.jwt())) {
        assertEquals(
            200,
            world
                .send(Environment.DEVELOPMENT, Route.ATTESTATION_DATA, each, receipt)
                .statusCode());
      }
      world.fake.revoke(world.key.team());
      assertEquals(401, world.exchange(world.receipt(world.device())).statusCode());
      assertEquals(
          200,
          world.send(Environment.DEVELOPMENT, Route.ATTESTATION_DATA, token, receipt).statusCode());
    }
  }
}
