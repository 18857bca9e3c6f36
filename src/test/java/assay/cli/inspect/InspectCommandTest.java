package assay.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.Input;
import assay.cli.Outcome;
import assay.core.Bytes;
import assay.core.inspect.Samples;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person types and reads. */
class InspectCommandTest {
  /** {signature: SEQUENCE {0x0102, 0x0304}, authenticatorData: 37 bytes}. */
  private static final Bytes ASSERTION =
      Bytes.hex(
          "a2697369676e61747572654a3008020201020202"
              + "03047161757468656e74696361746f72446174615825"
              + "97".repeat(32)
              + "4000000007");

  @Test
  void anAssertionInBase64IsPrintedAsATree() {
    Outcome run = run(ASSERTION.base64() + "\n", "inspect");
    assertEquals(
        """
        assertion object, 79 bytes in base64

        offset length  field
             0     79  assertion object     — what generateAssertion returned
            12     10    signature          — the key's, over SHA-256(authenticatorData ‖ clientDataHash)
            14      4      r                0102
            18      4      s                0304
            42     37    authenticatorData  — of an assertion; signed
            42     32      rpIdHash         9797979797979797979797979797979797979797979797979797979797979797 — SHA-256 of the App ID
            74      1      flags            0x40 AT — decide nothing: Apple sets AT and ED wrongly
            75      4      counter          7 — grows with each assertion of the key

        ✓ decoded whole
        """,
        run.out());
    assertEquals("", run.err());
    assertEquals(0, run.code());
  }

  @Test
  void aCutOffObjectIsPrintedUpToThereAndExitsWithOne() {
    Outcome run = run(ASSERTION.slice(0, 60).hex(), "inspect", "-");
    assertEquals(
        """
        assertion object, 60 bytes in hex

        offset length  field
             0     60  assertion object     — what generateAssertion returned
            12     10    signature          — the key's, over SHA-256(authenticatorData ‖ clientDataHash)
            14      4      r                0102
            18      4      s                0304
            42     18    authenticatorData  — of an assertion; signed
            42     18      rpIdHash         979797979797979797979797979797979797
            60      0      ✗ cut off: a byte string of 37 bytes is announced at byte 40, 18 are left

        ✗ malformed in 1 place
        """,
        run.out());
    assertEquals(1, run.code());
  }

