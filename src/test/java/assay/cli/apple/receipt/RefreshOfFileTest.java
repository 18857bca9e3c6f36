package assay.cli.apple.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.TestKeys;
import assay.cli.Outcome;
import assay.cli.apple.AppleScene;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.Fault;
import assay.simulator.apple.receipt.Forgery;
import assay.simulator.apple.team.TeamKey;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay receipt refresh --receipt}: without a store. */
final class RefreshOfFileTest {
  @TempDir private Path folder;

  private AppleScene scene;
  private SimulatedDevice device;
  private Path receipt;
  private String original;

  @BeforeEach
  void open() throws Exception {
    scene = new AppleScene(folder);
    device = scene.device();
    original = AppleScene.attestation(device).receipt().orElseThrow().base64();
    receipt = Files.writeString(folder.resolve("receipt.b64"), original + "\n");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Outcome refresh(Object... more) {
    List<Object> words = new ArrayList<>(List.of("--trust", scene.roots()));
    words.addAll(Arrays.asList(more));
    return refreshAt(scene.host(), words.toArray());
  }

  private Outcome refreshAt(Object host, Object... more) {
    return refreshOf(AppleScene.TEAM, AppleScene.KEY_ID, folder.resolve("AuthKey.p8"), host, more);
  }

  private Outcome refreshOf(String team, String keyId, Path p8, Object host, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "receipt",
                "refresh",
                "--receipt",
                receipt,
                "--team",
                team,
                "--key-id",
                keyId,
                "--private-key",
                p8,
                "--host",
                host));
    words.addAll(Arrays.asList(more));
    return scene.run(words.toArray());
  }

  @Test
  void theNewerReceiptTakesTheOldOnesPlaceInItsFile() throws Exception {
    Outcome told = refresh("--out", receipt);
    assertEquals(0, told.code(), told.toString());
    assertTrue(told.out().contains("refreshed: Apple gave a newer receipt"), told.out());
    assertTrue(told.out().contains("  riskMetric: 1\n"), told.out());
    assertNotEquals(original, Files.readString(receipt).strip());
    Outcome verified =
        scene.run(
            "receipt",
            "verify",
            receipt,
            "--trust",
            scene.roots(),
            "--app-id",
            AppleScene.APP_ID,
            "--environment",
            "development",
            "--key",
            device.keyId().base64(),
            "--json");
    assertEquals(0, verified.code(), verified.toString());
    JsonObject report = new JsonObject(verified.out());
    assertEquals("RECEIPT", report.getString("receiptType"));
    assertFalse(report.containsKey("notCompared"), verified.out());
  }

  @Test
  void withoutAFileTheNewerReceiptIsPrinted() throws Exception {
    Outcome told = refresh("--json");
    String newer = new JsonObject(told.out()).getString("receipt");
    assertEquals(
        "✓",
        scene
            .runWith(newer, "receipt", "verify", "-", "--trust", scene.roots())
            .out()
            .substring(0, 1));
    assertEquals(original, Files.readString(receipt).strip());
    Path elsewhere = Files.writeString(folder.resolve("newer.b64"), newer);
    Outcome again =
        scene.run(
            "receipt",
            "refresh",
            "--receipt",
            elsewhere,
            "--team",
            AppleScene.TEAM,
            "--key-id",
            AppleScene.KEY_ID,
            "--private-key",
            folder.resolve("AuthKey.p8"),
            "--host",
            scene.host(),
            "--json");
    assertEquals("not-yet", new JsonObject(again.out()).getString("outcome"));
    assertEquals(1, again.code());
  }

  @Test
  void aReceiptThatIsRefusedIsExplained() {
    Outcome told =
        scene.run(
            "receipt",
            "verify",
            receipt,
            "--trust",
            scene.roots(),
            "--app-id",
            "TEAMID1234.com.example.another",
            "--json");
    assertEquals(1, told.code(), told.toString());
    JsonObject why = new JsonObject(told.out()).getJsonObject("diagnosis");
    assertTrue(why.getString("code").startsWith("app-id-"), told.out());
    assertFalse(why.getString("action").isEmpty());

    Outcome late =
        scene.run(
            "receipt", "verify", receipt, "--trust", scene.roots(), "--at", "2036-01-01T00:00:00Z");
    assertEquals(1, late.code());
    assertTrue(late.out().contains("why: receipt-sent-late"), late.out());
    assertTrue(late.out().contains("In the app: Send an attestation when it is made."), late.out());
  }

  @Test
  void aFolderThatCannotBeWrittenLosesNothing() {
    Outcome told = refresh("--json", "--out", folder.resolve("nowhere/newer.b64"));
    assertEquals(2, told.code());
    JsonObject json = new JsonObject(told.out());
    assertEquals("not-written", json.getString("outcome"));
    assertTrue(json.getString("receipt").length() > 1000);
  }

  @Test
  void aForgedReceiptIsShownWithItsStepsAndNotWritten() throws Exception {
    for (Forgery forgery : List.of(Forgery.OTHER_KEY, Forgery.OTHER_ROOT)) {
      scene.fake.script().next(1, new Fault.Forged(forgery));
      Outcome told = refresh("--out", receipt);
      assertEquals(1, told.code(), told.toString());
      assertTrue(told.out().contains("✗ "), told.out());
      assertTrue(told.out().contains("refused: what came does not hold"), told.out());
      assertEquals(original, Files.readString(receipt).strip());
    }
  }

  @Test
  void anAnswerThatBringsNothingIsToldWithWhatToDo() {
    Map<Fault, String> answers =
        Map.of(
            Fault.status(404), "no-data",
            Fault.status(401), "unauthorized",
            Fault.status(429, Duration.ofSeconds(7)), "throttled",
            Fault.status(500), "down");
    answers.forEach((fault, outcome) -> {
      scene.fake.script().next(1, fault);
      Outcome told = refresh();
      assertEquals(1, told.code());
      assertTrue(told.out().startsWith(outcome + ": "), told.out());
      assertTrue(told.out().contains("  What to do: "), told.out());
    });
  }

  @Test
  void theOtherEnvironmentsHostSaysSo() {
    Outcome other = refreshAt(scene.fake.uri(assay.core.App.Environment.PRODUCTION));
    assertEquals(1, other.code());
    assertTrue(other.out().startsWith("wrong-environment: "), other.out());
  }

  @Test
  void aPrivateKeyThatIsMissingOrNoneIsFoundBeforeAppleIsAsked() throws Exception {
    scene.secret("AuthKey.p8", TestKeys.p8(TestKeys.ec("secp384r1")));
    Outcome wrong = refresh();
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("another curve than P-256"), wrong.err());
    Files.delete(folder.resolve("AuthKey.p8"));
    Outcome missing = refresh();
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("is not there: check the path"), missing.err());
    assertEquals(0, scene.exchanges.size());
  }

  @Test
  void anotherTeamMayNotExchangeIt() throws Exception {
    TeamKey other = TeamKey.generate("OTHERTEAM1", "KEYID99999", new Random(2));
    scene.fake.add(other.team());
    Path p8 = scene.secret("other.p8", other.p8());
    Outcome told = refreshOf("OTHERTEAM1", "KEYID99999", p8, scene.host());
    assertEquals(1, told.code(), told.toString());
    assertTrue(told.out().startsWith("unauthorized: "), told.out());
  }

  @Test
  void whatIsNoReceiptIsNotSent() throws Exception {
    Files.writeString(receipt, "AAAA");
    Outcome told = refresh();
    assertEquals(2, told.code());
    assertTrue(told.err().contains("is no receipt"), told.err());
    assertEquals(0, scene.exchanges.size());
  }

  @Test
  void nobodyIsSpokenToWithoutTlsButThisMachine() {
    Outcome told = refreshAt("http://example.com");
    assertEquals(2, told.code());
    assertTrue(told.err().contains("must be https"), told.err());
  }
}
