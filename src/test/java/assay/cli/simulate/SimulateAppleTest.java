package assay.cli.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Main;
import assay.cli.Terminal;
import assay.config.crypto.Providers;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.attestation.AttestationObject;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.Route;
import assay.simulator.apple.team.TeamKey;
import assay.simulator.maker.OperatingSystem;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay simulate apple}, typed, asked and stopped. */
final class SimulateAppleTest {
  private static final Path TRANSCRIPT = Path.of("src/test/resources/assay/cli/simulate/apple.txt");
  private static final boolean WRITE = System.getenv("ASSAY_WRITE_TRANSCRIPTS") != null;
  private static final String TEAM = "DEMOTEAM01";
  private static final String KEY = "DEMOKEY001";
  private static final String APP_ID = TEAM + ".com.example.demo";
  private static final Bytes HASH = Bytes.sha256(Bytes.utf8("a challenge"));

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  /** The command, running: its lines as they come. */
  private final class Running implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder told = new StringBuilder();
    private final AtomicInteger code = new AtomicInteger(-1);
    private final Thread thread;
    private final URI url;

    Running(String... more) throws Exception {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "simulate",
                  "apple",
                  "--port",
                  "0",
                  "--ca",
                  folder.resolve("simulator.ca").toString(),
                  "--team",
                  TEAM + ":" + KEY + ":" + p8()));
      arguments.addAll(Arrays.asList(more));
      PrintStream out = new PrintStream(new Lines(lines), true, StandardCharsets.UTF_8);
      Terminal terminal = new Terminal(InputStream.nullInputStream(), out, out, false);
      thread = new Thread(() -> code.set(Main.run(terminal, arguments.toArray(String[]::new))));
      thread.start();
      Matcher found = URL.matcher(until("development host"));
      assertTrue(found.find(), told.toString());
      url = URI.create(found.group());
      until("What it is asked");
      until("");
    }

    /** Reads up to a line that has this in it. */
    String until(String text) throws InterruptedException {
      while (true) {
        String line = lines.poll(30, TimeUnit.SECONDS);
        assertNotNull(line, () -> "no line with \"" + text + "\" in:\n" + told);
        told.append(line).append('\n');
        if (line.contains(text)) {
          return line;
        }
      }
    }

    /** Stops the command, as a signal would, and answers its exit code. */
    int stop() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return code.get();
    }

    @Override
    public void close() {
      stop();
    }
  }

  /** Cuts what is printed into lines. */
  private static final class Lines extends OutputStream {
    private final BlockingQueue<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(BlockingQueue<String> lines) {
      this.lines = lines;
    }

    @Override
    public synchronized void write(int character) {
      if (character == '\n') {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(character);
      }
    }
  }

  private Path p8() {
    return folder.resolve("AuthKey_" + KEY + ".p8");
  }

  private String jwt() throws IOException {
    TeamKey key = TeamKey.read(TEAM, KEY, Files.readString(p8())).orElseThrow();
    String told =
        base64url(Bytes.utf8(new JsonObject().put("alg", "ES256").put("kid", KEY).encode()))
            + "."
            + base64url(
                Bytes.utf8(
                    new JsonObject()
                        .put("iss", TEAM)
                        .put("iat", Instant.now().getEpochSecond())
                        .encode()));
    return told + "." + base64url(key.sign(Bytes.utf8(told)));
  }

  private static String base64url(Bytes bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
  }

  private SimulatedDevice device() throws Exception {
    return CaFile.open(folder.resolve("simulator.ca"))
        .apple()
        .device(
            new SimulatedDevice.Model(APP_ID, Environment.DEVELOPMENT, OperatingSystem.IOS_26),
            new SecureRandom(),
            Providers.best());
  }

  private static String receipt(SimulatedDevice device) throws Exception {
    return AttestationObject.decode(device.attest(HASH, Instant.now()))
        .receipt()
        .orElseThrow()
        .base64();
  }

  private HttpResponse<String> post(Running apple, Route route, String authorization, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(apple.url.resolve(route.path()))
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String body(SimulatedDevice device) {
    Instant now = Instant.now();
    return new JsonObject()
        .put("device_token", device.deviceToken(now))
        .put("transaction_id", "1")
        .put("timestamp", now.toEpochMilli())
        .put("bit0", true)
        .encode();
  }

  /** What a person reads, with what differs from run to run replaced. */
  @Test
  void theTranscriptIsWhatAPersonReads() throws Exception {
    try (Running apple = new Running("--fault", "429:1", "--retry-after", "30")) {
      SimulatedDevice device = device();
      String receipt = receipt(device);
      HttpResponse<String> throttled = post(apple, Route.ATTESTATION_DATA, jwt(), receipt);
      assertEquals("30", throttled.headers().firstValue("Retry-After").orElseThrow());
      assertEquals(200, post(apple, Route.ATTESTATION_DATA, jwt(), receipt).statusCode());
      assertEquals(401, post(apple, Route.ATTESTATION_DATA, "x", receipt).statusCode());
      for (Route route : List.of(Route.QUERY, Route.UPDATE, Route.QUERY, Route.VALIDATE)) {
        assertEquals(200, post(apple, route, "Bearer " + jwt(), body(device)).statusCode());
      }
      assertEquals(400, post(apple, Route.QUERY, "Bearer " + jwt(), "{}").statusCode());
      apple.until("device_token is no text");
      int code = apple.stop();
      String told =
          apple
              .told
              .append("[exit ")
              .append(code)
              .append("]\n")
              .toString()
              .replace(folder.toString(), "FOLDER")
              .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
              .replaceAll("(?m)^\\d{4}-\\S+Z ", "TIME ");
      if (WRITE) {
        Files.writeString(TRANSCRIPT, told);
      }
      assertEquals(Files.readString(TRANSCRIPT), told);
    }
  }

  @Test
  void asJsonEachExchangeIsAnObjectWithoutSecrets() throws Exception {
    try (Running apple = new Running("--json", "--fault", "other-key")) {
      String token = jwt();
      post(apple, Route.ATTESTATION_DATA, token, receipt(device()));
      JsonObject told = new JsonObject(apple.until("attestationData"));
      assertEquals(200, told.getInteger("status"));
      assertEquals("development", told.getString("environment"));
      assertEquals("other-key", told.getString("fault"));
      assertFalse(apple.told.toString().contains(token));
    }
  }

  @Test
  void theTimeOfANewReceiptAndTheUseOfATokenMayBeSet() throws Exception {
    try (Running apple = new Running("--refresh-after", "0", "--single-use")) {
      SimulatedDevice device = device();
      String newer = post(apple, Route.ATTESTATION_DATA, jwt(), receipt(device)).body();
      assertEquals(200, post(apple, Route.ATTESTATION_DATA, jwt(), newer).statusCode());
      String body = body(device);
      assertEquals(200, post(apple, Route.QUERY, "Bearer " + jwt(), body).statusCode());
      assertEquals(400, post(apple, Route.QUERY, "Bearer " + jwt(), body).statusCode());
    }
  }

  @Test
  void theKeyThatWasMadeIsItsOwnersAndStays() throws Exception {
    try (Running _ = new Running()) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(p8())));
    }
    String made = Files.readString(p8());
    try (Running _ = new Running()) {
      assertEquals(made, Files.readString(p8()));
    }
  }

  @Test
  void aTakenPortAndAFileThatIsNoKeyAreUnusable() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      assertTrue(refused("--port", port).contains("cannot listen"));
    }
    Files.writeString(p8(), "no key\n");
    assertTrue(refused().contains("is not a .p8 file with a P-256 key"));
    assertEquals("no key\n", Files.readString(p8()));
  }

  private String refused(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "simulate",
                "apple",
                "--ca",
                folder.resolve("simulator.ca").toString(),
                "--team",
                TEAM + ":" + KEY + ":" + p8()));
    arguments.addAll(Arrays.asList(more));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(InputStream.nullInputStream(), stream, stream, false);
    assertEquals(2, Main.run(terminal, arguments.toArray(String[]::new)));
    return err.toString(StandardCharsets.UTF_8);
  }
}
