package assay.cli.apple.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Eventually;
import assay.Nobody;
import assay.apple.TestKeys;
import assay.cli.Outcome;
import assay.cli.Terminal;
import assay.cli.apple.AppleScene;
import assay.simulator.apple.Fault;
import assay.simulator.apple.Route;
import assay.simulator.apple.answer.Answer;
import assay.store.Store;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code assay doctor}: what is healthy, and each fault alone. */
final class DoctorCommandTest {
  private static final Path TRANSCRIPT = Path.of("src/test/resources/assay/cli/apple/doctor.txt");
  private static final boolean WRITE = System.getenv("ASSAY_WRITE_TRANSCRIPTS") != null;

  @TempDir private Path folder;

  private AppleScene scene;

  @BeforeEach
  void open() throws Exception {
    scene = new AppleScene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Outcome doctor(Object... more) {
    Object[] words = new Object[3 + more.length];
    words[0] = "doctor";
    words[1] = "--config";
    words[2] = scene.config();
    System.arraycopy(more, 0, words, 3, more.length);
    return scene.run(words);
  }

  private void assertFinds(int code, String line, Outcome told) {
    assertEquals(code, told.code(), told.toString());
    assertTrue(finds(line, told), line + " in:\n" + told.out() + told.err());
  }

  private boolean finds(String line, Outcome told) {
    return scene.steady(told.out()).lines().anyMatch(it -> it.replaceAll(" +", " ").contains(line));
  }

  @Test
  void theTranscriptIsWhatAPersonReads() throws Exception {
    Store store = scene.store();
    scene.register(store, "shop", scene.device(), true);
    store.close().await();
    StringBuilder told = new StringBuilder("# All is well.\n");
    add(told, doctor());
    told.append("# The clock is five minutes ahead, and the key's file is everybody's.\n");
    scene.setApplesClock(Duration.ofMinutes(-5));
    Files.setPosixFilePermissions(
        folder.resolve("AuthKey.p8"), PosixFilePermissions.fromString("rw-r--r--"));
    add(told, doctor());
    told.append("# A member that there is none of.\n");
    Files.writeString(scene.config(), Files.readString(scene.config()) + "appz: {}\n");
    add(told, doctor());
    String steady = scene.steady(told.toString()).replaceAll("is 30\\d s ", "is 300 s ");
    if (WRITE) {
      Files.writeString(TRANSCRIPT, steady);
    }
    assertEquals(Files.readString(TRANSCRIPT), steady);
  }

  private static void add(StringBuilder told, Outcome outcome) {
    told.append("$ assay doctor --config assay.yaml\n")
        .append(outcome.out())
        .append(outcome.err())
        .append("[exit ")
        .append(outcome.code())
        .append("]\n\n");
  }

  @Test
  void programsReadTheSame() {
    Outcome told = doctor("--json");
    assertEquals(0, told.code());
    JsonObject json = new JsonObject(told.out());
    assertEquals(true, json.getBoolean("healthy"));
    JsonArray findings = json.getJsonArray("findings");
    List<JsonObject> tokens =
        findings.stream()
            .map(JsonObject.class::cast)
            .filter(finding -> finding.getString("check").equals("token"))
            .toList();
    assertEquals(2, tokens.size(), told.out());
    tokens.forEach(token -> assertEquals("good", token.getString("result")));
  }

  @Test
  void aClockThatIsFiveMinutesOffEitherWayIsFound() {
    scene.setApplesClock(Duration.ofMinutes(5).plusSeconds(9)); // less what an answer takes
    Outcome behind = doctor();
    assertFinds(1, "✗ clock this machine's is 30", behind);
    assertTrue(behind.out().contains(" s behind 127.0.0.1"), behind.out());
    scene.setApplesClock(Duration.ofMinutes(-5));
    Outcome ahead = doctor();
    assertTrue(ahead.out().contains(" s ahead of 127.0.0.1"), ahead.out());
    assertFinds(1, "does not take the provider token", ahead);
  }

  @Test
  void aClockThatIsAMinuteOffIsWorthAWord() {
    scene.setApplesClock(Duration.ofSeconds(69)); // less what an answer takes
    assertFinds(0, "! clock this machine's is 6", doctor());
  }

  @Test
  void aKeyThatAppleDoesNotKnowIsFound() {
    scene.fake.revoke(scene.key.team());
    assertFinds(
        1,
        "✗ token team TEAMID1234, key KEYID12345: 127.0.0.1:PORT (test, DeviceCheck) does not take",
        doctor());
  }

  @Test
  void anotherTeamsPrivateKeyIsFound() throws Exception {
    scene.secret("AuthKey.p8", TestKeys.p8(TestKeys.p256()));
    assertFinds(
        1, "✗ token team TEAMID1234, key KEYID12345: 127.0.0.1:PORT (test, receipts)", doctor());
  }

  @Test
  void aHostThatTakesAnyTokenTellsNothingOfOurs() {
    scene
        .fake
        .script()
        .always(
            new Fault.Instead(
                Answer.text(400, "Missing or incorrectly formatted device token", "")));
    assertFinds(
        0, "(test, DeviceCheck) does not tell whether it takes the provider token", doctor());
  }

  @Test
  void aRefusalForReceiptsAloneMayBeOfTheReceiptThatIsNone() {
    scene.fake.script().next(2, Route.ATTESTATION_DATA, Fault.status(401));
    assertFinds(
        0,
        "! token team TEAMID1234, key KEYID12345: 127.0.0.1:PORT (test, receipts) refuses",
        doctor());
  }

  @Test
  void whatIsNotApplesApiIsTold() {
    scene.fake.script().next(1, Fault.html());
    assertFinds(1, "answers with status 200 and is not Apple's API", doctor());
    scene.fake.script().next(1, Fault.status(403));
    assertFinds(1, "forbids it whoever asks", doctor());
    scene.fake.script().next(1, Fault.status(503));
    assertFinds(0, "! host 127.0.0.1:PORT (test, DeviceCheck) answers with status 503", doctor());
  }

  @Test
  void aHostThatIsNotThereIsTold() throws Exception {
    try (Nobody nobody = new Nobody()) {
      scene.configure(nobody.uri().toString(), 0, "");
      assertFinds(1, "✗ host 127.0.0.1:PORT (test, DeviceCheck) gives no answer: ", doctor());
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void offlineNobodyIsAsked() {
    assertFinds(0, "– apple not asked", doctor("--offline"));
    assertEquals(0, scene.exchanges.size());
  }

  @Test
  void nothingThatIsAskedTellsOfATeamThatIsNotOurs() {
    doctor();
    assertEquals(4, scene.exchanges.size());
    assertEquals(
        List.of(401, 400, 401, 400),
        scene.exchanges.stream().map(exchange -> exchange.answer().status()).toList());
  }

  @Test
  void aPrivateKeyThatIsNoneLeavesNothingElseToLookAt() throws Exception {
    for (String text : List.of("no key", TestKeys.p8(TestKeys.ec("secp384r1")))) {
      scene.secret("AuthKey.p8", text);
      assertFinds(2, "✗ configuration FOLDER/assay.yaml:", doctor());
    }
    Files.delete(folder.resolve("AuthKey.p8"));
    Outcome told = doctor();
    assertFinds(2, "privateKeyFile", told);
    assertTrue(told.out().contains("AuthKey.p8"), told.out());
    assertEquals(0, scene.exchanges.size());
  }

  @Test
  void aTeamWithoutAKeyIsWorthAWord() throws Exception {
    scene.configure(
        "  bank: { appIds: [ OTHERTEAM1.com.example.bank ], environment: test, trust: roots.pem }");
    assertFinds(0, "! key team OTHERTEAM1 has test apps, and no private key", doctor());
  }

  @Test
  void aStoreThatIsNotThereOrNoStoreIsFound() throws Exception {
    Files.delete(folder.resolve("assay.db"));
    assertFinds(0, "! store FOLDER/assay.db is not there yet", doctor("--offline"));
    assertFalse(Files.exists(folder.resolve("assay.db")), "looking makes nothing");
    Files.writeString(folder.resolve("assay.db"), "no database, but more than a few bytes of text");
    assertFinds(1, "✗ store FOLDER/assay.db", doctor("--offline"));
  }

  @Test
  void aServerThatDoesNotAnswerIsFoundByItsLock() throws Exception {
    Store elsewhere = scene.store();
    assertFinds(
        0, "! server one that does not answer at the configured ports", doctor("--offline"));
    elsewhere.close().await();
    assertFinds(0, "✓ server none is running", doctor("--offline"));
  }

  /** Anybody may take a port between its being freed and looked at; not twice in a row for long. */
  @Test
  void aPortThatNobodyListensAtIsFree() throws Exception {
    Eventually.holds(
        "a free port is told to be free",
        () -> {
          int port = freePort();
          scene.configure(scene.host(), port, "");
          String free = "✓ port internal listener, 127.0.0.1 port " + port + ": free";
          Outcome told = doctor("--offline");
          return told.code() == 0 && finds(free, told);
        });
  }

  @Test
  void aPortIsTakenOrAServersOwn() throws Exception {
    int own = listening("live\n");
    scene.configure(scene.host(), own, "");
    Outcome running = doctor("--offline");
    assertFinds(0, "port " + own + ": a server of assay answers", running);
    assertFinds(0, "✓ server one is running, at the configured ports", running);
    int others = listening("<html>");
    scene.configure(scene.host(), others, "");
    assertFinds(1, "✗ port internal listener, 127.0.0.1 port " + others, doctor("--offline"));
  }

  /** The port of a server that gives this answer, until the scene ends. */
  private int listening(String answer) {
    return scene
        .vertx()
        .createHttpServer()
        .requestHandler(request -> request.response().end(answer))
        .listen(0, "127.0.0.1")
        .await()
        .actualPort();
  }

  @Test
  void aFileThatAnybodyMayChangeIsWrong() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("AuthKey.p8"), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertFinds(
        1,
        "✗ secret FOLDER/AuthKey.p8: everybody on this machine may change it",
        doctor("--offline"));
  }

  @Test
  void certificatesThatEndWithinThirtyDaysAreToldBefore() {
    Duration life = assay.simulator.SimulatedApple.LIFETIME;
    assertTrue(in(life.minusDays(31)).contains("✓ certificate    roots that the test app shop"));
    String soon = in(life.minusDays(29));
    assertTrue(soon.contains("! certificate    roots that the test app shop"), soon);
    assertTrue(in(life.plusDays(1)).contains("✗ certificate    roots that the test app shop"));
  }

  /** What is found when this machine's clock stands there. */
  private String in(Duration time) {
    InstantSource clock = () -> Instant.now().plus(time);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(InputStream.nullInputStream(), stream, stream, false);
    new CommandLine(new DoctorCommand(terminal, clock))
        .execute("--config", scene.config().toString(), "--offline");
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aDemoThatWasNeverStartedIsNotMadeByLooking() {
    Outcome told = scene.run("doctor", "--demo", "--data", folder.resolve("data"), "--offline");
    assertFinds(2, "there is no demo in FOLDER/data yet", told);
    assertFalse(Files.exists(folder.resolve("data")));
  }

  @Test
  void aDemoIsLookedAtAsAnyServer() throws Exception {
    scene.secret("demo-token", "assay_" + "A".repeat(43) + "\n");
    scene.secret("AuthKey_DEMOKEY001.p8", scene.key.p8());
    Files.copy(scene.roots(), folder.resolve("simulator-root.pem"));
    Outcome told = scene.run("doctor", "--demo", "--data", folder);
    assertTrue(told.out().contains("apps: demo"), told.out());
    assertTrue(told.out().contains("team DEMOTEAM01: DEMOKEY001 signs"), told.out());
    assertTrue(told.out().contains("the demo's is part of its server"), told.out());
    assertTrue(told.out().contains("demo-token: not for everybody"), told.out());
  }

  @Test
  void whoseServerMustBeSaidOnce() {
    assertEquals(2, scene.run("doctor", "--offline").code());
    assertTrue(doctor("--demo").err().contains("whose server?"));
  }
}
