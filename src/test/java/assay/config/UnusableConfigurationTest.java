package assay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.config.crypto.Roots;
import assay.core.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is refused, and how it is told: each with the line or the variable that it is in. */
final class UnusableConfigurationTest {

  /** A key on P-256 in PKCS#8, but for the secret, which is 0. */
  private static final Bytes ZERO =
      Bytes.hex(
          "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"
              + "00".repeat(32));

  private static final Bytes P384 = Configured.key("EC", new ECGenParameterSpec("secp384r1"));
  private static final Bytes RSA =
      Configured.key("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));

  private static final Path CASES = Path.of("src/test/resources/assay/config/refused.txt");

  @TestFactory
  Stream<DynamicTest> isToldWithItsLine() throws IOException {
    List<String> cases =
        Arrays.stream(Files.readString(CASES).split("\n\n+", -1))
            .filter(text -> !text.startsWith("#"))
            .toList();
    assertTrue(cases.size() > 100, "cases are missing");
    return cases.stream()
        .map(text ->
            DynamicTest.dynamicTest(text.lines().findFirst().orElse(""), () -> check(text)));
  }

  private static void check(String text) {
    assertEquals(
        text.lines().filter(line -> !line.matches("[-+] .*")).collect(Collectors.joining("\n")),
        files(changed(lines(text, "- "), lines(text, "+ "))).problems().stream()
            .map(line -> line.replaceFirst("(in PEM): .*", "$1: …"))
            .collect(Collectors.joining("\n")));
  }

  private static String lines(String text, String mark) {
    return text.lines()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()) + "\n")
        .collect(Collectors.joining());
  }

  private static String changed(String from, String to) {
    if (from.isEmpty()) {
      String first = Configured.LEAST.lines().findFirst().orElseThrow() + "\n";
      return to.startsWith(" ")
          ? Configured.LEAST + to
          : Configured.LEAST.replace(first, first + to);
    }
    assertTrue(Configured.LEAST.contains(from), from);
    return Configured.LEAST.replace(from, to);
  }

  private static Configured files(String yaml) {
    Bytes apple;
    try {
      apple = Configured.pem(Roots.appleReceipts().getFirst().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
    return Configured.of(yaml)
        .file("root.pem", Configured.ROOT)
        .file("apple.pem", Configured.ROOT.concat(apple))
        .file(
            "leaf.pem",
            Configured.certificate(false, "2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"))
        .file(
            "expired.pem",
            Configured.ROOT.concat(
                Configured.certificate(true, "2020-01-01T00:00:00Z", "2026-06-01T11:59:59Z")))
        .file(
            "later.pem",
            Configured.certificate(true, "2026-06-01T12:00:01Z", "2027-01-01T00:00:00Z"))
        .file(
            "key.pem", Bytes.utf8("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
        .file("AuthKey.p8", Configured.P8)
        .file("p384.p8", P384)
        .file("rsa.p8", RSA)
        .file("cut.p8", Bytes.utf8(Configured.P8.text().replaceFirst("\\n.*\\R", "\n")))
        .file("zero.p8", Configured.pem("PRIVATE KEY", ZERO.toArray()))
        .file("locked.pem", Bytes.utf8("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n"))
        .file("lines", Bytes.utf8("one\ntwo\n"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceInTheOrderOfTheFile() {
    assertEquals(
        List.of(
            "assay.yaml:1: store.url: a store is sqlite:FILE or postgresql://USER@HOST:PORT/DATABASE",
            "assay.yaml:4: apps.shop: there is no member appids here; did you mean appIds?",
            "assay.yaml:6: aliases (*name) are not taken; write the value out",
            "assay.yaml:7: public.port: a port is a number from 0 to 65535, not none",
            "ASSAY_INTERNAL_PORT: a port is a number from 0 to 65535, not many",
            "ASSAY_INTERNAL_PROT: overrides nothing; did you mean ASSAY_INTERNAL_PORT?"),
        Configured.of(
                """
                store: nothing
                apps:
                  shop:
                    appids: [ TEAMID1234.com.example.shop ]
                    environment: production
                    policy: *strict
                public: { port: none }
                """)
            .with("ASSAY_APPS_SHOP_APPIDS", "TEAMID1234.a")
            .with("ASSAY_INTERNAL_PORT", "many")
            .with("ASSAY_INTERNAL_PROT", "1")
            .problems());
  }

  @Test
  void whatAVariableSaysWrongNamesTheVariable() {
    Configured least = Configured.of(Configured.LEAST);
    assertEquals(
        List.of(
            "ASSAY_APPS_SHOP_POLICY_COUNTER: a counter rule is strict or window:n, not windw:4"),
        least.with("ASSAY_APPS_SHOP_POLICY_COUNTER", "windw:4").problems());
    assertEquals(
        List.of(
            "ASSAY_APPS_SHOP_POLICY_VALIDATIONCATEGORIES: holds none, so that nothing would be accepted"),
        least.with("ASSAY_APPS_SHOP_POLICY_VALIDATIONCATEGORIES", " ").problems());
    assertEquals(
        List.of("ASSAY_PUBLIC_PORT: a port is a number from 0 to 65535, not \"\""),
        least.with("ASSAY_PUBLIC_PORT", "").problems());
    assertTrue(
        least
            .with("ASSAY_APPS_SHOP_TRUST", "root.pem")
            .problems()
            .getFirst()
            .startsWith("ASSAY_APPS_SHOP_TRUST: is refused for a production app"));
    assertEquals(
        List.of("ASSAY_STORE_URL: and ASSAY_STORE are the same; set one"),
        least.with("ASSAY_STORE", "sqlite:a").with("ASSAY_STORE_URL", "sqlite:b").problems());
  }

  @Test
  void anEmptyPasswordIsNoPassword() {
    assertEquals(
        List.of("ASSAY_STORE_PASSWORD: is empty; set the password, or unset this"),
        Configured.of(Configured.LEAST)
            .with("ASSAY_STORE", "postgresql://a@localhost/b")
            .with("ASSAY_STORE_PASSWORD", "")
            .problems());
  }

  @Test
  void nothingOfAUrlOfApplesIsTold() {
    for (String url :
        List.of("https://a:hunter2@b", "https://b/?hunter2", "https://b/ hunter2", "hunter2")) {
      List<String> told =
          Configured.of(Configured.LEAST).with("ASSAY_APPLE_TEST_DEVICECHECK", url).problems();
      assertTrue(told.getFirst().startsWith("ASSAY_APPLE_TEST_DEVICECHECK: "), told::toString);
      assertFalse(told.toString().contains("hunter2"), told::toString);
    }
  }

  @Test
  void noSecretIsToldWhateverIsWrongWithIt() {
    Configured least = Configured.of(Configured.LEAST);
    for (Map.Entry<String, String> variable :
        Map.of(
                "ASSAY_STORE", "postgresql://a:hunter2@b/c",
                "ASSAY_STORE_URL", "postgres://a:hunter2 @b/c",
                "ASSAY_STORE_PASSWORD", "hunter2")
            .entrySet()) {
      List<String> told =
          least
              .with("ASSAY_PUBLIC_PORT", "none")
              .with(variable.getKey(), variable.getValue())
              .problems();
      assertFalse(told.toString().contains("hunter2"), told::toString);
    }
  }

  @Test
  void aFileThatIsSomethingElseIsToldInAHundredLines() {
    String lines =
        IntStream.range(0, 50_000).mapToObj(i -> "m" + i + ": 1\n").collect(Collectors.joining());
    List<String> told = Configured.of(lines).problems();
    assertEquals(101, told.size());
    assertEquals("… and perhaps more: these are the first 100", told.getLast());
  }

  @Test
  void controlCharactersAndEndlessTextAreRefused() {
    assertEquals(
        List.of("assay.yaml:6: holds a control character, U+0007; a configuration is plain text"),
        Configured.of(Configured.LEAST + "public: \u0007\n").problems());
    assertEquals(
        List.of("assay.yaml:6: holds a text of more than 4096 characters"),
        Configured.of(Configured.LEAST + "public: { host: " + "x".repeat(4097) + " }\n")
            .problems());
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    Configured none = Configured.of("");
    for (Map.Entry<byte[], String> file :
        Map.of(
                new byte[] {(byte) 0xff, 'a'}, "assay.yaml: is not UTF-8 text",
                new byte[(1 << 20) + 1], "assay.yaml: holds more than 1048576 bytes")
            .entrySet()) {
      assertEquals(
          List.of(file.getValue()),
          assertThrows(UnusableConfiguration.class, () -> none.read(file.getKey())).problems());
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertEquals(
        List.of("/nowhere/assay.yaml: cannot be read: there is no such file"),
        assertThrows(
                UnusableConfiguration.class,
                () ->
                    Configuration.read(
                        Path.of("/nowhere/assay.yaml"),
                        Map.of(),
                        Configured.NOW,
                        Configured.SIGNATURES))
            .problems());
  }
}
