package assay.cli.apple.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.TestKeys;
import assay.cli.Outcome;
import assay.cli.apple.AppleScene;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.Fault;
import assay.simulator.apple.answer.Answer;
import assay.simulator.apple.receipt.Forgery;
import assay.store.ReceiptQueue.Claim;
import assay.store.Store;
import assay.store.StoredKey;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay receipt refresh --config}: beside a server, which has the store open. */
final class RefreshOfKeyTest {
  @TempDir private Path folder;

  private AppleScene scene;
  private Store server;
  private SimulatedDevice device;

  @BeforeEach
  void open() throws Exception {
    scene = new AppleScene(folder);
    server = scene.store();
    device = scene.device();
    scene.register(server, "shop", device, true);
  }

  @AfterEach
  void close() {
    server.close().await();
    scene.close();
  }

  private Outcome refresh(SimulatedDevice whose, Object... more) {
    Object[] words = {
      "receipt",
      "refresh",
      "--config",
      scene.config(),
      "--app",
      "shop",
      whose.keyId().base64(),
      "--json"
    };
    return scene.run(
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(words), java.util.Arrays.stream(more))
            .toArray());
  }

  private void assertOutcome(int code, String outcome, Outcome told) {
    assertEquals(outcome, new JsonObject(told.out()).getString("outcome"), told.toString());
    assertEquals(code, told.code(), told.toString());
  }

  @Test
  void theNewerReceiptIsKeptWithTheMetric() {
    Outcome told = refresh(device);
    assertOutcome(0, "refreshed", told);
    assertEquals(1, new JsonObject(told.out()).getInteger("riskMetric"));
    StoredKey kept = server.find(AppleScene.keyOf("shop", device)).await().orElseThrow();
    assertEquals(1, kept.risk().orElseThrow().metric());
    assertEquals(
        new JsonObject(told.out()).getString("nextNotBefore"),
        kept.facts().receipt().orElseThrow().notBefore().orElseThrow().toString());
  }

  @Test
  void anotherRightAfterIsTooEarlyAndIsNotAskedFor() {
    assertOutcome(0, "refreshed", refresh(device));
    int asked = scene.exchanges.size();
    Outcome told = refresh(device);
    assertOutcome(1, "not-yet", told);
    assertTrue(told.out().contains("nextNotBefore"), told.out());
    assertEquals(asked, scene.exchanges.size());
  }

  @Test
  void eachOfApplesAnswersIsToldWithWhatToDo() {
    Map<Fault, String> answers = new LinkedHashMap<>();
    answers.put(Fault.status(304), "not-yet");
    answers.put(Fault.status(404), "no-data");
    answers.put(
        new Fault.Instead(Answer.text(400, "Incorrect Environment", "")), "wrong-environment");
    answers.put(new Fault.Instead(Answer.text(400, "Bad Payload", "")), "bad-payload");
    answers.put(Fault.status(401), "unauthorized");
    answers.put(Fault.status(429, Duration.ofSeconds(30)), "throttled");
    answers.put(Fault.status(503), "down");
    answers.put(Fault.html(), "down");
    answers.put(Fault.empty(), "down");
    answers.put(new Fault.Cut(), "down");
    answers.put(new Fault.Forged(Forgery.OTHER_KEY), "refused");
    answers.put(new Fault.Forged(Forgery.OTHER_ROOT), "refused");
    answers.forEach((fault, outcome) -> {
      scene.fake.script().next(1, fault);
      Outcome told = refresh(device);
      assertOutcome(1, outcome, told);
      assertTrue(
          new JsonObject(told.out()).getString("action").length() > 10, fault + ": " + told.out());
    });
    StoredKey kept = server.find(AppleScene.keyOf("shop", device)).await().orElseThrow();
    assertTrue(kept.risk().isEmpty(), kept.toString());
  }

  @Test
  void aForgedReceiptIsRefusedByTheStepThatFindsIt() {
    scene.fake.script().next(1, new Fault.Forged(Forgery.OTHER_KEY));
    assertEquals("public-key", new JsonObject(refresh(device).out()).getString("step"));
    scene.fake.script().next(1, new Fault.Forged(Forgery.OTHER_ROOT));
    assertEquals("receipt-chain", new JsonObject(refresh(device).out()).getString("step"));
  }

  @Test
  void howLongAppleWantsToBeLeftAloneIsTold() {
    scene.fake.script().next(1, Fault.status(429, Duration.ofSeconds(31)));
    Outcome told = refresh(device);
    assertTrue(told.out().contains("ask again in 31 s"), told.out());
  }

  @Test
  void aReceiptThatAServerIsAskingForIsLeftToIt() {
    Claim claim =
        server
            .claim(AppleScene.keyOf("shop", device), Duration.ofMinutes(5), Instant.now())
            .await();
    assertInstanceOf(Claim.Taken.class, claim);
    assertOutcome(1, "under-way", refresh(device));
    assertEquals(0, scene.exchanges.size());
  }

  @Test
  void keysThatHaveNothingToExchangeAreToldApart() throws Exception {
    assertOutcome(1, "unknown-key", refresh(scene.device()));
    SimulatedDevice bare = scene.device();
    scene.register(server, "shop", bare, false);
    assertOutcome(1, "no-receipt", refresh(bare));
    server.revoke(AppleScene.keyOf("shop", device), "lost", Instant.now()).await();
    assertOutcome(1, "revoked-key", refresh(device));
    assertEquals(0, scene.exchanges.size());
  }

  @Test
  void aTeamWithoutKeyCannotAsk() throws Exception {
    scene.configure(
        "  bank: { appIds: [ OTHERTEAM1.com.example.bank ], environment: test, trust: roots.pem }");
    SimulatedDevice other = scene.device("OTHERTEAM1.com.example.bank");
    scene.register(server, "bank", other, true);
    Outcome told =
        scene.run(
            "receipt",
            "refresh",
            "--config",
            scene.config(),
            "--app",
            "bank",
            other.keyId().base64());
    assertEquals(2, told.code(), told.toString());
    assertTrue(told.out().startsWith("not-configured: "), told.out());
    assertTrue(told.out().contains("team OTHERTEAM1 has no private key"), told.out());
  }

  @Test
  void aPrivateKeyThatIsNoneIsAnErrorOfTheConfigurationWithItsLine() throws Exception {
    scene.secret("AuthKey.p8", TestKeys.p8(TestKeys.ec("secp384r1")));
    Outcome told = refresh(device);
    assertEquals(2, told.code());
    assertTrue(told.err().contains("privateKeyFile"), told.err());
    assertTrue(told.err().contains("of another curve than P-256"), told.err());
    assertEquals(0, scene.exchanges.size());
  }

  @Test
  void anotherTeamsKeyIsRefusedByApple() throws Exception {
    scene.secret("AuthKey.p8", TestKeys.p8(TestKeys.p256()));
    assertOutcome(1, "unauthorized", refresh(device));
  }

  @Test
  void whatTheConfigurationSaysIsNotSaidAgain() {
    Outcome told = refresh(device, "--host", scene.host());
    assertEquals(2, told.code());
    assertTrue(told.err().contains("leave out"), told.err());
  }
}
