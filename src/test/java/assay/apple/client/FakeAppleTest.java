package assay.apple.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.AppleHosts;
import assay.apple.AppleObserver;
import assay.apple.Backoff;
import assay.apple.DeviceChecked;
import assay.apple.Exchanged;
import assay.apple.TestKeys;
import assay.apple.Times;
import assay.apple.call.Limits;
import assay.apple.call.Sources;
import assay.apple.token.KeyFiles;
import assay.apple.token.ProviderTokens;
import assay.config.crypto.Providers;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.AttestationObject;
import assay.simulator.SimulatedApple;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.AppleSettings;
import assay.simulator.apple.FakeApple;
import assay.simulator.apple.Fault;
import assay.simulator.apple.team.TeamKey;
import assay.simulator.maker.OperatingSystem;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client before a simulated Apple, which was written from the same pages by another hand. */
final class FakeAppleTest {
  private static final String TEAM = "TEAMID1234";
  private static final String OTHER_TEAM = "OTHERTEAM1";
  private static final Bytes HASH = Bytes.sha256(Bytes.utf8("a challenge"));

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Times times = new Times();
  private final Random random = new Random(11);
  private final TeamKey key = TeamKey.generate(TEAM, "KEYID12345", random);
  private final TeamKey otherKey = TeamKey.generate(OTHER_TEAM, "KEYID99999", random);
  private final SimulatedApple apple =
      SimulatedApple.of(Bytes.sha256(Bytes.utf8("a seed")), times.instant());
  private final FakeApple fake =
      FakeApple.start(vertx, AppleSettings.of(apple, key.team(), otherKey.team()), times, random)
          .await();
  private AppleClient client;

  @BeforeEach
  void start() {
    client = client(Environment.DEVELOPMENT);
  }