  @Test
  void theFootSaysWhatTheSignsMean() {
    Outcome run = run(Samples.attestation().base64(), "inspect");
    List<String> lines = run.out().lines().toList();
    assertEquals("attestation object, 5906 bytes in base64", lines.getFirst());
    assertEquals(
        List.of(
            "p counts within the payload of the receipt",
            "… ends a value that --json has in full",
            "✓ decoded whole"),
        lines.subList(lines.size() - 3, lines.size()));
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches("    p4     38 +field 2: App ID +1234567890[.]com.*")));
    assertTrue(lines.stream().anyMatch(line -> line.matches(" {15} +chain +— who issued whom.*")));
    assertTrue(
        lines.stream().anyMatch(line -> line.matches(" +355 +68 +key +[0-9a-f]{120}… — an unc.*")));
    assertTrue(run.out().contains("the signature fits"));
    assertEquals(0, run.code());
  }

  @Test
  void everyEncodingIsTakenAndNamed() throws IOException {
    assertEquals(
        "base64", json(run(ASSERTION.base64(), "inspect", "--json")).get("encoding").asText());
    String urlSafe =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Bytes.hex("a0fbff").toArray());
    assertEquals(
        "base64url",
        json(run(urlSafe, "inspect", "--json", "--kind", "assertion")).get("encoding").asText());
    assertEquals("hex", json(run(ASSERTION.hex(), "inspect", "--json")).get("encoding").asText());
    assertEquals(
        "raw", json(run(ASSERTION.toArray(), "inspect", "--json")).get("encoding").asText());
    String pem = Files.readString(Path.of("certs/Apple_Root_CA_G3.pem"));
    JsonNode root = json(run(pem, "inspect", "--json"));
    assertEquals("pem", root.get("encoding").asText());
    assertEquals("certificate", root.get("kind").asText());
  }

  @Test
  void jsonIsTheSameTreeNested() throws IOException {
    Outcome run = run(ASSERTION.slice(0, 60).base64(), "inspect", "--json");
    assertEquals(1, run.code());
    JsonNode json = json(run);
    assertEquals(List.of("kind", "encoding", "length", "whole", "tree"), members(json));
    assertEquals("assertion", json.get("kind").asText());
    assertEquals(60, json.get("length").asInt());
    assertEquals(false, json.get("whole").asBoolean(true));
    JsonNode tree = json.get("tree");
    assertEquals(List.of("name", "offset", "length", "meaning", "children"), members(tree));
    JsonNode r = tree.at("/children/0/children/0");
    assertEquals(List.of("name", "offset", "length", "value"), members(r));
    assertEquals("0102", r.get("value").asText());
    JsonNode error = tree.at("/children/1/children/1");
    assertEquals(List.of("name", "offset", "length", "meaning", "error"), members(error));
    assertEquals(true, error.get("error").asBoolean());
    assertEquals(60, error.get("offset").asInt());
  }

  @Test
  void jsonHasLongValuesInFullAndSaysWhereOffsetsCount() throws IOException {
    JsonNode tree = json(run(Samples.attestation().base64(), "inspect", "--json")).get("tree");
    JsonNode payload = tree.findParents("origin").getFirst();
    assertEquals("payload", payload.get("origin").asText());
    assertEquals("fields", payload.get("name").asText());
    List<String> keys = new ArrayList<>();
    tree.findParents("value").stream()
        .filter(node -> node.get("name").asText().equals("key"))
        .forEach(node -> keys.add(node.get("value").asText()));
    assertEquals(130, keys.getFirst().length());
    JsonNode chain =
        tree.findParents("name").stream()
            .filter(node -> node.get("name").asText().equals("chain"))
            .findFirst()
            .orElseThrow();
    assertEquals(List.of("name", "meaning", "children"), members(chain));
  }

  @Test
  void aKindMayBeForced() {
    Outcome run = run("a0", "inspect", "--kind", "assertion");
    assertTrue(run.out().contains("✗ no member signature"), run.out());
    assertTrue(run.out().endsWith("✗ malformed in 2 places\n"), run.out());
    assertEquals(1, run.code());
    Outcome wrong = run("a0", "inspect", "--kind", "cheque");
    assertEquals(2, wrong.code());
    assertTrue(
        wrong
            .err()
            .startsWith(
                "Invalid value for option '--kind': \"cheque\" is none of attestation, assertion,"
                    + " authenticator-data, receipt, certificate"),
        wrong.err());
  }

  @Test
  void unusableInputSaysWhatItLooksLike() {
    assertUnusable("standard input: empty", "");
    assertUnusable("standard input: empty", " \n");
    assertUnusable(
        "standard input: JSON; give the value of the one member that holds the object",
        "{\"attestationObject\": \"o2NmbXQ=\"}");
    assertUnusable(
        "standard input: in base64: text in base64 once it is decoded: it was encoded twice",
        Base64.getEncoder().encodeToString(ASSERTION.base64().getBytes(StandardCharsets.UTF_8)));
    assertUnusable("standard input: text", "Hello, world!");
    assertUnusable(
        "standard input: in hex: 3 bytes that begin with 00 01 02, nothing that App Attest makes",
        "000102");
    assertUnusable(
        "standard input: in hex: 65537 bytes long, and no more than 65536 are inspected",
        "00".repeat(65537));
  }

  @Test
  void aHundredMebibytesAreNotRead() {
    long[] read = {0};
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read[0]++;
            return 0;
          }

          @Override
          public int read(byte[] buffer, int from, int length) {
            read[0] += length;
            return length;
          }
        };
    Outcome run = Outcome.of(endless, false, "inspect");
    assertEquals(
        "assay: standard input: more than 1048576 bytes; no evidence is as large as that\n",
        run.err());
    assertEquals(2, run.code());
    assertEquals(Input.MOST_BYTES + 1, read[0]);
  }

  @Test
  void filesThatCannotBeReadAreNamed(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing");
    Outcome run = run("", "inspect", missing.toString());
    assertEquals("assay: " + missing + ": there is no such file\n", run.err());
    assertEquals(2, run.code());
    Outcome directory = run("", "inspect", folder.toString());
    assertEquals("assay: " + folder + ": a folder, not a file\n", directory.err());
    Path file = Files.write(folder.resolve("assertion"), ASSERTION.toArray());
    Outcome found = run("", "inspect", file.toString());
    assertTrue(found.out().startsWith("assertion object, 79 bytes\n"), found.out());
    assertEquals(0, found.code());
  }

  @Test
  void withoutAFileAPersonIsShownTheHelp() {
    Outcome run = Outcome.of(InputStream.nullInputStream(), true, "inspect");
    assertEquals(2, run.code());
    assertTrue(
        run.out().startsWith("Usage: assay inspect [-h] [--json] [--kind=KIND] [FILE]"), run.out());
    Outcome help = run("", "inspect", "--help");
    assertEquals(0, help.code());
    assertEquals(run.out(), help.out());
  }

  @Test
  void terminalsAreSafeFromWhatObjectsHold() {
    Outcome run = run("a2646e616d65641b5b324a69736967" + "6e617475726540", "inspect");
    assertTrue(run.out().matches("(?s).*name +\\\\u001b\\[2J — not known.*"), run.out());
  }

  private static void assertUnusable(String message, String input) {
    Outcome run = run(input, "inspect");
    assertEquals("assay: " + message + "\n", run.err());
    assertEquals("", run.out());
    assertEquals(2, run.code());
  }

  private static Outcome run(String input, String... arguments) {
    return run(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private static Outcome run(byte[] input, String... arguments) {
    return Outcome.of(new ByteArrayInputStream(input), false, arguments);
  }

  private static JsonNode json(Outcome run) throws IOException {
    return new JsonMapper().readTree(run.out());
  }

  private static List<String> members(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
