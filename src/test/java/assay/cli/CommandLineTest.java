package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person types and reads. The transcripts beside this class ({@code *.txt}) hold commands
 * after a {@code $} and what they print; {@code ASSAY_WRITE_TRANSCRIPTS=1} writes them anew, to be
 * read before they are committed. Words that begin with {@code objects/} are files that are made
 * here.
 */
final class CommandLineTest {
  private static final Path TRANSCRIPTS = Path.of("src/test/resources/assay/cli");
  private static final boolean WRITE = System.getenv("ASSAY_WRITE_TRANSCRIPTS") != null;
  private static final Instant ISSUED = Instant.parse("2026-04-20T18:13:12Z");
  private static final String APP_ID = "TEAMID1234.com.example.app";
  private static final String OBJECTS = "objects/";

  @TempDir static Path objects;

  static Outcome run(InputStream in, String... arguments) {
    return Outcome.of(in, false, arguments);
  }

  private static Outcome run(String... arguments) {
    return run(InputStream.nullInputStream(), arguments);
  }

  @BeforeAll
  static void makeObjects() throws IOException {
    TestApple apple = TestApple.of("transcripts");
    SoftwareDevice device =
        SoftwareDevice.of(apple, "transcripts", APP_ID)
            .with(Environment.PRODUCTION)
            .with(OperatingSystem.IOS_26);
    AttestationMaker.Made made =
        device.attestation(Bytes.sha256(Bytes.utf8("challenge")), ISSUED).make();
    write("attestation.b64", made.object().base64());
    write(
        "attestation.url",
        Base64.getUrlEncoder().withoutPadding().encodeToString(made.object().toArray()));
    write("attestation.hex", made.object().hex());
    write("attestation.twice", Bytes.utf8(made.object().base64()).base64());
    write("key-id", device.key().keyId().base64());
    Files.write(objects.resolve("attestation.bin"), made.object().toArray());
    Files.write(objects.resolve("attestation.cut"), made.object().slice(0, 3000).toArray());
    Bytes body = Bytes.utf8("{\"challenge\":\"c\"}");
    Files.write(objects.resolve("body.json"), body.toArray());
    write("body-with-newline.json", body.text());
    write("assertion.b64", device.assertion(Bytes.sha256(body), 7).make().base64());
    write("public-key", device.key().point().base64());
    write("receipt.b64", device.refreshedReceipt(made, 3, ISSUED).make().base64());
    write("attest-receipt.b64", made.receipt().orElseThrow().base64());
    write("roots.pem", pem(apple.attestations().root()) + pem(apple.receipts().root()));
    write("app.json", "{\"appId\": \"" + APP_ID + "\", \"environment\": \"production\"}");
    write(
        "misspelt.json",
        "{\"appId\": \""
            + APP_ID
            + "\",\n \"environment\": \"production\",\n \"launchinfo\": \"required\"}");
    write(
        "trust.json",
        """
        {"format": "assay-vectors/1", "cases": [
          {"id": "late", "trust": "nowhere.pem",
           "app": {"appId": "A.b", "environment": "production"}, "events": []}]}
        """);
    write(
        "key.json",
        """
        {"format": "assay-vectors/1", "cases": [{"id": "key", "trust": "apple",
          "app": {"appId": "A.b", "environment": "production"},
          "events": [{"type": "key", "keyId": "AAAA", "publicKey": "AAAA", "counter": 0}]}]}
        """);
    write("array.json", "[]");
    write("syntax.json", "{\n  \"format\": \"assay-vectors/1\",\n  \"cases\": [ }\n");
    write("format.json", "{\"format\": \"assay-vectors/2\", \"cases\": []}");
    write(
        "member.json",
        "{\"format\": \"assay-vectors/1\",\n \"cases\": [\n  {\"id\": \"one\", \"trust\": \"apple\",\n   \"app\": {\"appId\": \"A.b\",\n    \"environment\": \"producton\"},\n   \"events\": []}]}");
    write(
        "mismatch.json",
        """
        {"format": "assay-vectors/1", "cases": [{"id": "unknown", "trust": "roots.pem",
          "app": {"appId": "TEAMID1234.com.example.app", "environment": "production"},
          "events": [
            {"type": "key", "keyId": "AAAA", "publicKey": "%s", "counter": 0},
            {"type": "assertion", "at": "2026-04-20T18:13:12Z", "keyId": "AAAA", "assertionObject": "%s",
             "clientData": "%s", "expect": {"verdict": "accepted", "counter": 8}},
            {"type": "revoke", "keyId": "AAAA"}]}]}
        """
            .formatted(
                device.key().point().base64(),
                device.assertion(Bytes.sha256(body), 7).make().base64(),
                body.base64()));
    write("empty", "\n");
    makeRequests(device, made.object().base64(), body);
  }

