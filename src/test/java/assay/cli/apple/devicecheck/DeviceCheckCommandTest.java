package assay.cli.apple.devicecheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.TestKeys;
import assay.cli.Outcome;
import assay.cli.apple.AppleScene;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.Fault;
import assay.simulator.apple.answer.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay devicecheck}, before a simulated Apple. */
final class DeviceCheckCommandTest {
  @TempDir private Path folder;

  private AppleScene scene;
  private SimulatedDevice device;

  @BeforeEach
  void open() throws Exception {
    scene = new AppleScene(folder);
    device = scene.device();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private String token() {
    return device.deviceToken(Instant.now());
  }

  private Outcome ask(String operation, String token, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("devicecheck", operation, "--config", scene.config(), "--app", "shop", "-"));
    words.addAll(Arrays.asList(more));
    return scene.runWith(token, words.toArray());
  }

  @Test
  void bitsAreNeverSetUntilOneIsAndTheOtherStays() {
    assertTrue(ask("query", token()).out().startsWith("never-set: "));
    assertEquals(0, ask("update", token(), "--bit0", "true").code());
    assertEquals(0, ask("update", token(), "--bit1", "true").code());
    Outcome updated = ask("update", token(), "--bit0", "false");
    assertEquals(0, updated.code());
    assertTrue(updated.out().startsWith("done: "), updated.out());
    Outcome read = ask("query", token(), "--json");
    assertEquals(0, read.code());
    JsonObject json = new JsonObject(read.out());
    assertEquals("bits", json.getString("outcome"));
    assertEquals(false, json.getValue("bit0"));
    assertEquals(true, json.getValue("bit1"));
  }

  @Test
  void aTokenIsValidatedFromAFileHoweverItWasPasted() throws Exception {
    String token = token();
    Path file =
        Files.writeString(
            folder.resolve("token"), token.substring(0, 60) + "\n" + token.substring(60) + "\n");
    Outcome told =
        scene.run("devicecheck", "validate", "--config", scene.config(), "--app", "shop", file);
    assertEquals("done: Apple accepted it\n", told.out());
    assertEquals(0, told.code());
  }

  @Test
  void withoutAConfigurationTheTeamIsTyped() {
    Outcome told =
        scene.runWith(
            token(),
            "devicecheck",
            "query",
            "-",
            "--team",
            AppleScene.TEAM,
            "--key-id",
            AppleScene.KEY_ID,
            "--private-key",
            folder.resolve("AuthKey.p8"),
            "--environment",
            "development",
            "--host",
            scene.host());
    assertEquals(0, told.code(), told.toString());
    assertTrue(told.out().startsWith("never-set: "), told.out());
  }

  @Test
  void eachOfApplesAnswersIsToldWithWhatToDo() {
    Map<Fault, String> answers = new LinkedHashMap<>();
    answers.put(
        text(400, "Missing or incorrectly formatted device token payload"), "bad-device-token");
    answers.put(text(400, "Missing or incorrectly formatted time stamp"), "misconfigured");
    answers.put(text(400, "Missing or badly formatted authorization token"), "misconfigured");
    answers.put(text(401, "Unable to verify authorization token"), "misconfigured");
    answers.put(Fault.status(403), "misconfigured");
    answers.put(Fault.status(405), "misconfigured");
    answers.put(Fault.status(429, Duration.ofSeconds(9)), "throttled");
    answers.put(Fault.status(500), "down");
    answers.put(Fault.status(503), "down");
    answers.put(Fault.html(), "down");
    answers.put(new Fault.Cut(), "down");
    for (String operation : List.of("query", "validate")) {
      answers.forEach((fault, outcome) -> {
        scene.fake.script().next(1, fault);
        JsonObject told = new JsonObject(ask(operation, token(), "--json").out());
        assertEquals(outcome, told.getString("outcome"), operation + " " + fault + " " + told);
        assertTrue(told.getString("action").length() > 10, told.toString());
      });
    }
  }

  private static Fault text(int status, String body) {
    return new Fault.Instead(Answer.text(status, body, ""));
  }

  @Test
  void tokensThatAppleRefusesAreTheCallersFault() {
    String others = scene.device("OTHERTEAM1.com.example.bank").deviceToken(Instant.now());
    String old = device.deviceToken(Instant.now().minus(Duration.ofMinutes(10)));
    for (String token : List.of(others, old, "bm8gdG9rZW4=", "z".repeat(10 << 10))) {
      Outcome told = ask("query", token);
      assertEquals(1, told.code(), told.toString());
      assertTrue(told.out().startsWith("bad-device-token: "), told.out());
    }
    assertEquals(3, scene.exchanges.size(), "10 KiB are not sent");
  }

  @Test
  void aClockThatIsFiveMinutesAheadIsRefusedForItsToken() {
    scene.setApplesClock(Duration.ofMinutes(-5));
    Outcome told = ask("query", token());
    assertEquals(1, told.code());
    assertTrue(told.out().startsWith("misconfigured: "), told.out());
    assertTrue(told.out().contains("clock"), told.out());
  }

  @Test
  void aTokenNeverStandsInWhatIsPrinted() {
    String token = token();
    for (String operation : List.of("query", "validate")) {
      Outcome told = ask(operation, token);
      assertFalse((told.out() + told.err()).contains(token.substring(0, 20)), told.toString());
    }
  }

  @Test
  void whatCannotBeAskedIsSaidBeforeItIs() throws Exception {
    assertUnusable("empty", ask("query", "\n"));
    assertUnusable("--bit0 is true or false, not maybe", ask("update", token(), "--bit0", "maybe"));
    assertUnusable("which bit?", ask("update", token()));
    assertUnusable(
        "there is no app",
        scene.runWith(
            token(), "devicecheck", "query", "--config", scene.config(), "--app", "bank", "-"));
    assertUnusable(
        "which app?",
        scene.runWith(token(), "devicecheck", "query", "--config", scene.config(), "-"));
    assertUnusable("in whose name?", scene.runWith(token(), "devicecheck", "query", "-"));
    assertUnusable(
        "--environment is missing",
        scene.runWith(
            token(),
            "devicecheck",
            "query",
            "-",
            "--team",
            AppleScene.TEAM,
            "--key-id",
            AppleScene.KEY_ID,
            "--private-key",
            folder.resolve("AuthKey.p8")));
    scene.secret("AuthKey.p8", TestKeys.p8(TestKeys.rsa()));
    assertUnusable("privateKeyFile", ask("query", token()));
    assertEquals(0, scene.exchanges.size());
  }

  private static void assertUnusable(String why, Outcome told) {
    assertEquals(2, told.code(), told.toString());
    assertTrue(told.err().contains(why), told.toString());
  }
}
