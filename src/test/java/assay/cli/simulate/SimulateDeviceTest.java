package assay.cli.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.Outcome;
import assay.cli.simulate.ContractServer.Fault;
import assay.core.App;
import assay.core.App.Environment;
import assay.simulator.maker.OperatingSystem;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulated device against a server that speaks the contract and judges with the verifiers. */
final class SimulateDeviceTest {
  private static final Path TRANSCRIPT =
      Path.of("src/test/resources/assay/cli/simulate/device.txt");
  private static final boolean WRITE = System.getenv("ASSAY_WRITE_TRANSCRIPTS") != null;

  @TempDir static Path folder;

  private static CaFile ca;
  private static Path caFile;

  @BeforeAll
  static void makeAuthority() throws Exception {
    caFile = folder.resolve("simulator.ca");
    ca = CaFile.openOrMake(caFile, new SecureRandom(), Instant.now());
  }

  private static List<JsonObject> exchanges(Outcome outcome) {
    return outcome.out().lines().map(JsonObject::new).toList();
  }

  private static Outcome device(ContractServer server, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "simulate",
                "device",
                "--ca",
                caFile.toString(),
                "--server",
                server.publicUrl(),
                "--internal",
                server.internalUrl()));
    arguments.addAll(Arrays.asList(more));
    return Outcome.of(arguments.toArray(String[]::new));
  }

  private static final String[] TOKEN = {"--token", ContractServer.TOKEN};

  private static String[] withToken(String... more) {
    return Stream.concat(Arrays.stream(TOKEN), Arrays.stream(more)).toArray(String[]::new);
  }

  private static List<Integer> statuses(Outcome outcome) {
    return exchanges(outcome).stream().map(exchange -> exchange.getInteger("status")).toList();
  }

  /** What a person reads, with what differs from run to run replaced. */
  @Test
  void theTranscriptsAreWhatAPersonReads() throws IOException {
    try (ContractServer server = ContractServer.of(ca.apple());
        ContractServer wrong = ContractServer.of(ca.apple(), Fault.TAKES_REPLAYS);
        ContractServer stranger = ContractServer.of(otherApple())) {
      String told =
          "# A device with its backend.\n"
              + told(device(server, TOKEN))
              + "# Without a token, only the device's part.\n"
              + told(device(server))
              + "# A server that takes replays.\n"
              + told(device(wrong, withToken("--system", "ios27")))
              + "# An app that trusts another simulated Apple.\n"
              + told(device(stranger, TOKEN));
      if (WRITE) {
        Files.writeString(TRANSCRIPT, told);
      }
      assertEquals(Files.readString(TRANSCRIPT), told);
    }
  }

  private static assay.simulator.SimulatedApple otherApple() {
    return assay.simulator.SimulatedApple.of(
        assay.core.Bytes.sha256(assay.core.Bytes.utf8("another")), Instant.now());
  }

  private static String told(Outcome outcome) {
    return (outcome.out() + outcome.err() + "[exit " + outcome.code() + "]\n\n")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
        .replaceAll("[A-Za-z0-9+/]{43}=", "KEYID")
        .replaceAll("[A-Za-z0-9+/]{24}… \\(\\d+ characters\\)", "BASE64… (N characters)");
  }

  @ParameterizedTest
  @EnumSource
  void everySystemWalksThrough(OperatingSystem system) {
    App app = app(Environment.DEVELOPMENT, system);
    try (ContractServer server = new ContractServer(ca.apple(), app)) {
      Outcome outcome = device(server, withToken("--json", "--system", Systems.name(system)));
      assertEquals(List.of(201, 201, 201, 200, 409, 403), statuses(outcome), outcome.out());
      assertEquals(0, outcome.code());
    }
  }

  private static App app(Environment environment, OperatingSystem system) {
    App app = App.of(ContractServer.APP_ID, environment);
    return new App(
        app.appIds(),
        environment,
        system.platform(),
        app.validationCategories(),
        app.launchInfoRequired(),
        app.minimumBundleVersion(),
        app.counterRule());
  }

  @Test
  void aProductionBuildIsRefusedWhereADevelopmentOneIsExpected() {
    try (ContractServer server = ContractServer.of(ca.apple())) {
      Outcome outcome = device(server, withToken("--json", "--environment", "production"));
      assertEquals(List.of(201, 403), statuses(outcome));
      assertEquals(
          "environment", exchanges(outcome).getLast().getJsonObject("response").getString("code"));
      assertEquals(1, outcome.code());
    }
  }

  @Test
  void anAnswerThatDoesNotSayTestIsNotAsExpected() {
    try (ContractServer server = ContractServer.of(ca.apple(), Fault.SAYS_PRODUCTION)) {
      Outcome outcome = device(server, withToken("--json"));
      assertEquals(List.of(201), statuses(outcome));
      assertFalse(exchanges(outcome).getFirst().getBoolean("asExpected"));
      assertEquals(1, outcome.code());
    }
  }

  @Test
  void aServerThatGivesNoNextChallengeIsNotAsExpected() {
    try (ContractServer server = ContractServer.of(ca.apple(), Fault.FORGETS_NEXT_CHALLENGE)) {
      Outcome outcome = device(server, withToken("--json"));
      assertEquals(List.of(201, 201, 201, 200, 409), statuses(outcome));
      assertEquals(1, outcome.code());
    }
  }

  @Test
  void withASubjectTheBackendRelaysTheAttestation() {
    try (ContractServer server = ContractServer.of(ca.apple())) {
      assertEquals(0, device(server, withToken("--subject", "ada")).code());
      assertEquals(List.of("true ada"), server.subjects);
    }
  }

  @Test
  void withoutASubjectTheDeviceSendsItsAttestation() {
    try (ContractServer server = ContractServer.of(ca.apple())) {
      Outcome outcome = device(server, TOKEN);
      assertEquals(0, outcome.code(), outcome.toString());
      assertEquals(List.of("false null"), server.subjects);
    }
  }

  @Test
  void theTokenMayComeFromAFileAndIsNeverPrinted() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), ContractServer.TOKEN + "\n");
    try (ContractServer server = ContractServer.of(ca.apple())) {
      for (String form : List.of("--json", "--system=ios26")) {
        Outcome outcome = device(server, "--token-file", file.toString(), form);
        assertEquals(0, outcome.code(), outcome.toString());
        assertFalse((outcome.out() + outcome.err()).contains(ContractServer.TOKEN));
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsUnusableAndNamed() {
    ContractServer server = ContractServer.of(ca.apple());
    String url = server.publicUrl();
    server.close();
    Outcome outcome = device(server, TOKEN);
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(url + "/ does not answer"), outcome.err());
    assertTrue(outcome.err().contains("make run"), outcome.err());
  }

  @Test
  void loadIsAnsweredAndCounted() {
    try (ContractServer server = ContractServer.of(ca.apple())) {
      Outcome outcome = device(server, withToken("--json", "--count", "20", "--assertions", "300"));
      JsonObject result = exchanges(outcome).getLast();
      assertEquals(0, outcome.code(), outcome.out());
      assertEquals(20, result.getInteger("enrolled"));
      assertEquals(new JsonObject().put("200 accepted", 300), result.getJsonObject("answers"));
      assertEquals(0, result.getInteger("unsent"));
      assertTrue(
          result.getJsonObject("latencyMillis").getDouble("p50")
              <= result.getJsonObject("latencyMillis").getDouble("max"));
    }
  }

  @Test
  void loadWaitsWhereTheServerHasHadTooManyRequests() {
    try (ContractServer server =
        ContractServer.of(
            ca.apple(), Fault.LIMITS_THE_FIRST_REQUEST, Fault.FORGETS_NEXT_CHALLENGE)) {
      Outcome outcome = device(server, withToken("--count", "3", "--assertions", "9"));
      assertEquals(0, outcome.code(), outcome.out());
      assertTrue(outcome.out().contains("3 of 3 devices enrolled"), outcome.out());
      assertTrue(outcome.out().contains("       9  200 accepted"), outcome.out());
    }
  }

  @Test
  void aStallCountsForEveryRequestThatWasDueWhileItLasted() {
    try (ContractServer server = ContractServer.of(ca.apple(), Fault.STALLS_ONCE)) {
      Outcome outcome =
          device(
              server, withToken("--json", "--count", "1", "--rate", "100", "--assertions", "100"));
      JsonObject latency = exchanges(outcome).getLast().getJsonObject("latencyMillis");
      assertTrue(latency.getDouble("max") >= 500, latency.encode());
      assertTrue(latency.getDouble("p90") >= 300, latency.encode());
    }
  }

  @Test
  void whatTheServerRefusesUnderLoadIsCountedAndTheExitCodeIsOne() {
    try (ContractServer server = ContractServer.of(otherApple())) {
      Outcome outcome = device(server, withToken("--count", "3", "--assertions", "9"));
      assertEquals(1, outcome.code());
      assertTrue(outcome.out().contains("       3  403 certificate-chain"), outcome.out());
    }
  }

  @Test
  void aRateIsKept() {
    try (ContractServer server = ContractServer.of(ca.apple())) {
      Outcome outcome =
          device(server, withToken("--json", "--count", "10", "--rate", "200", "--duration", "2"));
      JsonObject result = exchanges(outcome).getLast();
      assertEquals(400, result.getInteger("assertions") + result.getInteger("unsent"), 2);
      assertTrue(result.getDouble("seconds") >= 1.9, outcome.out());
      assertEquals(0, outcome.code(), outcome.out());
    }
  }

  @Test
  void loadNeedsAToken() {
    try (ContractServer server = ContractServer.of(ca.apple())) {
      Outcome outcome = device(server, "--count", "3");
      assertEquals(2, outcome.code());
      assertTrue(outcome.err().contains("needs a backend's token"), outcome.err());
    }
  }
}