  /** Requests as developers capture them, each with a mistake. */
  private static void makeRequests(SoftwareDevice device, String good, Bytes body)
      throws IOException {
    Bytes twice = Bytes.sha256(Bytes.sha256(Bytes.utf8("challenge")));
    String object = device.attestation(twice, ISSUED).make().object().base64();
    String keyId = device.key().keyId().base64();
    write("twice.b64", object);
    String attestation =
        "{\"keyId\":\"%s\",\"attestationObject\":\"%s\",\"challenge\":\"challenge\"}";
    String json =
        " \\\n  -H 'Content-Type: application/json' -H \"Authorization: Bearer $TOKEN\" \\\n  -d '";
    String curl = "$ curl -s https://attest.example.com/v1/apps/shop/attestations" + json;
    write("twice.curl", curl + attestation.formatted(keyId, object) + "' | jq .");
    write("hex-key-id.curl", curl + attestation.formatted(device.key().keyId().hex(), good) + "'");
    write("plus-lost.curl", curl + attestation.formatted(keyId, "o2Nm bXR") + "'");
    write("file.curl", curl.replace("'", "") + "@body.json");
    write(
        "variable.curl",
        curl.substring(0, curl.length() - 1) + "\"{\\\"keyId\\\":\\\"$KEY_ID\\\"}\"");
    write("open.curl", curl + "{");
    write(
        "form.curl",
        "curl -d '{\"attestationObject\":\""
            + good
            + "\",\"keyId\":\""
            + keyId
            + "\",\"challenge\":\"challenge\"}' localhost:8080/v1/apps/shop/attestations");
    write(
        "challenge.curl",
        "curl --json '{\"purpose\":\"attestation\"}' localhost:8080/v1/apps/shop/challenges");
    String assertion =
        "{\"keyId\":\"%s\",\"assertionObject\":\"%s\",\"clientData\":\"%s\"}"
            .formatted(
                keyId,
                device.assertion(Bytes.sha256(body), 7).make().base64(),
                Bytes.utf8("{ \"challenge\": \"c\" }").base64());
    write(
        "again.json",
        assertion.replace(Bytes.utf8("{ \"challenge\": \"c\" }").base64(), body.base64()));
    write(
        "spaces.http",
        "POST /v1/apps/shop/assertions/verify HTTP/1.1\r\nHost: localhost:8081\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + assertion.length()
            + "\r\n\r\n"
            + assertion);
    write(
        "assay.yaml",
        """
        store: sqlite:nowhere.db
        apps:
          shop: { appIds: [ TEAMID1234.com.example.app ], environment: production }
          shop-dev: { appIds: [ TEAMID1234.com.example.app ], environment: development }
        """);
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(objects.resolve(name), text + "\n");
  }

  private static String pem(Bytes certificate) {
    return "-----BEGIN CERTIFICATE-----\n" + certificate.base64() + "\n-----END CERTIFICATE-----\n";
  }