  private AppleClient client(Environment environment) {
    URI uri = fake.uri(environment);
    Map<String, KeyFiles.KeyFile> files =
        Map.of(
            TEAM,
            new KeyFiles.KeyFile(key.keyId(), TestKeys.write(folder.resolve("own.p8"), key.p8())),
            OTHER_TEAM,
            new KeyFiles.KeyFile(
                otherKey.keyId(), TestKeys.write(folder.resolve("other.p8"), otherKey.p8())));
    return AppleClient.start(
            vertx,
            new AppleHosts(uri, uri),
            new ProviderTokens(new KeyFiles(vertx, files, times), times, times),
            new Limits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                4,
                4,
                Duration.ofSeconds(20),
                100,
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1))),
            new Sources(times, times, random),
            AppleObserver.NONE)
        .await();
  }

  @AfterEach
  void stop() {
    fake.close().await();
    vertx.close().await();
  }

  private SimulatedDevice device() {
    return apple.device(
        new SimulatedDevice.Model(
            TEAM + ".com.example.app", Environment.DEVELOPMENT, OperatingSystem.IOS_26),
        random,
        Providers.best());
  }

  private Bytes receipt() {
    try {
      return AttestationObject.decode(device().attest(HASH, times.instant()))
          .receipt()
          .orElseThrow();
    } catch (Malformed e) {
      throw new AssertionError(e);
    }
  }

  private Exchanged exchange(Bytes receipt) {
    return client.receipts().exchange(TEAM, receipt).await();
  }

  private DeviceChecked query(SimulatedDevice device) {
    return client.deviceCheck().query(TEAM, device.deviceToken(times.instant())).await();
  }

  private DeviceChecked update(
      SimulatedDevice device, Optional<Boolean> bit0, Optional<Boolean> bit1) {
    return client
        .deviceCheck()
        .update(TEAM, device.deviceToken(times.instant()), bit0, bit1)
        .await();
  }

  @Test
  void aReceiptIsExchangedWhenItIsTimeAndAsLongAsAppleKnowsTheDevice() {
    Bytes first = receipt();
    Bytes second = assertInstanceOf(Exchanged.Refreshed.class, exchange(first)).receipt();
    assertNotEquals(first, second);
    times.pass(Duration.ofHours(23));
    assertEquals(new Exchanged.NotYet(), exchange(second));
    times.pass(Duration.ofHours(1));
    assertInstanceOf(Exchanged.Refreshed.class, exchange(second));
    times.pass(Duration.ofDays(31));
    assertEquals(new Exchanged.NoData(), exchange(second));
  }

  @Test
  void anotherTeamsReceiptIsRefused() {
    assertEquals(
        new Exchanged.Unauthorized(), client.receipts().exchange(OTHER_TEAM, receipt()).await());
  }

  @Test
  void theOtherEnvironmentsHostRefusesAReceiptAndWhatIsNone() {
    AppleClient production = client(Environment.PRODUCTION);
    assertEquals(
        new Exchanged.WrongEnvironment(), production.receipts().exchange(TEAM, receipt()).await());
    assertEquals(new Exchanged.BadPayload(), exchange(Bytes.utf8("no receipt")));
  }

  @Test
  void aKeyThatIsRevokedIsReplacedByANewFileWithoutARestart() {
    Bytes receipt = receipt();
    assertInstanceOf(Exchanged.Refreshed.class, exchange(receipt));
    fake.revoke(key.team());
    assertEquals(new Exchanged.Unauthorized(), exchange(receipt));
    TeamKey fresh = TeamKey.generate(TEAM, key.keyId(), random);
    fake.add(fresh.team());
    TestKeys.write(folder.resolve("own.p8"), fresh.p8());
    times.pass(Duration.ofSeconds(2));
    assertInstanceOf(Exchanged.Refreshed.class, exchange(receipt));
  }

  @Test
  void aTokenLastsAsLongAsItIsUsedFor() {
    Bytes receipt = receipt();
    for (int quarter = 0; quarter < 12; quarter++) { // three hours
      assertInstanceOf(Exchanged.Refreshed.class, exchange(receipt));
      times.pass(Duration.ofMinutes(15));
    }
  }

  @Test
  void whatGoesWrongIsDownOrThrottled() {
    Bytes receipt = receipt();
    SimulatedDevice device = device();
    for (Fault fault :
        List.of(
            Fault.html(), Fault.empty(), Fault.status(500), Fault.status(503), new Fault.Cut())) {
      fake.script().next(2, fault);
      assertInstanceOf(Exchanged.Down.class, exchange(receipt), fault::toString);
      assertInstanceOf(DeviceChecked.Down.class, query(device), fault::toString);
    }
    fake.script().next(2, Fault.status(429, Duration.ofSeconds(30)));
    Optional<Duration> wait = Optional.of(Duration.ofSeconds(30));
    assertEquals(new Exchanged.Throttled(wait), exchange(receipt));
    assertEquals(new DeviceChecked.Throttled(wait), query(device));
  }

  @Test
  void bitsAreSetOneByOneAndReadWithTheirMonth() {
    SimulatedDevice device = device();
    assertEquals(new DeviceChecked.NeverSet(), query(device));
    assertEquals(new DeviceChecked.Done(), update(device, Optional.of(true), Optional.empty()));
    assertEquals(new DeviceChecked.Done(), update(device, Optional.empty(), Optional.of(true)));
    assertEquals(new DeviceChecked.Done(), update(device, Optional.of(false), Optional.empty()));
    assertEquals(
        new DeviceChecked.Bits(false, true, Optional.of(YearMonth.of(2026, 11))), query(device));
  }

  @Test
  void aDeviceTokenIsGoodWhileItIsFreshAndForItsOwnEnvironment() {
    String token = device().deviceToken(times.instant());
    assertEquals(new DeviceChecked.Done(), client.deviceCheck().validate(TEAM, token).await());
    assertEquals(
        new DeviceChecked.BadDeviceToken(),
        client(Environment.PRODUCTION).deviceCheck().validate(TEAM, token).await());
    times.pass(Duration.ofMinutes(10));
    assertEquals(
        new DeviceChecked.BadDeviceToken(), client.deviceCheck().validate(TEAM, token).await());
  }

  @Test
  void aRefusedKeyIsOursAndNotTheDevices() {
    fake.revoke(key.team());
    assertTrue(
        assertInstanceOf(DeviceChecked.Misconfigured.class, query(device()))
            .why()
            .contains("not revoked"));
  }
}