  @TestFactory
  Stream<DynamicTest> transcripts() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(TRANSCRIPTS)) {
      files = found.filter(path -> path.toString().endsWith(".txt")).sorted().toList();
    }
    assertTrue(files.size() > 1, "transcripts are missing");
    return files.stream()
        .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> replay(path)));
  }

  private static void replay(Path transcript) throws IOException {
    String expected = Files.readString(transcript);
    StringBuilder actual = new StringBuilder();
    for (String line : expected.lines().toList()) {
      if (line.startsWith("# ")) {
        actual.append(line).append('\n');
      } else if (line.startsWith("$ assay")) {
        Outcome outcome = run(words(line.substring("$ assay".length()).strip()));
        actual.append(line).append('\n').append(outcome.out());
        outcome.err().lines().forEach(error -> actual.append("! ").append(error).append('\n'));
        actual.append("[exit ").append(outcome.code()).append("]\n\n");
      }
    }
    String told = actual.toString().replace(objects.toString() + "/", OBJECTS);
    if (WRITE) {
      Files.writeString(transcript, told);
    }
    assertEquals(expected, told);
  }

  /**
   * The words of a command; {@code $(cat FILE)} and files among the objects are put in their place.
   */
  private static String[] words(String line) {
    return Arrays.stream(line.isEmpty() ? new String[0] : line.split(" "))
        .map(CommandLineTest::word)
        .toArray(String[]::new);
  }

  private static String word(String word) {
    if (word.startsWith("@" + OBJECTS)) {
      try {
        return Files.readString(objects.resolve(word.substring(1 + OBJECTS.length()))).strip();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return word.startsWith(OBJECTS)
        ? objects.resolve(word.substring(OBJECTS.length())).toString()
        : word;
  }

  private static final String[] ATTESTATION = {
    "--app-id", APP_ID, "--challenge", "challenge", "--at", "2026-04-20T18:13:12Z", "--key-id"
  };

  private static String[] verifyAttestation(String file) {
    return Stream.of(
            Stream.of("verify", "attestation"),
            Stream.of(file, "--trust", objects.resolve("roots.pem").toString()),
            Arrays.stream(ATTESTATION),
            Stream.of(word("@objects/key-id")))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  @Test
  void everyEncodingOfAnObjectIsFoundByItself() {
    for (String name : List.of("b64", "url", "hex", "bin")) {
      Outcome outcome = run(verifyAttestation(objects.resolve("attestation." + name).toString()));
      assertEquals(0, outcome.code(), name + ": " + outcome);
    }
  }

  @Test
  void anObjectMayComeOnStandardInput() throws IOException {
    byte[] object = Files.readAllBytes(objects.resolve("attestation.b64"));
    assertEquals(0, run(new ByteArrayInputStream(object), verifyAttestation("-")).code());
  }

  @Test
  void aHundredMebibytesOnStandardInputAreNotRead() {
    Endless endless = new Endless();
    Outcome outcome = run(endless, verifyAttestation("-"));
    assertEquals(2, outcome.code());
    assertTrue(endless.read < 4 * 1024 * 1024, "read " + endless.read);
    assertTrue(outcome.err().contains("standard input: more than"), outcome.err());
  }

  /** Never ends, and counts what was taken from it. */
  private static final class Endless extends InputStream {
    private long read;

    @Override
    public int read() {
      read++;
      return 'A';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      Arrays.fill(into, offset, offset + length, (byte) 'A');
      read += length;
      return length;
    }
  }

  @Test
  void everyTruncationIsRefusedOrUnusable() throws IOException {
    byte[] object = Files.readAllBytes(objects.resolve("attestation.bin"));
    for (int length = 0; length < object.length; length += length < 64 ? 1 : 97) {
      Outcome outcome =
          run(new ByteArrayInputStream(Arrays.copyOf(object, length)), verifyAttestation("-"));
      assertEquals(length == 0 ? 2 : 1, outcome.code(), length + " bytes: " + outcome);
      assertTrue(
          length == 0 || outcome.out().contains("attestation refused: format"), outcome.out());
    }
  }
}
